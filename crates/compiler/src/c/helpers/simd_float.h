//! helper: f32x4_abs
/* f32x4.abs: clears the signs and nothing else, of NaNs too (spec 4.3.5, fabs). */
static inline v128 f32x4_abs(v128 a) {
  return a & ~0x8000000080000000;
}

//! helper: f32x4_neg
/* f32x4.neg: flips the signs and nothing else, of NaNs too (spec 4.3.5, fneg). */
static inline v128 f32x4_neg(v128 a) {
  return a ^ 0x8000000080000000;
}

//! helper: f32x4_sqrt; needs: f32x4
/* f32x4.sqrt (spec 4.3.5, fsqrt). */
static inline v128 f32x4_sqrt(v128 a) {
  return (v128)__builtin_ia32_sqrtps((f32x4)a);
}

//! helper: f32x4_opaque
/* Lanes that the C compiler cannot see through. It folds operations that return an operand unchanged and
 * forgets that they quiet a signalling NaN (spec 4.3.3, nans). */
static inline v128 f32x4_opaque(v128 a) {
#ifndef __SUPPORT_SNAN__
  __asm__("" : "+x"(a));
#endif
  return a;
}

//! helper: f32x4_add; needs: f32x4
/* f32x4.add (spec 4.3.5, fadd). */
static inline v128 f32x4_add(v128 a, v128 b) {
  return (v128)((f32x4)a + (f32x4)b);
}

//! helper: f32x4_sub; needs: f32x4
/* f32x4.sub (spec 4.3.5, fsub). */
static inline v128 f32x4_sub(v128 a, v128 b) {
  return (v128)((f32x4)a - (f32x4)b);
}

//! helper: f32x4_mul; needs: f32x4
/* f32x4.mul (spec 4.3.5, fmul). */
static inline v128 f32x4_mul(v128 a, v128 b) {
  return (v128)((f32x4)a * (f32x4)b);
}

//! helper: f32x4_div; needs: f32x4
/* f32x4.div (spec 4.3.5, fdiv). */
static inline v128 f32x4_div(v128 a, v128 b) {
  return (v128)((f32x4)a / (f32x4)b);
}

//! helper: f32x4_min; needs: u32x4, f32x4
/* f32x4.min: the instruction gives its second operand if one is a NaN or both are zeros, so both orders are
 * needed; NaNs become canonical (spec 4.3.5, fmin). */
static inline v128 f32x4_min(v128 a, v128 b) {
  v128 one = (v128)__builtin_ia32_minps((f32x4)a, (f32x4)b);
  v128 other = (v128)__builtin_ia32_minps((f32x4)b, (f32x4)a);
  f32x4 either = (f32x4)(one | other);
  v128 nans = (v128)(either != either);
  return ((one | other) | nans) & ~(v128)((u32x4)nans >> 10);
}

//! helper: f32x4_max; needs: u32x4, f32x4
/* f32x4.max: the instruction gives its second operand if one is a NaN or both are zeros, so both orders are
 * needed; NaNs become canonical (spec 4.3.5, fmax). */
static inline v128 f32x4_max(v128 a, v128 b) {
  v128 one = (v128)__builtin_ia32_maxps((f32x4)a, (f32x4)b);
  v128 other = (v128)__builtin_ia32_maxps((f32x4)b, (f32x4)a);
  f32x4 either = (f32x4)(one | other);
  v128 nans = (v128)(either != either);
  return ((one & other) | nans) & ~(v128)((u32x4)nans >> 10);
}

//! helper: f32x4_pmin; needs: f32x4
/* f32x4.pmin: b < a ? b : a, as it is (spec 4.3.5, fpmin). */
static inline v128 f32x4_pmin(v128 a, v128 b) {
  return (v128)__builtin_ia32_minps((f32x4)b, (f32x4)a);
}

//! helper: f32x4_pmax; needs: f32x4
/* f32x4.pmax: a < b ? b : a, as it is (spec 4.3.5, fpmax). */
static inline v128 f32x4_pmax(v128 a, v128 b) {
  return (v128)__builtin_ia32_maxps((f32x4)b, (f32x4)a);
}

//! helper: f32x4_ceil; needs: f32x4
/* f32x4.ceil: rounds up, keeping the signs of zeros (spec 4.3.5, fceil). From 2^23 up, every value is whole;
 * the addition quiets NaNs. */
static inline v128 f32x4_ceil(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundps((f32x4)a, 10);
#else
  v128 sign = a & 0x8000000080000000;
  f32x4 x = (f32x4)a, shift = (f32x4)((v128)((f32x4){0} + 0x1p23f) | sign);
  f32x4 near = (x + shift) - shift;
  near += (f32x4)((v128)(near < x) & (v128)((f32x4){0} + 1.0f));
  v128 small = (v128)((f32x4)(a ^ sign) < 0x1p23f);
  return (small & (((v128)near & ~0x8000000080000000) | sign)) | (~small & (v128)(x + (f32x4)sign));
#endif
}

//! helper: f32x4_floor; needs: f32x4
/* f32x4.floor: rounds down, keeping the signs of zeros (spec 4.3.5, ffloor). From 2^23 up, every value is
 * whole; the addition quiets NaNs. */
static inline v128 f32x4_floor(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundps((f32x4)a, 9);
#else
  v128 sign = a & 0x8000000080000000;
  f32x4 x = (f32x4)a, shift = (f32x4)((v128)((f32x4){0} + 0x1p23f) | sign);
  f32x4 near = (x + shift) - shift;
  near -= (f32x4)((v128)(near > x) & (v128)((f32x4){0} + 1.0f));
  v128 small = (v128)((f32x4)(a ^ sign) < 0x1p23f);
  return (small & (((v128)near & ~0x8000000080000000) | sign)) | (~small & (v128)(x + (f32x4)sign));
#endif
}

//! helper: f32x4_trunc; needs: f32x4
/* f32x4.trunc: rounds towards zero, keeping the signs of zeros (spec 4.3.5, ftrunc). From 2^23 up, every
 * value is whole; the addition quiets NaNs. */
static inline v128 f32x4_trunc(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundps((f32x4)a, 11);
#else
  v128 sign = a & 0x8000000080000000;
  f32x4 x = (f32x4)a, shift = (f32x4)((v128)((f32x4){0} + 0x1p23f) | sign);
  f32x4 near = (x + shift) - shift;
  v128 past = (v128)((f32x4)((v128)near ^ sign) > (f32x4)(a ^ sign));
  near -= (f32x4)(past & ((v128)((f32x4){0} + 1.0f) | sign));
  v128 small = (v128)((f32x4)(a ^ sign) < 0x1p23f);
  return (small & (((v128)near & ~0x8000000080000000) | sign)) | (~small & (v128)(x + (f32x4)sign));
#endif
}

//! helper: f32x4_nearest; needs: f32x4
/* f32x4.nearest: rounds to the nearest, to the even of two as near, keeping the signs of zeros (spec 4.3.5,
 * fnearest). From 2^23 up, every value is whole; the addition quiets NaNs. */
static inline v128 f32x4_nearest(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundps((f32x4)a, 8);
#else
  v128 sign = a & 0x8000000080000000;
  f32x4 x = (f32x4)a, shift = (f32x4)((v128)((f32x4){0} + 0x1p23f) | sign);
  f32x4 near = (x + shift) - shift;
  v128 small = (v128)((f32x4)(a ^ sign) < 0x1p23f);
  return (small & (((v128)near & ~0x8000000080000000) | sign)) | (~small & (v128)(x + (f32x4)sign));
#endif
}

//! helper: f64x2_abs
/* f64x2.abs: clears the signs and nothing else, of NaNs too (spec 4.3.5, fabs). */
static inline v128 f64x2_abs(v128 a) {
  return a & ~0x8000000000000000;
}

//! helper: f64x2_neg
/* f64x2.neg: flips the signs and nothing else, of NaNs too (spec 4.3.5, fneg). */
static inline v128 f64x2_neg(v128 a) {
  return a ^ 0x8000000000000000;
}

//! helper: f64x2_sqrt; needs: f64x2
/* f64x2.sqrt (spec 4.3.5, fsqrt). */
static inline v128 f64x2_sqrt(v128 a) {
  return (v128)__builtin_ia32_sqrtpd((f64x2)a);
}

//! helper: f64x2_opaque
/* Lanes that the C compiler cannot see through. It folds operations that return an operand unchanged and
 * forgets that they quiet a signalling NaN (spec 4.3.3, nans). */
static inline v128 f64x2_opaque(v128 a) {
#ifndef __SUPPORT_SNAN__
  __asm__("" : "+x"(a));
#endif
  return a;
}

//! helper: f64x2_add; needs: f64x2
/* f64x2.add (spec 4.3.5, fadd). */
static inline v128 f64x2_add(v128 a, v128 b) {
  return (v128)((f64x2)a + (f64x2)b);
}

//! helper: f64x2_sub; needs: f64x2
/* f64x2.sub (spec 4.3.5, fsub). */
static inline v128 f64x2_sub(v128 a, v128 b) {
  return (v128)((f64x2)a - (f64x2)b);
}

//! helper: f64x2_mul; needs: f64x2
/* f64x2.mul (spec 4.3.5, fmul). */
static inline v128 f64x2_mul(v128 a, v128 b) {
  return (v128)((f64x2)a * (f64x2)b);
}

//! helper: f64x2_div; needs: f64x2
/* f64x2.div (spec 4.3.5, fdiv). */
static inline v128 f64x2_div(v128 a, v128 b) {
  return (v128)((f64x2)a / (f64x2)b);
}

//! helper: f64x2_min; needs: u64x2, f64x2
/* f64x2.min: the instruction gives its second operand if one is a NaN or both are zeros, so both orders are
 * needed; NaNs become canonical (spec 4.3.5, fmin). */
static inline v128 f64x2_min(v128 a, v128 b) {
  v128 one = (v128)__builtin_ia32_minpd((f64x2)a, (f64x2)b);
  v128 other = (v128)__builtin_ia32_minpd((f64x2)b, (f64x2)a);
  f64x2 either = (f64x2)(one | other);
  v128 nans = (v128)(either != either);
  return ((one | other) | nans) & ~(v128)((u64x2)nans >> 13);
}

//! helper: f64x2_max; needs: u64x2, f64x2
/* f64x2.max: the instruction gives its second operand if one is a NaN or both are zeros, so both orders are
 * needed; NaNs become canonical (spec 4.3.5, fmax). */
static inline v128 f64x2_max(v128 a, v128 b) {
  v128 one = (v128)__builtin_ia32_maxpd((f64x2)a, (f64x2)b);
  v128 other = (v128)__builtin_ia32_maxpd((f64x2)b, (f64x2)a);
  f64x2 either = (f64x2)(one | other);
  v128 nans = (v128)(either != either);
  return ((one & other) | nans) & ~(v128)((u64x2)nans >> 13);
}

//! helper: f64x2_pmin; needs: f64x2
/* f64x2.pmin: b < a ? b : a, as it is (spec 4.3.5, fpmin). */
static inline v128 f64x2_pmin(v128 a, v128 b) {
  return (v128)__builtin_ia32_minpd((f64x2)b, (f64x2)a);
}

//! helper: f64x2_pmax; needs: f64x2
/* f64x2.pmax: a < b ? b : a, as it is (spec 4.3.5, fpmax). */
static inline v128 f64x2_pmax(v128 a, v128 b) {
  return (v128)__builtin_ia32_maxpd((f64x2)b, (f64x2)a);
}

//! helper: f64x2_ceil; needs: f64x2
/* f64x2.ceil: rounds up, keeping the signs of zeros (spec 4.3.5, fceil). From 2^52 up, every value is whole;
 * the addition quiets NaNs. */
static inline v128 f64x2_ceil(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundpd((f64x2)a, 10);
#else
  v128 sign = a & 0x8000000000000000;
  f64x2 x = (f64x2)a, shift = (f64x2)((v128)((f64x2){0} + 0x1p52) | sign);
  f64x2 near = (x + shift) - shift;
  near += (f64x2)((v128)(near < x) & (v128)((f64x2){0} + 1.0));
  v128 small = (v128)((f64x2)(a ^ sign) < 0x1p52);
  return (small & (((v128)near & ~0x8000000000000000) | sign)) | (~small & (v128)(x + (f64x2)sign));
#endif
}

//! helper: f64x2_floor; needs: f64x2
/* f64x2.floor: rounds down, keeping the signs of zeros (spec 4.3.5, ffloor). From 2^52 up, every value is
 * whole; the addition quiets NaNs. */
static inline v128 f64x2_floor(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundpd((f64x2)a, 9);
#else
  v128 sign = a & 0x8000000000000000;
  f64x2 x = (f64x2)a, shift = (f64x2)((v128)((f64x2){0} + 0x1p52) | sign);
  f64x2 near = (x + shift) - shift;
  near -= (f64x2)((v128)(near > x) & (v128)((f64x2){0} + 1.0));
  v128 small = (v128)((f64x2)(a ^ sign) < 0x1p52);
  return (small & (((v128)near & ~0x8000000000000000) | sign)) | (~small & (v128)(x + (f64x2)sign));
#endif
}

//! helper: f64x2_trunc; needs: f64x2
/* f64x2.trunc: rounds towards zero, keeping the signs of zeros (spec 4.3.5, ftrunc). From 2^52 up, every
 * value is whole; the addition quiets NaNs. */
static inline v128 f64x2_trunc(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundpd((f64x2)a, 11);
#else
  v128 sign = a & 0x8000000000000000;
  f64x2 x = (f64x2)a, shift = (f64x2)((v128)((f64x2){0} + 0x1p52) | sign);
  f64x2 near = (x + shift) - shift;
  v128 past = (v128)((f64x2)((v128)near ^ sign) > (f64x2)(a ^ sign));
  near -= (f64x2)(past & ((v128)((f64x2){0} + 1.0) | sign));
  v128 small = (v128)((f64x2)(a ^ sign) < 0x1p52);
  return (small & (((v128)near & ~0x8000000000000000) | sign)) | (~small & (v128)(x + (f64x2)sign));
#endif
}

//! helper: f64x2_nearest; needs: f64x2
/* f64x2.nearest: rounds to the nearest, to the even of two as near, keeping the signs of zeros (spec 4.3.5,
 * fnearest). From 2^52 up, every value is whole; the addition quiets NaNs. */
static inline v128 f64x2_nearest(v128 a) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_roundpd((f64x2)a, 8);
#else
  v128 sign = a & 0x8000000000000000;
  f64x2 x = (f64x2)a, shift = (f64x2)((v128)((f64x2){0} + 0x1p52) | sign);
  f64x2 near = (x + shift) - shift;
  v128 small = (v128)((f64x2)(a ^ sign) < 0x1p52);
  return (small & (((v128)near & ~0x8000000000000000) | sign)) | (~small & (v128)(x + (f64x2)sign));
#endif
}

//! helper: f32x4_runtime; needs: f32x4
/* Lanes that the C compiler doesn't know. Where it does, gcc converts those out of range at compile time, and not as the
 * instruction does. */
static inline f32x4 f32x4_runtime(f32x4 a) {
  __asm__("" : "+x"(a));
  return a;
}

//! helper: i32x4_trunc_sat_f32x4_s; needs: f32x4, f32x4_runtime
/* i32x4.trunc_sat_f32x4_s: the instruction gives the smallest number for all that is out of range (spec
 * 4.3.5, trunc_sat_s). */
static inline v128 i32x4_trunc_sat_f32x4_s(v128 a) {
  f32x4 x = f32x4_runtime((f32x4)a);
  v128 past = (v128)(x >= 0x1p31f);
  return ((v128)__builtin_ia32_cvttps2dq(x) ^ past) & (v128)(x == x);
}

//! helper: i32x4_trunc_sat_f32x4_u; needs: s32x4, u32x4, f32x4, f32x4_runtime
/* i32x4.trunc_sat_f32x4_u: from 2^31 up, 2^31 and the rest (spec 4.3.5, trunc_sat_u). */
static inline v128 i32x4_trunc_sat_f32x4_u(v128 a) {
  f32x4 x = f32x4_runtime(__builtin_ia32_maxps((f32x4)a, (f32x4){0}));
  f32x4 rest = x - 0x1p31f;
  s32x4 upper = __builtin_ia32_cvttps2dq(rest) ^ (rest >= 0x1p31f);
  upper &= upper > 0;
  return (v128)((u32x4)__builtin_ia32_cvttps2dq(x) + (u32x4)upper);
}

//! helper: i32x4_trunc_sat_f64x2_s_zero; needs: f64x2
/* i32x4.trunc_sat_f64x2_s_zero: the upper lanes 0 (spec 4.3.5, trunc_sat_s). */
static inline v128 i32x4_trunc_sat_f64x2_s_zero(v128 a) {
  f64x2 x = (f64x2)(a & (v128)((f64x2)a == (f64x2)a));
  x = __builtin_ia32_minpd(x, (f64x2){2147483647.0, 2147483647.0});
  return (v128)__builtin_ia32_cvttpd2dq(x);
}

//! helper: i32x4_trunc_sat_f64x2_u_zero; needs: f64x2
/* i32x4.trunc_sat_f64x2_u_zero: the upper lanes 0; from 2^31 up, 2^31 and the rest (spec 4.3.5, trunc_sat_u).
 * */
static inline v128 i32x4_trunc_sat_f64x2_u_zero(v128 a) {
  f64x2 x = __builtin_ia32_maxpd((f64x2)a, (f64x2){0});
  x = __builtin_ia32_minpd(x, (f64x2){4294967295.0, 4294967295.0});
  v128 upper = (v128)(x >= 0x1p31);
  x -= (f64x2)(upper & (v128)(f64x2){0x1p31, 0x1p31});
  upper &= 0x80000000;
  return (v128)__builtin_ia32_cvttpd2dq(x) ^ (v128){upper[0] | upper[1] << 32, 0};
}

//! helper: f32x4_convert_i32x4_s; needs: s32x4, f32x4
/* f32x4.convert_i32x4_s (spec 4.3.5, convert_s). */
static inline v128 f32x4_convert_i32x4_s(v128 a) {
  return (v128)__builtin_convertvector((s32x4)a, f32x4);
}

//! helper: f32x4_convert_i32x4_u; needs: u32x4, f32x4
/* f32x4.convert_i32x4_u (spec 4.3.5, convert_u). */
static inline v128 f32x4_convert_i32x4_u(v128 a) {
  return (v128)__builtin_convertvector((u32x4)a, f32x4);
}

//! helper: f64x2_convert_low_i32x4_s; needs: s32x4, f64x2, s32x2
/* f64x2.convert_low_i32x4_s (spec 4.3.5, convert_s). */
static inline v128 f64x2_convert_low_i32x4_s(v128 a) {
#ifdef __clang__
  return (v128)__builtin_convertvector((s32x2)a[0], f64x2);
#else
  return (v128)__builtin_ia32_cvtdq2pd((s32x4)a);
#endif
}

//! helper: f64x2_convert_low_i32x4_u; needs: f64x2, i64x2_extend_low_i32x4_u
/* f64x2.convert_low_i32x4_u: as the lowest bits of 2^52 (spec 4.3.5, convert_u). */
static inline v128 f64x2_convert_low_i32x4_u(v128 a) {
  return (v128)((f64x2)(i64x2_extend_low_i32x4_u(a) | (v128)(f64x2){0x1p52, 0x1p52}) - 0x1p52);
}

//! helper: f32x4_demote_f64x2_zero; needs: f64x2
/* f32x4.demote_f64x2_zero: the upper lanes 0 (spec 4.3.5, demote). After a promotion, compilers would leave
 * out a conversion, which quiets NaNs, but not this builtin. */
static inline v128 f32x4_demote_f64x2_zero(v128 a) {
  return (v128)__builtin_ia32_cvtpd2ps((f64x2)a);
}

//! helper: f64x2_promote_low_f32x4; needs: f32x4, f64x2, f32x2
/* f64x2.promote_low_f32x4 (spec 4.3.5, promote). */
static inline v128 f64x2_promote_low_f32x4(v128 a) {
#ifdef __clang__
  return (v128)__builtin_convertvector((f32x2)a[0], f64x2);
#else
  return (v128)__builtin_ia32_cvtps2pd((f32x4)a);
#endif
}
