//! helper: i8x16_relaxed_swizzle; needs: v128, i8x16_swizzle
/* i8x16.relaxed_swizzle: as i8x16.swizzle, like all relaxed operations as the deterministic profile has it
 * (spec, deterministic profile). */
static inline v128 i8x16_relaxed_swizzle(v128 a, v128 b) {
  return i8x16_swizzle(a, b);
}

//! helper: i32x4_relaxed_trunc_f32x4_s; needs: v128, i32x4_trunc_sat_f32x4_s
/* i32x4.relaxed_trunc_f32x4_s: saturates (spec, deterministic profile). */
static inline v128 i32x4_relaxed_trunc_f32x4_s(v128 a) {
  return i32x4_trunc_sat_f32x4_s(a);
}

//! helper: i32x4_relaxed_trunc_f32x4_u; needs: v128, i32x4_trunc_sat_f32x4_u
/* i32x4.relaxed_trunc_f32x4_u: saturates (spec, deterministic profile). */
static inline v128 i32x4_relaxed_trunc_f32x4_u(v128 a) {
  return i32x4_trunc_sat_f32x4_u(a);
}

//! helper: i32x4_relaxed_trunc_f64x2_s_zero; needs: v128, i32x4_trunc_sat_f64x2_s_zero
/* i32x4.relaxed_trunc_f64x2_s_zero: saturates (spec, deterministic profile). */
static inline v128 i32x4_relaxed_trunc_f64x2_s_zero(v128 a) {
  return i32x4_trunc_sat_f64x2_s_zero(a);
}

//! helper: i32x4_relaxed_trunc_f64x2_u_zero; needs: v128, i32x4_trunc_sat_f64x2_u_zero
/* i32x4.relaxed_trunc_f64x2_u_zero: saturates (spec, deterministic profile). */
static inline v128 i32x4_relaxed_trunc_f64x2_u_zero(v128 a) {
  return i32x4_trunc_sat_f64x2_u_zero(a);
}

//! helper: f32x4_relaxed_madd; needs: v128, f32x4
/* f32x4.relaxed_madd: rounds twice (spec, deterministic profile). */
static inline v128 f32x4_relaxed_madd(v128 a, v128 b, v128 c) {
  return (v128)((f32x4)a * (f32x4)b + (f32x4)c);
}

//! helper: f32x4_relaxed_nmadd; needs: v128, f32x4
/* f32x4.relaxed_nmadd: rounds twice (spec, deterministic profile). */
static inline v128 f32x4_relaxed_nmadd(v128 a, v128 b, v128 c) {
  return (v128)(-((f32x4)a) * (f32x4)b + (f32x4)c);
}

//! helper: f32x4_relaxed_min; needs: v128, f32x4_min
/* f32x4.relaxed_min: as f32x4.min (spec, deterministic profile). */
static inline v128 f32x4_relaxed_min(v128 a, v128 b) {
  return f32x4_min(a, b);
}

//! helper: f32x4_relaxed_max; needs: v128, f32x4_max
/* f32x4.relaxed_max: as f32x4.max (spec, deterministic profile). */
static inline v128 f32x4_relaxed_max(v128 a, v128 b) {
  return f32x4_max(a, b);
}

//! helper: f64x2_relaxed_madd; needs: v128, f64x2
/* f64x2.relaxed_madd: rounds twice (spec, deterministic profile). */
static inline v128 f64x2_relaxed_madd(v128 a, v128 b, v128 c) {
  return (v128)((f64x2)a * (f64x2)b + (f64x2)c);
}

//! helper: f64x2_relaxed_nmadd; needs: v128, f64x2
/* f64x2.relaxed_nmadd: rounds twice (spec, deterministic profile). */
static inline v128 f64x2_relaxed_nmadd(v128 a, v128 b, v128 c) {
  return (v128)(-((f64x2)a) * (f64x2)b + (f64x2)c);
}

//! helper: f64x2_relaxed_min; needs: v128, f64x2_min
/* f64x2.relaxed_min: as f64x2.min (spec, deterministic profile). */
static inline v128 f64x2_relaxed_min(v128 a, v128 b) {
  return f64x2_min(a, b);
}

//! helper: f64x2_relaxed_max; needs: v128, f64x2_max
/* f64x2.relaxed_max: as f64x2.max (spec, deterministic profile). */
static inline v128 f64x2_relaxed_max(v128 a, v128 b) {
  return f64x2_max(a, b);
}

//! helper: i8x16_relaxed_laneselect; needs: v128, v128_select
/* i8x16.relaxed_laneselect: bit by bit (spec, deterministic profile). */
static inline v128 i8x16_relaxed_laneselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: i16x8_relaxed_laneselect; needs: v128, v128_select
/* i16x8.relaxed_laneselect: bit by bit (spec, deterministic profile). */
static inline v128 i16x8_relaxed_laneselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: i32x4_relaxed_laneselect; needs: v128, v128_select
/* i32x4.relaxed_laneselect: bit by bit (spec, deterministic profile). */
static inline v128 i32x4_relaxed_laneselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: i64x2_relaxed_laneselect; needs: v128, v128_select
/* i64x2.relaxed_laneselect: bit by bit (spec, deterministic profile). */
static inline v128 i64x2_relaxed_laneselect(v128 a, v128 b, v128 mask) {
  return v128_select(mask, a, b);
}

//! helper: i16x8_relaxed_q15mulr_s; needs: v128, i16x8_q15mulr_sat_s
/* i16x8.relaxed_q15mulr_s: saturates (spec, deterministic profile). */
static inline v128 i16x8_relaxed_q15mulr_s(v128 a, v128 b) {
  return i16x8_q15mulr_sat_s(a, b);
}

//! helper: i16x8_relaxed_dot_i8x16_i7x16_s; needs: v128, i16x8_narrow_i32x4_s, i16x8_extend_low_i8x16_s, i16x8_extend_high_i8x16_s, i32x4_dot_i16x8_s
/* i16x8.relaxed_dot_i8x16_i7x16_s: both signed, the sum saturates (spec, deterministic profile). */
static inline v128 i16x8_relaxed_dot_i8x16_i7x16_s(v128 a, v128 b) {
  v128 low = i32x4_dot_i16x8_s(i16x8_extend_low_i8x16_s(a), i16x8_extend_low_i8x16_s(b));
  v128 high = i32x4_dot_i16x8_s(i16x8_extend_high_i8x16_s(a), i16x8_extend_high_i8x16_s(b));
  return i16x8_narrow_i32x4_s(low, high);
}

//! helper: i32x4_relaxed_dot_i8x16_i7x16_add_s; needs: v128, u32x4, i32x4_extadd_pairwise_i16x8_s, i16x8_relaxed_dot_i8x16_i7x16_s
/* i32x4.relaxed_dot_i8x16_i7x16_add_s: both signed, the sums of two saturate (spec, deterministic profile).
 * */
static inline v128 i32x4_relaxed_dot_i8x16_i7x16_add_s(v128 a, v128 b, v128 c) {
  v128 sums = i32x4_extadd_pairwise_i16x8_s(i16x8_relaxed_dot_i8x16_i7x16_s(a, b));
  return (v128)((u32x4)sums + (u32x4)c);
}
