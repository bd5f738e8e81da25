;; An import that nobody provides traps by its name when it is called.
(module
  (import "no*/where" "mis\"sing" (func $missing (param i32) (result f64)))
  (func (export "f") (result f64) (call $missing (i32.const 1))))
;; ---
;; static f64 mis_sing(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("no*/where", "mis\"sing");
;; }
;;
;; static f64 f(void) {
;;   return mis_sing(1);
;; }
