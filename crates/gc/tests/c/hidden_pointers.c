/* Loops of the shapes for which optimisers keep no pointer into an array, only one before or behind it: strength reduction,
 * induction variables, hoisted address arithmetic, counting down, unrolling. Each loop is the last use of its array, and collects
 * in every round. An array that dies before its loop is done is reported. */
#include "../../benches/bench.h"

enum { NUMBERS = 1, LENGTH = 200 };
static const struct wastrel_gc_type types[] = {
    [NUMBERS] = {.kind = GC_DATA_ARRAY, .size = 8},
};
static const u32 type_count = 2;
static const int default_size = 0;

struct numbers {
  u32 type;
  u32 length;
  s64 elements[];
};

static u32 weak;
static volatile s64 result;
static int died, rounds, rounds_alive;
static const char *loop;

/* A collection that tells whether the array is still there. */
static NOINLINE void collect(void) {
  wastrel_gc_collect(1);
  if (!wastrel_gc_weak_get(weak)) {
    if (rounds_alive == rounds) printf("%s: freed in round %d\n", loop, rounds);
    died = 1;
  } else {
    rounds_alive++;
  }
  rounds++;
}

/* Overwrites what calls have left on the stack. */
static NOINLINE void clear_stack(void) {
  volatile u64 words[512];
  for (int i = 0; i < 512; i++) words[i] = 0;
  (void)words[0];
}

/* The array between its making and its loop: in no register and on no stack. */
static volatile u64 hidden;

static NOINLINE void make(void) {
  struct numbers *numbers = wastrel_gc_new_array(NUMBERS, LENGTH, 8);
  for (u32 i = 0; i < LENGTH; i++) numbers->elements[i] = i;
  weak = wastrel_gc_weak_new(numbers);
  hidden = (u64)numbers;
}

static NOINLINE s64 upwards(struct numbers *numbers, u32 length) {
  s64 sum = 0;
  for (u32 i = 0; i < length; i++) {
    sum += numbers->elements[i];
    collect();
  }
  return sum;
}

static NOINLINE s64 downwards(struct numbers *numbers, u32 length) {
  s64 sum = 0;
  for (u32 i = length; i-- > 0;) {
    collect();
    sum += numbers->elements[i];
  }
  return sum;
}

static NOINLINE s64 downwards_signed(struct numbers *numbers, int length) {
  s64 sum = 0;
  for (int i = length; i > 0; i--) {
    collect();
    sum += numbers->elements[i - 1];
  }
  return sum;
}

static NOINLINE s64 biased_down(struct numbers *numbers, u64 from, u64 to) {
  s64 sum = 0;
  for (u64 i = from; i < to; i++) {
    collect();
    sum += numbers->elements[i - 1000000000];
  }
  return sum;
}

static NOINLINE s64 biased_up(struct numbers *numbers, s64 from, s64 to) {
  s64 sum = 0;
  for (s64 i = from; i < to; i++) {
    collect();
    sum += numbers->elements[i + 1000];
  }
  return sum;
}

static NOINLINE s64 strided(struct numbers *numbers, u32 length, u32 stride) {
  s64 sum = 0;
  for (u32 i = stride; i <= length; i += stride) {
    collect();
    sum += numbers->elements[i - stride];
  }
  return sum;
}

static NOINLINE s64 reversed_pair(struct numbers *numbers, s64 length) {
  s64 sum = 0;
  for (s64 i = 0; i < length; i++) {
    collect();
    sum += numbers->elements[length - 1 - i] - numbers->elements[length / 2];
  }
  return sum;
}

static NOINLINE s64 nested(struct numbers *numbers, s64 rows, s64 columns) {
  s64 sum = 0;
  for (s64 row = 1; row <= rows; row++) {
    collect();
    for (s64 column = 0; column < columns; column++) sum += numbers->elements[row * columns - columns + column];
  }
  return sum;
}

static NOINLINE s64 nested_down(struct numbers *numbers, s64 rows, s64 columns) {
  s64 sum = 0;
  for (s64 row = rows; row > 0; row--) {
    collect();
    for (s64 column = 1; column <= columns; column++) sum += numbers->elements[row * columns - column];
  }
  return sum;
}

static NOINLINE s64 fill(struct numbers *numbers, u32 length, s64 value) {
  for (u32 i = length; i > 0; i--) {
    numbers->elements[i - 1] = value * i;
    if (i % 8 == 0) collect();
  }
  return 0;
}

static volatile u64 key;

/* The difference is too large for an addressing mode: it is taken once, before the loop. */
static NOINLINE s64 gathered(struct numbers *numbers, u64 from, u64 to) {
  s64 sum = 0;
  for (u64 i = from; i < to; i++) {
    key = i;
    collect();
    sum += numbers->elements[key - 1000000000];
  }
  return sum;
}

static NOINLINE s64 gathered_near(struct numbers *numbers, u64 from, u64 to) {
  s64 sum = 0;
  for (u64 i = from; i < to; i++) {
    key = i;
    collect();
    sum += numbers->elements[key - 1000] * numbers->elements[key - 1001];
  }
  return sum;
}

/* The same in 32 bits, as a compiler of WebAssembly emits it: checked, or the check known to be needless. */
static NOINLINE s64 gathered_checked(struct numbers *numbers, u32 from, u32 to) {
  s64 sum = 0;
  for (u32 i = from; i < to; i++) {
    u32 index;
    key = i;
    collect();
    index = (u32)key - 1000000000;
    if (index >= numbers->length) exit(2);
    sum += numbers->elements[index];
  }
  return sum;
}

static NOINLINE s64 gathered_unchecked(struct numbers *numbers, u32 from, u32 to) {
  s64 sum = 0;
  for (u32 i = from; i < to; i++) {
    u32 index;
    key = i;
    collect();
    index = (u32)key;
    if (index < 1000000000 || index >= 1000000000 + LENGTH) exit(2);
    sum += numbers->elements[index - 1000000000];
  }
  return sum;
}

/* What a compiler of WebAssembly emits: an index of 32 bits, checked. */
static NOINLINE s64 checked(struct numbers *numbers, u32 from) {
  s64 sum = 0;
  for (u32 i = from; i > 0; i--) {
    collect();
    if (i - 1 >= numbers->length) exit(2);
    sum += numbers->elements[i - 1];
  }
  return sum;
}

static NOINLINE s64 checked_biased(struct numbers *numbers, u32 from, u32 to) {
  s64 sum = 0;
  for (u32 i = from; i < to; i++) {
    if (i - 1000000 >= numbers->length) exit(2);
    sum += numbers->elements[i - 1000000];
    collect();
  }
  return sum;
}

static void begin(const char *name) {
  loop = name;
  rounds = 0;
  rounds_alive = 0;
  make();
  clear_stack();
}

/* The array must be garbage by now, or else a stray copy of its address kept it alive all the time. */
static void end(void) {
  clear_stack();
  wastrel_gc_collect(1);
  if (wastrel_gc_weak_get(weak)) printf("%s: proves nothing\n", loop);
  wastrel_gc_weak_drop(weak);
}

#define RUN(name, ...) \
  begin(#name); \
  result = name((struct numbers *)hidden, __VA_ARGS__); \
  end()

static void benchmark(int size) {
  u32 length = LENGTH - (u32)size; /* unknown to the compiler */
  RUN(upwards, length);
  RUN(downwards, length);
  RUN(downwards_signed, (int)length);
  RUN(biased_down, 1000000000, 1000000000 + length);
  RUN(biased_up, -1000, (s64)length - 1000);
  RUN(strided, length, 4 + (u32)size);
  RUN(reversed_pair, length);
  RUN(nested, length / 10, 10 + size);
  RUN(nested_down, length / 10, 10 + size);
  RUN(fill, length, 3 + size);
  RUN(gathered, 1000000000, 1000000000 + length);
  RUN(gathered_near, 1001, 1000 + length);
  RUN(gathered_checked, 1000000000, 1000000000 + length);
  RUN(gathered_unchecked, 1000000000, 1000000000 + length);
  RUN(checked, length);
  RUN(checked_biased, 1000000, 1000000 + length);
  printf(died ? "some died\n" : "all lived\n");
}
