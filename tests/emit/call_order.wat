;; Two calls keep their order; so do a call and a read of state on either side of it.
(module
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func $a (export "a") (result i32) (global.set $g (i32.const 1)) (i32.const 1))
  (func (export "calls") (result i32) (i32.sub (call $a) (i32.mul (call $a) (call $a))))
  (func (export "read_first") (result i32) (i32.sub (global.get $g) (call $a)))
  (func (export "read_last") (result i32) (i32.sub (call $a) (global.get $g)))
  (func (export "load_first") (result i32) (i32.sub (i32.load (i32.const 0)) (call $a)))
  (func (export "load_last") (result i32) (i32.sub (call $a) (i32.load (i32.const 0)))))
;; ---
;; static u32 a(void) {
;;   g = 1;
;;   return 1;
;; }
;;
;; static u32 calls(void) {
;;   u32 t1 = a();
;;   u32 t2 = a();
;;   return t1 - t2 * a();
;; }
;;
;; static u32 read_first(void) {
;;   u32 t1 = g;
;;   return t1 - a();
;; }
;;
;; static u32 read_last(void) {
;;   u32 t1 = a();
;;   return t1 - g;
;; }
;;
;; static u32 load_first(void) {
;;   u32 t1 = i32_load(0, 0);
;;   return t1 - a();
;; }
;;
;; static u32 load_last(void) {
;;   u32 t1 = a();
;;   return t1 - i32_load(0, 0);
;; }
