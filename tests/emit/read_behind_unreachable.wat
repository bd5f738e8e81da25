;; An arm that ends in a trap writes nothing: what waits meanwhile is read behind it.
(module
  (global $base (mut i32) (i32.const 0))
  (global $length (mut i32) (i32.const 0))
  (func (export "address") (param $index i32) (result i32)
    (global.get $base)
    (if (i32.ge_u (local.get $index) (global.get $length)) (then unreachable))
    (i32.add (local.get $index))))
;; ---
;; static u32 address(u32 index) {
;;   if (index >= length) {
;;     wastrel_trap(TRAP_UNREACHABLE);
;;   }
;;   return base + index;
;; }
