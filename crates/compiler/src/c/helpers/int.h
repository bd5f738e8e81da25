//! helper: i32_div_s
/* i32.div_s: truncates towards zero; traps for 0 and for the quotient 2^31 (spec 4.3.2, idiv_s). */
static inline u32 i32_div_s(u32 a, u32 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  if (a == 0x80000000 && b == (u32)-1)
    wastrel_trap(TRAP_INTEGER_OVERFLOW);
  return (u32)((s32)a / (s32)b);
}

//! helper: i32_div_u
/* i32.div_u: traps for 0 (spec 4.3.2, idiv_u). */
static inline u32 i32_div_u(u32 a, u32 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return a / b;
}

//! helper: i32_rem_s
/* i32.rem_s: has the sign of a; traps for 0. The remainder by -1 is 0, where C would overflow (spec 4.3.2,
 * irem_s). */
static inline u32 i32_rem_s(u32 a, u32 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return b == (u32)-1 ? 0 : (u32)((s32)a % (s32)b);
}

//! helper: i32_rem_u
/* i32.rem_u: traps for 0 (spec 4.3.2, irem_u). */
static inline u32 i32_rem_u(u32 a, u32 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return a % b;
}

//! helper: i32_rotl
/* i32.rotl: by b modulo 32 (spec 4.3.2, irotl). Compilers make one instruction of it. */
static inline u32 i32_rotl(u32 a, u32 b) {
  return a << (b & 31) | a >> (-b & 31);
}

//! helper: i32_rotr
/* i32.rotr: by b modulo 32 (spec 4.3.2, irotr). Compilers make one instruction of it. */
static inline u32 i32_rotr(u32 a, u32 b) {
  return a >> (b & 31) | a << (-b & 31);
}

//! helper: i32_extend8_s
/* i32.extend8_s: the low 8 bits, signed (spec 4.3.2, iextendM_s). A cast in its place would be taken back by gcc, which
 * then warns of the sign of `a + (u32)(s8)b`. */
static inline u32 i32_extend8_s(u32 a) {
  return (u32)(s8)a;
}

//! helper: i32_extend16_s
/* i32.extend16_s: the low 16 bits, signed (spec 4.3.2, iextendM_s). No cast, for the same reason as i32_extend8_s. */
static inline u32 i32_extend16_s(u32 a) {
  return (u32)(s16)a;
}

//! helper: i32_clz
/* i32.clz: leading zeros, 32 for 0, where the builtin is undefined (spec 4.3.2, iclz). */
static inline u32 i32_clz(u32 a) {
#ifdef __TINYC__
  u32 zeros = 32;
  for (; a != 0; a >>= 1)
    zeros--;
  return zeros;
#else
  return a == 0 ? 32 : (u32)__builtin_clz(a);
#endif
}

//! helper: i32_ctz
/* i32.ctz: trailing zeros, 32 for 0, where the builtin is undefined (spec 4.3.2, ictz). */
static inline u32 i32_ctz(u32 a) {
#ifdef __TINYC__
  u32 zeros = 32;
  for (; a != 0; a <<= 1)
    zeros--;
  return zeros;
#else
  return a == 0 ? 32 : (u32)__builtin_ctz(a);
#endif
}

//! helper: i32_popcnt
/* i32.popcnt: bits that are 1, counted in parallel (spec 4.3.2, ipopcnt). Without the instruction, the
 * builtin would call a library function. */
static inline u32 i32_popcnt(u32 a) {
#ifdef __POPCNT__
  return (u32)__builtin_popcount(a);
#else
  a = a - (a >> 1 & 0x55555555);
  a = (a & 0x33333333) + (a >> 2 & 0x33333333);
  a = (a + (a >> 4)) & 0x0f0f0f0f;
  return a * 0x01010101 >> 24;
#endif
}

//! helper: i64_div_s
/* i64.div_s: truncates towards zero; traps for 0 and for the quotient 2^63 (spec 4.3.2, idiv_s). */
static inline u64 i64_div_s(u64 a, u64 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  if (a == 0x8000000000000000 && b == (u64)-1)
    wastrel_trap(TRAP_INTEGER_OVERFLOW);
  return (u64)((s64)a / (s64)b);
}

//! helper: i64_div_u
/* i64.div_u: traps for 0 (spec 4.3.2, idiv_u). */
static inline u64 i64_div_u(u64 a, u64 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return a / b;
}

//! helper: i64_rem_s
/* i64.rem_s: has the sign of a; traps for 0. The remainder by -1 is 0, where C would overflow (spec 4.3.2,
 * irem_s). */
static inline u64 i64_rem_s(u64 a, u64 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return b == (u64)-1 ? 0 : (u64)((s64)a % (s64)b);
}

//! helper: i64_rem_u
/* i64.rem_u: traps for 0 (spec 4.3.2, irem_u). */
static inline u64 i64_rem_u(u64 a, u64 b) {
  if (b == 0)
    wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  return a % b;
}

//! helper: i64_rotl
/* i64.rotl: by b modulo 64 (spec 4.3.2, irotl). Compilers make one instruction of it. */
static inline u64 i64_rotl(u64 a, u64 b) {
  return a << (b & 63) | a >> (-b & 63);
}

//! helper: i64_rotr
/* i64.rotr: by b modulo 64 (spec 4.3.2, irotr). Compilers make one instruction of it. */
static inline u64 i64_rotr(u64 a, u64 b) {
  return a >> (b & 63) | a << (-b & 63);
}

//! helper: i64_clz
/* i64.clz: leading zeros, 64 for 0, where the builtin is undefined (spec 4.3.2, iclz). */
static inline u64 i64_clz(u64 a) {
#ifdef __TINYC__
  u64 zeros = 64;
  for (; a != 0; a >>= 1)
    zeros--;
  return zeros;
#else
  return a == 0 ? 64 : (u64)__builtin_clzl(a);
#endif
}

//! helper: i64_ctz
/* i64.ctz: trailing zeros, 64 for 0, where the builtin is undefined (spec 4.3.2, ictz). */
static inline u64 i64_ctz(u64 a) {
#ifdef __TINYC__
  u64 zeros = 64;
  for (; a != 0; a <<= 1)
    zeros--;
  return zeros;
#else
  return a == 0 ? 64 : (u64)__builtin_ctzl(a);
#endif
}

//! helper: i64_popcnt
/* i64.popcnt: bits that are 1, counted in parallel (spec 4.3.2, ipopcnt). Without the instruction, the
 * builtin would call a library function. */
static inline u64 i64_popcnt(u64 a) {
#ifdef __POPCNT__
  return (u64)__builtin_popcountl(a);
#else
  a = a - (a >> 1 & 0x5555555555555555);
  a = (a & 0x3333333333333333) + (a >> 2 & 0x3333333333333333);
  a = (a + (a >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return a * 0x0101010101010101 >> 56;
#endif
}

//! helper: likely
/* A condition that a branch hint says will hold (branch hinting). */
#define likely(condition) __builtin_expect(condition, 1)

//! helper: unlikely
/* A condition that a branch hint says won't hold (branch hinting). */
#define unlikely(condition) __builtin_expect(condition, 0)
