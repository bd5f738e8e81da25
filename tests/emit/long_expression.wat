;; A tree of many nodes becomes statements.
(module
  (func (export "f") (param $x i32) (result i32)
    local.get $x
    local.get $x i32.add local.get $x i32.mul local.get $x i32.add local.get $x i32.mul
    local.get $x i32.add local.get $x i32.mul local.get $x i32.add local.get $x i32.mul
    local.get $x i32.add local.get $x i32.mul local.get $x i32.add local.get $x i32.mul
    local.get $x i32.add local.get $x i32.mul local.get $x i32.add local.get $x i32.mul))
;; ---
;; static u32 f(u32 x) {
;;   u32 t1 = ((((((x + x) * x + x) * x + x) * x + x) * x + x) * x + x) * x;
;;   return ((t1 + x) * x + x) * x;
;; }
