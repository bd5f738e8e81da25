;; A sieve of Eratosthenes: loops within a loop.
(module
  (memory 1)
  (func $sieve (export "sieve") (param $n i32) (result i32)
    (local $i i32) (local $j i32) (local $count i32)
    (local.set $i (i32.const 2))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (if (i32.eqz (i32.load8_u (local.get $i)))
          (then
            (local.set $count (i32.add (local.get $count) (i32.const 1)))
            (local.set $j (i32.mul (local.get $i) (local.get $i)))
            (block $crossed
              (loop $cross
                (br_if $crossed (i32.ge_u (local.get $j) (local.get $n)))
                (i32.store8 (local.get $j) (i32.const 1))
                (local.set $j (i32.add (local.get $j) (local.get $i)))
                (br $cross)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $count)))
;; ---
;; static u32 sieve(u32 n) {
;;   u32 count = 0;
;;   for (u32 i = 2; i < n; i++) {
;;     if (i32_load8_u(i, 0) == 0) {
;;       count++;
;;       for (u32 j = i * i; j < n; j += i) {
;;         i32_store8(j, 0, 1);
;;       }
;;     }
;;   }
;;   return count;
;; }
