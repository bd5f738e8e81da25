;; Two divisions that can trap differently keep their order; division by a constant traps not.
(module
  (func (export "two") (param i32 i32 i32) (result i32)
    (i32.add (i32.div_s (local.get 0) (local.get 1)) (i32.div_s (local.get 0) (local.get 2))))
  (func (export "unsigned") (param i32 i32 i32) (result i32)
    (i32.add (i32.div_u (local.get 0) (local.get 1)) (i32.rem_u (local.get 0) (local.get 2))))
  (func (export "constant") (param i32) (result i32)
    (i32.add (i32.div_s (local.get 0) (i32.const 10)) (i32.rem_u (local.get 0) (i32.const 10))))
  (func (export "minus_one") (param i64) (result i64)
    (i64.div_s (local.get 0) (i64.const -1))))
;; ---
;; static u32 two(u32 l0, u32 l1, u32 l2) {
;;   u32 t1 = i32_div_s(l0, l1);
;;   return t1 + i32_div_s(l0, l2);
;; }
;;
;; static u32 unsigned_2(u32 l0, u32 l1, u32 l2) {
;;   return i32_div_u(l0, l1) + i32_rem_u(l0, l2);
;; }
;;
;; static u32 constant(u32 l0) {
;;   return (u32)((s32)l0 / 10) + l0 % 10;
;; }
;;
;; static u64 minus_one(u64 l0) {
;;   return i64_div_s(l0, 0xfffffffffffffffful);
;; }
