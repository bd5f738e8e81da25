;; C evaluates one operand of the conditional: operands that trap or write are evaluated before.
(module
  (memory 1)
  (func $f (export "f") (param i32) (result i32) (local.get 0))
  (func (export "plain") (param i32 i32 i32) (result i32)
    (select (local.get 0) (i32.add (local.get 1) (i32.const 1)) (local.get 2)))
  (func (export "loads") (param i32 i32 i32) (result i32)
    (select (i32.load (local.get 0)) (i32.load (local.get 1)) (local.get 2)))
  (func (export "divide") (param i32 i32 i32) (result i32)
    (select (local.get 0) (i32.div_u (local.get 0) (local.get 1)) (local.get 2)))
  (func (export "calls") (param i32) (result i32)
    (select (call $f (i32.const 1)) (call $f (i32.const 2)) (call $f (local.get 0))))
  (func (export "reference") (param externref i32) (result externref)
    (select (result externref) (local.get 0) (ref.null extern) (local.get 1))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static u32 plain(u32 l0, u32 l1, u32 l2) {
;;   return l2 != 0 ? l0 : l1 + 1;
;; }
;;
;; static u32 loads(u32 l0, u32 l1, u32 l2) {
;;   u32 t1 = i32_load(l0, 0);
;;   u32 t2 = i32_load(l1, 0);
;;   return l2 != 0 ? t1 : t2;
;; }
;;
;; static u32 divide(u32 l0, u32 l1, u32 l2) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return l2 != 0 ? l0 : t1;
;; }
;;
;; static u32 calls(u32 l0) {
;;   u32 t1 = f(1);
;;   u32 t2 = f(2);
;;   return f(l0) != 0 ? t1 : t2;
;; }
;;
;; static externref reference(externref l0, u32 l1) {
;;   return l1 != 0 ? l0 : (externref)0;
;; }
