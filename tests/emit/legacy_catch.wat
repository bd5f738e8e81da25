;; The legacy encoding: clauses behind the body, and throwing on what they caught.
(module
  (tag $e (param i32))
  (tag $f)
  (import "env" "host" (func $host (param i32)))
  (func $g (export "g") (param i32)
    (if (local.get 0) (then (throw $e (local.get 0))) (else (throw $f))))
  (func (export "value") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $g
      i32.const 1
    catch $e
    catch $f
      i32.const 2
    end)
  (func (export "rethrow") (param i32)
    try
      local.get 0
      call $g
    catch $e
      call $host
      rethrow 0
    catch_all
      i32.const 0
      call $host
      rethrow 0
    end)
  (func (export "outer") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $g
      i32.const 0
    catch $e
      try (param i32) (result i32)
        call $g
        i32.const 3
      catch_all
        rethrow 1
      end
    end))
;; ---
;; static void host(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("env", "host");
;; }
;;
;; static void g(u32 l0) {
;;   if (l0 != 0) {
;;     exception = new_exception_e(l0);
;;   } else {
;;     exception = new_exception_f();
;;   }
;; }
;;
;; static u32 value(u32 l0) {
;;   g(l0);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t2 = catch_exception();
;;       return ((const struct e *)t2)->f0;
;;     }
;;     if (thrown_f()) {
;;       exception = 0;
;;       return 2;
;;     }
;;     return 0;
;;   }
;;   return 1;
;; }
;;
;; static void rethrow(u32 l0) {
;;   g(l0);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t1 = catch_exception();
;;       host(((const struct e *)t1)->f0);
;;       exception = t1;
;;     } else {
;;       exnref t2 = catch_exception();
;;       host(0);
;;       exception = t2;
;;     }
;;   }
;; }
;;
;; static u32 outer(u32 l0) {
;;   g(l0);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t2 = catch_exception();
;;       g(((const struct e *)t2)->f0);
;;       if (thrown()) {
;;         exception = 0;
;;         exception = t2;
;;         return 0;
;;       }
;;       return 3;
;;     }
;;     return 0;
;;   }
;;   return 0;
;; }
