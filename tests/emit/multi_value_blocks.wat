;; A block with several results assigns named variables once.
(module
  (func (export "block") (param $x i32) (result i32)
    (block $out (result i32 i32)
      (br_if $out (i32.const 1) (i32.const 2) (local.get $x))
      drop drop
      (i32.const 3) (i32.const 4))
    i32.sub)
  (func (export "if") (param $x i32) (param $y i32) (result i32)
    (if (result i32 i32) (local.get $x)
      (then (local.get $x) (local.get $y))
      (else (local.get $y) (local.get $x)))
    i32.sub)
  (func (export "parameters") (param $x i32) (param $y i32) (result i32)
    local.get $x local.get $y
    (if (param i32 i32) (result i32) (i32.lt_u (local.get $x) (local.get $y))
      (then i32.sub)
      (else (local.set $x (i32.const 7)) i32.add (i32.add (local.get $x)))))
  (memory 1)
  (func (export "computed_parameter") (param $x i32) (result i32)
    (i32.add (local.get $x) (i32.const 1))
    (if (param i32) (result i32) (i32.load (local.get $x))
      (then (i32.const 2) i32.mul)
      (else (i32.const 3) i32.shl))))
;; ---
;; static u32 block(u32 x) {
;;   u32 t1, t2;
;;   if (x != 0) {
;;     t1 = 1;
;;     t2 = 2;
;;   } else {
;;     t1 = 3;
;;     t2 = 4;
;;   }
;;   return t1 - t2;
;; }
;;
;; static u32 if_2(u32 x, u32 y) {
;;   u32 t1, t2;
;;   if (x != 0) {
;;     t1 = x;
;;     t2 = y;
;;   } else {
;;     t1 = y;
;;     t2 = x;
;;   }
;;   return t1 - t2;
;; }
;;
;; static u32 parameters(u32 x, u32 y) {
;;   if (x < y) {
;;     return x - y;
;;   }
;;   u32 t1 = x;
;;   x = 7;
;;   return t1 + y + x;
;; }
;;
;; static u32 computed_parameter(u32 x) {
;;   u32 t1 = i32_load(x, 0);
;;   u32 t2 = x + 1;
;;   return t1 != 0 ? t2 * 2 : t2 << 3;
;; }
