//! helper: MEMORY_at
/* Where an access goes: what lies out of bounds faults, since nothing is mapped there. */
static inline u8 *MEMORY_at(u32 address, u64 offset) {
  return MEMORY_BASE + MEMORY_INDEX;
}

//! helper: MEMORY_i32_load; needs: unaligned_u32, force_u32, MEMORY_at
/* i32.load where address + offset cannot leave the reservation (rule t.load). */
static inline u32 MEMORY_i32_load(u32 address, u64 offset) {
  return force_u32(*(const unaligned_u32 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load; needs: unaligned_u64, force_u64, MEMORY_at
/* i64.load where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load(u32 address, u64 offset) {
  return force_u64(*(const unaligned_u64 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_f32_load; needs: unaligned_f32, force_f32, MEMORY_at
/* f32.load where address + offset cannot leave the reservation (rule t.load). */
static inline f32 MEMORY_f32_load(u32 address, u64 offset) {
  return force_f32(*(const unaligned_f32 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_f64_load; needs: unaligned_f64, force_f64, MEMORY_at
/* f64.load where address + offset cannot leave the reservation (rule t.load). */
static inline f64 MEMORY_f64_load(u32 address, u64 offset) {
  return force_f64(*(const unaligned_f64 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i32_load8_s; needs: force_u32, MEMORY_at
/* i32.load8_s where address + offset cannot leave the reservation (rule t.load). */
static inline u32 MEMORY_i32_load8_s(u32 address, u64 offset) {
  return force_u32((u32)(s32)*(const s8 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i32_load8_u; needs: force_u32, MEMORY_at
/* i32.load8_u where address + offset cannot leave the reservation (rule t.load). */
static inline u32 MEMORY_i32_load8_u(u32 address, u64 offset) {
  return force_u32((u32)*(const u8 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i32_load16_s; needs: unaligned_s16, force_u32, MEMORY_at
/* i32.load16_s where address + offset cannot leave the reservation (rule t.load). */
static inline u32 MEMORY_i32_load16_s(u32 address, u64 offset) {
  return force_u32((u32)(s32)*(const unaligned_s16 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i32_load16_u; needs: unaligned_u16, force_u32, MEMORY_at
/* i32.load16_u where address + offset cannot leave the reservation (rule t.load). */
static inline u32 MEMORY_i32_load16_u(u32 address, u64 offset) {
  return force_u32((u32)*(const unaligned_u16 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load8_s; needs: force_u64, MEMORY_at
/* i64.load8_s where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load8_s(u32 address, u64 offset) {
  return force_u64((u64)(s64)*(const s8 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load8_u; needs: force_u64, MEMORY_at
/* i64.load8_u where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load8_u(u32 address, u64 offset) {
  return force_u64((u64)*(const u8 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load16_s; needs: unaligned_s16, force_u64, MEMORY_at
/* i64.load16_s where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load16_s(u32 address, u64 offset) {
  return force_u64((u64)(s64)*(const unaligned_s16 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load16_u; needs: unaligned_u16, force_u64, MEMORY_at
/* i64.load16_u where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load16_u(u32 address, u64 offset) {
  return force_u64((u64)*(const unaligned_u16 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load32_s; needs: unaligned_s32, force_u64, MEMORY_at
/* i64.load32_s where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load32_s(u32 address, u64 offset) {
  return force_u64((u64)(s64)*(const unaligned_s32 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i64_load32_u; needs: unaligned_u32, force_u64, MEMORY_at
/* i64.load32_u where address + offset cannot leave the reservation (rule t.load). */
static inline u64 MEMORY_i64_load32_u(u32 address, u64 offset) {
  return force_u64((u64)*(const unaligned_u32 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_i32_store; needs: unaligned_u32, MEMORY_at
/* i32.store where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i32_store(u32 address, u64 offset, u32 value) {
  *(unaligned_u32 *)MEMORY_at(address, offset) = value;
}

//! helper: MEMORY_i64_store; needs: unaligned_u64, MEMORY_at
/* i64.store where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i64_store(u32 address, u64 offset, u64 value) {
  *(unaligned_u64 *)MEMORY_at(address, offset) = value;
}

//! helper: MEMORY_f32_store; needs: unaligned_f32, MEMORY_at
/* f32.store where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_f32_store(u32 address, u64 offset, f32 value) {
  *(unaligned_f32 *)MEMORY_at(address, offset) = value;
}

//! helper: MEMORY_f64_store; needs: unaligned_f64, MEMORY_at
/* f64.store where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_f64_store(u32 address, u64 offset, f64 value) {
  *(unaligned_f64 *)MEMORY_at(address, offset) = value;
}

//! helper: MEMORY_i32_store8; needs: MEMORY_at
/* i32.store8 where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i32_store8(u32 address, u64 offset, u32 value) {
  *(u8 *)MEMORY_at(address, offset) = (u8)value;
}

//! helper: MEMORY_i32_store16; needs: unaligned_u16, MEMORY_at
/* i32.store16 where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i32_store16(u32 address, u64 offset, u32 value) {
  *(unaligned_u16 *)MEMORY_at(address, offset) = (u16)value;
}

//! helper: MEMORY_i64_store8; needs: MEMORY_at
/* i64.store8 where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i64_store8(u32 address, u64 offset, u64 value) {
  *(u8 *)MEMORY_at(address, offset) = (u8)value;
}

//! helper: MEMORY_i64_store16; needs: unaligned_u16, MEMORY_at
/* i64.store16 where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i64_store16(u32 address, u64 offset, u64 value) {
  *(unaligned_u16 *)MEMORY_at(address, offset) = (u16)value;
}

//! helper: MEMORY_i64_store32; needs: unaligned_u32, MEMORY_at
/* i64.store32 where address + offset cannot leave the reservation (rule t.store). */
static inline void MEMORY_i64_store32(u32 address, u64 offset, u64 value) {
  *(unaligned_u32 *)MEMORY_at(address, offset) = (u32)value;
}
