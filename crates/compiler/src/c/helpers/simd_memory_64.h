//! helper: MEMORY_v128_load_64; needs: MEMORY_at_64
/* v128.load of a 64-bit memory, bounds checked (rule v128.load). */
static inline v128 MEMORY_v128_load_64(u64 address, u64 offset) {
  return *(const unaligned_v128 *)MEMORY_at_64(address, offset, 16);
}

//! helper: MEMORY_v128_load8x8_s_64; needs: unaligned_u64, MEMORY_at_64, i16x8_extend_low_i8x16_s
/* v128.load8x8_s of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load8x8_s_64(u64 address, u64 offset) {
  return i16x8_extend_low_i8x16_s((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load8x8_u_64; needs: unaligned_u64, MEMORY_at_64, i16x8_extend_low_i8x16_u
/* v128.load8x8_u of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load8x8_u_64(u64 address, u64 offset) {
  return i16x8_extend_low_i8x16_u((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load16x4_s_64; needs: unaligned_u64, MEMORY_at_64, i32x4_extend_low_i16x8_s
/* v128.load16x4_s of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load16x4_s_64(u64 address, u64 offset) {
  return i32x4_extend_low_i16x8_s((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load16x4_u_64; needs: unaligned_u64, MEMORY_at_64, i32x4_extend_low_i16x8_u
/* v128.load16x4_u of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load16x4_u_64(u64 address, u64 offset) {
  return i32x4_extend_low_i16x8_u((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load32x2_s_64; needs: unaligned_u64, MEMORY_at_64, i64x2_extend_low_i32x4_s
/* v128.load32x2_s of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load32x2_s_64(u64 address, u64 offset) {
  return i64x2_extend_low_i32x4_s((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load32x2_u_64; needs: unaligned_u64, MEMORY_at_64, i64x2_extend_low_i32x4_u
/* v128.load32x2_u of a 64-bit memory, bounds checked (rule v128.loadNxM_sx). */
static inline v128 MEMORY_v128_load32x2_u_64(u64 address, u64 offset) {
  return i64x2_extend_low_i32x4_u((v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0});
}

//! helper: MEMORY_v128_load8_splat_64; needs: MEMORY_at_64, i8x16_splat
/* v128.load8_splat of a 64-bit memory, bounds checked (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load8_splat_64(u64 address, u64 offset) {
  return i8x16_splat(*(const u8 *)MEMORY_at_64(address, offset, 1));
}

//! helper: MEMORY_v128_load16_splat_64; needs: unaligned_u16, MEMORY_at_64, i16x8_splat
/* v128.load16_splat of a 64-bit memory, bounds checked (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load16_splat_64(u64 address, u64 offset) {
  return i16x8_splat(*(const unaligned_u16 *)MEMORY_at_64(address, offset, 2));
}

//! helper: MEMORY_v128_load32_splat_64; needs: unaligned_u32, MEMORY_at_64, i32x4_splat
/* v128.load32_splat of a 64-bit memory, bounds checked (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load32_splat_64(u64 address, u64 offset) {
  return i32x4_splat(*(const unaligned_u32 *)MEMORY_at_64(address, offset, 4));
}

//! helper: MEMORY_v128_load64_splat_64; needs: unaligned_u64, MEMORY_at_64, i64x2_splat
/* v128.load64_splat of a 64-bit memory, bounds checked (rule v128.loadN_splat). */
static inline v128 MEMORY_v128_load64_splat_64(u64 address, u64 offset) {
  return i64x2_splat(*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8));
}

//! helper: MEMORY_v128_load32_zero_64; needs: unaligned_u32, MEMORY_at_64
/* v128.load32_zero of a 64-bit memory, bounds checked (rule v128.loadN_zero). */
static inline v128 MEMORY_v128_load32_zero_64(u64 address, u64 offset) {
  return (v128){*(const unaligned_u32 *)MEMORY_at_64(address, offset, 4), 0};
}

//! helper: MEMORY_v128_load64_zero_64; needs: unaligned_u64, MEMORY_at_64
/* v128.load64_zero of a 64-bit memory, bounds checked (rule v128.loadN_zero). */
static inline v128 MEMORY_v128_load64_zero_64(u64 address, u64 offset) {
  return (v128){*(const unaligned_u64 *)MEMORY_at_64(address, offset, 8), 0};
}

//! helper: MEMORY_v128_load8_lane_64; needs: MEMORY_at_64, i8x16_replace_lane
/* v128.load8_lane of a 64-bit memory, bounds checked (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load8_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  return i8x16_replace_lane(a, lane, *(const u8 *)MEMORY_at_64(address, offset, 1));
}

//! helper: MEMORY_v128_load16_lane_64; needs: unaligned_u16, MEMORY_at_64, i16x8_replace_lane
/* v128.load16_lane of a 64-bit memory, bounds checked (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load16_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  return i16x8_replace_lane(a, lane, *(const unaligned_u16 *)MEMORY_at_64(address, offset, 2));
}

//! helper: MEMORY_v128_load32_lane_64; needs: unaligned_u32, MEMORY_at_64, i32x4_replace_lane
/* v128.load32_lane of a 64-bit memory, bounds checked (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load32_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  return i32x4_replace_lane(a, lane, *(const unaligned_u32 *)MEMORY_at_64(address, offset, 4));
}

//! helper: MEMORY_v128_load64_lane_64; needs: unaligned_u64, MEMORY_at_64, i64x2_replace_lane
/* v128.load64_lane of a 64-bit memory, bounds checked (rule v128.loadN_lane). */
static inline v128 MEMORY_v128_load64_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  return i64x2_replace_lane(a, lane, *(const unaligned_u64 *)MEMORY_at_64(address, offset, 8));
}

//! helper: MEMORY_v128_store_64; needs: MEMORY_at_64
/* v128.store of a 64-bit memory, bounds checked (rule v128.store). */
static inline void MEMORY_v128_store_64(u64 address, u64 offset, v128 a) {
  *(unaligned_v128 *)MEMORY_at_64(address, offset, 16) = a;
}

//! helper: MEMORY_v128_store8_lane_64; needs: MEMORY_at_64, u8x16
/* v128.store8_lane of a 64-bit memory, bounds checked (rule v128.storeN_lane). */
static inline void MEMORY_v128_store8_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  *(u8 *)MEMORY_at_64(address, offset, 1) = ((u8x16)a)[lane];
}

//! helper: MEMORY_v128_store16_lane_64; needs: unaligned_u16, MEMORY_at_64, u16x8
/* v128.store16_lane of a 64-bit memory, bounds checked (rule v128.storeN_lane). */
static inline void MEMORY_v128_store16_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u16 *)MEMORY_at_64(address, offset, 2) = ((u16x8)a)[lane];
}

//! helper: MEMORY_v128_store32_lane_64; needs: unaligned_u32, MEMORY_at_64, u32x4
/* v128.store32_lane of a 64-bit memory, bounds checked (rule v128.storeN_lane). */
static inline void MEMORY_v128_store32_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u32 *)MEMORY_at_64(address, offset, 4) = ((u32x4)a)[lane];
}

//! helper: MEMORY_v128_store64_lane_64; needs: unaligned_u64, MEMORY_at_64, u64x2
/* v128.store64_lane of a 64-bit memory, bounds checked (rule v128.storeN_lane). */
static inline void MEMORY_v128_store64_lane_64(u64 address, u64 offset, v128 a, u32 lane) {
  *(unaligned_u64 *)MEMORY_at_64(address, offset, 8) = ((u64x2)a)[lane];
}
