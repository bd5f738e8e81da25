;; Vectors: bits are C's own operators, lanes are helpers' business; parameters and results like any others.
(module
  (memory 1)
  (global $ones (mut v128) (v128.const i32x4 1 1 1 1))
  (func $dot (export "dot") (param $a i32) (param $b i32) (param $n i32) (result f32)
    (local $sum v128)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum
          (f32x4.add (local.get $sum)
            (f32x4.mul (v128.load (local.get $a)) (v128.load offset=16 (local.get $b)))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
  (func (export "bits") (param $x v128) (param $y v128) (param $z v128) (result v128)
    (v128.or (v128.and (local.get $x) (v128.xor (local.get $y) (v128.not (local.get $z))))
      (v128.andnot (v128.andnot (local.get $x) (local.get $y)) (v128.or (local.get $y) (local.get $z)))))
  (func (export "lanes") (param $x v128) (param $at i32) (result v128)
    (v128.store16_lane offset=8 3 (local.get $at) (local.get $x))
    (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
      (i16x8.replace_lane 7 (local.get $x) (local.get $at))
      (v128.load32_lane 1 (local.get $at) (i64x2.shl (global.get $ones) (i32.const 3)))))
  (func (export "reads_before_store") (param $at i32) (param $x v128) (result v128)
    (v128.load8_splat (local.get $at))
    (v128.store (local.get $at) (local.get $x))
    (i8x16.add (v128.load64_zero (local.get $at))))
  (func (export "condition") (param $x v128) (param $y v128) (result v128)
    (if (v128.any_true (i8x16.eq (local.get $x) (local.get $y)))
      (then (global.set $ones (v128.const i64x2 0 -1))))
    (select (local.get $x) (local.get $y) (i32x4.all_true (local.get $x))))
  (func $many (param v128 f64 v128 f64 v128 f64 v128 f32 v128 v128) (result v128 v128)
    (local $zero v128)
    (local.get 9) (local.get $zero))
  (func (export "statics") (param $x v128) (result v128)
    (call $many (local.get $x) (f64.const 1) (local.get $x) (f64.const 2) (local.get $x) (f64.const 3) (local.get $x)
      (f32.const 4) (local.get $x) (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1))))
    (i32x4.sub)))
;; ---
;; static f32 dot(u32 a, u32 b, u32 n) {
;;   v128 sum = {0};
;;   while (n != 0) {
;;     sum = f32x4_add(sum, f32x4_mul(v128_load(a, 0), v128_load(b, 16)));
;;     a += 16;
;;     b += 16;
;;     n--;
;;   }
;;   return f32x4_extract_lane(sum, 0) + f32x4_extract_lane(sum, 1) + (f32x4_extract_lane(sum, 2) + f32x4_extract_lane(sum, 3));
;; }
;;
;; static v128 bits(v128 x, v128 y, v128 z) {
;;   return (x & (y ^ ~z)) | (x & ~y & ~(y | z));
;; }
;;
;; static v128 lanes(v128 x, u32 at) {
;;   v128_store16_lane(at, 8, x, 3);
;;   return i8x16_shuffle(i16x8_replace_lane(x, 7, at), v128_load32_lane(at, 0, i64x2_shl(ones, 3), 1), 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
;; }
;;
;; static v128 reads_before_store(u32 at, v128 x) {
;;   v128 t1 = v128_load8_splat(at, 0);
;;   v128_store(at, 0, x);
;;   return i8x16_add(t1, v128_load64_zero(at, 0));
;; }
;;
;; static v128 condition(v128 x, v128 y) {
;;   if (v128_any_true(i8x16_eq(x, y))) {
;;     ones = v128_const(0, 0xfffffffffffffffful);
;;   }
;;   return i32x4_all_true(x) ? x : y;
;; }
;;
;; static v128 many(v128 l0, f64 l1, v128 l2, f64 l3, v128 l4, f64 l5, v128 l6, f32 l7) {
;;   v128 l8 = arg_v128_8;
;;   v128 l9 = arg_v128_9;
;;   (void)l0;
;;   (void)l1;
;;   (void)l2;
;;   (void)l3;
;;   (void)l4;
;;   (void)l5;
;;   (void)l6;
;;   (void)l7;
;;   (void)l8;
;;   v128 zero = {0};
;;   result_v128_1 = zero;
;;   return l9;
;; }
;;
;; static v128 statics(v128 x) {
;;   arg_v128_8 = x;
;;   arg_v128_9 = f32x4_mul(x, f32x4_opaque(f32x4_splat(1.0f)));
;;   v128 t1 = many(x, 1.0, x, 2.0, x, 3.0, x, 4.0f);
;;   return i32x4_sub(t1, result_v128_1);
;; }
