;; A local that is never used is not there; one that is never set is zero; self-assignment is nothing.
(module
  (func (export "f") (param $x i32) (param $unused i64) (result i32) (local $never i32) (local $zero i32) (local $r externref)
    (local.set $x (local.get $x))
    (i32.add (local.get $x) (local.get $zero)))
  (func (export "declared_inside") (param $x i32) (result i32) (local $t i32)
    (if (local.get $x)
      (then (local.set $t (i32.mul (local.get $x) (local.get $x)))
            (local.set $x (i32.add (local.get $t) (i32.const 1)))))
    (local.get $x)))
;; ---
;; static u32 f(u32 x, u64 unused) {
;;   (void)unused;
;;   u32 zero = 0;
;;   return x + zero;
;; }
;;
;; static u32 declared_inside(u32 x) {
;;   if (x != 0) {
;;     u32 t = x * x;
;;     x = t + 1;
;;   }
;;   return x;
;; }
