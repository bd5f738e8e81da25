;; A local that is only another name of a variable is that variable.
(module
  (memory 1)
  (func $f (export "f") (param $n i32))
  (func (export "names") (param $n i32)
    (local $a i32) (local $b i32) (local $c i32)
    (local.set $a (local.get $n))
    (local.set $b (i32.load (local.get $a)))
    (local.set $c (local.get $b))
    (call $f (local.get $b))
    (call $f (i32.add (local.get $c) (local.get $a))))
  ;; The parameter changes, so the copy stays.
  (func (export "changes") (param $n i32)
    (local $a i32)
    (local.set $a (local.get $n))
    (local.set $n (i32.load (local.get $n)))
    (call $f (local.get $n))
    (call $f (local.get $a)))
  ;; In the second round, $last is what $x was in the first.
  (func (export "rounds") (param $n i32)
    (local $x i32) (local $last i32)
    (loop $next
      (call $f (local.get $last))
      (local.set $x (i32.load (local.get $n)))
      (local.set $last (local.get $x))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 4))))))
  ;; In each round they are the same.
  (func (export "each_round") (param $n i32)
    (local $x i32) (local $y i32)
    (loop $next
      (local.set $x (i32.load (local.get $n)))
      (local.set $y (local.get $x))
      (if (local.get $x) (then (call $f (local.get $y))))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 4))))))
  ;; Behind the block, $a may be zero.
  (func (export "jumped_over") (param $n i32)
    (local $a i32)
    (block $end
      (br_if $end (i32.load (local.get $n)))
      (local.set $a (local.get $n))
      (call $f (local.get $a)))
    (call $f (local.get $a)))
  (func (export "tail") (param $n i32)
    (local $a i32)
    (local.set $a (local.get $n))
    (if (i32.load (local.get $a)) (then (return_call $f (local.get $n))))
    (return_call $f (local.get $a))))
;; ---
;; static void f(u32 n) {
;;   (void)n;
;; }
;;
;; static void names(u32 n) {
;;   u32 b = i32_load(n, 0);
;;   f(b);
;;   f(b + n);
;; }
;;
;; static void changes(u32 n) {
;;   u32 a = n;
;;   n = i32_load(n, 0);
;;   f(n);
;;   f(a);
;; }
;;
;; static void rounds(u32 n) {
;;   u32 last = 0;
;;   do {
;;     f(last);
;;     u32 x = i32_load(n, 0);
;;     last = x;
;;     n -= 4;
;;   } while (n != 0);
;; }
;;
;; static void each_round(u32 n) {
;;   do {
;;     u32 x = i32_load(n, 0);
;;     if (x != 0) {
;;       f(x);
;;     }
;;     n -= 4;
;;   } while (n != 0);
;; }
;;
;; static void jumped_over(u32 n) {
;;   u32 a = 0;
;;   if (i32_load(n, 0) == 0) {
;;     a = n;
;;     f(a);
;;   }
;;   f(a);
;; }
;;
;; static void tail(u32 n) {
;;   if (i32_load(n, 0) != 0) {
;;     f(n);
;;     return;
;;   }
;;   f(n);
;; }
