;; Two loads trap alike and stay together; a load and a division do not.
(module
  (memory 1)
  (func (export "loads") (param i32 i32) (result i32)
    (i32.add (i32.load (local.get 0)) (i32.load (local.get 1))))
  (func (export "load_divide") (param i32 i32) (result i32)
    (i32.add (i32.load (local.get 0)) (i32.div_s (local.get 0) (local.get 1))))
  (func (export "divide_load") (param i32 i32) (result i32)
    (i32.add (i32.div_s (local.get 0) (local.get 1)) (i32.load (local.get 0))))
  (func (export "nested") (param i32 i32) (result i32)
    (i32.div_u (i32.load (local.get 0)) (i32.load (local.get 1)))))
;; ---
;; static u32 loads(u32 l0, u32 l1) {
;;   return i32_load(l0, 0) + i32_load(l1, 0);
;; }
;;
;; static u32 load_divide(u32 l0, u32 l1) {
;;   u32 t1 = i32_load(l0, 0);
;;   return t1 + i32_div_s(l0, l1);
;; }
;;
;; static u32 divide_load(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_s(l0, l1);
;;   return t1 + i32_load(l0, 0);
;; }
;;
;; static u32 nested(u32 l0, u32 l1) {
;;   return i32_div_u(i32_load(l0, 0), i32_load(l1, 0));
;; }
