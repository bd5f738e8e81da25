;; The static results of a call are state: another call flushes them.
(module
  (func $two (export "two") (result i32 i32) (i32.const 1) (i32.const 2))
  (func $f (export "f"))
  (func (export "call_between") (result i32)
    (call $two) (call $f) (i32.sub))
  (func (export "no_write_between") (param $x i32) (result i32) (local $y i32)
    (call $two) (local.set $y (i32.const 1)) (i32.sub) (i32.sub (local.get $y)))
  (func (export "as_results") (result i32 i32) (call $two) (call $f)))
;; ---
;; static u32 two(void) {
;;   result_u32_1 = 2;
;;   return 1;
;; }
;;
;; static void f(void) {
;; }
;;
;; static u32 call_between(void) {
;;   u32 t1 = two();
;;   u32 t2 = result_u32_1;
;;   f();
;;   return t1 - t2;
;; }
;;
;; static u32 no_write_between(u32 x) {
;;   (void)x;
;;   u32 t1 = two();
;;   u32 y = 1;
;;   return t1 - result_u32_1 - y;
;; }
;;
;; static u32 as_results(void) {
;;   u32 t1 = two();
;;   u32 t2 = result_u32_1;
;;   f();
;;   result_u32_1 = t2;
;;   return t1;
;; }
