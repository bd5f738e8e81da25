//! helper: s8x16
/* Lanes of a v128, to which C casts it. */
typedef s8 s8x16 __attribute__((vector_size(16)));

//! helper: u8x16
/* Lanes of a v128, to which C casts it. */
typedef u8 u8x16 __attribute__((vector_size(16)));

//! helper: s16x8
/* Lanes of a v128, to which C casts it. */
typedef s16 s16x8 __attribute__((vector_size(16)));

//! helper: u16x8
/* Lanes of a v128, to which C casts it. */
typedef u16 u16x8 __attribute__((vector_size(16)));

//! helper: s32x4
/* Lanes of a v128, to which C casts it. */
typedef s32 s32x4 __attribute__((vector_size(16)));

//! helper: u32x4
/* Lanes of a v128, to which C casts it. */
typedef u32 u32x4 __attribute__((vector_size(16)));

//! helper: s64x2
/* Lanes of a v128, to which C casts it. */
typedef s64 s64x2 __attribute__((vector_size(16)));

//! helper: u64x2
/* Lanes of a v128, to which C casts it. */
typedef u64 u64x2 __attribute__((vector_size(16)));

//! helper: f32x4
/* Lanes of a v128, to which C casts it. */
typedef f32 f32x4 __attribute__((vector_size(16)));

//! helper: f64x2
/* Lanes of a v128, to which C casts it. */
typedef f64 f64x2 __attribute__((vector_size(16)));

//! helper: c8x16
/* Bytes, of the type that the compilers' builtins take. */
typedef char c8x16 __attribute__((vector_size(16)));

//! helper: c64x2
/* Halves, of the type that the compilers' builtins take. */
typedef long long c64x2 __attribute__((vector_size(16)));

//! helper: s32x2
/* Half as many lanes. */
typedef s32 s32x2 __attribute__((vector_size(8)));

//! helper: f32x2
/* Half as many lanes. */
typedef f32 f32x2 __attribute__((vector_size(8)));

//! helper: v128_const
/* v128.const: from two halves, the lower first. */
static inline v128 v128_const(u64 low, u64 high) {
  return (v128){low, high};
}

//! helper: force_v128
/* Uses a loaded value, so that a load whose value nobody needs still faults. */
static inline v128 force_v128(v128 value) {
  __asm__ volatile("" : "+x"(value));
  return value;
}

//! helper: v128_select
/* The bits of a where the mask has ones, those of b where not. */
static inline v128 v128_select(v128 mask, v128 a, v128 b) {
  return (a & mask) | (b & ~mask);
}

//! helper: i8x16_splat; needs: u8x16
/* i8x16.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 i8x16_splat(u32 x) {
  return (v128)((u8x16){0} + (u8)x);
}

//! helper: i16x8_splat; needs: u16x8
/* i16x8.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 i16x8_splat(u32 x) {
  return (v128)((u16x8){0} + (u16)x);
}

//! helper: i32x4_splat; needs: u32x4
/* i32x4.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 i32x4_splat(u32 x) {
  return (v128)((u32x4){0} + x);
}

//! helper: i64x2_splat; needs: u64x2
/* i64x2.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 i64x2_splat(u64 x) {
  return (v128)((u64x2){0} + x);
}

//! helper: f32x4_splat; needs: f32x4
/* f32x4.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 f32x4_splat(f32 x) {
  return (v128)(f32x4){x, x, x, x};
}

//! helper: f64x2_splat; needs: f64x2
/* f64x2.splat: all lanes the same (spec 4.3.5, splat). */
static inline v128 f64x2_splat(f64 x) {
  return (v128)(f64x2){x, x};
}

//! helper: i8x16_extract_lane_s; needs: s8x16
/* i8x16.extract_lane_s (rule extract_lane). */
static inline u32 i8x16_extract_lane_s(v128 a, u32 lane) {
  return (u32)(s32)((s8x16)a)[lane];
}

//! helper: i8x16_extract_lane_u; needs: u8x16
/* i8x16.extract_lane_u (rule extract_lane). */
static inline u32 i8x16_extract_lane_u(v128 a, u32 lane) {
  return ((u8x16)a)[lane];
}

//! helper: i8x16_replace_lane; needs: u8x16
/* i8x16.replace_lane (rule replace_lane). */
static inline v128 i8x16_replace_lane(v128 a, u32 lane, u32 x) {
  u8x16 lanes = (u8x16)a;
  lanes[lane] = (u8)x;
  return (v128)lanes;
}

//! helper: i16x8_extract_lane_s; needs: s16x8
/* i16x8.extract_lane_s (rule extract_lane). */
static inline u32 i16x8_extract_lane_s(v128 a, u32 lane) {
  return (u32)(s32)((s16x8)a)[lane];
}

//! helper: i16x8_extract_lane_u; needs: u16x8
/* i16x8.extract_lane_u (rule extract_lane). */
static inline u32 i16x8_extract_lane_u(v128 a, u32 lane) {
  return ((u16x8)a)[lane];
}

//! helper: i16x8_replace_lane; needs: u16x8
/* i16x8.replace_lane (rule replace_lane). */
static inline v128 i16x8_replace_lane(v128 a, u32 lane, u32 x) {
  u16x8 lanes = (u16x8)a;
  lanes[lane] = (u16)x;
  return (v128)lanes;
}

//! helper: i32x4_extract_lane; needs: u32x4
/* i32x4.extract_lane (rule extract_lane). */
static inline u32 i32x4_extract_lane(v128 a, u32 lane) {
  return ((u32x4)a)[lane];
}

//! helper: i32x4_replace_lane; needs: u32x4
/* i32x4.replace_lane (rule replace_lane). */
static inline v128 i32x4_replace_lane(v128 a, u32 lane, u32 x) {
  u32x4 lanes = (u32x4)a;
  lanes[lane] = x;
  return (v128)lanes;
}

//! helper: i64x2_extract_lane; needs: u64x2
/* i64x2.extract_lane (rule extract_lane). */
static inline u64 i64x2_extract_lane(v128 a, u32 lane) {
  return ((u64x2)a)[lane];
}

//! helper: i64x2_replace_lane; needs: u64x2
/* i64x2.replace_lane (rule replace_lane). */
static inline v128 i64x2_replace_lane(v128 a, u32 lane, u64 x) {
  u64x2 lanes = (u64x2)a;
  lanes[lane] = x;
  return (v128)lanes;
}

//! helper: f32x4_extract_lane; needs: f32x4
/* f32x4.extract_lane (rule extract_lane). */
static inline f32 f32x4_extract_lane(v128 a, u32 lane) {
  return ((f32x4)a)[lane];
}

//! helper: f32x4_replace_lane; needs: f32x4
/* f32x4.replace_lane (rule replace_lane). */
static inline v128 f32x4_replace_lane(v128 a, u32 lane, f32 x) {
  f32x4 lanes = (f32x4)a;
  lanes[lane] = x;
  return (v128)lanes;
}

//! helper: f64x2_extract_lane; needs: f64x2
/* f64x2.extract_lane (rule extract_lane). */
static inline f64 f64x2_extract_lane(v128 a, u32 lane) {
  return ((f64x2)a)[lane];
}

//! helper: f64x2_replace_lane; needs: f64x2
/* f64x2.replace_lane (rule replace_lane). */
static inline v128 f64x2_replace_lane(v128 a, u32 lane, f64 x) {
  f64x2 lanes = (f64x2)a;
  lanes[lane] = x;
  return (v128)lanes;
}

//! helper: i8x16_shuffle; needs: u8x16
/* i8x16.shuffle: bytes of a and b by constant indices (rule i8x16.shuffle). A macro, since the indices must
 * be constants for C. */
#ifdef __clang__
#define i8x16_shuffle(a, b, ...) ((v128)__builtin_shufflevector((u8x16)(a), (u8x16)(b), __VA_ARGS__))
#else
#define i8x16_shuffle(a, b, ...) ((v128)__builtin_shuffle((u8x16)(a), (u8x16)(b), (u8x16){__VA_ARGS__}))
#endif

//! helper: i8x16_swizzle; needs: u8x16, c8x16
/* i8x16.swizzle: bytes of a by indices, 0 for those past the end, which 0x70 more takes from 0x80 up (spec 4.3.5,
 * swizzle). */
static inline v128 i8x16_swizzle(v128 a, v128 b) {
#if defined __SSSE3__ && __has_builtin(__builtin_elementwise_add_sat)
  u8x16 indices = __builtin_elementwise_add_sat((u8x16)b, (u8x16){0} + 0x70);
  return (v128)__builtin_ia32_pshufb128((c8x16)a, (c8x16)indices);
#elif defined __SSSE3__
  c8x16 indices = __builtin_ia32_paddusb128((c8x16)b, (c8x16){0} + 0x70);
  return (v128)__builtin_ia32_pshufb128((c8x16)a, indices);
#else
  u8x16 bytes = (u8x16)a, indices = (u8x16)b, result;
  for (u32 i = 0; i < 16; i++)
    result[i] = indices[i] < 16 ? bytes[indices[i]] : 0;
  return (v128)result;
#endif
}
