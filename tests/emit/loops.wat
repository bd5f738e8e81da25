;; A branch to the top at the end is do-while; a bare loop stays infinite.
(module
  (import "host" "f" (func $f))
  (func (export "do_while") (param $n i32)
    (loop $top
      (call $f)
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "infinite") (loop $top (call $f) (br $top)))
  (func (export "empty") (loop $top (br $top)))
  (func (export "once") (loop $top (call $f)))
  (func (export "leave_in_the_middle") (param $n i32)
    (block $done (loop $top
      (call $f)
      (br_if $done (local.get $n))
      (call $f)
      (br $top)))))
;; ---
;; static void f(void) {
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static void do_while(u32 n) {
;;   do {
;;     f();
;;     n--;
;;   } while (n != 0);
;; }
;;
;; static void infinite(void) {
;;   for (;;) {
;;     f();
;;   }
;; }
;;
;; static void empty(void) {
;;   for (;;) {
;;   }
;; }
;;
;; static void once(void) {
;;   f();
;; }
;;
;; static void leave_in_the_middle(u32 n) {
;;   for (;;) {
;;     f();
;;     if (n != 0) {
;;       break;
;;     }
;;     f();
;;   }
;; }
