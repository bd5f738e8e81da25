;; Without names: the export's, or the index.
(module
  (global (mut i32) (i32.const 0))
  (func (param i32) (result i32) (local i32) (local.set 1 (global.get 0)) (i32.sub (local.get 0) (local.get 1)))
  (func (export "twice") (param i32) (result i32) (call 0 (call 0 (local.get 0))))
  (func (export "operator+") (result i32) (call 1 (i32.const 3))))
;; ---
;; static u32 f0(u32 l0) {
;;   u32 l1 = g0;
;;   return l0 - l1;
;; }
;;
;; static u32 twice(u32 l0) {
;;   return f0(f0(l0));
;; }
;;
;; static u32 operator(void) {
;;   return twice(3);
;; }
