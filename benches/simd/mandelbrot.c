/* The Mandelbrot set, four points at a time. */
#define REPEAT 5
#include "bench.h"
#include "vectors.h"

enum { WIDTH = 128, HEIGHT = 96, LIMIT = 100 };

__attribute__((noinline)) static v128_t steps(v128_t cx, v128_t cy) {
  v128_t x = wasm_f32x4_splat(0), y = x, count = x;
  const v128_t four = wasm_f32x4_splat(4);
  for (int i = 0; i < LIMIT; i++) {
    v128_t xx = wasm_f32x4_mul(x, x), yy = wasm_f32x4_mul(y, y), xy = wasm_f32x4_mul(x, y);
    v128_t inside = wasm_f32x4_le(wasm_f32x4_add(xx, yy), four);
    if (!wasm_v128_any_true(inside))
      break;
    count = wasm_i32x4_sub(count, inside);
    x = wasm_f32x4_add(wasm_f32x4_sub(xx, yy), cx);
    y = wasm_f32x4_add(wasm_f32x4_add(xy, xy), cy);
  }
  return count;
}

static uint64_t kernel(void) {
  uint64_t sum = 0;
  for (int row = 0; row < HEIGHT; row++) {
    v128_t cy = wasm_f32x4_splat((float)row * (2.0f / HEIGHT) - 1);
    for (int column = 0; column < WIDTH; column += 4) {
      float x = (float)column * (3.0f / WIDTH) - 2.2f, step = 3.0f / WIDTH;
      uint32_t counts[4];
      wasm_v128_store(counts, steps(wasm_f32x4_make(x, x + step, x + 2 * step, x + 3 * step), cy));
      sum += counts[0] + counts[1] * 3 + counts[2] * 5 + counts[3] * 7;
    }
  }
  return sum;
}
