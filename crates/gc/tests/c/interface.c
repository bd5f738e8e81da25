/* Every function of the interface once, from C. Prints what went wrong. */
#include "../../benches/bench.h"

struct pair {
  u32 type;
  s32 number; /* in the upper half of the header */
  struct pair *first, *second;
};

struct wide {
  u64 header;
  u64 data[99];
  struct pair *pairs[30];
};

enum { PAIR = 1, REFS = 2, WIDE = 3, BYTES = 4, HUGE = 5, HUGE_FIELDS = 2000 };
static const u64 wide_map[] = {0, 0xfffffffful << 36, 3};
static const u64 huge_map[(HUGE_FIELDS + 64) / 64] = {1ul << 63};
static const struct wastrel_gc_type types[] = {
    [PAIR] = {.kind = GC_STRUCT, .size = sizeof(struct pair), .refs = 6},
    [REFS] = {.kind = GC_REF_ARRAY, .size = 8},
    [WIDE] = {.kind = GC_LARGE_STRUCT, .size = sizeof(struct wide), .map = wide_map},
    [BYTES] = {.kind = GC_DATA_ARRAY, .size = 1},
    [HUGE] = {.kind = GC_LARGE_STRUCT, .size = 8 + 8 * HUGE_FIELDS, .map = huge_map},
};
static const u32 type_count = 6;
static const int default_size = 0;

static void expect(int holds, const char *what) {
  if (!holds) printf("failed: %s\n", what);
}

static struct pair *new_pair(s32 number) {
  struct pair *pair = wastrel_gc_new_struct(PAIR, sizeof *pair);
  pair->number = number;
  pair->first = 0;
  pair->second = 0;
  return pair;
}

static int is_pair(const struct pair *pair, s32 number) {
  return pair && pair->type >> 1 == PAIR && pair->number == number;
}

/* Overwrites what calls have left on the stack. */
static NOINLINE void clear_stack(void) {
  volatile u64 words[512];
  for (int i = 0; i < 512; i++) words[i] = 0;
  (void)words[0];
}

static NOINLINE void collect(_Bool full) {
  clear_stack();
  wastrel_gc_collect(full);
}

/* Calls a function that handles references so far below the caller's frame that clear_stack reaches all it leaves. What it has to
 * tell it tells by number. */
static NOINLINE void below(void (*function)(u32 *numbers), u32 *numbers) {
  volatile u64 room[64];
  room[0] = 0;
  function(numbers);
  (void)room[0];
}

static void *globals[4];

static NOINLINE void fill_globals(u32 *weak) {
  globals[0] = new_pair(1);
  globals[1] = 0;
  globals[2] = i31_new(-5);
  globals[3] = &globals; /* outside the heap */
  *weak = wastrel_gc_weak_new(globals[0]);
}

static NOINLINE void refill_global(u32 *weak) {
  globals[0] = new_pair(2);
  *weak = wastrel_gc_weak_new(globals[0]);
}

static NOINLINE void test_roots(void) {
  u32 weak, weak_refilled;
  wastrel_gc_add_roots(globals, 4);
  below(fill_globals, &weak);
  collect(1);
  expect(is_pair(globals[0], 1), "a global keeps its object alive");
  expect(i31_get(globals[2]) == -5 && globals[3] == &globals, "other words are left alone");
  below(refill_global, &weak_refilled);
  collect(0);
  expect(is_pair(globals[0], 2), "a global needs no barrier");
  collect(1);
  expect(!wastrel_gc_weak_get(weak), "what was overwritten in a global is freed");
  wastrel_gc_remove_roots(globals);
  globals[0] = 0; /* registered again in the next round, it must hold nothing dead */
  collect(1);
  expect(!wastrel_gc_weak_get(weak_refilled), "roots can be removed");
  wastrel_gc_weak_drop(weak);
  wastrel_gc_weak_drop(weak_refilled);
}

static void *growing[8];

static NOINLINE void fill_growing(u32 *weak) {
  growing[4] = new_pair(5);
  *weak = wastrel_gc_weak_new(growing[4]);
}

static NOINLINE void test_growing_roots(void) {
  static u64 count;
  u32 weak;
  count = 8;
  wastrel_gc_add_growing_roots(growing, &count);
  below(fill_growing, &weak);
  collect(1);
  expect(is_pair(growing[4], 5), "a range that grew keeps its objects alive");
  count = 4;
  growing[4] = 0;
  collect(1);
  expect(!wastrel_gc_weak_get(weak), "what lies past its end doesn't count");
  wastrel_gc_remove_roots(growing);
  wastrel_gc_weak_drop(weak);
}

/* A stack that isn't running: words with a reference among them, to the inside of its object. */
static u64 other_stack[100];

static NOINLINE void fill_other_stack(u32 *weak) {
  other_stack[10] = (u64)new_pair(3) + 16;
  weak[0] = wastrel_gc_weak_new((void *)(other_stack[10] - 16));
  other_stack[90] = (u64)new_pair(4);
  weak[1] = wastrel_gc_weak_new((void *)other_stack[90]);
  other_stack[99] = ~0ul;
}

static NOINLINE int is_alive(u32 weak, s32 number) { return is_pair(wastrel_gc_weak_get(weak), number); }

static NOINLINE void test_stacks(void) {
  static struct wastrel_gc_stack stack;
  u32 weak[2];
  stack.low = &other_stack[50];
  stack.high = other_stack + 100;
  wastrel_gc_add_stack(&stack);
  below(fill_other_stack, weak);
  collect(1);
  expect(!wastrel_gc_weak_get(weak[0]), "what lies below the stack pointer doesn't count");
  expect(is_alive(weak[1], 4), "a suspended stack keeps its objects alive");
  stack.low = other_stack; /* first, since making the second object may collect the first */
  below(fill_other_stack, weak);
  collect(1);
  expect(is_alive(weak[0], 3), "an interior pointer counts");
  wastrel_gc_remove_stack(&stack);
  collect(1);
  expect(!wastrel_gc_weak_get(weak[0]) && !wastrel_gc_weak_get(weak[1]), "a stack can be removed");
  wastrel_gc_weak_drop(weak[0]);
  wastrel_gc_weak_drop(weak[1]);
}

static NOINLINE u32 new_wide_handle(void) {
  struct wide *wide = wastrel_gc_new_struct(WIDE, sizeof *wide);
  for (int i = 0; i < 99; i++) wide->data[i] = (u64)i;
  for (int i = 0; i < 30; i++) wide->pairs[i] = 0;
  return wastrel_gc_handle_new(wide);
}

static NOINLINE void test_large_structs(void) {
  u32 handle = new_wide_handle();
  struct wide *wide = wastrel_gc_handle_get(handle);
  u64 *huge;
  collect(1);
  for (s32 i = 0; i < 30; i++) store(wide, &wide->pairs[i], new_pair(i));
  collect(0);
  for (s32 i = 0; i < 30; i++) expect(is_pair(wide->pairs[i], i), "the map of a large struct is read to its end");
  huge = wastrel_gc_new_struct(HUGE, 8 + 8 * HUGE_FIELDS);
  for (int i = 1; i <= HUGE_FIELDS; i++) huge[i] = 0;
  wastrel_gc_handle_set(handle, huge);
  collect(1);
  store(huge, &huge[63], new_pair(63));
  collect(0);
  expect(is_pair((struct pair *)huge[63], 63), "a struct may have pages of its own");
  wastrel_gc_handle_drop(handle);
}

static NOINLINE void test_barrier_range(void) {
  struct array *from;
  struct array *to = wastrel_gc_new_array_zeroed(REFS, 1000, 8);
  u32 handle = wastrel_gc_handle_new(to);
  collect(1);
  from = wastrel_gc_new_array_zeroed(REFS, 10, 8);
  for (s32 i = 0; i < 10; i++) store(from, &from->elements[i], new_pair(i));
  __builtin_memcpy(&to->elements[700], from->elements, sizeof(void *) * 10);
  wastrel_gc_barrier_range(to, &to->elements[700], 10);
  collect(0);
  for (s32 i = 0; i < 10; i++) expect(is_pair(to->elements[700 + i], i), "copied references are logged");
  to->elements[800] = new_pair(800);
  wastrel_gc_store_unlogged();
  collect(0);
  expect(is_pair(to->elements[800], 800), "references needn't be logged where that is told");
  wastrel_gc_handle_drop(handle);
}

static NOINLINE void make_finalizable(u32 *weak) {
  struct pair *pair = new_pair(8);
  *weak = wastrel_gc_finalizer_new(pair, i31_new(80));
  wastrel_gc_finalizer_drop(*weak);
  wastrel_gc_finalizer_new(pair, i31_new(81));
  *weak = wastrel_gc_weak_new(pair);
}

static NOINLINE void test_finalizers(void) {
  struct wastrel_gc_finalizer ready = {0, 0};
  u32 weak;
  below(make_finalizable, &weak);
  collect(1);
  expect(!wastrel_gc_weak_get(weak), "a weak reference is cleared");
  expect(wastrel_gc_finalizer_ready(&ready) && is_pair(ready.object, 8), "a dead object is handed out");
  expect(i31_get(ready.held) == 81, "with what is held for it");
  expect(!wastrel_gc_finalizer_ready(&ready), "once");
  wastrel_gc_weak_drop(weak);
}

static NOINLINE void make_ephemeron(u32 *numbers) {
  numbers[0] = wastrel_gc_handle_new(new_pair(7));
  numbers[1] = wastrel_gc_ephemeron_new(0, wastrel_gc_handle_get(numbers[0]), new_pair(9));
}

static NOINLINE void change_ephemeron(u32 *numbers) {
  expect(is_pair(wastrel_gc_ephemeron_value(numbers[1]), 9), "an ephemeron keeps its value alive");
  wastrel_gc_ephemeron_set(numbers[1], new_pair(10));
}

static NOINLINE void test_ephemerons(void) {
  u32 numbers[2];
  below(make_ephemeron, numbers);
  collect(1);
  below(change_ephemeron, numbers);
  collect(0);
  expect(is_pair(wastrel_gc_ephemeron_value(numbers[1]), 10), "also one that was set later");
  wastrel_gc_handle_drop(numbers[0]);
  collect(1);
  expect(!wastrel_gc_ephemeron_value(numbers[1]), "until its key dies");
  wastrel_gc_ephemeron_drop(numbers[1]);
}

static NOINLINE void test_sizes(void) {
  for (u32 length = 0; length < 70000; length = length * 5 / 4 + 1) {
    u8 *bytes = (u8 *)wastrel_gc_new_array_zeroed(BYTES, length, 1) + 8;
    for (u32 i = 0; i < length; i++) {
      expect(bytes[i] == 0, "an array is zero where it should be");
      bytes[i] = 0xff;
    }
    expect(((struct array *)(void *)(bytes - 8))->length == length, "an array knows its length");
  }
}

static void benchmark(int size) {
  for (int i = 0; i <= size; i++) {
    test_roots();
    test_growing_roots();
    test_stacks();
    test_large_structs();
    test_barrier_range();
    test_finalizers();
    test_ephemerons();
    test_sizes();
  }
  expect(wastrel_gc_resident() > 0, "memory is counted");
  printf("done\n");
}
