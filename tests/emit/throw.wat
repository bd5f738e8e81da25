;; A throw leaves the function. What is evaluated before it is; a caller that returns anyway needs no test.
(module
  (tag $e (param i32 f64))
  (tag $none)
  (func $check (export "check") (param i32) (result i32)
    (if (i32.gt_u (local.get 0) (i32.const 9))
      (then (throw $e (i32.load (local.get 0)) (f64.const 0.5))))
    (i32.add (local.get 0) (i32.const 1)))
  (func (export "always") (throw $none))
  (func (export "tail") (param i32) (result i32) (call $check (local.get 0)))
  (func (export "pure") (param i32) (result i32) (i32.mul (call $check (local.get 0)) (i32.const 3)))
  (func (export "twice") (param i32) (result i32)
    (i32.add (call $check (local.get 0)) (call $check (i32.const 3))))
  (func (export "traps") (param i32) (result i32) (i32.load (call $check (local.get 0))))
  (func (export "sets") (param i32) (result i32)
    (local.set 0 (call $check (local.get 0)))
    (i32.store (local.get 0) (local.get 0))
    (local.get 0))
  (memory 1))
;; ---
;; static u32 check(u32 l0) {
;;   if (l0 > 9) {
;;     exception = new_exception_e(i32_load(l0, 0), 0.5);
;;     return 0;
;;   }
;;   return l0 + 1;
;; }
;;
;; static void always(void) {
;;   exception = new_exception_none();
;; }
;;
;; static u32 tail(u32 l0) {
;;   return check(l0);
;; }
;;
;; static u32 pure(u32 l0) {
;;   u32 t1 = check(l0);
;;   return t1 * 3;
;; }
;;
;; static u32 twice(u32 l0) {
;;   u32 t1 = check(l0);
;;   if (thrown()) {
;;     return 0;
;;   }
;;   u32 t2 = check(3);
;;   return t1 + t2;
;; }
;;
;; static u32 traps(u32 l0) {
;;   u32 t1 = check(l0);
;;   if (thrown()) {
;;     return 0;
;;   }
;;   return i32_load(t1, 0);
;; }
;;
;; static u32 sets(u32 l0) {
;;   l0 = check(l0);
;;   if (thrown()) {
;;     return 0;
;;   }
;;   i32_store(l0, 0, l0);
;;   return l0;
;; }
