;; What is pending below a block stays while nothing in it writes what it reads.
(module
  (memory 1)
  (func (export "stays") (param $x i32) (param $y i32) (result i32)
    local.get $x i32.const 1 i32.add
    (block $out
      (br_if $out (local.get $y))
      (local.set $y (i32.const 3)))
    local.get $y i32.mul)
  (func (export "flushed") (param $x i32) (param $y i32) (result i32)
    local.get $x i32.const 1 i32.add
    (block $out
      (br_if $out (local.get $y))
      (local.set $x (i32.const 3)))
    local.get $x i32.mul))
;; ---
;; static u32 stays(u32 x, u32 y) {
;;   if (y == 0) {
;;     y = 3;
;;   }
;;   return (x + 1) * y;
;; }
;;
;; static u32 flushed(u32 x, u32 y) {
;;   u32 t1 = x + 1;
;;   if (y == 0) {
;;     x = 3;
;;   }
;;   return t1 * x;
;; }
