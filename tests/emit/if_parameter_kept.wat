;; A local that is a parameter of both arms of an if: the one assigns it, the other has it as it was.
(module
  (func (export "f") (param i64 i32) (result i64)
    (local.get 0)
    (local.get 1)
    (if (param i64) (result i64)
      (then (local.set 0 (i64.const 7)) (i64.add (local.get 0)))
      (else (i64.mul (i64.const 3))))))
;; ---
;; static u64 f(u64 l0, u32 l1) {
;;   u64 t1 = l0;
;;   if (l1 != 0) {
;;     l0 = 7;
;;     return t1 + l0;
;;   }
;;   return l0 * 3;
;; }
