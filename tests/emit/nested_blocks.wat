;; Blocks that nothing branches to leave no trace.
(module
  (func (export "f") (param $x i32) (result i32)
    (block (result i32) (block (result i32) (block (result i32)
      (i32.add (local.get $x) (i32.const 1))))))
  (func (export "flushed_after") (param $x i32) (param $y i32) (result i32)
    (block (result i32)
      (local.set $y (i32.const 2))
      (i32.add (local.get $x) (local.get $y)))
    (local.set $x (i32.const 3))
    local.get $x i32.sub))
;; ---
;; static u32 f(u32 x) {
;;   return x + 1;
;; }
;;
;; static u32 flushed_after(u32 x, u32 y) {
;;   y = 2;
;;   u32 t1 = x + y;
;;   x = 3;
;;   return t1 - x;
;; }
