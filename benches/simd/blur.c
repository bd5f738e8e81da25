/* Blurs a picture of bytes by 1 4 6 4 1 in both directions. */
#define REPEAT 50
#include <stddef.h>
#include <string.h>

#include "bench.h"
#include "vectors.h"

enum { WIDTH = 512, HEIGHT = 256 };
static uint8_t picture[HEIGHT][WIDTH], blurred[HEIGHT][WIDTH];

/* a + 4b + 6c + 4d + e of eight pixels, over 16. */
static inline v128_t weigh(v128_t a, v128_t b, v128_t c, v128_t d, v128_t e) {
  v128_t fours = wasm_i16x8_shl(wasm_i16x8_add(wasm_i16x8_add(b, d), c), 2);
  v128_t sum = wasm_i16x8_add(wasm_i16x8_add(wasm_i16x8_add(a, e), fours), wasm_i16x8_add(c, c));
  return wasm_u16x8_shr(wasm_i16x8_add(sum, wasm_i16x8_splat(8)), 4);
}

/* Eight pixels of the five lines, or rows of pixels, that begin at multiples of `step` from `at`. */
static inline v128_t eight(const uint8_t *at, ptrdiff_t step) {
  return weigh(wasm_u16x8_load8x8(at - 2 * step), wasm_u16x8_load8x8(at - step), wasm_u16x8_load8x8(at),
               wasm_u16x8_load8x8(at + step), wasm_u16x8_load8x8(at + 2 * step));
}

__attribute__((noinline)) static void columns(uint8_t *to, const uint8_t *from) {
  for (int i = 0; i < WIDTH; i += 16)
    wasm_v128_store(to + i, wasm_u8x16_narrow_i16x8(eight(from + i, WIDTH), eight(from + i + 8, WIDTH)));
}

__attribute__((noinline)) static void rows(uint8_t *to, const uint8_t *from) {
  for (int i = 0; i < WIDTH; i += 16)
    wasm_v128_store(to + i, wasm_u8x16_narrow_i16x8(eight(from + i, 1), eight(from + i + 8, 1)));
}

static uint64_t kernel(void) {
  if (picture[2][1] == 0)
    for (int i = 0; i < WIDTH * HEIGHT; i++)
      picture[i / WIDTH][i % WIDTH] = (uint8_t)(i * 31 + i / 512 * 7);
  static uint8_t line[WIDTH + 16];
  for (int y = 2; y < HEIGHT - 2; y++) {
    columns(line + 2, picture[y]);
    rows(blurred[y], line + 2);
  }
  uint64_t word;
  memcpy(&word, &blurred[HEIGHT / 2][WIDTH / 3], 8);
  return word;
}
