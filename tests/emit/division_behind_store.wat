;; A division by a constant that waited while something was stored doesn't trap, and isn't needed.
(module
  (memory 1)
  (func (export "f") (param i64)
    (local.get 0)
    (i64.const 10)
    (i64.store (i32.const 0) (local.get 0))
    (i64.rem_u)
    (drop)))
;; ---
;; static void f(u64 l0) {
;;   i64_store(0, 0, l0);
;; }
