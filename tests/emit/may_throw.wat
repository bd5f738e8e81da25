;; Only what may throw is tested: not what catches everything itself, nor an indirect call of a type that nobody throws from.
(module
  (tag $e)
  (type $safe (func (param i32)))
  (type $unsafe (func))
  (table funcref (elem $thrower $quiet))
  (func $thrower (type $unsafe) (throw $e))
  (func $quiet (type $safe))
  (func $unlisted (type $safe) (throw $e))
  (func $catches (export "catches")
    (block $h
      (try_table (catch_all $h) (call $thrower))))
  (func (export "calls")
    (call $quiet (i32.const 1))
    (call $catches)
    (call_indirect (type $safe) (i32.const 1) (i32.const 1))
    (call_indirect (type $unsafe) (i32.const 0))
    (call $unlisted (i32.const 1))
    (call $quiet (i32.const 2)))
  (func (export "tail_leaves_handlers")
    (block $h
      (try_table (catch_all $h) (return_call $thrower)))))
;; ---
;; static void thrower(void) {
;;   exception = new_exception_e();
;; }
;;
;; static void quiet(u32 l0) {
;;   (void)l0;
;; }
;;
;; static void unlisted(u32 l0) {
;;   (void)l0;
;;   exception = new_exception_e();
;; }
;;
;; static void catches(void) {
;;   thrower();
;;   if (thrown()) {
;;     exception = 0;
;;   }
;; }
;;
;; static void calls(void) {
;;   quiet(1);
;;   catches();
;;   ((fn_i_v)table_callee(&table0, 1, 0))(1);
;;   ((fn__v)table_callee(&table0, 0, 1))();
;;   if (thrown()) {
;;     return;
;;   }
;;   unlisted(1);
;;   if (thrown()) {
;;     return;
;;   }
;;   quiet(2);
;; }
;;
;; static void tail_leaves_handlers(void) {
;;   thrower();
;; }
