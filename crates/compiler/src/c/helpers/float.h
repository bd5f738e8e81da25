//! helper: f32_reinterpret_i32
/* f32.reinterpret_i32, and constants that C cannot write: the bits as they are, a signalling NaN's too (spec
 * 4.3.4, reinterpret). */
static inline f32 f32_reinterpret_i32(u32 bits) {
  union {
    u32 bits;
    f32 value;
  } both;
  both.bits = bits;
#if defined __clang__ && __clang_major__ < 19
  __asm__("" : "+x"(both.value)); /* older ones leave a constant as it is that is a signalling NaN */
#endif
  return both.value;
}

//! helper: i32_reinterpret_f32
/* i32.reinterpret_f32: the bits as they are (spec 4.3.4, reinterpret). */
static inline u32 i32_reinterpret_f32(f32 value) {
  union {
    f32 value;
    u32 bits;
  } both;
  both.value = value;
  return both.bits;
}

//! helper: f32_opaque
/* A value that the C compiler cannot see through. Compilers fold operations that return an operand unchanged
 * and forget that they quiet a signalling NaN (spec 4.3.3, nans). */
static inline f32 f32_opaque(f32 x) {
#if !defined __TINYC__ && !defined __SUPPORT_SNAN__
  __asm__("" : "+x"(x));
#endif
  return x;
}

//! helper: f32_abs
/* f32.abs: clears the sign and nothing else, of a NaN too (spec 4.3.3, fabs). gcc would leave it
 * out for a square, which is not positive if it is a negative NaN. */
static inline f32 f32_abs(f32 x) {
#ifdef __TINYC__
  union {
    f32 value;
    u32 bits;
  } both;
  both.value = x;
  both.bits &= 0x7fffffff;
  return both.value;
#else
#ifndef __clang__
  __asm__("" : "+x"(x));
#endif
  return __builtin_fabsf(x);
#endif
}

//! helper: f32_neg
/* f32.neg: flips the sign and nothing else, of a NaN too (spec 4.3.3, fneg). TinyCC subtracts from -0, which
 * keeps a NaN. */
static inline f32 f32_neg(f32 x) {
#ifdef __TINYC__
  union {
    f32 value;
    u32 bits;
  } both;
  both.value = x;
  both.bits ^= 0x80000000;
  return both.value;
#else
  return -x;
#endif
}

//! helper: f32_copysign
/* f32.copysign: x with the sign of y, NaN or not (spec 4.3.3, fcopysign). gcc would take a square
 * for positive, which a negative NaN isn't. */
static inline f32 f32_copysign(f32 x, f32 y) {
#ifdef __TINYC__
  union {
    f32 value;
    u32 bits;
  } from, to;
  from.value = y;
  to.value = x;
  to.bits = (to.bits & 0x7fffffff) | (from.bits & 0x80000000);
  return to.value;
#else
#ifndef __clang__
  __asm__("" : "+x"(y));
#endif
  return __builtin_copysignf(x, y);
#endif
}

//! helper: f32_differ
/* Whether one is smaller than the other, so neither a NaN: one comparison and one branch. */
static inline _Bool f32_differ(f32 x, f32 y) {
#ifdef __TINYC__
  return x < y || y < x;
#else
  return __builtin_islessgreater(x, y);
#endif
}

//! helper: f32_min; needs: f32_differ, f32_reinterpret_i32, i32_reinterpret_f32
/* f32.min: the smaller; -0 is smaller than 0; a NaN, quieted by the addition, if there is one (spec 4.3.3,
 * fmin). */
static inline f32 f32_min(f32 x, f32 y) {
  if (f32_differ(x, y))
    return x < y ? x : y;
  return x == y ? f32_reinterpret_i32(i32_reinterpret_f32(x) | i32_reinterpret_f32(y)) : x + y;
}

//! helper: f32_max; needs: f32_differ, f32_reinterpret_i32, i32_reinterpret_f32
/* f32.max: the greater; 0 is greater than -0; a NaN, quieted by the addition, if there is one (spec 4.3.3,
 * fmax). */
static inline f32 f32_max(f32 x, f32 y) {
  if (f32_differ(x, y))
    return x > y ? x : y;
  return x == y ? f32_reinterpret_i32(i32_reinterpret_f32(x) & i32_reinterpret_f32(y)) : x + y;
}

//! helper: f32_sqrt
/* f32.sqrt (spec 4.3.3, fsqrt): the machine's is exact and quiets NaNs. */
static inline f32 f32_sqrt(f32 x) {
#ifdef __TINYC__
  __asm__("movd %0, %%xmm0\n"
          ".byte 0xf3, 0x0f, 0x51, 0xc0 # sqrtss %%xmm0, %%xmm0\n"
          "movd %%xmm0, %0"
          : "+m"(x));
  return x;
#else
  return __builtin_sqrtf(x);
#endif
}

//! helper: f32_ceil
/* f32.ceil: rounds up, keeping the sign of a zero; quiets NaNs (spec 4.3.3, fceil). From 2^23 up, every value
 * is whole. */
static inline f32 f32_ceil(f32 x) {
#ifdef __SSE4_1__
  return __builtin_ceilf(x);
#else
  if (!(x > -0x1p23f && x < 0x1p23f))
    return x != x ? x + x : x;
  f32 whole = (f32)(s32)x;
  if (whole < x)
    whole += 1;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f32_floor
/* f32.floor: rounds down, keeping the sign of a zero; quiets NaNs (spec 4.3.3, ffloor). From 2^23 up, every
 * value is whole. */
static inline f32 f32_floor(f32 x) {
#ifdef __SSE4_1__
  return __builtin_floorf(x);
#else
  if (!(x > -0x1p23f && x < 0x1p23f))
    return x != x ? x + x : x;
  f32 whole = (f32)(s32)x;
  if (whole > x)
    whole -= 1;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f32_trunc
/* f32.trunc: rounds towards zero, keeping the sign of a zero; quiets NaNs (spec 4.3.3, ftrunc). From 2^23 up,
 * every value is whole. */
static inline f32 f32_trunc(f32 x) {
#ifdef __SSE4_1__
  return __builtin_truncf(x);
#else
  if (!(x > -0x1p23f && x < 0x1p23f))
    return x != x ? x + x : x;
  f32 whole = (f32)(s32)x;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f32_nearest
/* f32.nearest: rounds to the nearest, to the even of two as near, keeping the sign of a zero; quiets NaNs
 * (spec 4.3.3, fnearest). From 2^23 up, every value is whole. */
static inline f32 f32_nearest(f32 x) {
#ifdef __SSE4_1__
  return __builtin_rintf(x);
#else
  if (!(x > -0x1p23f && x < 0x1p23f))
    return x != x ? x + x : x;
  f32 whole = x < 0 ? (x - 0x1p23f) + 0x1p23f : (x + 0x1p23f) - 0x1p23f;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f64_reinterpret_i64
/* f64.reinterpret_i64, and constants that C cannot write: the bits as they are, a signalling NaN's too (spec
 * 4.3.4, reinterpret). */
static inline f64 f64_reinterpret_i64(u64 bits) {
  union {
    u64 bits;
    f64 value;
  } both;
  both.bits = bits;
#if defined __clang__ && __clang_major__ < 19
  __asm__("" : "+x"(both.value)); /* older ones leave a constant as it is that is a signalling NaN */
#endif
  return both.value;
}

//! helper: i64_reinterpret_f64
/* i64.reinterpret_f64: the bits as they are (spec 4.3.4, reinterpret). */
static inline u64 i64_reinterpret_f64(f64 value) {
  union {
    f64 value;
    u64 bits;
  } both;
  both.value = value;
  return both.bits;
}

//! helper: f64_opaque
/* A value that the C compiler cannot see through. Compilers fold operations that return an operand unchanged
 * and forget that they quiet a signalling NaN (spec 4.3.3, nans). */
static inline f64 f64_opaque(f64 x) {
#if !defined __TINYC__ && !defined __SUPPORT_SNAN__
  __asm__("" : "+x"(x));
#endif
  return x;
}

//! helper: f64_abs
/* f64.abs: clears the sign and nothing else, of a NaN too (spec 4.3.3, fabs). gcc would leave it
 * out for a square, which is not positive if it is a negative NaN. */
static inline f64 f64_abs(f64 x) {
#ifdef __TINYC__
  union {
    f64 value;
    u64 bits;
  } both;
  both.value = x;
  both.bits &= 0x7fffffffffffffff;
  return both.value;
#else
#ifndef __clang__
  __asm__("" : "+x"(x));
#endif
  return __builtin_fabs(x);
#endif
}

//! helper: f64_neg
/* f64.neg: flips the sign and nothing else, of a NaN too (spec 4.3.3, fneg). TinyCC subtracts from -0, which
 * keeps a NaN. */
static inline f64 f64_neg(f64 x) {
#ifdef __TINYC__
  union {
    f64 value;
    u64 bits;
  } both;
  both.value = x;
  both.bits ^= 0x8000000000000000;
  return both.value;
#else
  return -x;
#endif
}

//! helper: f64_copysign
/* f64.copysign: x with the sign of y, NaN or not (spec 4.3.3, fcopysign). gcc would take a square
 * for positive, which a negative NaN isn't. */
static inline f64 f64_copysign(f64 x, f64 y) {
#ifdef __TINYC__
  union {
    f64 value;
    u64 bits;
  } from, to;
  from.value = y;
  to.value = x;
  to.bits = (to.bits & 0x7fffffffffffffff) | (from.bits & 0x8000000000000000);
  return to.value;
#else
#ifndef __clang__
  __asm__("" : "+x"(y));
#endif
  return __builtin_copysign(x, y);
#endif
}

//! helper: f64_differ
/* Whether one is smaller than the other, so neither a NaN: one comparison and one branch. */
static inline _Bool f64_differ(f64 x, f64 y) {
#ifdef __TINYC__
  return x < y || y < x;
#else
  return __builtin_islessgreater(x, y);
#endif
}

//! helper: f64_min; needs: f64_differ, f64_reinterpret_i64, i64_reinterpret_f64
/* f64.min: the smaller; -0 is smaller than 0; a NaN, quieted by the addition, if there is one (spec 4.3.3,
 * fmin). */
static inline f64 f64_min(f64 x, f64 y) {
  if (f64_differ(x, y))
    return x < y ? x : y;
  return x == y ? f64_reinterpret_i64(i64_reinterpret_f64(x) | i64_reinterpret_f64(y)) : x + y;
}

//! helper: f64_max; needs: f64_differ, f64_reinterpret_i64, i64_reinterpret_f64
/* f64.max: the greater; 0 is greater than -0; a NaN, quieted by the addition, if there is one (spec 4.3.3,
 * fmax). */
static inline f64 f64_max(f64 x, f64 y) {
  if (f64_differ(x, y))
    return x > y ? x : y;
  return x == y ? f64_reinterpret_i64(i64_reinterpret_f64(x) & i64_reinterpret_f64(y)) : x + y;
}

//! helper: f64_sqrt
/* f64.sqrt (spec 4.3.3, fsqrt): the machine's is exact and quiets NaNs. */
static inline f64 f64_sqrt(f64 x) {
#ifdef __TINYC__
  __asm__("movq %0, %%xmm0\n"
          ".byte 0xf2, 0x0f, 0x51, 0xc0 # sqrtsd %%xmm0, %%xmm0\n"
          "movq %%xmm0, %0"
          : "+m"(x));
  return x;
#else
  return __builtin_sqrt(x);
#endif
}

//! helper: f64_ceil
/* f64.ceil: rounds up, keeping the sign of a zero; quiets NaNs (spec 4.3.3, fceil). From 2^52 up, every value
 * is whole. */
static inline f64 f64_ceil(f64 x) {
#ifdef __SSE4_1__
  return __builtin_ceil(x);
#else
  if (!(x > -0x1p52 && x < 0x1p52))
    return x != x ? x + x : x;
  f64 whole = (f64)(s64)x;
  if (whole < x)
    whole += 1;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f64_floor
/* f64.floor: rounds down, keeping the sign of a zero; quiets NaNs (spec 4.3.3, ffloor). From 2^52 up, every
 * value is whole. */
static inline f64 f64_floor(f64 x) {
#ifdef __SSE4_1__
  return __builtin_floor(x);
#else
  if (!(x > -0x1p52 && x < 0x1p52))
    return x != x ? x + x : x;
  f64 whole = (f64)(s64)x;
  if (whole > x)
    whole -= 1;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f64_trunc
/* f64.trunc: rounds towards zero, keeping the sign of a zero; quiets NaNs (spec 4.3.3, ftrunc). From 2^52 up,
 * every value is whole. */
static inline f64 f64_trunc(f64 x) {
#ifdef __SSE4_1__
  return __builtin_trunc(x);
#else
  if (!(x > -0x1p52 && x < 0x1p52))
    return x != x ? x + x : x;
  f64 whole = (f64)(s64)x;
  return whole == 0 ? 0 * x : whole;
#endif
}

//! helper: f64_nearest
/* f64.nearest: rounds to the nearest, to the even of two as near, keeping the sign of a zero; quiets NaNs
 * (spec 4.3.3, fnearest). From 2^52 up, every value is whole. */
static inline f64 f64_nearest(f64 x) {
#ifdef __SSE4_1__
  return __builtin_rint(x);
#else
  if (!(x > -0x1p52 && x < 0x1p52))
    return x != x ? x + x : x;
  f64 whole = x < 0 ? (x - 0x1p52) + 0x1p52 : (x + 0x1p52) - 0x1p52;
  return whole == 0 ? 0 * x : whole;
#endif
}
