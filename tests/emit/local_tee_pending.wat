;; local.tee is an assignment and a value; values read before it are flushed.
(module
  (func (export "f") (param $x i32) (result i32)
    local.get $x i32.const 3 i32.mul
    local.get $x i32.const 1 i32.shl local.tee $x
    i32.add
    local.get $x i32.xor))
;; ---
;; static u32 f(u32 x) {
;;   u32 t1 = x * 3;
;;   x <<= 1;
;;   return (t1 + x) ^ x;
;; }
