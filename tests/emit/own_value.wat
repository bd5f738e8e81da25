;; A local that a block gives its own value back, on one way, isn't assigned there.
(module
  (func (export "saturate") (param $x i32) (param $limit i32) (result i32)
    (local.set $x
      (block $done (result i32)
        (local.get $x)
        (br_if $done (i32.lt_u (local.get $x) (local.get $limit)))
        drop
        (i32.sub (local.get $limit) (i32.const 1))))
    (i32.mul (local.get $x) (local.get $x)))
  (func (export "either") (param $x i32) (param $y i32) (result i32)
    (local.set $x
      (if (result i32) (i32.lt_u (local.get $x) (local.get $y))
        (then (local.get $x))
        (else (call $either (local.get $y) (local.get $x)))))
    (i32.mul (local.get $x) (local.get $x)))
  (func $either (param i32 i32) (result i32) (local.get 0)))
;; ---
;; static u32 saturate(u32 x, u32 limit) {
;;   if (x >= limit) {
;;     x = limit - 1;
;;   }
;;   return x * x;
;; }
;;
;; static u32 either(u32 x, u32 y) {
;;   x = x < y ? x : either_2(y, x);
;;   return x * x;
;; }
;;
;; /* either */
;; static u32 either_2(u32 l0, u32 l1) {
;;   (void)l1;
;;   return l0;
;; }
