;; Handlers in an arm of an if.
(module
  (tag $e (param i32))
  (func $thrower (result i32) (throw $e (i32.const 7)))
  (func (export "either") (param $c i32) (result i32)
    (if (result i32) (local.get $c)
      (then (block $h (result i32) (try_table (result i32) (catch $e $h) (call $thrower))))
      (else (i32.const 2)))))
;; ---
;; static u32 thrower(void) {
;;   exception = new_exception_e(7);
;;   return 0;
;; }
;;
;; static u32 either(u32 c) {
;;   if (c != 0) {
;;     u32 t1 = thrower();
;;     if (thrown()) {
;;       if (thrown_e()) {
;;         exnref t3 = catch_exception();
;;         return ((const struct e *)t3)->f0;
;;       }
;;       return 0;
;;     }
;;     return t1;
;;   }
;;   return 2;
;; }
