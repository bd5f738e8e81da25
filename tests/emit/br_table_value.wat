;; A br_table that takes a value along, to blocks and out of the function.
(module
  (func $f (export "f") (param i32) (result i32) (local.get 0))
  (func (export "value") (param $x i32) (result i32)
    (block $a (result i32)
      (block $b (result i32)
        (br_table $a $b 2 (i32.mul (local.get $x) (local.get $x)) (local.get $x)))
      (i32.add (i32.const 1))))
  (func (export "calls") (param $x i32) (result i32)
    (block $a (result i32)
      (block $b (result i32)
        (br_table $a $b (call $f (local.get $x)) (call $f (i32.const 1))))
      (i32.add (i32.const 1))))
  (func (export "trap_below") (param $x i32) (param $y i32) (result i32)
    (block $a (result i32)
      (block $b (result i32)
        (i32.div_u (local.get $x) (local.get $y))
        (br_table $a $b (i32.add (local.get $x) (i32.const 1)) (local.get $y)))
      (i32.add (i32.const 1)))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static u32 value(u32 x) {
;;   u32 t1 = x * x;
;;   u32 t3;
;;   switch (x) {
;;   case 0:
;;     return t1;
;;   case 1: {
;;     t3 = t1;
;;     break;
;;   }
;;   default:
;;     return t1;
;;   }
;;   return t3 + 1;
;; }
;;
;; static u32 calls(u32 x) {
;;   u32 t1 = f(x);
;;   u32 t2 = f(1);
;;   u32 t4;
;;   switch (t2) {
;;   case 0:
;;     return t1;
;;   default:
;;     t4 = t1;
;;   }
;;   return t4 + 1;
;; }
;;
;; static u32 trap_below(u32 x, u32 y) {
;;   (void)i32_div_u(x, y);
;;   u32 t2 = x + 1;
;;   u32 t4;
;;   switch (y) {
;;   case 0:
;;     return t2;
;;   default:
;;     t4 = t2;
;;   }
;;   return t4 + 1;
;; }
