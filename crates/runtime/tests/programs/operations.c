/* Operations for which a compiler may call a function. Exits with the number of the first that is wrong, else with 0. */
#include "wastrel.h"

_Noreturn void wasi_proc_exit(struct wastrel_memory *memory, u32 rval);

double floor(double x);
double ceil(double x);
double trunc(double x);
double rint(double x);
double nearbyint(double x);
double sqrt(double x);
float floorf(float x);
float ceilf(float x);
float truncf(float x);
float rintf(float x);
float nearbyintf(float x);
float sqrtf(float x);
void *memcpy(void *to, const void *from, u64 length);
void *memmove(void *to, const void *from, u64 length);
void *memset(void *to, int value, u64 length);
int memcmp(const void *one, const void *other, u64 length);

static u32 failed;

#define CHECK(condition)                                                                                               \
  do {                                                                                                                 \
    checks++;                                                                                                          \
    if (!(condition) && !failed) failed = checks;                                                                      \
  } while (0)

static u32 checks;

static volatile u64 big = 0xfffffffffffff800;
static volatile u32 word = 0xf0f0f0f1;
static volatile s64 negative = -7;
static volatile double half = 2.5, minus_half = -0.5, huge = 18446744073709549568.0, nan_value = 0.0;
static volatile float half_f = 2.5f, minus_half_f = -0.5f;

static u32 sign(double x) {
  union {
    double value;
    u64 bits;
  } u;
  u.value = x;
  return (u32)(u.bits >> 63);
}

static void integers(void) {
#ifndef __TINYC__
  CHECK(__builtin_popcountl(big) == 53);
  CHECK(__builtin_popcount(word) == 17);
  CHECK(__builtin_clzl(big) == 0 && __builtin_ctzl(big) == 11);
  CHECK(__builtin_parityl(big) == 1);
  CHECK(__builtin_bswap64(big) == 0x00f8ffffffffffff);
  CHECK((u64)(((unsigned __int128)big * big) >> 64) == 0xfffffffffffff000);
  CHECK((u64)((((unsigned __int128)big << 64) | 5) / word) == 0xeefff78001100087);
  CHECK((u64)((((unsigned __int128)big << 64) | 5) % word) == 4041273582);
  CHECK((u64)(((__int128)negative << 64) / (s64)word) == 0xfffffff890000001);
#endif
  CHECK(big / word == 0x10fffffff);
  CHECK(big % 1000 == 568);
  CHECK(negative / 2 == -3 && negative % 2 == -1);
}

static void conversions(void) {
  CHECK((double)big == huge);
  CHECK((u64)huge == big);
  CHECK((float)big == 18446744073709551616.0f);
  CHECK((u64)(float)word == 4042322176);
  CHECK((double)(u64)word == 4042322161.0);
  CHECK((u32)(double)word == word);
  CHECK((s64)minus_half == 0 && (s64)-half == -2);
}

static void floats(void) {
  CHECK(floor(half) == 2 && ceil(half) == 3 && trunc(half) == 2 && rint(half) == 2 && nearbyint(half) == 2);
  CHECK(floor(-half) == -3 && ceil(-half) == -2 && trunc(-half) == -2 && rint(-half) == -2 && nearbyint(-half) == -2);
  CHECK(floorf(half_f) == 2 && ceilf(half_f) == 3 && truncf(half_f) == 2 && rintf(half_f) == 2);
  CHECK(floorf(-half_f) == -3 && ceilf(-half_f) == -2 && truncf(-half_f) == -2 && nearbyintf(-half_f) == -2);
  CHECK(sign(ceil(minus_half)) && sign(trunc(minus_half)) && sign(rint(minus_half)) && sign(floor(-0.0 * half)));
  CHECK(sign((double)ceilf(minus_half_f)) && !sign(floor(-minus_half)));
  CHECK(floor(huge) == huge && ceil(-huge) == -huge && trunc(huge) == huge && rint(huge) == huge);
  CHECK(floor(4503599627370495.5) == 4503599627370495.0 && rint(4503599627370495.5) == 4503599627370496.0);
  CHECK(sqrt(half * half) == half && sqrtf(half_f * half_f) == half_f);
  nan_value = nan_value / nan_value;
  CHECK(floor(nan_value) != floor(nan_value) && sqrt(-half) != sqrt(-half));
}

enum { BLOCK = 2100 };

static u8 block[3 * BLOCK], copy[3 * BLOCK], expected[3 * BLOCK];

/* What memmove should do, byte by byte; volatile, lest a compiler call memmove for it. */
static void move_slowly(volatile u8 *to, volatile u8 *from, u64 length) {
  if (to < from) {
    for (u64 index = 0; index < length; index++) to[index] = from[index];
  } else {
    for (u64 index = length; index > 0; index--) to[index - 1] = from[index - 1];
  }
}

static _Bool equal(volatile u8 *one, volatile u8 *other, u64 length) {
  for (u64 index = 0; index < length; index++) {
    if (one[index] != other[index]) return 0;
  }
  return 1;
}

static void blocks(void) {
  _Bool moved = 1, set = 1, compared = 1;
  for (u64 index = 0; index < sizeof block; index++) block[index] = (u8)(index * 7 + index / 256);
  for (u64 length = 0; length < BLOCK; length += length < 300 ? 1 : 97) {
    for (u64 offset = 0; offset < 80; offset += offset < 20 ? 1 : 13) {
      for (u64 back = 0; back < 2; back++) {
        u64 to = back ? BLOCK : BLOCK + offset, from = back ? BLOCK + offset : BLOCK;
        move_slowly(copy, block, sizeof copy);
        move_slowly(expected, block, sizeof expected);
        moved &= memmove(copy + to, copy + from, length) == copy + to;
        move_slowly(expected + to, expected + from, length);
        moved &= equal(copy, expected, sizeof copy);
      }
      memcpy(copy + offset, block + BLOCK, length);
      moved &= equal(copy + offset, block + BLOCK, length);
      move_slowly(expected, copy, sizeof expected);
      memset(copy + offset, 0x5a, length);
      for (u64 index = 0; index < length; index++) ((volatile u8 *)expected)[offset + index] = 0x5a;
      set &= equal(copy, expected, sizeof copy);
      if (length) {
        u64 at = offset % length;
        memcpy(copy, block, length);
        compared &= memcmp(copy, block, length) == 0;
        copy[at]++;
        compared &= (memcmp(copy, block, length) < 0) == (copy[at] < block[at]) && memcmp(copy, block, length) != 0;
        compared &= (memcmp(block, copy, length) < 0) == (copy[at] > block[at]);
      }
    }
  }
  CHECK(moved);
  CHECK(set);
  CHECK(compared);
}

struct large {
  u64 words[40];
};

__attribute__((noinline)) static struct large make_large(u64 seed) {
  struct large large = {{0}};
  large.words[39] = seed;
  return large;
}

static void structures(void) {
  struct large one = make_large(big), other = one;
  CHECK(other.words[39] == big && other.words[0] == 0);
}

static void start(void) {
  integers();
  conversions();
  floats();
  blocks();
  structures();
  wasi_proc_exit(0, failed);
}

const struct wastrel_program wastrel_program = {
    .stack_size = 1 << 20,
    .run = wastrel_run_command, .entry = start, .setup = wastrel_wasi_setup,
};
