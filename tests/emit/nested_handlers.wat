;; Handlers within handlers: what the inner one doesn't catch goes to the outer one.
(module
  (tag $a (param i32))
  (tag $b)
  (func $f (export "f") (param i32)
    (if (local.get 0) (then (throw $a (local.get 0))) (else (throw $b))))
  (func (export "nested") (param i32) (result i32)
    (block $on_b
      (return
        (block $on_a (result i32)
          (try_table (catch $b $on_b)
            (try_table (catch $a $on_a)
              (call $f (local.get 0))
              (call $f (i32.const 0)))
            (call $f (i32.const 1)))
          (i32.const -1))))
    (i32.const -2)))
;; ---
;; static void f(u32 l0) {
;;   if (l0 != 0) {
;;     exception = new_exception_a(l0);
;;   } else {
;;     exception = new_exception_b();
;;   }
;; }
;;
;; static u32 nested(u32 l0) {
;;   f(l0);
;;   if (thrown()) {
;;     goto label5;
;;   }
;;   f(0);
;;   if (thrown()) {
;;     goto label5;
;;   }
;;   f(1);
;;   if (thrown()) {
;;     goto label3;
;;   }
;;   goto label2;
;; label5:;
;;   if (thrown_a()) {
;;     exnref t1 = catch_exception();
;;     return ((const struct a *)t1)->f0;
;;   }
;; label3:;
;;   if (thrown_b()) {
;;     exception = 0;
;;     return 0xfffffffeu;
;;   }
;;   return 0;
;; label2:;
;;   return 0xffffffffu;
;; }
