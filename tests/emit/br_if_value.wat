;; A conditional branch that takes a value along leaves it on the stack too.
(module
  (memory 1)
  (func (export "f") (param $x i32) (result i32)
    (block $out (result i32)
      (br_if $out (i32.load (local.get $x)) (i32.eqz (local.get $x)))
      (i32.add (i32.const 1))))
  (func (export "condition_first") (param $x i32) (result i32)
    (block $out (result i32)
      (br_if $out (local.get $x) (i32.load (local.get $x)))
      drop
      (i32.const 4)))
  (func (export "return") (param $x i32) (result i32)
    (br_if 0 (i32.mul (local.get $x) (local.get $x)) (local.get $x))
    (i32.add (i32.const 1))))
;; ---
;; static u32 f(u32 x) {
;;   u32 t1 = i32_load(x, 0);
;;   if (x == 0) {
;;     return t1;
;;   }
;;   return t1 + 1;
;; }
;;
;; static u32 condition_first(u32 x) {
;;   u32 t1 = i32_load(x, 0);
;;   if (t1 != 0) {
;;     return x;
;;   }
;;   return 4;
;; }
;;
;; static u32 return_2(u32 x) {
;;   u32 t1 = x * x;
;;   if (x != 0) {
;;     return t1;
;;   }
;;   return t1 + 1;
;; }
