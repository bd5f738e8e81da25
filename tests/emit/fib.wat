;; Calls keep their order; everything else nests.
(module
  (func $fib (export "fib") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1)))
                     (call $fib (i32.sub (local.get $n) (i32.const 2))))))))
;; ---
;; static u32 fib(u32 n) {
;;   if ((s32)n < 2) {
;;     return n;
;;   }
;;   u32 t1 = fib(n - 1);
;;   return t1 + fib(n - 2);
;; }
