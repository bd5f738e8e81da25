/* Prints how many bytes of stack the collector takes at most. Wants GC_LIMIT, so that memory runs short. */
#include "../../benches/bench.h"

enum { REFS = 1, BYTES = 2 };
static const struct wastrel_gc_type types[] = {
    [REFS] = {.kind = GC_REF_ARRAY, .size = 8},
    [BYTES] = {.kind = GC_DATA_ARRAY, .size = 1},
};
static const u32 type_count = 3;
static const int default_size = 1000;

enum { PAINTED = 128 << 10, OWN_FRAME = 256, PAINT = 0xa5 };

static NOINLINE void paint(void) {
  volatile u8 *end = (u8 *)__builtin_frame_address(0) - OWN_FRAME;
  for (volatile u8 *byte = end - PAINTED; byte < end; byte++) *byte = PAINT;
}

/* How far down the paint is gone. */
static NOINLINE s64 depth(void) {
  volatile u8 *end = (u8 *)__builtin_frame_address(0) - OWN_FRAME;
  volatile u8 *byte = end - PAINTED;
  while (byte < end && *byte == PAINT) byte++;
  return end - byte + OWN_FRAME;
}

static s64 deepest;

#define MEASURE(call) \
  do { \
    paint(); \
    call; \
    s64 taken = depth(); \
    if (taken > deepest) deepest = taken; \
  } while (0)

static struct array *all;

static void benchmark(int size) {
  wastrel_gc_add_roots(&all, 1);
  MEASURE(all = wastrel_gc_alloc_large(REFS, 5000, 8 + 5000 * 8, 1));
  MEASURE(wastrel_gc_collect(1));
  for (u32 i = 0; i < (u32)size; i++) {
    struct array *old = all->elements[i % 5000], *new;
    /* Lengths that leave holes, and a chain that the mark stack has no room for. */
    MEASURE(new = wastrel_gc_new_array_zeroed(REFS, i % 7 ? i % 700 : 1100, 8));
    if (new->length > 0) new->elements[0] = i % 3 ? old : 0;
    all->elements[i % 5000] = new;
    MEASURE(wastrel_gc_barrier(all, &all->elements[i % 5000]));
    MEASURE(wastrel_gc_new_array_zeroed(BYTES, i % 20 ? i : 200000, 1));
    MEASURE(wastrel_gc_weak_new(new));
    MEASURE(wastrel_gc_ephemeron_new(all, new, i31_new(1)));
    MEASURE(wastrel_gc_finalizer_new(new, all));
    if (i % 50 == 0) MEASURE(wastrel_gc_collect(i % 100 == 0));
    if (i % 4 == 0) all->elements[(i * 7) % 5000] = 0;
  }
  MEASURE(wastrel_gc_print_stats(2));
  printf("%ld\n", deepest);
}
