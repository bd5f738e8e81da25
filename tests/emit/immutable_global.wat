;; An immutable global is no state: nothing flushes it.
(module
  (import "host" "f" (func $f))
  (global $g i32 (i32.const 7))
  (func (export "f") (result i32)
    global.get $g
    call $f))
;; ---
;; static void f(void) {
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static u32 f_2(void) {
;;   f();
;;   return g;
;; }
