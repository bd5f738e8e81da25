/* The dot product of two vectors of floats that stay in the first cache. */
#define REPEAT 20000
#include "bench.h"
#include "vectors.h"

enum { LENGTH = 2048 };
static float a[LENGTH], b[LENGTH];

static inline v128_t product(const float *x, const float *y) {
  return wasm_f32x4_mul(wasm_v128_load(x), wasm_v128_load(y));
}

/* Four sums, since an addition takes as long as four of them can. */
__attribute__((noinline)) static float dot(const float *x, const float *y, size_t n) {
  v128_t sum0 = wasm_f32x4_splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
  for (size_t i = 0; i < n; i += 16) {
    sum0 = wasm_f32x4_add(sum0, product(&x[i], &y[i]));
    sum1 = wasm_f32x4_add(sum1, product(&x[i + 4], &y[i + 4]));
    sum2 = wasm_f32x4_add(sum2, product(&x[i + 8], &y[i + 8]));
    sum3 = wasm_f32x4_add(sum3, product(&x[i + 12], &y[i + 12]));
  }
  v128_t all = wasm_f32x4_add(wasm_f32x4_add(sum0, sum1), wasm_f32x4_add(sum2, sum3));
  return wasm_f32x4_extract_lane(all, 0) + wasm_f32x4_extract_lane(all, 1) + wasm_f32x4_extract_lane(all, 2) +
         wasm_f32x4_extract_lane(all, 3);
}

static uint64_t kernel(void) {
  if (a[1] == 0)
    for (int i = 0; i < LENGTH; i++)
      a[i] = (float)(i % 17) - 8, b[i] = (float)(i % 23) / 4;
  return (uint64_t)(int64_t)dot(a, b, LENGTH);
}
