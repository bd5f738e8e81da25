//! helper: atomic_builtins
#ifdef __TINYC__
/* TinyCC has no atomic operations. A program that it compiles has one thread, so plain ones are as good. */
#define __ATOMIC_SEQ_CST 5
#define __atomic_thread_fence(order) ((void)0)
#define __atomic_load_n(at, order) (*(at))
#define __atomic_store_n(at, value, order) ((void)(*(at) = (value)))
#define ATOMIC_UPDATE(at, result)                                                                                      \
  ({                                                                                                                   \
    __typeof__(at) place = (at);                                                                                       \
    __typeof__(*place) before = *place;                                                                               \
    *place = (__typeof__(*place))(result);                                                                             \
    before;                                                                                                            \
  })
#define __atomic_fetch_add(at, value, order) ATOMIC_UPDATE(at, before + (value))
#define __atomic_fetch_sub(at, value, order) ATOMIC_UPDATE(at, before - (value))
#define __atomic_fetch_and(at, value, order) ATOMIC_UPDATE(at, before & (value))
#define __atomic_fetch_or(at, value, order) ATOMIC_UPDATE(at, before | (value))
#define __atomic_fetch_xor(at, value, order) ATOMIC_UPDATE(at, before ^ (value))
#define __atomic_exchange_n(at, value, order) ATOMIC_UPDATE(at, value)
#define __atomic_compare_exchange_n(at, expected, value, weak, order, failure)                                         \
  (*(expected) = ATOMIC_UPDATE(at, before == *(expected) ? (value) : before))
#endif

//! helper: apart_u32
/* A value in a register of its own. gcc (11 and 12 at least) expands an atomic `and`, `or` or `xor` wrongly whose operand is in
 * the register of its result, as in a loop of `x = fetch_or(p, x)`. */
static inline u32 apart_u32(u32 value) {
#if defined __clang__ || defined __TINYC__
  return value;
#else
  u32 copy;
  __asm__("movl %1, %0" : "=r"(copy) : "r"(value));
  return copy;
#endif
}

//! helper: apart_u64
/* A value in a register of its own. gcc (11 and 12 at least) expands an atomic `and`, `or` or `xor` wrongly whose operand is in
 * the register of its result, as in a loop of `x = fetch_or(p, x)`. */
static inline u64 apart_u64(u64 value) {
#if defined __clang__ || defined __TINYC__
  return value;
#else
  u64 copy;
  __asm__("movq %1, %0" : "=r"(copy) : "r"(value));
  return copy;
#endif
}

//! helper: atomic_fence; needs: atomic_builtins
/* atomic.fence (threads, rule atomic.fence). */
static inline void atomic_fence(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

//! helper: MEMORY_memory_atomic_notify_shared; needs: MEMORY_atomic_at
/* memory.atomic.notify: how many were woken (threads, rule memory.atomic.notify). */
static inline u32 MEMORY_memory_atomic_notify_shared(u64 address, u64 offset, u32 count) {
  return wastrel_memory_notify(MEMORY_atomic_at(address, offset, 4), count);
}

//! helper: MEMORY_memory_atomic_wait32_shared; needs: MEMORY_atomic_at
/* memory.atomic.wait32: 0 woken, 1 not equal, 2 timed out (threads, rule memory.atomic.wait). */
static inline u32 MEMORY_memory_atomic_wait32_shared(u64 address, u64 offset, u32 expected, u64 timeout) {
  return wastrel_memory_wait32(MEMORY_atomic_at(address, offset, 4), expected, timeout);
}

//! helper: MEMORY_memory_atomic_wait64_shared; needs: MEMORY_atomic_at
/* memory.atomic.wait64: 0 woken, 1 not equal, 2 timed out (threads, rule memory.atomic.wait). */
static inline u32 MEMORY_memory_atomic_wait64_shared(u64 address, u64 offset, u64 expected, u64 timeout) {
  return wastrel_memory_wait64(MEMORY_atomic_at(address, offset, 8), expected, timeout);
}

//! helper: MEMORY_i32_atomic_load_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.load of a shared memory (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load_shared(u64 address, u64 offset) {
  return __atomic_load_n((u32 *)MEMORY_atomic_at(address, offset, 4), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_load_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.load of a shared memory (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load_shared(u64 address, u64 offset) {
  return __atomic_load_n((u64 *)MEMORY_atomic_at(address, offset, 8), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_load8_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.load8_u of a shared memory (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load8_u_shared(u64 address, u64 offset) {
  return __atomic_load_n(MEMORY_atomic_at(address, offset, 1), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_load16_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.load16_u of a shared memory (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load16_u_shared(u64 address, u64 offset) {
  return __atomic_load_n((u16 *)MEMORY_atomic_at(address, offset, 2), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_load8_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.load8_u of a shared memory (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load8_u_shared(u64 address, u64 offset) {
  return __atomic_load_n(MEMORY_atomic_at(address, offset, 1), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_load16_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.load16_u of a shared memory (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load16_u_shared(u64 address, u64 offset) {
  return __atomic_load_n((u16 *)MEMORY_atomic_at(address, offset, 2), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_load32_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.load32_u of a shared memory (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load32_u_shared(u64 address, u64 offset) {
  return __atomic_load_n((u32 *)MEMORY_atomic_at(address, offset, 4), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_store_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.store of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store_shared(u64 address, u64 offset, u32 value) {
  __atomic_store_n((u32 *)MEMORY_atomic_at(address, offset, 4), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_store_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.store of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store_shared(u64 address, u64 offset, u64 value) {
  __atomic_store_n((u64 *)MEMORY_atomic_at(address, offset, 8), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_store8_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.store8 of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store8_shared(u64 address, u64 offset, u32 value) {
  __atomic_store_n(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_store16_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.store16 of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store16_shared(u64 address, u64 offset, u32 value) {
  __atomic_store_n((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_store8_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.store8 of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store8_shared(u64 address, u64 offset, u64 value) {
  __atomic_store_n(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_store16_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.store16 of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store16_shared(u64 address, u64 offset, u64 value) {
  __atomic_store_n((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_store32_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.store32 of a shared memory (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store32_shared(u64 address, u64 offset, u64 value) {
  __atomic_store_n((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_add_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw.add of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_add_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_add((u32 *)MEMORY_atomic_at(address, offset, 4), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_add_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw.add of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_add_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_add((u64 *)MEMORY_atomic_at(address, offset, 8), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_add_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.add_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_add_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_add(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_add_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.add_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_add_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_add((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_add_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.add_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_add_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_add(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_add_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.add_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_add_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_add((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_add_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.add_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_add_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_add((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_sub_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw.sub of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_sub_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_sub((u32 *)MEMORY_atomic_at(address, offset, 4), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_sub_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw.sub of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_sub_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_sub((u64 *)MEMORY_atomic_at(address, offset, 8), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_sub_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.sub_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_sub_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_sub(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_sub_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.sub_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_sub_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_sub((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_sub_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.sub_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_sub_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_sub(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_sub_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.sub_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_sub_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_sub((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_sub_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.sub_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_sub_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_sub((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_and_shared; needs: atomic_builtins, apart_u32, MEMORY_atomic_at
/* i32.atomic.rmw.and of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_and_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_and((u32 *)MEMORY_atomic_at(address, offset, 4), apart_u32(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_and_shared; needs: atomic_builtins, apart_u64, MEMORY_atomic_at
/* i64.atomic.rmw.and of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_and_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_and((u64 *)MEMORY_atomic_at(address, offset, 8), apart_u64(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_and_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.and_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_and_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_and(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_and_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.and_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_and_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_and((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_and_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.and_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_and_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_and(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_and_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.and_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_and_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_and((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_and_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.and_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_and_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_and((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_or_shared; needs: atomic_builtins, apart_u32, MEMORY_atomic_at
/* i32.atomic.rmw.or of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_or_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_or((u32 *)MEMORY_atomic_at(address, offset, 4), apart_u32(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_or_shared; needs: atomic_builtins, apart_u64, MEMORY_atomic_at
/* i64.atomic.rmw.or of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_or_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_or((u64 *)MEMORY_atomic_at(address, offset, 8), apart_u64(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_or_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.or_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_or_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_or(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_or_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.or_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_or_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_or((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_or_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.or_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_or_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_or(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_or_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.or_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_or_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_or((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_or_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.or_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_or_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_or((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_xor_shared; needs: atomic_builtins, apart_u32, MEMORY_atomic_at
/* i32.atomic.rmw.xor of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_xor_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_xor((u32 *)MEMORY_atomic_at(address, offset, 4), apart_u32(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_xor_shared; needs: atomic_builtins, apart_u64, MEMORY_atomic_at
/* i64.atomic.rmw.xor of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_xor_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_xor((u64 *)MEMORY_atomic_at(address, offset, 8), apart_u64(value), __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_xor_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.xor_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_xor_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_xor(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_xor_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.xor_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_xor_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_fetch_xor((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_xor_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.xor_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_xor_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_xor(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_xor_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.xor_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_xor_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_xor((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_xor_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.xor_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_xor_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_fetch_xor((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_xchg_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw.xchg of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_xchg_shared(u64 address, u64 offset, u32 value) {
  return __atomic_exchange_n((u32 *)MEMORY_atomic_at(address, offset, 4), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw_xchg_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw.xchg of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_xchg_shared(u64 address, u64 offset, u64 value) {
  return __atomic_exchange_n((u64 *)MEMORY_atomic_at(address, offset, 8), value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw8_xchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.xchg_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_xchg_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_exchange_n(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw16_xchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.xchg_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_xchg_u_shared(u64 address, u64 offset, u32 value) {
  return __atomic_exchange_n((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw8_xchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.xchg_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_xchg_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_exchange_n(MEMORY_atomic_at(address, offset, 1), (u8)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw16_xchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.xchg_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_xchg_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_exchange_n((u16 *)MEMORY_atomic_at(address, offset, 2), (u16)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i64_atomic_rmw32_xchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.xchg_u of a shared memory (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_xchg_u_shared(u64 address, u64 offset, u64 value) {
  return __atomic_exchange_n((u32 *)MEMORY_atomic_at(address, offset, 4), (u32)value, __ATOMIC_SEQ_CST);
}

//! helper: MEMORY_i32_atomic_rmw_cmpxchg_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw.cmpxchg of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw_cmpxchg_shared(u64 address, u64 offset, u32 expected, u32 value) {
  u32 old = expected;
  u32 *at = (u32 *)MEMORY_atomic_at(address, offset, 4);
  __atomic_compare_exchange_n(at, &old, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_cmpxchg_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw.cmpxchg of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw_cmpxchg_shared(u64 address, u64 offset, u64 expected, u64 value) {
  u64 old = expected;
  u64 *at = (u64 *)MEMORY_atomic_at(address, offset, 8);
  __atomic_compare_exchange_n(at, &old, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_cmpxchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw8.cmpxchg_u of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw8_cmpxchg_u_shared(u64 address, u64 offset, u32 expected, u32 value) {
  u8 old = (u8)expected;
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  __atomic_compare_exchange_n(at, &old, (u8)value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_cmpxchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i32.atomic.rmw16.cmpxchg_u of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw16_cmpxchg_u_shared(u64 address, u64 offset, u32 expected, u32 value) {
  u16 old = (u16)expected;
  u16 *at = (u16 *)MEMORY_atomic_at(address, offset, 2);
  __atomic_compare_exchange_n(at, &old, (u16)value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_cmpxchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw8.cmpxchg_u of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw8_cmpxchg_u_shared(u64 address, u64 offset, u64 expected, u64 value) {
  u8 old = (u8)expected;
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  __atomic_compare_exchange_n(at, &old, (u8)value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_cmpxchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw16.cmpxchg_u of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw16_cmpxchg_u_shared(u64 address, u64 offset, u64 expected, u64 value) {
  u16 old = (u16)expected;
  u16 *at = (u16 *)MEMORY_atomic_at(address, offset, 2);
  __atomic_compare_exchange_n(at, &old, (u16)value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_cmpxchg_u_shared; needs: atomic_builtins, MEMORY_atomic_at
/* i64.atomic.rmw32.cmpxchg_u of a shared memory (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw32_cmpxchg_u_shared(u64 address, u64 offset, u64 expected, u64 value) {
  u32 old = (u32)expected;
  u32 *at = (u32 *)MEMORY_atomic_at(address, offset, 4);
  __atomic_compare_exchange_n(at, &old, (u32)value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return old;
}
