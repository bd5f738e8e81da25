;; Nothing is made of what follows a branch.
(module
  (import "host" "f" (func $f (param i32) (result i32)))
  (func (export "after_br") (param $x i32) (result i32)
    (block $out (result i32)
      (br $out (local.get $x))
      (call $f (i32.const 1))
      (if (then (drop (call $f (i32.const 2)))))
      (i32.div_u (i32.const 1) (i32.const 0))))
  (func (export "after_return") (param $x i32) (result i32)
    (return (local.get $x))
    i32.add i32.load8_s)
  (func (export "after_unreachable") (param $x i32) (result i32)
    (if (result i32) (local.get $x) (then unreachable) (else (call $f (i32.const 3)))))
  (func (export "both_arms") (param $x i32) (result i32)
    (if (local.get $x) (then (return (i32.const 1))) (else (return (i32.const 2))))
    (call $f (i32.const 4)))
  (memory 1))
;; ---
;; static u32 f(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static u32 after_br(u32 x) {
;;   return x;
;; }
;;
;; static u32 after_return(u32 x) {
;;   return x;
;; }
;;
;; static u32 after_unreachable(u32 x) {
;;   if (x != 0) {
;;     wastrel_trap(TRAP_UNREACHABLE);
;;   }
;;   return f(3);
;; }
;;
;; static u32 both_arms(u32 x) {
;;   if (x != 0) {
;;     return 1;
;;   }
;;   return 2;
;; }
