;; A throw whose clause is in the same function is a branch.
(module
  (tag $e (param i32))
  (tag $f (param i32 i64))
  (func (export "branch") (param i32) (result i32)
    (block $h (result i32)
      (try_table (catch $e $h)
        (if (local.get 0) (then (throw $e (i32.const 5))))
        (return (i32.const 1)))
      (unreachable)))
  (func (export "all") (param i32) (result i32)
    (block $h
      (try_table (catch_all $h)
        (if (local.get 0) (then (throw $e (i32.const 5)))))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "by_ref") (param i32) (result i32 i64 exnref)
    (block $h (result i32 i64 (ref exn))
      (try_table (catch_ref $f $h)
        (throw $f (local.get 0) (i64.const 6)))
      (unreachable))))
;; ---
;; static u32 branch(u32 l0) {
;;   if (l0 != 0) {
;;     return 5;
;;   }
;;   return 1;
;; }
;;
;; static u32 all(u32 l0) {
;;   if (l0 == 0) {
;;     return 1;
;;   }
;;   return 2;
;; }
;;
;; static u32 by_ref(u32 l0) {
;;   exnref t1 = new_exception_f(l0, 6);
;;   u32 t2 = ((const struct f *)t1)->f0;
;;   u64 t3 = ((const struct f *)t1)->f1;
;;   exnref t4 = t1;
;;   result_u64_1 = t3;
;;   result_exnref_2 = t4;
;;   return t2;
;; }
