;; Types say that the divisor is 1: the division may wait across what traps.
(module
  (func (export "f") (param i31ref i32 i32) (result i32)
    (local i32)
    local.get 1
    local.get 0
    ref.test anyref
    i32.div_s
    local.get 2
    if
      i32.const 2
      local.get 1
      i32.rem_u
      local.set 3
    end
    local.get 3
    i32.add))
;; ---
;; static u32 f(anyref l0, u32 l1, u32 l2) {
;;   (void)l0;
;;   u32 l3 = 0;
;;   if (l2 != 0) {
;;     l3 = i32_rem_u(2, l1);
;;   }
;;   return (u32)((s32)l1 / 1) + l3;
;; }
