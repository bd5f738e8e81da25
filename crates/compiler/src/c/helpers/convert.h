//! helper: f32_demote_f64
/* f32.demote_f64: rounds to the nearest, quiets NaNs (spec 4.3.4, demote). Compilers take the demotion of a
 * promotion for no operation, gcc even with -fsignaling-nans; of anything else, the plain cast does. */
static inline f32 f32_demote_f64(f64 x) {
#ifndef __TINYC__
  __asm__("" : "+x"(x));
#endif
  return (f32)x;
}

//! helper: f64_promote_f32
/* f64.promote_f32: exact, quiets NaNs (spec 4.3.4, promote). */
static inline f64 f64_promote_f32(f32 x) {
  return (f64)x;
}

//! helper: f32_convert_i64_u
/* f32.convert_i64_u: rounds to the nearest once (spec 4.3.4, convert_u). TinyCC would call a library
 * function; half of the number, its lowest bit standing for both that go, rounds the same. */
static inline f32 f32_convert_i64_u(u64 x) {
#ifdef __TINYC__
  if ((s64)x < 0) {
    f32 half = (f32)(s64)(x >> 1 | (x & 1));
    return half + half;
  }
  return (f32)(s64)x;
#else
  return (f32)x;
#endif
}

//! helper: u64_from_f32
/* x, at least 0 and less than 2^64, towards zero. No compiler calls a library function for it. */
static inline u64 u64_from_f32(f32 x) {
  return x < 0x1p63f ? (u64)(s64)x : (u64)(s64)(x - 0x1p63f) + 0x8000000000000000;
}

//! helper: f64_convert_i64_u
/* f64.convert_i64_u: rounds to the nearest once (spec 4.3.4, convert_u). TinyCC would call a library
 * function; half of the number, its lowest bit standing for both that go, rounds the same. */
static inline f64 f64_convert_i64_u(u64 x) {
#ifdef __TINYC__
  if ((s64)x < 0) {
    f64 half = (f64)(s64)(x >> 1 | (x & 1));
    return half + half;
  }
  return (f64)(s64)x;
#else
  return (f64)x;
#endif
}

//! helper: u64_from_f64
/* x, at least 0 and less than 2^64, towards zero. No compiler calls a library function for it. */
static inline u64 u64_from_f64(f64 x) {
  return x < 0x1p63 ? (u64)(s64)x : (u64)(s64)(x - 0x1p63) + 0x8000000000000000;
}

//! helper: trunc_trap
/* The trap of a float that has no integer: NaN, or out of range (spec 4.3.4, trunc_u and trunc_s). */
static inline _Noreturn void trunc_trap(_Bool nan) {
  wastrel_trap(nan ? TRAP_INVALID_CONVERSION_TO_INTEGER : TRAP_INTEGER_OVERFLOW);
}

//! helper: i32_trunc_f32_s; needs: trunc_trap
/* i32.trunc_f32_s: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_s). */
static inline u32 i32_trunc_f32_s(f32 x) {
  if (!(x >= -0x1p31f && x < 0x1p31f))
    trunc_trap(x != x);
  return (u32)(s32)x;
}

//! helper: i32_trunc_f32_u; needs: trunc_trap
/* i32.trunc_f32_u: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_u). */
static inline u32 i32_trunc_f32_u(f32 x) {
  if (!(x > -1.0f && x < 0x1p32f))
    trunc_trap(x != x);
  return (u32)(s64)x;
}

//! helper: i32_trunc_sat_f32_s
/* i32.trunc_sat_f32_s: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_s).
 * */
static inline u32 i32_trunc_sat_f32_s(f32 x) {
  if (x >= -0x1p31f && x < 0x1p31f)
    return (u32)(s32)x;
  return x != x ? 0 : x < 0 ? 0x80000000 : 0x7fffffff;
}

//! helper: i32_trunc_sat_f32_u
/* i32.trunc_sat_f32_u: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_u).
 * */
static inline u32 i32_trunc_sat_f32_u(f32 x) {
  if (x > -1.0f && x < 0x1p32f)
    return (u32)(s64)x;
  return x > 0 ? 0xffffffff : 0;
}

//! helper: i32_trunc_f64_s; needs: trunc_trap
/* i32.trunc_f64_s: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_s). */
static inline u32 i32_trunc_f64_s(f64 x) {
  if (!(x > -2147483649.0 && x < 0x1p31))
    trunc_trap(x != x);
  return (u32)(s32)x;
}

//! helper: i32_trunc_f64_u; needs: trunc_trap
/* i32.trunc_f64_u: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_u). */
static inline u32 i32_trunc_f64_u(f64 x) {
  if (!(x > -1.0 && x < 0x1p32))
    trunc_trap(x != x);
  return (u32)(s64)x;
}

//! helper: i32_trunc_sat_f64_s
/* i32.trunc_sat_f64_s: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_s).
 * */
static inline u32 i32_trunc_sat_f64_s(f64 x) {
  if (x > -2147483649.0 && x < 0x1p31)
    return (u32)(s32)x;
  return x != x ? 0 : x < 0 ? 0x80000000 : 0x7fffffff;
}

//! helper: i32_trunc_sat_f64_u
/* i32.trunc_sat_f64_u: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_u).
 * */
static inline u32 i32_trunc_sat_f64_u(f64 x) {
  if (x > -1.0 && x < 0x1p32)
    return (u32)(s64)x;
  return x > 0 ? 0xffffffff : 0;
}

//! helper: i64_trunc_f32_s; needs: trunc_trap
/* i64.trunc_f32_s: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_s). */
static inline u64 i64_trunc_f32_s(f32 x) {
  if (!(x >= -0x1p63f && x < 0x1p63f))
    trunc_trap(x != x);
  return (u64)(s64)x;
}

//! helper: i64_trunc_f32_u; needs: trunc_trap, u64_from_f32
/* i64.trunc_f32_u: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_u). */
static inline u64 i64_trunc_f32_u(f32 x) {
  if (!(x > -1.0f && x < 0x1p64f))
    trunc_trap(x != x);
  return u64_from_f32(x);
}

//! helper: i64_trunc_sat_f32_s
/* i64.trunc_sat_f32_s: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_s).
 * */
static inline u64 i64_trunc_sat_f32_s(f32 x) {
  if (x >= -0x1p63f && x < 0x1p63f)
    return (u64)(s64)x;
  return x != x ? 0 : x < 0 ? 0x8000000000000000 : 0x7fffffffffffffff;
}

//! helper: i64_trunc_sat_f32_u; needs: u64_from_f32
/* i64.trunc_sat_f32_u: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_u).
 * */
static inline u64 i64_trunc_sat_f32_u(f32 x) {
  if (x > -1.0f && x < 0x1p64f)
    return u64_from_f32(x);
  return x > 0 ? 0xffffffffffffffff : 0;
}

//! helper: i64_trunc_f64_s; needs: trunc_trap
/* i64.trunc_f64_s: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_s). */
static inline u64 i64_trunc_f64_s(f64 x) {
  if (!(x >= -0x1p63 && x < 0x1p63))
    trunc_trap(x != x);
  return (u64)(s64)x;
}

//! helper: i64_trunc_f64_u; needs: trunc_trap, u64_from_f64
/* i64.trunc_f64_u: towards zero; traps for a NaN and out of range (spec 4.3.4, trunc_u). */
static inline u64 i64_trunc_f64_u(f64 x) {
  if (!(x > -1.0 && x < 0x1p64))
    trunc_trap(x != x);
  return u64_from_f64(x);
}

//! helper: i64_trunc_sat_f64_s
/* i64.trunc_sat_f64_s: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_s).
 * */
static inline u64 i64_trunc_sat_f64_s(f64 x) {
  if (x >= -0x1p63 && x < 0x1p63)
    return (u64)(s64)x;
  return x != x ? 0 : x < 0 ? 0x8000000000000000 : 0x7fffffffffffffff;
}

//! helper: i64_trunc_sat_f64_u; needs: u64_from_f64
/* i64.trunc_sat_f64_u: towards zero; 0 for a NaN, the nearest bound out of range (spec 4.3.4, trunc_sat_u).
 * */
static inline u64 i64_trunc_sat_f64_u(f64 x) {
  if (x > -1.0 && x < 0x1p64)
    return u64_from_f64(x);
  return x > 0 ? 0xffffffffffffffff : 0;
}
