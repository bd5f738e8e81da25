//! helper: i8x16_relaxed_swizzle; needs: u8x16, c8x16
/* i8x16.relaxed_swizzle: 0 or any byte for an index past the end (rule i8x16.relaxed_swizzle). */
static inline v128 i8x16_relaxed_swizzle(v128 a, v128 b) {
#ifdef __SSSE3__
  return (v128)__builtin_ia32_pshufb128((c8x16)a, (c8x16)b);
#else
  u8x16 bytes = (u8x16)a, indices = (u8x16)b, result;
  for (u32 i = 0; i < 16; i++)
    result[i] = bytes[indices[i] & 15] & (u8)((indices[i] >> 7) - 1);
  return (v128)result;
#endif
}

//! helper: i32x4_relaxed_trunc_f32x4_s; needs: f32x4, f32x4_runtime
/* i32x4.relaxed_trunc_f32x4_s: the smallest number for all that is out of range (spec 4.3.5, relaxed_trunc). */
static inline v128 i32x4_relaxed_trunc_f32x4_s(v128 a) {
  return (v128)__builtin_ia32_cvttps2dq(f32x4_runtime((f32x4)a));
}

//! helper: i32x4_relaxed_trunc_f32x4_u; needs: i32x4_trunc_sat_f32x4_u
/* i32x4.relaxed_trunc_f32x4_u: saturates; nothing cheaper is allowed (spec 4.3.5, relaxed_trunc). */
static inline v128 i32x4_relaxed_trunc_f32x4_u(v128 a) {
  return i32x4_trunc_sat_f32x4_u(a);
}

//! helper: i32x4_relaxed_trunc_f64x2_s_zero; needs: f64x2
/* i32x4.relaxed_trunc_f64x2_s_zero: the smallest number for all that is out of range, the upper lanes 0 (spec 4.3.5,
 * relaxed_trunc). */
static inline v128 i32x4_relaxed_trunc_f64x2_s_zero(v128 a) {
  __asm__("" : "+x"(a)); /* as in f32x4_runtime */
  return (v128)__builtin_ia32_cvttpd2dq((f64x2)a);
}

//! helper: i32x4_relaxed_trunc_f64x2_u_zero; needs: i32x4_trunc_sat_f64x2_u_zero
/* i32x4.relaxed_trunc_f64x2_u_zero: saturates; nothing cheaper is allowed (spec 4.3.5, relaxed_trunc). */
static inline v128 i32x4_relaxed_trunc_f64x2_u_zero(v128 a) {
  return i32x4_trunc_sat_f64x2_u_zero(a);
}

//! helper: f32x4_relaxed_madd; needs: f32x4
/* f32x4.relaxed_madd: a * b + c, rounded once where the machine can (rule relaxed_madd). */
static inline v128 f32x4_relaxed_madd(v128 a, v128 b, v128 c) {
#if defined __FMA__ && __has_builtin(__builtin_elementwise_fma)
  return (v128)__builtin_elementwise_fma((f32x4)a, (f32x4)b, (f32x4)c);
#elif defined __FMA__
  return (v128)__builtin_ia32_vfmaddps((f32x4)a, (f32x4)b, (f32x4)c);
#else
  return (v128)((f32x4)a * (f32x4)b + (f32x4)c);
#endif
}

//! helper: f32x4_relaxed_nmadd; needs: f32x4
/* f32x4.relaxed_nmadd: -a * b + c, rounded once where the machine can (rule relaxed_nmadd). */
static inline v128 f32x4_relaxed_nmadd(v128 a, v128 b, v128 c) {
#if defined __FMA__ && __has_builtin(__builtin_elementwise_fma)
  return (v128)__builtin_elementwise_fma(-(f32x4)a, (f32x4)b, (f32x4)c);
#elif defined __FMA__
  return (v128)__builtin_ia32_vfmaddps(-(f32x4)a, (f32x4)b, (f32x4)c);
#else
  return (v128)(-(f32x4)a * (f32x4)b + (f32x4)c);
#endif
}

//! helper: f32x4_relaxed_min; needs: f32x4
/* f32x4.relaxed_min: b where one is a NaN or both are zeros (spec 4.3.5, relaxed_min). */
static inline v128 f32x4_relaxed_min(v128 a, v128 b) {
  return (v128)__builtin_ia32_minps((f32x4)a, (f32x4)b);
}

//! helper: f32x4_relaxed_max; needs: f32x4
/* f32x4.relaxed_max: b where one is a NaN or both are zeros (spec 4.3.5, relaxed_max). */
static inline v128 f32x4_relaxed_max(v128 a, v128 b) {
  return (v128)__builtin_ia32_maxps((f32x4)a, (f32x4)b);
}

//! helper: f64x2_relaxed_madd; needs: f64x2
/* f64x2.relaxed_madd: a * b + c, rounded once where the machine can (rule relaxed_madd). */
static inline v128 f64x2_relaxed_madd(v128 a, v128 b, v128 c) {
#if defined __FMA__ && __has_builtin(__builtin_elementwise_fma)
  return (v128)__builtin_elementwise_fma((f64x2)a, (f64x2)b, (f64x2)c);
#elif defined __FMA__
  return (v128)__builtin_ia32_vfmaddpd((f64x2)a, (f64x2)b, (f64x2)c);
#else
  return (v128)((f64x2)a * (f64x2)b + (f64x2)c);
#endif
}

//! helper: f64x2_relaxed_nmadd; needs: f64x2
/* f64x2.relaxed_nmadd: -a * b + c, rounded once where the machine can (rule relaxed_nmadd). */
static inline v128 f64x2_relaxed_nmadd(v128 a, v128 b, v128 c) {
#if defined __FMA__ && __has_builtin(__builtin_elementwise_fma)
  return (v128)__builtin_elementwise_fma(-(f64x2)a, (f64x2)b, (f64x2)c);
#elif defined __FMA__
  return (v128)__builtin_ia32_vfmaddpd(-(f64x2)a, (f64x2)b, (f64x2)c);
#else
  return (v128)(-(f64x2)a * (f64x2)b + (f64x2)c);
#endif
}

//! helper: f64x2_relaxed_min; needs: f64x2
/* f64x2.relaxed_min: b where one is a NaN or both are zeros (spec 4.3.5, relaxed_min). */
static inline v128 f64x2_relaxed_min(v128 a, v128 b) {
  return (v128)__builtin_ia32_minpd((f64x2)a, (f64x2)b);
}

//! helper: f64x2_relaxed_max; needs: f64x2
/* f64x2.relaxed_max: b where one is a NaN or both are zeros (spec 4.3.5, relaxed_max). */
static inline v128 f64x2_relaxed_max(v128 a, v128 b) {
  return (v128)__builtin_ia32_maxpd((f64x2)a, (f64x2)b);
}

//! helper: i8x16_relaxed_laneselect; needs: c8x16
/* i8x16.relaxed_laneselect: by the highest bit of a lane of the mask, or bit by bit (spec 4.3.5,
 * irelaxed_laneselect). */
static inline v128 i8x16_relaxed_laneselect(v128 a, v128 b, v128 mask) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_pblendvb128((c8x16)b, (c8x16)a, (c8x16)mask);
#else
  return (a & mask) | (b & ~mask);
#endif
}

//! helper: i16x8_relaxed_laneselect; needs: v128_select
/* i16x8.relaxed_laneselect: bit by bit, as there is no selection of such lanes (spec 4.3.5, irelaxed_laneselect). */
static inline v128 i16x8_relaxed_laneselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: i32x4_relaxed_laneselect; needs: f32x4
/* i32x4.relaxed_laneselect: by the highest bit of a lane of the mask, or bit by bit (spec 4.3.5,
 * irelaxed_laneselect). */
static inline v128 i32x4_relaxed_laneselect(v128 a, v128 b, v128 mask) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_blendvps((f32x4)b, (f32x4)a, (f32x4)mask);
#else
  return (a & mask) | (b & ~mask);
#endif
}

//! helper: i64x2_relaxed_laneselect; needs: f64x2
/* i64x2.relaxed_laneselect: by the highest bit of a lane of the mask, or bit by bit (spec 4.3.5,
 * irelaxed_laneselect). */
static inline v128 i64x2_relaxed_laneselect(v128 a, v128 b, v128 mask) {
#ifdef __SSE4_1__
  return (v128)__builtin_ia32_blendvpd((f64x2)b, (f64x2)a, (f64x2)mask);
#else
  return (a & mask) | (b & ~mask);
#endif
}

//! helper: i16x8_relaxed_q15mulr_s; needs: s16x8, u16x8
/* i16x8.relaxed_q15mulr_s: (a * b + 2^14) / 2^15, rounded down; -1 * -1 gives -1 (rule relaxed_q15mulr). */
static inline v128 i16x8_relaxed_q15mulr_s(v128 a, v128 b) {
#ifdef __SSSE3__
  return (v128)__builtin_ia32_pmulhrsw128((s16x8)a, (s16x8)b);
#else
  s16x8 high = __builtin_ia32_pmulhw128((s16x8)a, (s16x8)b);
  u16x8 low = (u16x8)a * (u16x8)b;
  return (v128)(((u16x8)high << 1) + (((low >> 14) + 1) >> 1));
#endif
}

//! helper: i16x8_relaxed_dot_i8x16_i7x16_s; needs: s16x8, u16x8, c8x16
/* i16x8.relaxed_dot_i8x16_i7x16_s: what takes b for unsigned saturates, what takes it for signed adds modulo
 * 2^16 (rule relaxed_dot). */
static inline v128 i16x8_relaxed_dot_i8x16_i7x16_s(v128 a, v128 b) {
#ifdef __SSSE3__
  return (v128)__builtin_ia32_pmaddubsw128((c8x16)b, (c8x16)a);
#else
  s16x8 even = ((s16x8)((u16x8)a << 8) >> 8) * ((s16x8)((u16x8)b << 8) >> 8);
  s16x8 odd = ((s16x8)a >> 8) * ((s16x8)b >> 8);
  return (v128)((u16x8)even + (u16x8)odd);
#endif
}

//! helper: i32x4_relaxed_dot_i8x16_i7x16_add_s; needs: u32x4, i32x4_extadd_pairwise_i16x8_s, i16x8_relaxed_dot_i8x16_i7x16_s
/* i32x4.relaxed_dot_i8x16_i7x16_add_s: sums of neighbouring sums, and c (rule relaxed_dot_add). */
static inline v128 i32x4_relaxed_dot_i8x16_i7x16_add_s(v128 a, v128 b, v128 c) {
  v128 sums = i32x4_extadd_pairwise_i16x8_s(i16x8_relaxed_dot_i8x16_i7x16_s(a, b));
  return (v128)((u32x4)sums + (u32x4)c);
}

//! helper: f32x4_relaxed_madd_deterministic; needs: f32x4
/* f32x4.relaxed_madd: rounds twice (spec, deterministic profile). */
static inline v128 f32x4_relaxed_madd_deterministic(v128 a, v128 b, v128 c) {
  return (v128)((f32x4)a * (f32x4)b + (f32x4)c);
}

//! helper: f32x4_relaxed_nmadd_deterministic; needs: f32x4
/* f32x4.relaxed_nmadd: rounds twice (spec, deterministic profile). */
static inline v128 f32x4_relaxed_nmadd_deterministic(v128 a, v128 b, v128 c) {
  return (v128)(-(f32x4)a * (f32x4)b + (f32x4)c);
}

//! helper: f64x2_relaxed_madd_deterministic; needs: f64x2
/* f64x2.relaxed_madd: rounds twice (spec, deterministic profile). */
static inline v128 f64x2_relaxed_madd_deterministic(v128 a, v128 b, v128 c) {
  return (v128)((f64x2)a * (f64x2)b + (f64x2)c);
}

//! helper: f64x2_relaxed_nmadd_deterministic; needs: f64x2
/* f64x2.relaxed_nmadd: rounds twice (spec, deterministic profile). */
static inline v128 f64x2_relaxed_nmadd_deterministic(v128 a, v128 b, v128 c) {
  return (v128)(-(f64x2)a * (f64x2)b + (f64x2)c);
}

//! helper: i16x8_relaxed_dot_i8x16_i7x16_s_deterministic; needs: s16x8, u16x8, i16x8_add_sat_s
/* i16x8.relaxed_dot_i8x16_i7x16_s: both signed, the sum saturates (spec, deterministic profile). */
static inline v128 i16x8_relaxed_dot_i8x16_i7x16_s_deterministic(v128 a, v128 b) {
  s16x8 even = ((s16x8)((u16x8)a << 8) >> 8) * ((s16x8)((u16x8)b << 8) >> 8);
  s16x8 odd = ((s16x8)a >> 8) * ((s16x8)b >> 8);
  return i16x8_add_sat_s((v128)even, (v128)odd);
}

//! helper: i32x4_relaxed_dot_i8x16_i7x16_add_s_deterministic; needs: u32x4, i32x4_extadd_pairwise_i16x8_s, i16x8_relaxed_dot_i8x16_i7x16_s_deterministic
/* i32x4.relaxed_dot_i8x16_i7x16_add_s: both signed, the sums of two saturate (spec, deterministic profile). */
static inline v128 i32x4_relaxed_dot_i8x16_i7x16_add_s_deterministic(v128 a, v128 b, v128 c) {
  v128 sums = i32x4_extadd_pairwise_i16x8_s(i16x8_relaxed_dot_i8x16_i7x16_s_deterministic(a, b));
  return (v128)((u32x4)sums + (u32x4)c);
}
