;; A local with several roles is known only where each is played.
(module
  (memory 1)
  (func $f (export "f") (param $n i32))
  (func (export "two_loops") (param $n i32)
    (local $i i32)
    (if (local.get $n)
      (then
        (local.set $i (i32.const 1))
        (block $done
          (loop $next
            (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
            (call $f (local.get $i))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $next))))
      (else
        (local.set $i (i32.const 100))
        (block $done
          (loop $next
            (br_if $done (i32.eqz (local.get $i)))
            (call $f (local.get $i))
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br $next))))))
  ;; The second begins where the first is known.
  (func (export "same_braces") (param $n i32)
    (local $x i32)
    (block $a
      (local.set $x (i32.load (local.get $n)))
      (br_if $a (i32.eqz (local.get $x)))
      (call $f (local.get $x)))
    (block $b
      (local.set $x (i32.load offset=4 (local.get $n)))
      (br_if $b (i32.eqz (local.get $x)))
      (call $f (local.get $x))))
  (func (export "one_after_the_other") (param $n i32)
    (local $i i32)
    (local.set $i (i32.const 1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (call $f (local.get $i))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.set $i (i32.const 100))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $i)))
        (call $f (local.get $i))
        (local.set $i (i32.sub (local.get $i) (i32.const 1)))
        (br $next)))
    (local.set $i (i32.load (local.get $n)))
    (call $f (local.get $i))
    (call $f (local.get $i)))
  ;; What one loop leaves, the other takes: one role.
  (func (export "one_role") (param $n i32)
    (local $x i32)
    (loop $a
      (local.set $x (i32.load (local.get $n)))
      (br_if $a (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (loop $b
      (call $f (local.get $x))
      (local.set $x (i32.load (local.get $x)))
      (br_if $b (local.get $x))))
  (func (export "nested") (param $n i32)
    (local $x i32)
    (loop $a
      (if (i32.load (local.get $n))
        (then (local.set $x (i32.load offset=8 (local.get $n))) (call $f (local.get $x)) (call $f (local.get $x))))
      (if (i32.load offset=4 (local.get $n))
        (then (call $f (i32.const 7)) (local.set $x (i32.load offset=12 (local.get $n))) (call $f (local.get $x)) (call $f (local.get $x))))
      (br_if $a (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
;; ---
;; static void f(u32 n) {
;;   (void)n;
;; }
;;
;; static void two_loops(u32 n) {
;;   if (n != 0) {
;;     for (u32 i = 1; (s32)i < (s32)n; i++) {
;;       f(i);
;;     }
;;   } else {
;;     for (u32 i = 100; i != 0; i--) {
;;       f(i);
;;     }
;;   }
;; }
;;
;; static void same_braces(u32 n) {
;;   u32 x = i32_load(n, 0);
;;   if (x != 0) {
;;     f(x);
;;   }
;;   x = i32_load(n, 4);
;;   if (x != 0) {
;;     f(x);
;;   }
;; }
;;
;; static void one_after_the_other(u32 n) {
;;   for (u32 i = 1; (s32)i < (s32)n; i++) {
;;     f(i);
;;   }
;;   for (u32 i = 100; i != 0; i--) {
;;     f(i);
;;   }
;;   u32 i = i32_load(n, 0);
;;   f(i);
;;   f(i);
;; }
;;
;; static void one_role(u32 n) {
;;   u32 x;
;;   do {
;;     x = i32_load(n, 0);
;;     n--;
;;   } while (n != 0);
;;   do {
;;     f(x);
;;     x = i32_load(x, 0);
;;   } while (x != 0);
;; }
;;
;; static void nested(u32 n) {
;;   do {
;;     if (i32_load(n, 0) != 0) {
;;       u32 x = i32_load(n, 8);
;;       f(x);
;;       f(x);
;;     }
;;     if (i32_load(n, 4) != 0) {
;;       f(7);
;;       u32 x = i32_load(n, 12);
;;       f(x);
;;       f(x);
;;     }
;;     n--;
;;   } while (n != 0);
;; }
