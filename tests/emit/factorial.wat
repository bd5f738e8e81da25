;; block, loop, br_if out, br top: a while.
(module
  (func (export "factorial") (param $n i32) (result i32)
    (local $acc i32)
    (local.set $acc (i32.const 1))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $acc (i32.mul (local.get $acc) (local.get $n)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))
    (local.get $acc)))
;; ---
;; static u32 factorial(u32 n) {
;;   u32 acc = 1;
;;   while (n != 0) {
;;     acc *= n;
;;     n--;
;;   }
;;   return acc;
;; }
