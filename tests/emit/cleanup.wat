;; What C++ compiles a destructor to: caught whatever it is, cleaned up, thrown on.
(module
  (tag $cpp (param i32))
  (import "env" "destroy" (func $destroy (param i32)))
  (func $work (export "work") (param i32) (throw $cpp (local.get 0)))
  (func (export "guarded") (param i32)
    (block $h (result exnref)
      (try_table (catch_all_ref $h)
        (call $work (local.get 0)))
      (call $destroy (local.get 0))
      (return))
    (call $destroy (local.get 0))
    (throw_ref))
  (func (export "by_local") (param i32) (local exnref)
    (block $h (result exnref)
      (try_table (catch_all_ref $h)
        (call $work (local.get 0)))
      (return))
    (local.set 1)
    (call $destroy (local.get 0))
    (throw_ref (local.get 1)))
  (func (export "may_be_null") (param i32 exnref)
    (if (local.get 0)
      (then
        (block $h (result exnref)
          (try_table (catch_all_ref $h)
            (call $work (local.get 0)))
          (return))
        (local.set 1)))
    (throw_ref (local.get 1))))
;; ---
;; static void destroy(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("env", "destroy");
;; }
;;
;; static void work(u32 l0) {
;;   exception = new_exception_cpp(l0);
;; }
;;
;; static void guarded(u32 l0) {
;;   work(l0);
;;   if (thrown()) {
;;     exnref t2 = catch_exception();
;;     destroy(l0);
;;     exception = t2;
;;     return;
;;   }
;;   destroy(l0);
;; }
;;
;; static void by_local(u32 l0) {
;;   work(l0);
;;   if (thrown()) {
;;     exnref l1 = catch_exception();
;;     destroy(l0);
;;     exception = l1;
;;   }
;; }
;;
;; static void may_be_null(u32 l0, exnref l1) {
;;   if (l0 != 0) {
;;     work(l0);
;;     if (thrown()) {
;;       l1 = catch_exception();
;;       goto label1;
;;     }
;;     return;
;; label1:;
;;   }
;;   exception = exnref_as_non_null(l1);
;; }
