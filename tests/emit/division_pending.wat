;; An unsigned division by all ones can't trap, so it waits across a block.
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.div_u (local.get $x) (i32.const -1))
    (block $b (br_if $b (local.get $y)) (local.set $y (i32.const 5)))
    (i32.add (local.get $y))))
;; ---
;; static u32 f(u32 x, u32 y) {
;;   if (y == 0) {
;;     y = 5;
;;   }
;;   return x / 0xffffffffu + y;
;; }
