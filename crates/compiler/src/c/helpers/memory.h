//! helper: unaligned_u16
/* A u16 of a linear memory: anywhere, and of no type that C knows. */
typedef u16 __attribute__((may_alias, aligned(1))) unaligned_u16;

//! helper: unaligned_u32
/* A u32 of a linear memory: anywhere, and of no type that C knows. */
typedef u32 __attribute__((may_alias, aligned(1))) unaligned_u32;

//! helper: unaligned_u64
/* A u64 of a linear memory: anywhere, and of no type that C knows. */
typedef u64 __attribute__((may_alias, aligned(1))) unaligned_u64;

//! helper: unaligned_s16
/* A s16 of a linear memory: anywhere, and of no type that C knows. */
typedef s16 __attribute__((may_alias, aligned(1))) unaligned_s16;

//! helper: unaligned_s32
/* A s32 of a linear memory: anywhere, and of no type that C knows. */
typedef s32 __attribute__((may_alias, aligned(1))) unaligned_s32;

//! helper: unaligned_f32
/* A f32 of a linear memory: anywhere, and of no type that C knows. */
typedef f32 __attribute__((may_alias, aligned(1))) unaligned_f32;

//! helper: unaligned_f64
/* A f64 of a linear memory: anywhere, and of no type that C knows. */
typedef f64 __attribute__((may_alias, aligned(1))) unaligned_f64;

//! helper: force_u32
/* Uses a loaded value, so that a load whose value nobody needs still faults. */
static inline u32 force_u32(u32 value) {
#ifndef __TINYC__
  __asm__ volatile("" : : "r"(value));
#endif
  return value;
}

//! helper: force_u64
/* Uses a loaded value, so that a load whose value nobody needs still faults. */
static inline u64 force_u64(u64 value) {
#ifndef __TINYC__
  __asm__ volatile("" : : "r"(value));
#endif
  return value;
}

//! helper: force_f32
/* Uses a loaded value, so that a load whose value nobody needs still faults. */
static inline f32 force_f32(f32 value) {
#ifndef __TINYC__
  __asm__ volatile("" : : "x"(value));
#endif
  return value;
}

//! helper: force_f64
/* Uses a loaded value, so that a load whose value nobody needs still faults. */
static inline f64 force_f64(f64 value) {
#ifndef __TINYC__
  __asm__ volatile("" : : "x"(value));
#endif
  return value;
}

//! helper: settled
/* Whoever looks at the state after a trap finds done what comes before the access that faults, and nothing else: so compilers
 * may move nothing across one, unless it is to a constant place that is always there. */
static inline u64 settled(u64 index, u64 minimum) {
#ifndef __TINYC__
  if (!__builtin_constant_p(index) || index + 16 > minimum)
    __asm__ volatile("" : "+r"(index) : : "memory");
#else
  (void)minimum;
#endif
  return index;
}
