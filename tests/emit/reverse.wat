;; A string is reversed in place; the test is in the middle of the loop.
(module
  (memory 1)
  (func $reverse (export "reverse") (param $text i32) (param $length i32)
    (local $end i32) (local $c i32)
    (local.set $end (i32.add (local.get $text) (local.get $length)))
    (block $done
      (loop $next
        (local.set $end (i32.sub (local.get $end) (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $text) (local.get $end)))
        (local.set $c (i32.load8_u (local.get $text)))
        (i32.store8 (local.get $text) (i32.load8_u (local.get $end)))
        (i32.store8 (local.get $end) (local.get $c))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (br $next)))))
;; ---
;; static void reverse(u32 text, u32 length) {
;;   u32 end = text + length;
;;   for (;;) {
;;     end--;
;;     if (text >= end) {
;;       break;
;;     }
;;     u32 c = i32_load8_u(text, 0);
;;     i32_store8(text, 0, i32_load8_u(end, 0));
;;     i32_store8(end, 0, c);
;;     text++;
;;   }
;; }
