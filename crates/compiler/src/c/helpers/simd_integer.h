//! helper: i8x16_abs; needs: s8x16, u8x16, c8x16
/* i8x16.abs: the smallest number stays (spec 4.3.5, iabs). */
static inline v128 i8x16_abs(v128 a) {
#if defined __SSSE3__ && !defined __clang__
  return (v128)(u8x16)__builtin_ia32_pabsb128((c8x16)a);
#else
  u8x16 sign = (u8x16)((s8x16)a < 0);
  return (v128)(((u8x16)a ^ sign) - sign);
#endif
}

//! helper: i8x16_neg; needs: u8x16
/* i8x16.neg (spec 4.3.5, ineg). */
static inline v128 i8x16_neg(v128 a) {
  return (v128)-(u8x16)a;
}

//! helper: i8x16_add; needs: u8x16
/* i8x16.add: modulo 2^8 (spec 4.3.5, iadd). */
static inline v128 i8x16_add(v128 a, v128 b) {
  return (v128)((u8x16)a + (u8x16)b);
}

//! helper: i8x16_sub; needs: u8x16
/* i8x16.sub: modulo 2^8 (spec 4.3.5, isub). */
static inline v128 i8x16_sub(v128 a, v128 b) {
  return (v128)((u8x16)a - (u8x16)b);
}

//! helper: i8x16_add_sat_s; needs: s8x16, c8x16
/* i8x16.add_sat_s: the nearest bound out of range (spec 4.3.5, iadd_sat_s). */
static inline v128 i8x16_add_sat_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_add_sat)
  return (v128)__builtin_elementwise_add_sat((s8x16)a, (s8x16)b);
#else
  return (v128)__builtin_ia32_paddsb128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i8x16_add_sat_u; needs: u8x16, c8x16
/* i8x16.add_sat_u: the nearest bound out of range (spec 4.3.5, iadd_sat_u). */
static inline v128 i8x16_add_sat_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_add_sat)
  return (v128)__builtin_elementwise_add_sat((u8x16)a, (u8x16)b);
#else
  return (v128)__builtin_ia32_paddusb128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i8x16_sub_sat_s; needs: s8x16, c8x16
/* i8x16.sub_sat_s: the nearest bound out of range (spec 4.3.5, isub_sat_s). */
static inline v128 i8x16_sub_sat_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_sub_sat)
  return (v128)__builtin_elementwise_sub_sat((s8x16)a, (s8x16)b);
#else
  return (v128)__builtin_ia32_psubsb128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i8x16_sub_sat_u; needs: u8x16, c8x16
/* i8x16.sub_sat_u: the nearest bound out of range (spec 4.3.5, isub_sat_u). */
static inline v128 i8x16_sub_sat_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_sub_sat)
  return (v128)__builtin_elementwise_sub_sat((u8x16)a, (u8x16)b);
#else
  return (v128)__builtin_ia32_psubusb128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i8x16_avgr_u; needs: c8x16
/* i8x16.avgr_u: the mean, rounded up (spec 4.3.5, iavgr_u). */
static inline v128 i8x16_avgr_u(v128 a, v128 b) {
  return (v128)__builtin_ia32_pavgb128((c8x16)a, (c8x16)b);
}

//! helper: i8x16_min_s; needs: s8x16, c8x16
/* i8x16.min_s (spec 4.3.5, imin_s). */
static inline v128 i8x16_min_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((s8x16)a, (s8x16)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pminsb128((c8x16)a, (c8x16)b);
#else
  return ((v128)((s8x16)a < (s8x16)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i8x16_min_u; needs: u8x16, c8x16
/* i8x16.min_u (spec 4.3.5, imin_u). */
static inline v128 i8x16_min_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((u8x16)a, (u8x16)b);
#else
  return (v128)__builtin_ia32_pminub128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i8x16_max_s; needs: s8x16, c8x16
/* i8x16.max_s (spec 4.3.5, imax_s). */
static inline v128 i8x16_max_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((s8x16)a, (s8x16)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pmaxsb128((c8x16)a, (c8x16)b);
#else
  return ((v128)((s8x16)a > (s8x16)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i8x16_max_u; needs: u8x16, c8x16
/* i8x16.max_u (spec 4.3.5, imax_u). */
static inline v128 i8x16_max_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((u8x16)a, (u8x16)b);
#else
  return (v128)__builtin_ia32_pmaxub128((c8x16)a, (c8x16)b);
#endif
}

//! helper: i16x8_abs; needs: s16x8, u16x8
/* i16x8.abs: the smallest number stays (spec 4.3.5, iabs). */
static inline v128 i16x8_abs(v128 a) {
#if defined __SSSE3__ && !defined __clang__
  return (v128)(u16x8)__builtin_ia32_pabsw128((s16x8)a);
#else
  u16x8 sign = (u16x8)((s16x8)a < 0);
  return (v128)(((u16x8)a ^ sign) - sign);
#endif
}

//! helper: i16x8_neg; needs: u16x8
/* i16x8.neg (spec 4.3.5, ineg). */
static inline v128 i16x8_neg(v128 a) {
  return (v128)-(u16x8)a;
}

//! helper: i16x8_add; needs: u16x8
/* i16x8.add: modulo 2^16 (spec 4.3.5, iadd). */
static inline v128 i16x8_add(v128 a, v128 b) {
  return (v128)((u16x8)a + (u16x8)b);
}

//! helper: i16x8_sub; needs: u16x8
/* i16x8.sub: modulo 2^16 (spec 4.3.5, isub). */
static inline v128 i16x8_sub(v128 a, v128 b) {
  return (v128)((u16x8)a - (u16x8)b);
}

//! helper: i16x8_mul; needs: u16x8
/* i16x8.mul: modulo 2^16 (spec 4.3.5, imul). */
static inline v128 i16x8_mul(v128 a, v128 b) {
  return (v128)((u16x8)a * (u16x8)b);
}

//! helper: i16x8_add_sat_s; needs: s16x8
/* i16x8.add_sat_s: the nearest bound out of range (spec 4.3.5, iadd_sat_s). */
static inline v128 i16x8_add_sat_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_add_sat)
  return (v128)__builtin_elementwise_add_sat((s16x8)a, (s16x8)b);
#else
  return (v128)__builtin_ia32_paddsw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_add_sat_u; needs: s16x8, u16x8
/* i16x8.add_sat_u: the nearest bound out of range (spec 4.3.5, iadd_sat_u). */
static inline v128 i16x8_add_sat_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_add_sat)
  return (v128)__builtin_elementwise_add_sat((u16x8)a, (u16x8)b);
#else
  return (v128)__builtin_ia32_paddusw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_sub_sat_s; needs: s16x8
/* i16x8.sub_sat_s: the nearest bound out of range (spec 4.3.5, isub_sat_s). */
static inline v128 i16x8_sub_sat_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_sub_sat)
  return (v128)__builtin_elementwise_sub_sat((s16x8)a, (s16x8)b);
#else
  return (v128)__builtin_ia32_psubsw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_sub_sat_u; needs: s16x8, u16x8
/* i16x8.sub_sat_u: the nearest bound out of range (spec 4.3.5, isub_sat_u). */
static inline v128 i16x8_sub_sat_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_sub_sat)
  return (v128)__builtin_elementwise_sub_sat((u16x8)a, (u16x8)b);
#else
  return (v128)__builtin_ia32_psubusw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_avgr_u; needs: s16x8
/* i16x8.avgr_u: the mean, rounded up (spec 4.3.5, iavgr_u). */
static inline v128 i16x8_avgr_u(v128 a, v128 b) {
  return (v128)__builtin_ia32_pavgw128((s16x8)a, (s16x8)b);
}

//! helper: i16x8_min_s; needs: s16x8
/* i16x8.min_s (spec 4.3.5, imin_s). */
static inline v128 i16x8_min_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((s16x8)a, (s16x8)b);
#else
  return (v128)__builtin_ia32_pminsw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_min_u; needs: s16x8, u16x8
/* i16x8.min_u (spec 4.3.5, imin_u). */
static inline v128 i16x8_min_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((u16x8)a, (u16x8)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pminuw128((s16x8)a, (s16x8)b);
#else
  return ((v128)((u16x8)a < (u16x8)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i16x8_max_s; needs: s16x8
/* i16x8.max_s (spec 4.3.5, imax_s). */
static inline v128 i16x8_max_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((s16x8)a, (s16x8)b);
#else
  return (v128)__builtin_ia32_pmaxsw128((s16x8)a, (s16x8)b);
#endif
}

//! helper: i16x8_max_u; needs: s16x8, u16x8
/* i16x8.max_u (spec 4.3.5, imax_u). */
static inline v128 i16x8_max_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((u16x8)a, (u16x8)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pmaxuw128((s16x8)a, (s16x8)b);
#else
  return ((v128)((u16x8)a > (u16x8)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i32x4_abs; needs: s32x4, u32x4
/* i32x4.abs: the smallest number stays (spec 4.3.5, iabs). */
static inline v128 i32x4_abs(v128 a) {
#if defined __SSSE3__ && !defined __clang__
  return (v128)(u32x4)__builtin_ia32_pabsd128((s32x4)a);
#else
  u32x4 sign = (u32x4)((s32x4)a < 0);
  return (v128)(((u32x4)a ^ sign) - sign);
#endif
}

//! helper: i32x4_neg; needs: u32x4
/* i32x4.neg (spec 4.3.5, ineg). */
static inline v128 i32x4_neg(v128 a) {
  return (v128)-(u32x4)a;
}

//! helper: i32x4_add; needs: u32x4
/* i32x4.add: modulo 2^32 (spec 4.3.5, iadd). */
static inline v128 i32x4_add(v128 a, v128 b) {
  return (v128)((u32x4)a + (u32x4)b);
}

//! helper: i32x4_sub; needs: u32x4
/* i32x4.sub: modulo 2^32 (spec 4.3.5, isub). */
static inline v128 i32x4_sub(v128 a, v128 b) {
  return (v128)((u32x4)a - (u32x4)b);
}

//! helper: i32x4_mul; needs: u32x4
/* i32x4.mul: modulo 2^32 (spec 4.3.5, imul). */
static inline v128 i32x4_mul(v128 a, v128 b) {
  return (v128)((u32x4)a * (u32x4)b);
}

//! helper: i32x4_min_s; needs: s32x4
/* i32x4.min_s (spec 4.3.5, imin_s). */
static inline v128 i32x4_min_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((s32x4)a, (s32x4)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pminsd128((s32x4)a, (s32x4)b);
#else
  return ((v128)((s32x4)a < (s32x4)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i32x4_min_u; needs: s32x4, u32x4
/* i32x4.min_u (spec 4.3.5, imin_u). */
static inline v128 i32x4_min_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_min)
  return (v128)__builtin_elementwise_min((u32x4)a, (u32x4)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pminud128((s32x4)a, (s32x4)b);
#else
  return ((v128)((u32x4)a < (u32x4)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i32x4_max_s; needs: s32x4
/* i32x4.max_s (spec 4.3.5, imax_s). */
static inline v128 i32x4_max_s(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((s32x4)a, (s32x4)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pmaxsd128((s32x4)a, (s32x4)b);
#else
  return ((v128)((s32x4)a > (s32x4)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i32x4_max_u; needs: s32x4, u32x4
/* i32x4.max_u (spec 4.3.5, imax_u). */
static inline v128 i32x4_max_u(v128 a, v128 b) {
#if __has_builtin(__builtin_elementwise_max)
  return (v128)__builtin_elementwise_max((u32x4)a, (u32x4)b);
#elif defined __SSE4_1__
  return (v128)__builtin_ia32_pmaxud128((s32x4)a, (s32x4)b);
#else
  return ((v128)((u32x4)a > (u32x4)b) & (a ^ b)) ^ b;
#endif
}

//! helper: i64x2_abs; needs: s64x2, u64x2
/* i64x2.abs: the smallest number stays (spec 4.3.5, iabs). */
static inline v128 i64x2_abs(v128 a) {
  v128 sign = (v128)((s64x2)a >> 63);
  return (v128)((u64x2)(a ^ sign) - (u64x2)sign);
}

//! helper: i64x2_neg; needs: u64x2
/* i64x2.neg (spec 4.3.5, ineg). */
static inline v128 i64x2_neg(v128 a) {
  return (v128)-(u64x2)a;
}

//! helper: i64x2_add; needs: u64x2
/* i64x2.add: modulo 2^64 (spec 4.3.5, iadd). */
static inline v128 i64x2_add(v128 a, v128 b) {
  return (v128)((u64x2)a + (u64x2)b);
}

//! helper: i64x2_sub; needs: u64x2
/* i64x2.sub: modulo 2^64 (spec 4.3.5, isub). */
static inline v128 i64x2_sub(v128 a, v128 b) {
  return (v128)((u64x2)a - (u64x2)b);
}

//! helper: i64x2_mul; needs: u64x2
/* i64x2.mul: modulo 2^64 (spec 4.3.5, imul). */
static inline v128 i64x2_mul(v128 a, v128 b) {
  return (v128)((u64x2)a * (u64x2)b);
}

//! helper: i8x16_popcnt; needs: u8x16, c8x16
/* i8x16.popcnt: bits that are 1, in each lane (spec 4.3.5, ipopcnt). */
static inline v128 i8x16_popcnt(v128 a) {
#ifdef __SSSE3__
  c8x16 counts = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
  c8x16 low = (c8x16)(a & 0x0f0f0f0f0f0f0f0f), high = (c8x16)(a >> 4 & 0x0f0f0f0f0f0f0f0f);
  return (v128)(__builtin_ia32_pshufb128(counts, low) + __builtin_ia32_pshufb128(counts, high));
#else
  u8x16 pairs = (u8x16)a - (u8x16)(a >> 1 & 0x5555555555555555);
  u8x16 fours = (pairs & 0x33) + ((u8x16)((v128)pairs >> 2) & 0x33);
  return (v128)((fours + (u8x16)((v128)fours >> 4)) & 0x0f);
#endif
}

//! helper: i8x16_shl; needs: u16x8, i8x16_splat
/* i8x16.shl: by n modulo 8, in lanes of 16 bits first, since there are no shifts of bytes (spec 4.3.5, ishl).
 * */
static inline v128 i8x16_shl(v128 a, u32 n) {
  u16x8 shifted = (u16x8)a << (n & 7);
  return (v128)shifted & i8x16_splat(0xffU << (n & 7));
}

//! helper: i8x16_shr_u; needs: u16x8, i8x16_splat
/* i8x16.shr_u: by n modulo 8, in lanes of 16 bits first, since there are no shifts of bytes (spec 4.3.5,
 * ishr_u). */
static inline v128 i8x16_shr_u(v128 a, u32 n) {
  u16x8 shifted = (u16x8)a >> (n & 7);
  return (v128)shifted & i8x16_splat(0xffU >> (n & 7));
}

//! helper: i8x16_shr_s; needs: s16x8, u16x8
/* i8x16.shr_s: by n modulo 8; odd and even bytes each in lanes of 16 bits, since there are no shifts of bytes
 * (spec 4.3.5, ishr_s). */
static inline v128 i8x16_shr_s(v128 a, u32 n) {
  s16x8 odd = (s16x8)a >> (n & 7);
  s16x8 even = (s16x8)((u16x8)a << 8) >> (8 + (n & 7));
  return ((v128)odd & 0xff00ff00ff00ff00) | ((v128)even & 0x00ff00ff00ff00ff);
}

//! helper: i16x8_shl; needs: u16x8
/* i16x8.shl: by n modulo 16 (spec 4.3.5, ishl). */
static inline v128 i16x8_shl(v128 a, u32 n) {
  return (v128)((u16x8)a << (n & 15));
}

//! helper: i16x8_shr_s; needs: s16x8
/* i16x8.shr_s: by n modulo 16 (spec 4.3.5, ishr_s). */
static inline v128 i16x8_shr_s(v128 a, u32 n) {
  return (v128)((s16x8)a >> (n & 15));
}

//! helper: i16x8_shr_u; needs: u16x8
/* i16x8.shr_u: by n modulo 16 (spec 4.3.5, ishr_u). */
static inline v128 i16x8_shr_u(v128 a, u32 n) {
  return (v128)((u16x8)a >> (n & 15));
}

//! helper: i32x4_shl; needs: u32x4
/* i32x4.shl: by n modulo 32 (spec 4.3.5, ishl). */
static inline v128 i32x4_shl(v128 a, u32 n) {
  return (v128)((u32x4)a << (n & 31));
}

//! helper: i32x4_shr_s; needs: s32x4
/* i32x4.shr_s: by n modulo 32 (spec 4.3.5, ishr_s). */
static inline v128 i32x4_shr_s(v128 a, u32 n) {
  return (v128)((s32x4)a >> (n & 31));
}

//! helper: i32x4_shr_u; needs: u32x4
/* i32x4.shr_u: by n modulo 32 (spec 4.3.5, ishr_u). */
static inline v128 i32x4_shr_u(v128 a, u32 n) {
  return (v128)((u32x4)a >> (n & 31));
}

//! helper: i64x2_shl; needs: u64x2
/* i64x2.shl: by n modulo 64 (spec 4.3.5, ishl). */
static inline v128 i64x2_shl(v128 a, u32 n) {
  return (v128)((u64x2)a << (n & 63));
}

//! helper: i64x2_shr_s; needs: s64x2
/* i64x2.shr_s: by n modulo 64 (spec 4.3.5, ishr_s). */
static inline v128 i64x2_shr_s(v128 a, u32 n) {
  return (v128)((s64x2)a >> (n & 63));
}

//! helper: i64x2_shr_u; needs: u64x2
/* i64x2.shr_u: by n modulo 64 (spec 4.3.5, ishr_u). */
static inline v128 i64x2_shr_u(v128 a, u32 n) {
  return (v128)((u64x2)a >> (n & 63));
}
