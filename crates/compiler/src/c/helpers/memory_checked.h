//! helper: MEMORY_at_checked
/* Where an access of `size` bytes goes, or the trap. The memory never has less than its minimum, so one
 * comparison is enough where the offset lies that near; nothing here can overflow. */
static inline u8 *MEMORY_at_checked(u32 address, u64 offset, u64 size) {
  if (MEMORY_MINIMUM >= size && offset <= MEMORY_MINIMUM - size) {
    if (address > MEMORY_SIZE - (offset + size))
      wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  } else if (size > MEMORY_SIZE || offset > MEMORY_SIZE - size || address > MEMORY_SIZE - size - offset) {
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  }
  return MEMORY_BASE + address + offset;
}

//! helper: MEMORY_i32_load_checked; needs: unaligned_u32, MEMORY_at_checked
/* i32.load, bounds checked (rule t.load). */
static inline u32 MEMORY_i32_load_checked(u32 address, u64 offset) {
  return *(const unaligned_u32 *)MEMORY_at_checked(address, offset, 4);
}

//! helper: MEMORY_i64_load_checked; needs: unaligned_u64, MEMORY_at_checked
/* i64.load, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load_checked(u32 address, u64 offset) {
  return *(const unaligned_u64 *)MEMORY_at_checked(address, offset, 8);
}

//! helper: MEMORY_f32_load_checked; needs: unaligned_f32, MEMORY_at_checked
/* f32.load, bounds checked (rule t.load). */
static inline f32 MEMORY_f32_load_checked(u32 address, u64 offset) {
  return *(const unaligned_f32 *)MEMORY_at_checked(address, offset, 4);
}

//! helper: MEMORY_f64_load_checked; needs: unaligned_f64, MEMORY_at_checked
/* f64.load, bounds checked (rule t.load). */
static inline f64 MEMORY_f64_load_checked(u32 address, u64 offset) {
  return *(const unaligned_f64 *)MEMORY_at_checked(address, offset, 8);
}

//! helper: MEMORY_i32_load8_s_checked; needs: MEMORY_at_checked
/* i32.load8_s, bounds checked (rule t.load). */
static inline u32 MEMORY_i32_load8_s_checked(u32 address, u64 offset) {
  return (u32)(s32)*(const s8 *)MEMORY_at_checked(address, offset, 1);
}

//! helper: MEMORY_i32_load8_u_checked; needs: MEMORY_at_checked
/* i32.load8_u, bounds checked (rule t.load). */
static inline u32 MEMORY_i32_load8_u_checked(u32 address, u64 offset) {
  return (u32)*(const u8 *)MEMORY_at_checked(address, offset, 1);
}

//! helper: MEMORY_i32_load16_s_checked; needs: unaligned_s16, MEMORY_at_checked
/* i32.load16_s, bounds checked (rule t.load). */
static inline u32 MEMORY_i32_load16_s_checked(u32 address, u64 offset) {
  return (u32)(s32)*(const unaligned_s16 *)MEMORY_at_checked(address, offset, 2);
}

//! helper: MEMORY_i32_load16_u_checked; needs: unaligned_u16, MEMORY_at_checked
/* i32.load16_u, bounds checked (rule t.load). */
static inline u32 MEMORY_i32_load16_u_checked(u32 address, u64 offset) {
  return (u32)*(const unaligned_u16 *)MEMORY_at_checked(address, offset, 2);
}

//! helper: MEMORY_i64_load8_s_checked; needs: MEMORY_at_checked
/* i64.load8_s, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load8_s_checked(u32 address, u64 offset) {
  return (u64)(s64)*(const s8 *)MEMORY_at_checked(address, offset, 1);
}

//! helper: MEMORY_i64_load8_u_checked; needs: MEMORY_at_checked
/* i64.load8_u, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load8_u_checked(u32 address, u64 offset) {
  return (u64)*(const u8 *)MEMORY_at_checked(address, offset, 1);
}

//! helper: MEMORY_i64_load16_s_checked; needs: unaligned_s16, MEMORY_at_checked
/* i64.load16_s, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load16_s_checked(u32 address, u64 offset) {
  return (u64)(s64)*(const unaligned_s16 *)MEMORY_at_checked(address, offset, 2);
}

//! helper: MEMORY_i64_load16_u_checked; needs: unaligned_u16, MEMORY_at_checked
/* i64.load16_u, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load16_u_checked(u32 address, u64 offset) {
  return (u64)*(const unaligned_u16 *)MEMORY_at_checked(address, offset, 2);
}

//! helper: MEMORY_i64_load32_s_checked; needs: unaligned_s32, MEMORY_at_checked
/* i64.load32_s, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load32_s_checked(u32 address, u64 offset) {
  return (u64)(s64)*(const unaligned_s32 *)MEMORY_at_checked(address, offset, 4);
}

//! helper: MEMORY_i64_load32_u_checked; needs: unaligned_u32, MEMORY_at_checked
/* i64.load32_u, bounds checked (rule t.load). */
static inline u64 MEMORY_i64_load32_u_checked(u32 address, u64 offset) {
  return (u64)*(const unaligned_u32 *)MEMORY_at_checked(address, offset, 4);
}

//! helper: MEMORY_i32_store_checked; needs: unaligned_u32, MEMORY_at_checked
/* i32.store, bounds checked (rule t.store). */
static inline void MEMORY_i32_store_checked(u32 address, u64 offset, u32 value) {
  *(unaligned_u32 *)MEMORY_at_checked(address, offset, 4) = value;
}

//! helper: MEMORY_i64_store_checked; needs: unaligned_u64, MEMORY_at_checked
/* i64.store, bounds checked (rule t.store). */
static inline void MEMORY_i64_store_checked(u32 address, u64 offset, u64 value) {
  *(unaligned_u64 *)MEMORY_at_checked(address, offset, 8) = value;
}

//! helper: MEMORY_f32_store_checked; needs: unaligned_f32, MEMORY_at_checked
/* f32.store, bounds checked (rule t.store). */
static inline void MEMORY_f32_store_checked(u32 address, u64 offset, f32 value) {
  *(unaligned_f32 *)MEMORY_at_checked(address, offset, 4) = value;
}

//! helper: MEMORY_f64_store_checked; needs: unaligned_f64, MEMORY_at_checked
/* f64.store, bounds checked (rule t.store). */
static inline void MEMORY_f64_store_checked(u32 address, u64 offset, f64 value) {
  *(unaligned_f64 *)MEMORY_at_checked(address, offset, 8) = value;
}

//! helper: MEMORY_i32_store8_checked; needs: MEMORY_at_checked
/* i32.store8, bounds checked (rule t.store). */
static inline void MEMORY_i32_store8_checked(u32 address, u64 offset, u32 value) {
  *(u8 *)MEMORY_at_checked(address, offset, 1) = (u8)value;
}

//! helper: MEMORY_i32_store16_checked; needs: unaligned_u16, MEMORY_at_checked
/* i32.store16, bounds checked (rule t.store). */
static inline void MEMORY_i32_store16_checked(u32 address, u64 offset, u32 value) {
  *(unaligned_u16 *)MEMORY_at_checked(address, offset, 2) = (u16)value;
}

//! helper: MEMORY_i64_store8_checked; needs: MEMORY_at_checked
/* i64.store8, bounds checked (rule t.store). */
static inline void MEMORY_i64_store8_checked(u32 address, u64 offset, u64 value) {
  *(u8 *)MEMORY_at_checked(address, offset, 1) = (u8)value;
}

//! helper: MEMORY_i64_store16_checked; needs: unaligned_u16, MEMORY_at_checked
/* i64.store16, bounds checked (rule t.store). */
static inline void MEMORY_i64_store16_checked(u32 address, u64 offset, u64 value) {
  *(unaligned_u16 *)MEMORY_at_checked(address, offset, 2) = (u16)value;
}

//! helper: MEMORY_i64_store32_checked; needs: unaligned_u32, MEMORY_at_checked
/* i64.store32, bounds checked (rule t.store). */
static inline void MEMORY_i64_store32_checked(u32 address, u64 offset, u64 value) {
  *(unaligned_u32 *)MEMORY_at_checked(address, offset, 4) = (u32)value;
}
