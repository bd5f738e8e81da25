/* Vectors for the kernels here: the names of wasm_simd128.h, on x86-64 each the one or two SSE intrinsics that a native
 * program would use. */
#ifdef __wasm__
#include <wasm_simd128.h>
#else
#include <nmmintrin.h>

typedef __m128i v128_t;
#define PS _mm_castsi128_ps
#define SI _mm_castps_si128
static inline v128_t wasm_v128_load(const void *at) { return _mm_loadu_si128(at); }
static inline v128_t wasm_v128_load64_zero(const void *at) { return _mm_loadl_epi64(at); }
static inline v128_t wasm_u16x8_load8x8(const void *at) { return _mm_cvtepu8_epi16(_mm_loadl_epi64(at)); }
static inline void wasm_v128_store(void *at, v128_t a) { _mm_storeu_si128(at, a); }
static inline v128_t wasm_v128_and(v128_t a, v128_t b) { return _mm_and_si128(a, b); }
static inline v128_t wasm_v128_or(v128_t a, v128_t b) { return _mm_or_si128(a, b); }
static inline _Bool wasm_v128_any_true(v128_t a) { return !_mm_testz_si128(a, a); }

static inline v128_t wasm_f32x4_splat(float a) { return SI(_mm_set1_ps(a)); }
static inline v128_t wasm_f32x4_add(v128_t a, v128_t b) { return SI(_mm_add_ps(PS(a), PS(b))); }
static inline v128_t wasm_f32x4_sub(v128_t a, v128_t b) { return SI(_mm_sub_ps(PS(a), PS(b))); }
static inline v128_t wasm_f32x4_mul(v128_t a, v128_t b) { return SI(_mm_mul_ps(PS(a), PS(b))); }
static inline v128_t wasm_f32x4_le(v128_t a, v128_t b) { return SI(_mm_cmple_ps(PS(a), PS(b))); }
#define wasm_f32x4_extract_lane(a, lane) _mm_cvtss_f32(_mm_shuffle_ps(PS(a), PS(a), lane))
static inline v128_t wasm_f32x4_make(float a, float b, float c, float d) { return SI(_mm_setr_ps(a, b, c, d)); }

static inline v128_t wasm_i8x16_splat(signed char a) { return _mm_set1_epi8(a); }
static inline v128_t wasm_i8x16_add(v128_t a, v128_t b) { return _mm_add_epi8(a, b); }
static inline v128_t wasm_i8x16_eq(v128_t a, v128_t b) { return _mm_cmpeq_epi8(a, b); }
static inline v128_t wasm_i8x16_swizzle(v128_t a, v128_t b) { return _mm_shuffle_epi8(a, b); }
static inline v128_t wasm_u8x16_narrow_i16x8(v128_t a, v128_t b) { return _mm_packus_epi16(a, b); }

static inline v128_t wasm_i16x8_splat(short a) { return _mm_set1_epi16(a); }
static inline v128_t wasm_i16x8_add(v128_t a, v128_t b) { return _mm_add_epi16(a, b); }
static inline v128_t wasm_i16x8_mul(v128_t a, v128_t b) { return _mm_mullo_epi16(a, b); }
static inline v128_t wasm_i16x8_shl(v128_t a, unsigned n) { return _mm_slli_epi16(a, (int)n); }
static inline v128_t wasm_u16x8_shr(v128_t a, unsigned n) { return _mm_srli_epi16(a, (int)n); }

static inline v128_t wasm_i32x4_splat(int a) { return _mm_set1_epi32(a); }
static inline v128_t wasm_i32x4_sub(v128_t a, v128_t b) { return _mm_sub_epi32(a, b); }
static inline v128_t wasm_u32x4_shr(v128_t a, unsigned n) { return _mm_srli_epi32(a, (int)n); }
static inline v128_t wasm_i32x4_dot_i16x8(v128_t a, v128_t b) { return _mm_madd_epi16(a, b); }
#define wasm_i8x16_const(...) _mm_setr_epi8(__VA_ARGS__)
#define wasm_i16x8_const(...) _mm_setr_epi16(__VA_ARGS__)
#endif
