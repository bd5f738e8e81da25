;; What a br_if leaves is the constant that it was: the division can't trap, and nobody needs what it gives.
(module
  (func (export "f") (param i32 i32) (result i32 i32)
    local.get 0
    i32.const 7
    local.get 1
    br_if 0
    i32.rem_s
    drop
    i32.const 1
    i32.const 2))
;; ---
;; static u32 f(u32 l0, u32 l1) {
;;   if (l1 != 0) {
;;     result_u32_1 = 7;
;;     return l0;
;;   }
;;   result_u32_1 = 2;
;;   return 1;
;; }
