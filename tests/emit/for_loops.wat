;; A loop that counts in a variable of its own is a for.
(module
  (memory 1)
  (func $f (export "f") (param $n i32))
  (func (export "count") (param $n i32)
    (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (call $f (local.get $i))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next))))
  (func (export "continues") (param $n i32)
    (local $i i32)
    (local.set $i (i32.const 10))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (block $continue
          (br_if $continue (i32.load8_u (local.get $i)))
          (loop $inner
            (br_if $continue (i32.load (local.get $i)))
            (call $f (local.get $i))
            (br_if $inner (i32.load offset=4 (local.get $i))))
          (br_if $done (i32.load8_u offset=1 (local.get $i)))
          (call $f (local.get $i)))
        (local.set $i (i32.sub (local.get $i) (i32.const 2)))
        (br $next))))
  (func (export "list") (param $first i32) (result i32)
    (local $p i32) (local $sum i32)
    (local.set $p (local.get $first))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $p)))
        (local.set $sum (i32.add (local.get $sum) (i32.load offset=4 (local.get $p))))
        (local.set $p (i32.load (local.get $p)))
        (br $next)))
    (local.get $sum))
  ;; The variable is known behind the loop.
  (func (export "find") (param $n i32) (result i32)
    (local $i i32)
    (local.set $i (i32.const 1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (call $f (local.get $i))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $i))
  ;; The step depends on the body.
  (func (export "steps") (param $n i32)
    (local $i i32) (local $step i32)
    (local.set $i (i32.const 1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (local.set $step (i32.load (local.get $i)))
        (call $f (local.get $step))
        (local.set $i (i32.add (local.get $i) (local.get $step)))
        (br $next)))))
;; ---
;; static void f(u32 n) {
;;   (void)n;
;; }
;;
;; static void count(u32 n) {
;;   for (u32 i = 0; (s32)i < (s32)n; i++) {
;;     f(i);
;;   }
;; }
;;
;; static void continues(u32 n) {
;;   for (u32 i = 10; (s32)i < (s32)n; i -= 2) {
;;     if (i32_load8_u(i, 0) == 0) {
;;       do {
;;         if (i32_load(i, 0) != 0) {
;;           goto label1;
;;         }
;;         f(i);
;;       } while (i32_load(i, 4) != 0);
;;       if (i32_load8_u(i, 1) != 0) {
;;         break;
;;       }
;;       f(i);
;;     }
;; label1:;
;;   }
;; }
;;
;; static u32 list(u32 first) {
;;   u32 sum = 0;
;;   for (u32 p = first; p != 0; p = i32_load(p, 0)) {
;;     sum += i32_load(p, 4);
;;   }
;;   return sum;
;; }
;;
;; static u32 find(u32 n) {
;;   u32 i = 1;
;;   while ((s32)i < (s32)n) {
;;     f(i);
;;     i++;
;;   }
;;   return i;
;; }
;;
;; static void steps(u32 n) {
;;   u32 i = 1;
;;   while ((s32)i < (s32)n) {
;;     u32 step = i32_load(i, 0);
;;     f(step);
;;     i += step;
;;   }
;; }
