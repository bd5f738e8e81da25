//! helper: v128_not
/* v128.not (spec 4.3.5, inot). */
static inline v128 v128_not(v128 a) {
  return ~a;
}

//! helper: v128_and
/* v128.and (spec 4.3.5, iand). */
static inline v128 v128_and(v128 a, v128 b) {
  return a & b;
}

//! helper: v128_andnot
/* v128.andnot (spec 4.3.5, iandnot). */
static inline v128 v128_andnot(v128 a, v128 b) {
  return a & ~b;
}

//! helper: v128_or
/* v128.or (spec 4.3.5, ior). */
static inline v128 v128_or(v128 a, v128 b) {
  return a | b;
}

//! helper: v128_xor
/* v128.xor (spec 4.3.5, ixor). */
static inline v128 v128_xor(v128 a, v128 b) {
  return a ^ b;
}

//! helper: v128_bitselect; needs: v128_select
/* v128.bitselect: bits of a where the mask has ones, of b where not (spec 4.3.5, ibitselect). */
static inline v128 v128_bitselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: v128_any_true; needs: u8x16, c8x16, c64x2
/* v128.any_true: whether any bit is 1 (rule v128.any_true). */
static inline u32 v128_any_true(v128 a) {
#ifdef __SSE4_1__
  return !__builtin_ia32_ptestz128((c64x2)a, (c64x2)a);
#else
  return __builtin_ia32_pmovmskb128((c8x16)((u8x16)a == 0)) != 0xffff;
#endif
}

//! helper: i8x16_all_true; needs: u8x16, c8x16
/* i8x16.all_true: whether no lane is 0 (rule all_true). */
static inline u32 i8x16_all_true(v128 a) {
  return __builtin_ia32_pmovmskb128((c8x16)((u8x16)a == 0)) == 0;
}

//! helper: i16x8_all_true; needs: u16x8, c8x16
/* i16x8.all_true: whether no lane is 0 (rule all_true). */
static inline u32 i16x8_all_true(v128 a) {
  return __builtin_ia32_pmovmskb128((c8x16)((u16x8)a == 0)) == 0;
}

//! helper: i32x4_all_true; needs: u32x4, c8x16
/* i32x4.all_true: whether no lane is 0 (rule all_true). */
static inline u32 i32x4_all_true(v128 a) {
  return __builtin_ia32_pmovmskb128((c8x16)((u32x4)a == 0)) == 0;
}

//! helper: i64x2_all_true; needs: u64x2, c8x16
/* i64x2.all_true: whether no lane is 0 (rule all_true). */
static inline u32 i64x2_all_true(v128 a) {
  return __builtin_ia32_pmovmskb128((c8x16)((u64x2)a == 0)) == 0;
}

//! helper: i8x16_bitmask; needs: c8x16
/* i8x16.bitmask: the lanes' signs, lane 0 lowest (rule bitmask). */
static inline u32 i8x16_bitmask(v128 a) {
  return (u32)__builtin_ia32_pmovmskb128((c8x16)a);
}

//! helper: i16x8_bitmask; needs: s16x8
/* i16x8.bitmask: the lanes' signs, lane 0 lowest (rule bitmask). */
static inline u32 i16x8_bitmask(v128 a) {
  return (u32)__builtin_ia32_pmovmskb128(__builtin_ia32_packsswb128((s16x8)a, (s16x8){0}));
}

//! helper: i32x4_bitmask; needs: f32x4
/* i32x4.bitmask: the lanes' signs, lane 0 lowest (rule bitmask). */
static inline u32 i32x4_bitmask(v128 a) {
  return (u32)__builtin_ia32_movmskps((f32x4)a);
}

//! helper: i64x2_bitmask; needs: f64x2
/* i64x2.bitmask: the lanes' signs, lane 0 lowest (rule bitmask). */
static inline u32 i64x2_bitmask(v128 a) {
  return (u32)__builtin_ia32_movmskpd((f64x2)a);
}

//! helper: i8x16_eq; needs: u8x16
/* i8x16.eq: all ones where true (spec 4.3.5, ieq). */
static inline v128 i8x16_eq(v128 a, v128 b) {
  return (v128)((u8x16)a == (u8x16)b);
}

//! helper: i8x16_ne; needs: u8x16
/* i8x16.ne: all ones where true (spec 4.3.5, ine). */
static inline v128 i8x16_ne(v128 a, v128 b) {
  return (v128)((u8x16)a != (u8x16)b);
}

//! helper: i8x16_lt_s; needs: s8x16
/* i8x16.lt_s: all ones where true (spec 4.3.5, ilt_s). */
static inline v128 i8x16_lt_s(v128 a, v128 b) {
  return (v128)((s8x16)a < (s8x16)b);
}

//! helper: i8x16_lt_u; needs: u8x16
/* i8x16.lt_u: all ones where true (spec 4.3.5, ilt_u). */
static inline v128 i8x16_lt_u(v128 a, v128 b) {
  return (v128)((u8x16)a < (u8x16)b);
}

//! helper: i8x16_gt_s; needs: s8x16
/* i8x16.gt_s: all ones where true (spec 4.3.5, igt_s). */
static inline v128 i8x16_gt_s(v128 a, v128 b) {
  return (v128)((s8x16)a > (s8x16)b);
}

//! helper: i8x16_gt_u; needs: u8x16
/* i8x16.gt_u: all ones where true (spec 4.3.5, igt_u). */
static inline v128 i8x16_gt_u(v128 a, v128 b) {
  return (v128)((u8x16)a > (u8x16)b);
}

//! helper: i8x16_le_s; needs: s8x16
/* i8x16.le_s: all ones where true (spec 4.3.5, ile_s). */
static inline v128 i8x16_le_s(v128 a, v128 b) {
  return (v128)((s8x16)a <= (s8x16)b);
}

//! helper: i8x16_le_u; needs: u8x16
/* i8x16.le_u: all ones where true (spec 4.3.5, ile_u). */
static inline v128 i8x16_le_u(v128 a, v128 b) {
  return (v128)((u8x16)a <= (u8x16)b);
}

//! helper: i8x16_ge_s; needs: s8x16
/* i8x16.ge_s: all ones where true (spec 4.3.5, ige_s). */
static inline v128 i8x16_ge_s(v128 a, v128 b) {
  return (v128)((s8x16)a >= (s8x16)b);
}

//! helper: i8x16_ge_u; needs: u8x16
/* i8x16.ge_u: all ones where true (spec 4.3.5, ige_u). */
static inline v128 i8x16_ge_u(v128 a, v128 b) {
  return (v128)((u8x16)a >= (u8x16)b);
}

//! helper: i16x8_eq; needs: u16x8
/* i16x8.eq: all ones where true (spec 4.3.5, ieq). */
static inline v128 i16x8_eq(v128 a, v128 b) {
  return (v128)((u16x8)a == (u16x8)b);
}

//! helper: i16x8_ne; needs: u16x8
/* i16x8.ne: all ones where true (spec 4.3.5, ine). */
static inline v128 i16x8_ne(v128 a, v128 b) {
  return (v128)((u16x8)a != (u16x8)b);
}

//! helper: i16x8_lt_s; needs: s16x8
/* i16x8.lt_s: all ones where true (spec 4.3.5, ilt_s). */
static inline v128 i16x8_lt_s(v128 a, v128 b) {
  return (v128)((s16x8)a < (s16x8)b);
}

//! helper: i16x8_lt_u; needs: u16x8
/* i16x8.lt_u: all ones where true (spec 4.3.5, ilt_u). */
static inline v128 i16x8_lt_u(v128 a, v128 b) {
  return (v128)((u16x8)a < (u16x8)b);
}

//! helper: i16x8_gt_s; needs: s16x8
/* i16x8.gt_s: all ones where true (spec 4.3.5, igt_s). */
static inline v128 i16x8_gt_s(v128 a, v128 b) {
  return (v128)((s16x8)a > (s16x8)b);
}

//! helper: i16x8_gt_u; needs: u16x8
/* i16x8.gt_u: all ones where true (spec 4.3.5, igt_u). */
static inline v128 i16x8_gt_u(v128 a, v128 b) {
  return (v128)((u16x8)a > (u16x8)b);
}

//! helper: i16x8_le_s; needs: s16x8
/* i16x8.le_s: all ones where true (spec 4.3.5, ile_s). */
static inline v128 i16x8_le_s(v128 a, v128 b) {
  return (v128)((s16x8)a <= (s16x8)b);
}

//! helper: i16x8_le_u; needs: u16x8
/* i16x8.le_u: all ones where true (spec 4.3.5, ile_u). */
static inline v128 i16x8_le_u(v128 a, v128 b) {
  return (v128)((u16x8)a <= (u16x8)b);
}

//! helper: i16x8_ge_s; needs: s16x8
/* i16x8.ge_s: all ones where true (spec 4.3.5, ige_s). */
static inline v128 i16x8_ge_s(v128 a, v128 b) {
  return (v128)((s16x8)a >= (s16x8)b);
}

//! helper: i16x8_ge_u; needs: u16x8
/* i16x8.ge_u: all ones where true (spec 4.3.5, ige_u). */
static inline v128 i16x8_ge_u(v128 a, v128 b) {
  return (v128)((u16x8)a >= (u16x8)b);
}

//! helper: i32x4_eq; needs: u32x4
/* i32x4.eq: all ones where true (spec 4.3.5, ieq). */
static inline v128 i32x4_eq(v128 a, v128 b) {
  return (v128)((u32x4)a == (u32x4)b);
}

//! helper: i32x4_ne; needs: u32x4
/* i32x4.ne: all ones where true (spec 4.3.5, ine). */
static inline v128 i32x4_ne(v128 a, v128 b) {
  return (v128)((u32x4)a != (u32x4)b);
}

//! helper: i32x4_lt_s; needs: s32x4
/* i32x4.lt_s: all ones where true (spec 4.3.5, ilt_s). */
static inline v128 i32x4_lt_s(v128 a, v128 b) {
  return (v128)((s32x4)a < (s32x4)b);
}

//! helper: i32x4_lt_u; needs: u32x4
/* i32x4.lt_u: all ones where true (spec 4.3.5, ilt_u). */
static inline v128 i32x4_lt_u(v128 a, v128 b) {
  return (v128)((u32x4)a < (u32x4)b);
}

//! helper: i32x4_gt_s; needs: s32x4
/* i32x4.gt_s: all ones where true (spec 4.3.5, igt_s). */
static inline v128 i32x4_gt_s(v128 a, v128 b) {
  return (v128)((s32x4)a > (s32x4)b);
}

//! helper: i32x4_gt_u; needs: u32x4
/* i32x4.gt_u: all ones where true (spec 4.3.5, igt_u). */
static inline v128 i32x4_gt_u(v128 a, v128 b) {
  return (v128)((u32x4)a > (u32x4)b);
}

//! helper: i32x4_le_s; needs: s32x4
/* i32x4.le_s: all ones where true (spec 4.3.5, ile_s). */
static inline v128 i32x4_le_s(v128 a, v128 b) {
  return (v128)((s32x4)a <= (s32x4)b);
}

//! helper: i32x4_le_u; needs: u32x4
/* i32x4.le_u: all ones where true (spec 4.3.5, ile_u). */
static inline v128 i32x4_le_u(v128 a, v128 b) {
  return (v128)((u32x4)a <= (u32x4)b);
}

//! helper: i32x4_ge_s; needs: s32x4
/* i32x4.ge_s: all ones where true (spec 4.3.5, ige_s). */
static inline v128 i32x4_ge_s(v128 a, v128 b) {
  return (v128)((s32x4)a >= (s32x4)b);
}

//! helper: i32x4_ge_u; needs: u32x4
/* i32x4.ge_u: all ones where true (spec 4.3.5, ige_u). */
static inline v128 i32x4_ge_u(v128 a, v128 b) {
  return (v128)((u32x4)a >= (u32x4)b);
}

//! helper: i64x2_eq; needs: u64x2
/* i64x2.eq: all ones where true (spec 4.3.5, ieq). */
static inline v128 i64x2_eq(v128 a, v128 b) {
  return (v128)((u64x2)a == (u64x2)b);
}

//! helper: i64x2_ne; needs: u64x2
/* i64x2.ne: all ones where true (spec 4.3.5, ine). */
static inline v128 i64x2_ne(v128 a, v128 b) {
  return (v128)((u64x2)a != (u64x2)b);
}

//! helper: i64x2_lt_s; needs: s64x2
/* i64x2.lt_s: all ones where true (spec 4.3.5, ilt_s). */
static inline v128 i64x2_lt_s(v128 a, v128 b) {
  return (v128)((s64x2)a < (s64x2)b);
}

//! helper: i64x2_gt_s; needs: s64x2
/* i64x2.gt_s: all ones where true (spec 4.3.5, igt_s). */
static inline v128 i64x2_gt_s(v128 a, v128 b) {
  return (v128)((s64x2)a > (s64x2)b);
}

//! helper: i64x2_le_s; needs: s64x2
/* i64x2.le_s: all ones where true (spec 4.3.5, ile_s). */
static inline v128 i64x2_le_s(v128 a, v128 b) {
  return (v128)((s64x2)a <= (s64x2)b);
}

//! helper: i64x2_ge_s; needs: s64x2
/* i64x2.ge_s: all ones where true (spec 4.3.5, ige_s). */
static inline v128 i64x2_ge_s(v128 a, v128 b) {
  return (v128)((s64x2)a >= (s64x2)b);
}

//! helper: f32x4_eq; needs: f32x4
/* f32x4.eq: all ones where true (spec 4.3.5, feq). */
static inline v128 f32x4_eq(v128 a, v128 b) {
  return (v128)((f32x4)a == (f32x4)b);
}

//! helper: f32x4_ne; needs: f32x4
/* f32x4.ne: all ones where true (spec 4.3.5, fne). */
static inline v128 f32x4_ne(v128 a, v128 b) {
  return (v128)((f32x4)a != (f32x4)b);
}

//! helper: f32x4_lt; needs: f32x4
/* f32x4.lt: all ones where true (spec 4.3.5, flt). */
static inline v128 f32x4_lt(v128 a, v128 b) {
  return (v128)((f32x4)a < (f32x4)b);
}

//! helper: f32x4_gt; needs: f32x4
/* f32x4.gt: all ones where true (spec 4.3.5, fgt). */
static inline v128 f32x4_gt(v128 a, v128 b) {
  return (v128)((f32x4)a > (f32x4)b);
}

//! helper: f32x4_le; needs: f32x4
/* f32x4.le: all ones where true (spec 4.3.5, fle). */
static inline v128 f32x4_le(v128 a, v128 b) {
  return (v128)((f32x4)a <= (f32x4)b);
}

//! helper: f32x4_ge; needs: f32x4
/* f32x4.ge: all ones where true (spec 4.3.5, fge). */
static inline v128 f32x4_ge(v128 a, v128 b) {
  return (v128)((f32x4)a >= (f32x4)b);
}

//! helper: f64x2_eq; needs: f64x2
/* f64x2.eq: all ones where true (spec 4.3.5, feq). */
static inline v128 f64x2_eq(v128 a, v128 b) {
  return (v128)((f64x2)a == (f64x2)b);
}

//! helper: f64x2_ne; needs: f64x2
/* f64x2.ne: all ones where true (spec 4.3.5, fne). */
static inline v128 f64x2_ne(v128 a, v128 b) {
  return (v128)((f64x2)a != (f64x2)b);
}

//! helper: f64x2_lt; needs: f64x2
/* f64x2.lt: all ones where true (spec 4.3.5, flt). */
static inline v128 f64x2_lt(v128 a, v128 b) {
  return (v128)((f64x2)a < (f64x2)b);
}

//! helper: f64x2_gt; needs: f64x2
/* f64x2.gt: all ones where true (spec 4.3.5, fgt). */
static inline v128 f64x2_gt(v128 a, v128 b) {
  return (v128)((f64x2)a > (f64x2)b);
}

//! helper: f64x2_le; needs: f64x2
/* f64x2.le: all ones where true (spec 4.3.5, fle). */
static inline v128 f64x2_le(v128 a, v128 b) {
  return (v128)((f64x2)a <= (f64x2)b);
}

//! helper: f64x2_ge; needs: f64x2
/* f64x2.ge: all ones where true (spec 4.3.5, fge). */
static inline v128 f64x2_ge(v128 a, v128 b) {
  return (v128)((f64x2)a >= (f64x2)b);
}
