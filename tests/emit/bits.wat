;; Operations on constants as a person writes them.
(module
  (func (export "not") (param $x i32) (param $y i64) (result i64)
    (i64.and (i64.xor (local.get $y) (i64.const -1))
      (i64.extend_i32_u (i32.xor (i32.const -1) (i32.eq (local.get $x) (i32.const 3))))))
  (func (export "invert") (param $x i32) (result i32)
    (local.set $x (i32.xor (local.get $x) (i32.const -1)))
    (i32.sub (i32.const 0) (local.get $x)))
  (func (export "masks") (param $x i32) (param $y i64) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -16)))
    (i32.add (i32.wrap_i64 (i64.and (local.get $y) (i64.const -8)))
      (i32.and (i32.add (local.get $x) (i32.const 15)) (i32.const 0xffff0000))))
  (func (export "negate_twice") (param $x i32) (result i32)
    (i32.sub (i32.const 0) (i32.sub (i32.const 0) (local.get $x))))
  (func (export "subtract") (param $x i32) (param $y i32) (result i32)
    (i32.mul (i32.sub (local.get $x) (i32.sub (i32.const 0) (local.get $y))) (i32.xor (i32.const 5) (i32.const -1)))))
;; ---
;; static u64 not(u32 x, u64 y) {
;;   return ~y & (u64)~(u32)(x == 3);
;; }
;;
;; static u32 invert(u32 x) {
;;   x = ~x;
;;   return -x;
;; }
;;
;; static u32 masks(u32 x, u64 y) {
;;   x &= ~15u;
;;   return (u32)(y & ~7ul) + ((x + 15) & ~65535u);
;; }
;;
;; static u32 negate_twice(u32 x) {
;;   return -(-x);
;; }
;;
;; static u32 subtract(u32 x, u32 y) {
;;   return (x - -y) * ~5u;
;; }
