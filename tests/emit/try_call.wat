;; Calls in a try: each is followed by a test, and a local that a call assigns has its old value in the handler.
(module
  (tag $e (param i32))
  (import "env" "host" (func $host))
  (func $f (export "f") (param i32) (result i32)
    (if (local.get 0) (then (throw $e (local.get 0))))
    (i32.const 7))
  (func (export "one") (param i32) (result i32)
    (block $h (result i32)
      (try_table (result i32) (catch $e $h)
        (call $f (local.get 0)))
      (return))
    (i32.add (i32.const 100)))
  (func (export "two") (param i32) (result i32)
    (block $h (result i32)
      (try_table (catch $e $h)
        (local.set 0 (call $f (local.get 0)))
        (local.set 0 (call $f (local.get 0))))
      (return (local.get 0)))
    (i32.add (local.get 0)))
  (func (export "all") (param i32) (result i32)
    (block $h
      (try_table (catch_all $h)
        (drop (call $f (local.get 0)))
        (drop (call $f (local.get 0))))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "host_never_throws") (result i32)
    (block $h
      (try_table (catch_all $h) (call $host))
      (return (i32.const 1)))
    (i32.const 2)))
;; ---
;; static void host(void) {
;;   wastrel_trap_unknown_import("env", "host");
;; }
;;
;; static u32 f(u32 l0) {
;;   if (l0 != 0) {
;;     exception = new_exception_e(l0);
;;     return 0;
;;   }
;;   return 7;
;; }
;;
;; static u32 one(u32 l0) {
;;   u32 t1 = f(l0);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t3 = catch_exception();
;;       u32 t4 = ((const struct e *)t3)->f0;
;;       return t4 + 100;
;;     }
;;     return 0;
;;   }
;;   return t1;
;; }
;;
;; static u32 two(u32 l0) {
;;   u32 t1 = f(l0);
;;   if (thrown()) {
;;     goto label2;
;;   }
;;   l0 = t1;
;;   u32 t2 = f(l0);
;;   if (thrown()) {
;;     goto label2;
;;   }
;;   return t2;
;; label2:;
;;   if (thrown_e()) {
;;     exnref t3 = catch_exception();
;;     u32 t4 = ((const struct e *)t3)->f0;
;;     return t4 + l0;
;;   }
;;   return 0;
;; }
;;
;; static u32 all(u32 l0) {
;;   f(l0);
;;   if (thrown()) {
;;     goto label2;
;;   }
;;   f(l0);
;;   if (thrown()) {
;;     goto label2;
;;   }
;;   return 1;
;; label2:;
;;   exception = 0;
;;   return 2;
;; }
;;
;; static u32 host_never_throws(void) {
;;   host();
;;   return 1;
;; }
