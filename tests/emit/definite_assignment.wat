;; Only what may be read before it is assigned begins as zero; the rest is declared where it is known.
(module
  (memory 1)
  (func $f (export "f") (param $n i32))
  (func (export "arms") (param $n i32) (result i32)
    (local $x i32)
    (if (i32.load (local.get $n))
      (then (local.set $x (i32.const 1)) (call $f (i32.const 8)))
      (else (local.set $x (i32.load (i32.const 4))) (call $f (i32.const 9))))
    (call $f (local.get $x))
    (local.get $x))
  ;; One arm doesn't assign it.
  (func (export "one_arm") (param $n i32) (result i32)
    (local $x i32)
    (if (i32.load (local.get $n))
      (then (local.set $x (i32.const 1)) (call $f (i32.const 8))))
    (call $f (local.get $x))
    (local.get $x))
  (func (export "in_loop") (param $n i32)
    (local $x i32) (local $kept i32)
    (loop $next
      (if (i32.load (local.get $n))
        (then (local.set $x (i32.const 1)))
        (else (local.set $x (i32.load (i32.const 4)))))
      (call $f (i32.add (local.get $x) (local.get $kept)))
      ;; What a round leaves to the next.
      (local.set $kept (local.get $x))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; Each way out of the blocks has assigned it, but for the last.
  (func (export "ways") (param $n i32) (result i32)
    (local $x i32) (local $y i32)
    (block $out
      (block $b
        (block $a
          (br_table $a $b $out (local.get $n)))
        (local.set $x (i32.const 10))
        (local.set $y (i32.const 20))
        (call $f (local.get $x))
        (br $out))
      (local.set $y (i32.const 30))
      (call $f (local.get $y)))
    (local.set $x (i32.add (local.get $x) (i32.const 1)))
    (call $f (local.get $x))
    (local.get $x)))
;; ---
;; static void f(u32 n) {
;;   (void)n;
;; }
;;
;; static u32 arms(u32 n) {
;;   u32 x;
;;   if (i32_load(n, 0) != 0) {
;;     x = 1;
;;     f(8);
;;   } else {
;;     x = i32_load(4, 0);
;;     f(9);
;;   }
;;   f(x);
;;   return x;
;; }
;;
;; static u32 one_arm(u32 n) {
;;   u32 x = 0;
;;   if (i32_load(n, 0) != 0) {
;;     x = 1;
;;     f(8);
;;   }
;;   f(x);
;;   return x;
;; }
;;
;; static void in_loop(u32 n) {
;;   u32 kept = 0;
;;   do {
;;     u32 x;
;;     if (i32_load(n, 0) != 0) {
;;       x = 1;
;;     } else {
;;       x = i32_load(4, 0);
;;     }
;;     f(x + kept);
;;     kept = x;
;;     n--;
;;   } while (n != 0);
;; }
;;
;; static u32 ways(u32 n) {
;;   u32 x = 0;
;;   switch (n) {
;;   case 0: {
;;     x = 10;
;;     f(x);
;;     break;
;;   }
;;   case 1: {
;;     u32 y = 30;
;;     f(y);
;;     break;
;;   }
;;   default:
;;     break;
;;   }
;;   x++;
;;   f(x);
;;   return x;
;; }
