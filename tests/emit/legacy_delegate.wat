;; A delegate hands exceptions past the handlers in between.
(module
  (tag $e (param i32))
  (func $g (export "g") (param i32) (throw $e (local.get 0)))
  (func (export "past") (result i32)
    try $outer (result i32)
      try
        try
          i32.const 1
          call $g
        delegate $outer
        i32.const 2
        call $g
      catch $e
        drop
      end
      i32.const 0
    catch $e
    end)
  (func (export "to_caller")
    try
      try
        i32.const 1
        call $g
      delegate 1
    catch_all
    end))
;; ---
;; static void g(u32 l0) {
;;   exception = new_exception_e(l0);
;; }
;;
;; static u32 past(void) {
;;   g(1);
;;   if (thrown()) {
;;     goto label1;
;;   }
;;   g(2);
;;   if (thrown()) {
;;     if (!thrown_e()) {
;;       goto label1;
;;     }
;;     exception = 0;
;;   }
;;   return 0;
;; label1:;
;;   if (thrown_e()) {
;;     exnref t3 = catch_exception();
;;     return ((const struct e *)t3)->f0;
;;   }
;;   return 0;
;; }
;;
;; static void to_caller(void) {
;;   g(1);
;; }
