;; Signed and unsigned operations on one unsigned type.
(module
  (func (export "shifts") (param $x i32) (param $n i32) (result i32)
    (i32.or (i32.shr_s (local.get $x) (local.get $n)) (i32.xor (i32.shr_u (local.get $x) (i32.const 3)) (i32.shl (local.get $x) (local.get $n)))))
  (func (export "rotate") (param i32) (result i32) (i32.rotl (local.get 0) (i32.const 5)))
  (func (export "compare") (param $x i64) (param $y i64) (result i32)
    (i32.and (i64.lt_s (local.get $x) (local.get $y)) (i64.ge_u (local.get $x) (i64.const -1))))
  (func (export "not") (param $x i32) (result i32) (i32.eqz (i32.lt_u (local.get $x) (i32.const 4))))
  (func (export "convert") (param $x i32) (result i64)
    (i64.add (i64.extend_i32_s (local.get $x)) (i64.extend_i32_u (i32.extend8_s (local.get $x)))))
  (func (export "extend") (param $x i32) (param $y i32) (result i32)
    (i32.add (i32.mul (local.get $x) (i32.const 100)) (i32.sub (i32.extend16_s (local.get $y)) (i32.extend8_s (local.get $y)))))
  (func (export "wrap") (param $x i64) (result i32) (i32.wrap_i64 (i64.sub (i64.const 0) (local.get $x))))
  (func (export "bits") (param $x i32) (result i32)
    (i32.add (i32.clz (local.get $x)) (i32.add (i32.ctz (local.get $x)) (i32.popcnt (local.get $x)))))
  (func (export "precedence") (param $a i32) (param $b i32) (result i32)
    (i32.sub (local.get $a) (i32.sub (local.get $b) (i32.mul (i32.add (local.get $a) (i32.const 1)) (local.get $b)))))
  (func (export "constants") (result i64) (i64.add (i64.const -9223372036854775808) (i64.const 4294967296)))
  (func (export "minimum") (result i32) (i32.const -2147483648)))
;; ---
;; static u32 shifts(u32 x, u32 n) {
;;   return (u32)((s32)x >> (n & 31)) | ((x >> 3) ^ (x << (n & 31)));
;; }
;;
;; static u32 rotate(u32 l0) {
;;   return i32_rotl(l0, 5);
;; }
;;
;; static u32 compare(u64 x, u64 y) {
;;   return (u32)((s64)x < (s64)y) & (u32)(x >= 0xfffffffffffffffful);
;; }
;;
;; static u32 not(u32 x) {
;;   return x >= 4;
;; }
;;
;; static u64 convert(u32 x) {
;;   return (u64)(s32)x + (u64)i32_extend8_s(x);
;; }
;;
;; static u32 extend(u32 x, u32 y) {
;;   return x * 100 + (i32_extend16_s(y) - i32_extend8_s(y));
;; }
;;
;; static u32 wrap(u64 x) {
;;   return (u32)-x;
;; }
;;
;; static u32 bits(u32 x) {
;;   return i32_clz(x) + (i32_ctz(x) + i32_popcnt(x));
;; }
;;
;; static u32 precedence(u32 a, u32 b) {
;;   return a - (b - (a + 1) * b);
;; }
;;
;; static u64 constants(void) {
;;   return 9223372036854775808ul + 0x100000000ul;
;; }
;;
;; static u32 minimum(void) {
;;   return 0x80000000u;
;; }
