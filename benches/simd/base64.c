/* Decodes base 64, sixteen characters at a time (after Muła and Lemire, "Faster Base64 Encoding and Decoding"). */
#define REPEAT 2000
#include <string.h>

#include "bench.h"
#include "vectors.h"

enum { BYTES = 12 << 10, CHARACTERS = BYTES / 3 * 4 };
static char text[CHARACTERS + 1];
static unsigned char bytes[BYTES + 16];

/* How many characters were decoded: all, unless one is not of the alphabet. */
__attribute__((noinline)) static size_t decode(unsigned char *to, const char *from, size_t n) {
  const v128_t low_set = wasm_i8x16_const(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b,
                                          0x1b, 0x1b, 0x1a);
  const v128_t high_set = wasm_i8x16_const(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10,
                                           0x10, 0x10, 0x10);
  const v128_t shifts = wasm_i8x16_const(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const v128_t pack = wasm_i8x16_const(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const v128_t nibble = wasm_i8x16_splat(0x0f), slash = wasm_i8x16_splat('/');
  size_t i = 0;
  for (; i < n; i += 16, to += 12) {
    v128_t x = wasm_v128_load(from + i);
    v128_t high = wasm_v128_and(wasm_u32x4_shr(x, 4), nibble);
    v128_t low = wasm_v128_and(x, nibble);
    v128_t wrong = wasm_v128_and(wasm_i8x16_swizzle(low_set, low), wasm_i8x16_swizzle(high_set, high));
    if (wasm_v128_any_true(wrong))
      break;
    v128_t shift = wasm_i8x16_swizzle(shifts, wasm_i8x16_add(wasm_i8x16_eq(x, slash), high));
    v128_t sixes = wasm_i8x16_add(x, shift);
    /* Two sixes to a twelve, two twelves to a twenty-four. */
    v128_t twelves = wasm_v128_or(wasm_u16x8_shr(sixes, 8), wasm_i16x8_shl(wasm_v128_and(sixes, wasm_i16x8_splat(0x3f)), 6));
    v128_t words = wasm_i32x4_dot_i16x8(twelves, wasm_i16x8_const(0x1000, 1, 0x1000, 1, 0x1000, 1, 0x1000, 1));
    wasm_v128_store(to, wasm_i8x16_swizzle(words, pack));
  }
  return i;
}

static uint64_t kernel(void) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text[0] == 0)
    for (int i = 0; i < CHARACTERS; i++)
      text[i] = alphabet[(i * 7 + i / 64) % 64];
  size_t decoded = decode(bytes, text, CHARACTERS);
  uint64_t word;
  memcpy(&word, bytes + BYTES - 8, 8);
  return decoded + word;
}
