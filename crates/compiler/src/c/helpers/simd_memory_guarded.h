//! helper: MEMORY_v128_load; needs: MEMORY_at, force_v128
/* v128.load where address + offset cannot leave the reservation (rule v128.load). */
static inline v128 MEMORY_v128_load(u32 address, u64 offset) {
  return force_v128(*(const unaligned_v128 *)MEMORY_at(address, offset));
}

//! helper: MEMORY_v128_load8x8_s; needs: unaligned_u64, MEMORY_at, force_v128, i16x8_extend_low_i8x16_s
/* v128.load8x8_s where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load8x8_s(u32 address, u64 offset) {
  return force_v128(i16x8_extend_low_i8x16_s((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load8x8_u; needs: unaligned_u64, MEMORY_at, force_v128, i16x8_extend_low_i8x16_u
/* v128.load8x8_u where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load8x8_u(u32 address, u64 offset) {
  return force_v128(i16x8_extend_low_i8x16_u((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load16x4_s; needs: unaligned_u64, MEMORY_at, force_v128, i32x4_extend_low_i16x8_s
/* v128.load16x4_s where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load16x4_s(u32 address, u64 offset) {
  return force_v128(i32x4_extend_low_i16x8_s((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load16x4_u; needs: unaligned_u64, MEMORY_at, force_v128, i32x4_extend_low_i16x8_u
/* v128.load16x4_u where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load16x4_u(u32 address, u64 offset) {
  return force_v128(i32x4_extend_low_i16x8_u((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load32x2_s; needs: unaligned_u64, MEMORY_at, force_v128, i64x2_extend_low_i32x4_s
/* v128.load32x2_s where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load32x2_s(u32 address, u64 offset) {
  return force_v128(i64x2_extend_low_i32x4_s((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load32x2_u; needs: unaligned_u64, MEMORY_at, force_v128, i64x2_extend_low_i32x4_u
/* v128.load32x2_u where address + offset cannot leave the reservation (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load32x2_u(u32 address, u64 offset) {
  return force_v128(i64x2_extend_low_i32x4_u((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0}));
}

//! helper: MEMORY_v128_load8_splat; needs: MEMORY_at, force_v128, i8x16_splat
/* v128.load8_splat where address + offset cannot leave the reservation (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load8_splat(u32 address, u64 offset) {
  return force_v128(i8x16_splat(*(const u8 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load16_splat; needs: unaligned_u16, MEMORY_at, force_v128, i16x8_splat
/* v128.load16_splat where address + offset cannot leave the reservation (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load16_splat(u32 address, u64 offset) {
  return force_v128(i16x8_splat(*(const unaligned_u16 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load32_splat; needs: unaligned_u32, MEMORY_at, force_v128, i32x4_splat
/* v128.load32_splat where address + offset cannot leave the reservation (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load32_splat(u32 address, u64 offset) {
  return force_v128(i32x4_splat(*(const unaligned_u32 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load64_splat; needs: unaligned_u64, MEMORY_at, force_v128, i64x2_splat
/* v128.load64_splat where address + offset cannot leave the reservation (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load64_splat(u32 address, u64 offset) {
  return force_v128(i64x2_splat(*(const unaligned_u64 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load32_zero; needs: unaligned_u32, MEMORY_at, force_v128
/* v128.load32_zero where address + offset cannot leave the reservation (rule v128.loadN_zero). */
static inline v128 MEMORY_v128_load32_zero(u32 address, u64 offset) {
  return force_v128((v128){*(const unaligned_u32 *)MEMORY_at(address, offset), 0});
}

//! helper: MEMORY_v128_load64_zero; needs: unaligned_u64, MEMORY_at, force_v128
/* v128.load64_zero where address + offset cannot leave the reservation (rule v128.loadN_zero). */
static inline v128 MEMORY_v128_load64_zero(u32 address, u64 offset) {
  return force_v128((v128){*(const unaligned_u64 *)MEMORY_at(address, offset), 0});
}

//! helper: MEMORY_v128_load8_lane; needs: MEMORY_at, force_v128, i8x16_replace_lane
/* v128.load8_lane where address + offset cannot leave the reservation (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load8_lane(u32 address, u64 offset, v128 a, u32 lane) {
  return force_v128(i8x16_replace_lane(a, lane, *(const u8 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load16_lane; needs: unaligned_u16, MEMORY_at, force_v128, i16x8_replace_lane
/* v128.load16_lane where address + offset cannot leave the reservation (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load16_lane(u32 address, u64 offset, v128 a, u32 lane) {
  return force_v128(i16x8_replace_lane(a, lane, *(const unaligned_u16 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load32_lane; needs: unaligned_u32, MEMORY_at, force_v128, i32x4_replace_lane
/* v128.load32_lane where address + offset cannot leave the reservation (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load32_lane(u32 address, u64 offset, v128 a, u32 lane) {
  return force_v128(i32x4_replace_lane(a, lane, *(const unaligned_u32 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_load64_lane; needs: unaligned_u64, MEMORY_at, force_v128, i64x2_replace_lane
/* v128.load64_lane where address + offset cannot leave the reservation (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load64_lane(u32 address, u64 offset, v128 a, u32 lane) {
  return force_v128(i64x2_replace_lane(a, lane, *(const unaligned_u64 *)MEMORY_at(address, offset)));
}

//! helper: MEMORY_v128_store; needs: MEMORY_at
/* v128.store where address + offset cannot leave the reservation (rule v128.store). */
static inline void MEMORY_v128_store(u32 address, u64 offset, v128 a) {
  *(unaligned_v128 *)MEMORY_at(address, offset) = a;
}

//! helper: MEMORY_v128_store8_lane; needs: MEMORY_at, u8x16
/* v128.store8_lane where address + offset cannot leave the reservation (rule v128.storeN_lane). */
static inline void MEMORY_v128_store8_lane(u32 address, u64 offset, v128 a, u32 lane) {
  *(u8 *)MEMORY_at(address, offset) = ((u8x16)a)[lane];
}

//! helper: MEMORY_v128_store16_lane; needs: unaligned_u16, MEMORY_at, u16x8
/* v128.store16_lane where address + offset cannot leave the reservation (rule v128.storeN_lane). */
static inline void MEMORY_v128_store16_lane(u32 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u16 *)MEMORY_at(address, offset) = ((u16x8)a)[lane];
}

//! helper: MEMORY_v128_store32_lane; needs: unaligned_u32, MEMORY_at, u32x4
/* v128.store32_lane where address + offset cannot leave the reservation (rule v128.storeN_lane). */
static inline void MEMORY_v128_store32_lane(u32 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u32 *)MEMORY_at(address, offset) = ((u32x4)a)[lane];
}

//! helper: MEMORY_v128_store64_lane; needs: unaligned_u64, MEMORY_at, u64x2
/* v128.store64_lane where address + offset cannot leave the reservation (rule v128.storeN_lane). */
static inline void MEMORY_v128_store64_lane(u32 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u64 *)MEMORY_at(address, offset) = ((u64x2)a)[lane];
}
