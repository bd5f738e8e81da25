;; What is dropped is evaluated if it writes or traps, and only then.
(module
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func $a (export "a") (result i32) (global.set $g (i32.const 1)) (i32.const 1))
  (func (export "call") (drop (call $a)))
  (func (export "load") (param i32) (drop (i32.load (local.get 0))))
  (func (export "divide") (param i32 i32) (drop (i32.div_s (local.get 0) (local.get 1))))
  (func (export "truncate") (param f64) (drop (i32.trunc_f64_s (local.get 0))))
  (func (export "grow") (drop (memory.grow (i32.const 1))))
  (func (export "nothing") (param i32) (drop (i32.add (local.get 0) (global.get $g)))))
;; ---
;; static u32 a(void) {
;;   g = 1;
;;   return 1;
;; }
;;
;; static void call(void) {
;;   a();
;; }
;;
;; static void load(u32 l0) {
;;   (void)i32_load(l0, 0);
;; }
;;
;; static void divide(u32 l0, u32 l1) {
;;   (void)i32_div_s(l0, l1);
;; }
;;
;; static void truncate(f64 l0) {
;;   (void)i32_trunc_f64_s(l0);
;; }
;;
;; static void grow(void) {
;;   memory_grow(1);
;; }
;;
;; static void nothing(u32 l0) {
;;   (void)l0;
;; }
