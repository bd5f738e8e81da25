;; Leaving two loops at once is a goto, with its label; continue of the outer one too.
(module
  (import "host" "f" (func $f (param i32) (result i32)))
  (func (export "f") (param $n i32) (result i32)
    (block $done
      (loop $outer
        (loop $inner
          (br_if $done (call $f (i32.const 1)))
          (br_if $outer (call $f (i32.const 2)))
          (br_if $inner (call $f (i32.const 3))))
        (br $outer)))
    (local.get $n)))
;; ---
;; static u32 f(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static u32 f_2(u32 n) {
;;   for (;;) {
;;     do {
;;       if (f(1) != 0) {
;;         goto label0;
;;       }
;;     } while (f(2) == 0 && f(3) != 0);
;;   }
;; label0:;
;;   return n;
;; }
