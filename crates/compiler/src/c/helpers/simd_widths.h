//! helper: i8x16_narrow_i16x8_s; needs: s16x8
/* i8x16.narrow_i16x8_s: the nearest bound out of range (spec 4.3.5, narrow_s). */
static inline v128 i8x16_narrow_i16x8_s(v128 a, v128 b) {
  return (v128)__builtin_ia32_packsswb128((s16x8)a, (s16x8)b);
}

//! helper: i8x16_narrow_i16x8_u; needs: s16x8
/* i8x16.narrow_i16x8_u: of signed lanes; the nearest bound out of range (spec 4.3.5, narrow_u). */
static inline v128 i8x16_narrow_i16x8_u(v128 a, v128 b) {
  return (v128)__builtin_ia32_packuswb128((s16x8)a, (s16x8)b);
}

//! helper: i16x8_narrow_i32x4_s; needs: s32x4
/* i16x8.narrow_i32x4_s: the nearest bound out of range (spec 4.3.5, narrow_s). */
static inline v128 i16x8_narrow_i32x4_s(v128 a, v128 b) {
  return (v128)__builtin_ia32_packssdw128((s32x4)a, (s32x4)b);
}

//! helper: i16x8_narrow_i32x4_u; needs: s32x4
/* i16x8.narrow_i32x4_u: of signed lanes; the nearest bound out of range. The older instruction saturates
 * signed numbers only, so it is given 16 bits sign-extended (spec 4.3.5, narrow_u). */
static inline v128 i16x8_narrow_i32x4_u(v128 a, v128 b) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_packusdw128((s32x4)a, (s32x4)b);
#else
  s32x4 low = (s32x4)a & ((s32x4)a > 0), high = (s32x4)b & ((s32x4)b > 0);
  low = (low | (low > 0xffff)) << 16 >> 16;
  high = (high | (high > 0xffff)) << 16 >> 16;
  return (v128)__builtin_ia32_packssdw128(low, high);
#endif
}

//! helper: i16x8_extend_low_i8x16_s; needs: s16x8, i8x16_shuffle
/* i16x8.extend_low_i8x16_s: the lower half of the lanes, each twice and then shifted down (spec 4.3.5,
 * extend_s). */
static inline v128 i16x8_extend_low_i8x16_s(v128 a) {
  v128 twice = i8x16_shuffle(a, a, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  return (v128)((s16x8)twice >> 8);
}

//! helper: i16x8_extend_high_i8x16_s; needs: s16x8, i8x16_shuffle
/* i16x8.extend_high_i8x16_s: the upper half of the lanes, each twice and then shifted down (spec 4.3.5,
 * extend_s). */
static inline v128 i16x8_extend_high_i8x16_s(v128 a) {
  v128 twice = i8x16_shuffle(a, a, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  return (v128)((s16x8)twice >> 8);
}

//! helper: i16x8_extend_low_i8x16_u; needs: i8x16_shuffle
/* i16x8.extend_low_i8x16_u: the lower half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i16x8_extend_low_i8x16_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

//! helper: i16x8_extend_high_i8x16_u; needs: i8x16_shuffle
/* i16x8.extend_high_i8x16_u: the upper half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i16x8_extend_high_i8x16_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

//! helper: i32x4_extend_low_i16x8_s; needs: s32x4, i8x16_shuffle
/* i32x4.extend_low_i16x8_s: the lower half of the lanes, each twice and then shifted down (spec 4.3.5,
 * extend_s). */
static inline v128 i32x4_extend_low_i16x8_s(v128 a) {
  v128 twice = i8x16_shuffle(a, a, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
  return (v128)((s32x4)twice >> 16);
}

//! helper: i32x4_extend_high_i16x8_s; needs: s32x4, i8x16_shuffle
/* i32x4.extend_high_i16x8_s: the upper half of the lanes, each twice and then shifted down (spec 4.3.5,
 * extend_s). */
static inline v128 i32x4_extend_high_i16x8_s(v128 a) {
  v128 twice = i8x16_shuffle(a, a, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
  return (v128)((s32x4)twice >> 16);
}

//! helper: i32x4_extend_low_i16x8_u; needs: i8x16_shuffle
/* i32x4.extend_low_i16x8_u: the lower half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i32x4_extend_low_i16x8_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

//! helper: i32x4_extend_high_i16x8_u; needs: i8x16_shuffle
/* i32x4.extend_high_i16x8_u: the upper half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i32x4_extend_high_i16x8_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

//! helper: i64x2_extend_low_i32x4_s; needs: s32x4, i8x16_shuffle
/* i64x2.extend_low_i32x4_s: the lower half of the lanes, each below its sign (spec 4.3.5, extend_s). */
static inline v128 i64x2_extend_low_i32x4_s(v128 a) {
  v128 sign = (v128)((s32x4)a >> 31);
  return i8x16_shuffle(a, sign, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}

//! helper: i64x2_extend_high_i32x4_s; needs: s32x4, i8x16_shuffle
/* i64x2.extend_high_i32x4_s: the upper half of the lanes, each below its sign (spec 4.3.5, extend_s). */
static inline v128 i64x2_extend_high_i32x4_s(v128 a) {
  v128 sign = (v128)((s32x4)a >> 31);
  return i8x16_shuffle(a, sign, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}

//! helper: i64x2_extend_low_i32x4_u; needs: i8x16_shuffle
/* i64x2.extend_low_i32x4_u: the lower half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i64x2_extend_low_i32x4_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}

//! helper: i64x2_extend_high_i32x4_u; needs: i8x16_shuffle
/* i64x2.extend_high_i32x4_u: the upper half of the lanes, each below a 0 (spec 4.3.5, extend_u). */
static inline v128 i64x2_extend_high_i32x4_u(v128 a) {
  return i8x16_shuffle(a, (v128){0}, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}

//! helper: i16x8_extadd_pairwise_i8x16_s; needs: s16x8, u16x8
/* i16x8.extadd_pairwise_i8x16_s: sums of neighbours, widened (rule extadd_pairwise). */
static inline v128 i16x8_extadd_pairwise_i8x16_s(v128 a) {
  return (v128)(((s16x8)((u16x8)a << 8) >> 8) + ((s16x8)a >> 8));
}

//! helper: i16x8_extadd_pairwise_i8x16_u; needs: u16x8
/* i16x8.extadd_pairwise_i8x16_u: sums of neighbours, widened (rule extadd_pairwise). */
static inline v128 i16x8_extadd_pairwise_i8x16_u(v128 a) {
  return (v128)(((u16x8)a & 0xff) + ((u16x8)a >> 8));
}

//! helper: i32x4_extadd_pairwise_i16x8_s; needs: s16x8
/* i32x4.extadd_pairwise_i16x8_s: sums of neighbours, widened (rule extadd_pairwise). */
static inline v128 i32x4_extadd_pairwise_i16x8_s(v128 a) {
  return (v128)__builtin_ia32_pmaddwd128((s16x8)a, (s16x8){1, 1, 1, 1, 1, 1, 1, 1});
}

//! helper: i32x4_extadd_pairwise_i16x8_u; needs: u32x4
/* i32x4.extadd_pairwise_i16x8_u: sums of neighbours, widened (rule extadd_pairwise). */
static inline v128 i32x4_extadd_pairwise_i16x8_u(v128 a) {
  return (v128)(((u32x4)a & 0xffff) + ((u32x4)a >> 16));
}

//! helper: i16x8_extmul_low_i8x16_s; needs: u16x8, i16x8_extend_low_i8x16_s
/* i16x8.extmul_low_i8x16_s: products of the lower halves, widened (rule extmul). */
static inline v128 i16x8_extmul_low_i8x16_s(v128 a, v128 b) {
  return (v128)((u16x8)i16x8_extend_low_i8x16_s(a) * (u16x8)i16x8_extend_low_i8x16_s(b));
}

//! helper: i16x8_extmul_low_i8x16_u; needs: u16x8, i16x8_extend_low_i8x16_u
/* i16x8.extmul_low_i8x16_u: products of the lower halves, widened (rule extmul). */
static inline v128 i16x8_extmul_low_i8x16_u(v128 a, v128 b) {
  return (v128)((u16x8)i16x8_extend_low_i8x16_u(a) * (u16x8)i16x8_extend_low_i8x16_u(b));
}

//! helper: i16x8_extmul_high_i8x16_s; needs: u16x8, i16x8_extend_high_i8x16_s
/* i16x8.extmul_high_i8x16_s: products of the upper halves, widened (rule extmul). */
static inline v128 i16x8_extmul_high_i8x16_s(v128 a, v128 b) {
  return (v128)((u16x8)i16x8_extend_high_i8x16_s(a) * (u16x8)i16x8_extend_high_i8x16_s(b));
}

//! helper: i16x8_extmul_high_i8x16_u; needs: u16x8, i16x8_extend_high_i8x16_u
/* i16x8.extmul_high_i8x16_u: products of the upper halves, widened (rule extmul). */
static inline v128 i16x8_extmul_high_i8x16_u(v128 a, v128 b) {
  return (v128)((u16x8)i16x8_extend_high_i8x16_u(a) * (u16x8)i16x8_extend_high_i8x16_u(b));
}

//! helper: i32x4_extmul_low_i16x8_s; needs: s16x8, u16x8, i8x16_shuffle
/* i32x4.extmul_low_i16x8_s: products of the lower halves, widened: their lower and upper bits interleaved
 * (rule extmul). */
static inline v128 i32x4_extmul_low_i16x8_s(v128 a, v128 b) {
  v128 low = (v128)((u16x8)a * (u16x8)b);
  v128 high = (v128)__builtin_ia32_pmulhw128((s16x8)a, (s16x8)b);
  return i8x16_shuffle(low, high, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

//! helper: i32x4_extmul_low_i16x8_u; needs: s16x8, u16x8, i8x16_shuffle
/* i32x4.extmul_low_i16x8_u: products of the lower halves, widened: their lower and upper bits interleaved
 * (rule extmul). */
static inline v128 i32x4_extmul_low_i16x8_u(v128 a, v128 b) {
  v128 low = (v128)((u16x8)a * (u16x8)b);
  v128 high = (v128)__builtin_ia32_pmulhuw128((s16x8)a, (s16x8)b);
  return i8x16_shuffle(low, high, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

//! helper: i32x4_extmul_high_i16x8_s; needs: s16x8, u16x8, i8x16_shuffle
/* i32x4.extmul_high_i16x8_s: products of the upper halves, widened: their lower and upper bits interleaved
 * (rule extmul). */
static inline v128 i32x4_extmul_high_i16x8_s(v128 a, v128 b) {
  v128 low = (v128)((u16x8)a * (u16x8)b);
  v128 high = (v128)__builtin_ia32_pmulhw128((s16x8)a, (s16x8)b);
  return i8x16_shuffle(low, high, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

//! helper: i32x4_extmul_high_i16x8_u; needs: s16x8, u16x8, i8x16_shuffle
/* i32x4.extmul_high_i16x8_u: products of the upper halves, widened: their lower and upper bits interleaved
 * (rule extmul). */
static inline v128 i32x4_extmul_high_i16x8_u(v128 a, v128 b) {
  v128 low = (v128)((u16x8)a * (u16x8)b);
  v128 high = (v128)__builtin_ia32_pmulhuw128((s16x8)a, (s16x8)b);
  return i8x16_shuffle(low, high, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

//! helper: i64x2_extmul_low_i32x4_s; needs: s32x4, s64x2, i8x16_shuffle
/* i64x2.extmul_low_i32x4_s: products of the lower halves, widened: of the lower of two lanes (rule extmul). */
static inline v128 i64x2_extmul_low_i32x4_s(v128 a, v128 b) {
  v128 x = i8x16_shuffle(a, a, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7);
  v128 y = i8x16_shuffle(b, b, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7);
#if defined __SSE4_1__ && !defined __clang__
  return (v128)__builtin_ia32_pmuldq128((s32x4)x, (s32x4)y);
#else
  return (v128)(((s64x2)x << 32 >> 32) * ((s64x2)y << 32 >> 32));
#endif
}

//! helper: i64x2_extmul_low_i32x4_u; needs: s32x4, i64x2_extend_low_i32x4_u
/* i64x2.extmul_low_i32x4_u: products of the lower halves, widened (rule extmul). */
static inline v128 i64x2_extmul_low_i32x4_u(v128 a, v128 b) {
  s32x4 x = (s32x4)i64x2_extend_low_i32x4_u(a), y = (s32x4)i64x2_extend_low_i32x4_u(b);
  return (v128)__builtin_ia32_pmuludq128(x, y);
}

//! helper: i64x2_extmul_high_i32x4_s; needs: s32x4, s64x2, i8x16_shuffle
/* i64x2.extmul_high_i32x4_s: products of the upper halves, widened: of the lower of two lanes (rule extmul). */
static inline v128 i64x2_extmul_high_i32x4_s(v128 a, v128 b) {
  v128 x = i8x16_shuffle(a, a, 8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15);
  v128 y = i8x16_shuffle(b, b, 8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15);
#if defined __SSE4_1__ && !defined __clang__
  return (v128)__builtin_ia32_pmuldq128((s32x4)x, (s32x4)y);
#else
  return (v128)(((s64x2)x << 32 >> 32) * ((s64x2)y << 32 >> 32));
#endif
}

//! helper: i64x2_extmul_high_i32x4_u; needs: s32x4, i64x2_extend_high_i32x4_u
/* i64x2.extmul_high_i32x4_u: products of the upper halves, widened (rule extmul). */
static inline v128 i64x2_extmul_high_i32x4_u(v128 a, v128 b) {
  s32x4 x = (s32x4)i64x2_extend_high_i32x4_u(a), y = (s32x4)i64x2_extend_high_i32x4_u(b);
  return (v128)__builtin_ia32_pmuludq128(x, y);
}

//! helper: i32x4_dot_i16x8_s; needs: s16x8
/* i32x4.dot_i16x8_s: sums of neighbouring products (rule dot). */
static inline v128 i32x4_dot_i16x8_s(v128 a, v128 b) {
  return (v128)__builtin_ia32_pmaddwd128((s16x8)a, (s16x8)b);
}

//! helper: i16x8_q15mulr_sat_s; needs: s16x8, u16x8
/* i16x8.q15mulr_sat_s: (a * b + 2^14) / 2^15, rounded down; only -1 * -1 is out of range (spec 4.3.5,
 * iq15mulr_sat_s). */
static inline v128 i16x8_q15mulr_sat_s(v128 a, v128 b) {
#ifdef __SSSE3__
  s16x8 product = __builtin_ia32_pmulhrsw128((s16x8)a, (s16x8)b);
  return (v128)(product ^ (product == -0x8000));
#else
  s16x8 high = __builtin_ia32_pmulhw128((s16x8)a, (s16x8)b);
  u16x8 low = (u16x8)a * (u16x8)b;
  u16x8 product = ((u16x8)high << 1) + (((low >> 14) + 1) >> 1);
  return (v128)(product ^ (u16x8)(product == 0x8000));
#endif
}
