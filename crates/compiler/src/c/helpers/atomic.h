//! helper: MEMORY_atomic_at
/* Where an atomic access of `size` bytes goes, or the trap: its address must be a multiple of the size. Nothing here
 * can overflow but the sum, of which only low bits are looked at (threads, rule t.atomic.load and its like). */
static inline u8 *MEMORY_atomic_at(u64 address, u64 offset, u64 size) {
  if (((address + offset) & (size - 1)) != 0)
    wastrel_trap(TRAP_UNALIGNED_ATOMIC);
  if (MEMORY_MINIMUM >= size && offset <= MEMORY_MINIMUM - size) {
    if (address > MEMORY_SIZE - (offset + size))
      wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  } else if (size > MEMORY_SIZE || offset > MEMORY_SIZE - size || address > MEMORY_SIZE - size - offset) {
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  }
  return MEMORY_BASE + address + offset;
}

//! helper: MEMORY_memory_atomic_notify; needs: MEMORY_atomic_at
/* memory.atomic.notify of a memory that is not shared: nobody waits (threads, rule memory.atomic.notify). */
static inline u32 MEMORY_memory_atomic_notify(u64 address, u64 offset, u32 count) {
  MEMORY_atomic_at(address, offset, 4);
  (void)count;
  return 0;
}

//! helper: MEMORY_memory_atomic_wait32; needs: MEMORY_atomic_at
/* memory.atomic.wait32 of a memory that is not shared: nobody could end the wait (threads, rule memory.atomic.wait). */
static inline u32 MEMORY_memory_atomic_wait32(u64 address, u64 offset, u32 expected, u64 timeout) {
  MEMORY_atomic_at(address, offset, 4);
  (void)expected;
  (void)timeout;
  wastrel_trap(TRAP_EXPECTED_SHARED_MEMORY);
  return 0;
}

//! helper: MEMORY_memory_atomic_wait64; needs: MEMORY_atomic_at
/* memory.atomic.wait64 of a memory that is not shared: nobody could end the wait (threads, rule memory.atomic.wait). */
static inline u32 MEMORY_memory_atomic_wait64(u64 address, u64 offset, u64 expected, u64 timeout) {
  MEMORY_atomic_at(address, offset, 8);
  (void)expected;
  (void)timeout;
  wastrel_trap(TRAP_EXPECTED_SHARED_MEMORY);
  return 0;
}

//! helper: MEMORY_i32_atomic_load; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.load of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load(u64 address, u64 offset) {
  return *(const unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
}

//! helper: MEMORY_i64_atomic_load; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.load of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load(u64 address, u64 offset) {
  return *(const unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
}

//! helper: MEMORY_i32_atomic_load8_u; needs: MEMORY_atomic_at
/* i32.atomic.load8_u of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load8_u(u64 address, u64 offset) {
  return *MEMORY_atomic_at(address, offset, 1);
}

//! helper: MEMORY_i32_atomic_load16_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.load16_u of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u32 MEMORY_i32_atomic_load16_u(u64 address, u64 offset) {
  return *(const unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
}

//! helper: MEMORY_i64_atomic_load8_u; needs: MEMORY_atomic_at
/* i64.atomic.load8_u of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load8_u(u64 address, u64 offset) {
  return *MEMORY_atomic_at(address, offset, 1);
}

//! helper: MEMORY_i64_atomic_load16_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.load16_u of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load16_u(u64 address, u64 offset) {
  return *(const unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
}

//! helper: MEMORY_i64_atomic_load32_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.load32_u of a memory that one thread sees (threads, rule t.atomic.load). */
static inline u64 MEMORY_i64_atomic_load32_u(u64 address, u64 offset) {
  return *(const unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
}

//! helper: MEMORY_i32_atomic_store; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.store of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store(u64 address, u64 offset, u32 value) {
  *(unaligned_u32 *)MEMORY_atomic_at(address, offset, 4) = value;
}

//! helper: MEMORY_i64_atomic_store; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.store of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store(u64 address, u64 offset, u64 value) {
  *(unaligned_u64 *)MEMORY_atomic_at(address, offset, 8) = value;
}

//! helper: MEMORY_i32_atomic_store8; needs: MEMORY_atomic_at
/* i32.atomic.store8 of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store8(u64 address, u64 offset, u32 value) {
  *MEMORY_atomic_at(address, offset, 1) = (u8)value;
}

//! helper: MEMORY_i32_atomic_store16; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.store16 of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i32_atomic_store16(u64 address, u64 offset, u32 value) {
  *(unaligned_u16 *)MEMORY_atomic_at(address, offset, 2) = (u16)value;
}

//! helper: MEMORY_i64_atomic_store8; needs: MEMORY_atomic_at
/* i64.atomic.store8 of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store8(u64 address, u64 offset, u64 value) {
  *MEMORY_atomic_at(address, offset, 1) = (u8)value;
}

//! helper: MEMORY_i64_atomic_store16; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.store16 of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store16(u64 address, u64 offset, u64 value) {
  *(unaligned_u16 *)MEMORY_atomic_at(address, offset, 2) = (u16)value;
}

//! helper: MEMORY_i64_atomic_store32; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.store32 of a memory that one thread sees (threads, rule t.atomic.store). */
static inline void MEMORY_i64_atomic_store32(u64 address, u64 offset, u64 value) {
  *(unaligned_u32 *)MEMORY_atomic_at(address, offset, 4) = (u32)value;
}

//! helper: MEMORY_i32_atomic_rmw_add; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.add of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_add(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = old + value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_add; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.add of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_add(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = old + value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_add_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.add_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_add_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old + value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_add_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.add_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_add_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old + value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_add_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.add_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_add_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old + value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_add_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.add_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_add_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old + value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_add_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.add_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_add_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)(old + value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_sub; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.sub of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_sub(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = old - value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_sub; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.sub of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_sub(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = old - value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_sub_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.sub_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_sub_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old - value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_sub_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.sub_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_sub_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old - value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_sub_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.sub_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_sub_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old - value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_sub_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.sub_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_sub_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old - value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_sub_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.sub_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_sub_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)(old - value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_and; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.and of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_and(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = old & value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_and; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.and of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_and(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = old & value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_and_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.and_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_and_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old & value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_and_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.and_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_and_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old & value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_and_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.and_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_and_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old & value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_and_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.and_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_and_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old & value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_and_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.and_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_and_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)(old & value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_or; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.or of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_or(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = old | value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_or; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.or of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_or(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = old | value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_or_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.or_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_or_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old | value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_or_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.or_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_or_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old | value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_or_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.or_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_or_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old | value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_or_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.or_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_or_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old | value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_or_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.or_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_or_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)(old | value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_xor; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.xor of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_xor(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = old ^ value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_xor; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.xor of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_xor(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = old ^ value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_xor_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.xor_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_xor_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old ^ value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_xor_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.xor_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_xor_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old ^ value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_xor_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.xor_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_xor_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)(old ^ value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_xor_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.xor_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_xor_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)(old ^ value);
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_xor_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.xor_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_xor_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)(old ^ value);
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_xchg; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.xchg of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw_xchg(u64 address, u64 offset, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_xchg; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.xchg of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw_xchg(u64 address, u64 offset, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  *at = value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_xchg_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.xchg_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw8_xchg_u(u64 address, u64 offset, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_xchg_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.xchg_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u32 MEMORY_i32_atomic_rmw16_xchg_u(u64 address, u64 offset, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_xchg_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.xchg_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw8_xchg_u(u64 address, u64 offset, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  *at = (u8)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_xchg_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.xchg_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw16_xchg_u(u64 address, u64 offset, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  *at = (u16)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_xchg_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.xchg_u of a memory that one thread sees (threads, rule t.atomic.rmw). */
static inline u64 MEMORY_i64_atomic_rmw32_xchg_u(u64 address, u64 offset, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  *at = (u32)value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw_cmpxchg; needs: unaligned_u32, MEMORY_atomic_at
/* i32.atomic.rmw.cmpxchg of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw_cmpxchg(u64 address, u64 offset, u32 expected, u32 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  if (old == expected)
    *at = value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw_cmpxchg; needs: unaligned_u64, MEMORY_atomic_at
/* i64.atomic.rmw.cmpxchg of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw_cmpxchg(u64 address, u64 offset, u64 expected, u64 value) {
  unaligned_u64 *at = (unaligned_u64 *)MEMORY_atomic_at(address, offset, 8);
  u64 old = *at;
  if (old == expected)
    *at = value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw8_cmpxchg_u; needs: MEMORY_atomic_at
/* i32.atomic.rmw8.cmpxchg_u of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw8_cmpxchg_u(u64 address, u64 offset, u32 expected, u32 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  if (old == (u8)expected)
    *at = (u8)value;
  return old;
}

//! helper: MEMORY_i32_atomic_rmw16_cmpxchg_u; needs: unaligned_u16, MEMORY_atomic_at
/* i32.atomic.rmw16.cmpxchg_u of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u32 MEMORY_i32_atomic_rmw16_cmpxchg_u(u64 address, u64 offset, u32 expected, u32 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  if (old == (u16)expected)
    *at = (u16)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw8_cmpxchg_u; needs: MEMORY_atomic_at
/* i64.atomic.rmw8.cmpxchg_u of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw8_cmpxchg_u(u64 address, u64 offset, u64 expected, u64 value) {
  u8 *at = MEMORY_atomic_at(address, offset, 1);
  u8 old = *at;
  if (old == (u8)expected)
    *at = (u8)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw16_cmpxchg_u; needs: unaligned_u16, MEMORY_atomic_at
/* i64.atomic.rmw16.cmpxchg_u of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw16_cmpxchg_u(u64 address, u64 offset, u64 expected, u64 value) {
  unaligned_u16 *at = (unaligned_u16 *)MEMORY_atomic_at(address, offset, 2);
  u16 old = *at;
  if (old == (u16)expected)
    *at = (u16)value;
  return old;
}

//! helper: MEMORY_i64_atomic_rmw32_cmpxchg_u; needs: unaligned_u32, MEMORY_atomic_at
/* i64.atomic.rmw32.cmpxchg_u of a memory that one thread sees (threads, rule t.atomic.rmw.cmpxchg). */
static inline u64 MEMORY_i64_atomic_rmw32_cmpxchg_u(u64 address, u64 offset, u64 expected, u64 value) {
  unaligned_u32 *at = (unaligned_u32 *)MEMORY_atomic_at(address, offset, 4);
  u32 old = *at;
  if (old == (u32)expected)
    *at = (u32)value;
  return old;
}
