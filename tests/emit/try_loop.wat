;; An exception leaves a loop, or starts its next round.
(module
  (tag $e (param i32))
  (func $f (export "f") (param i32) (result i32)
    (if (i32.gt_u (local.get 0) (i32.const 5)) (then (throw $e (local.get 0))))
    (local.get 0))
  (func (export "leave") (result i32) (local i32 i32)
    (block $h (result i32)
      (try_table (catch $e $h)
        (loop $l
          (local.set 1 (i32.add (local.get 1) (call $f (local.get 0))))
          (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (br $l)))
      (unreachable))
    (i32.add (local.get 1)))
  (func (export "retry") (param i32) (result i32)
    (loop $l
      (block $h (result i32)
        (try_table (catch $e $h)
          (return (call $f (local.get 0))))
        (unreachable))
      (local.set 0 (i32.sub (i32.const 1)))
      (br $l))
    (unreachable)))
;; ---
;; static u32 f(u32 l0) {
;;   if (l0 > 5) {
;;     exception = new_exception_e(l0);
;;     return 0;
;;   }
;;   return l0;
;; }
;;
;; static u32 leave(void) {
;;   u32 l0 = 0, l1 = 0;
;;   for (;;) {
;;     u32 t1 = f(l0);
;;     if (thrown()) {
;;       break;
;;     }
;;     l1 += t1;
;;     l0++;
;;   }
;;   if (thrown_e()) {
;;     exnref t2 = catch_exception();
;;     u32 t3 = ((const struct e *)t2)->f0;
;;     return t3 + l1;
;;   }
;;   return 0;
;; }
;;
;; static u32 retry(u32 l0) {
;;   for (;;) {
;;     u32 t1 = f(l0);
;;     if (thrown()) {
;;       if (thrown_e()) {
;;         exnref t2 = catch_exception();
;;         u32 t3 = ((const struct e *)t2)->f0;
;;         l0 = t3 - 1;
;;         continue;
;;       }
;;       return 0;
;;     }
;;     return t1;
;;   }
;; }
