;; What traps among several results does so in its order, and before a conditional branch takes them along.
(module
  (func (export "if") (param $x i32) (param $y i32) (result i32)
    (if (result i32 i32) (local.get $x)
      (then (i32.div_u (local.get $x) (local.get $y)) (i32.add (local.get $x) (i32.const 1)))
      (else (local.get $y) (local.get $x)))
    i32.sub)
  (func (export "block") (param $x i32) (param $y i32) (result i32)
    (block $out (result i32 i32)
      (br_if $out (local.get $x) (local.get $y) (local.get $x))
      drop drop
      (i32.add (local.get $x) (i32.const 1)) (i32.div_u (local.get $x) (local.get $y)))
    i32.sub)
  (func (export "below") (param $x i32) (param $y i32) (result i32)
    (block $out (result i32)
      (i32.div_u (local.get $x) (local.get $y))
      (br_if $out (i32.add (local.get $x) (i32.const 1)) (local.get $y))
      i32.sub)))
;; ---
;; static u32 if_2(u32 x, u32 y) {
;;   u32 t1, t2;
;;   if (x != 0) {
;;     t1 = i32_div_u(x, y);
;;     t2 = x + 1;
;;   } else {
;;     t1 = y;
;;     t2 = x;
;;   }
;;   return t1 - t2;
;; }
;;
;; static u32 block(u32 x, u32 y) {
;;   u32 t1, t2;
;;   if (x != 0) {
;;     t1 = x;
;;     t2 = y;
;;   } else {
;;     t1 = x + 1;
;;     t2 = i32_div_u(x, y);
;;   }
;;   return t1 - t2;
;; }
;;
;; static u32 below(u32 x, u32 y) {
;;   u32 t1 = i32_div_u(x, y);
;;   u32 t2 = x + 1;
;;   if (y != 0) {
;;     return t2;
;;   }
;;   return t1 - t2;
;; }
