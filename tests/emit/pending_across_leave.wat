;; What reads state waits while a block leaves the function by a call or a trap: nothing comes after these.
(module
  (global $g (mut i32) (i32.const 0))
  (func $f (export "f") (param $x i32) (result i32)
    (global.get $g)
    (block $b (br_if $b (local.get $x)) (return_call $f (i32.const 1)))
    (i32.add (local.get $x)))
  (func (export "h") (param $x i32) (result i32)
    (global.get $g)
    (block $b (br_if $b (local.get $x)) unreachable)
    (i32.add (local.get $x))))
;; ---
;; static u32 f(u32 x) {
;;   if (x == 0) {
;;     return f(1);
;;   }
;;   return g + x;
;; }
;;
;; static u32 h(u32 x) {
;;   if (x == 0) {
;;     wastrel_trap(TRAP_UNREACHABLE);
;;   }
;;   return g + x;
;; }
