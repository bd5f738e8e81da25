/* One small object in sixteen survives, then arrays of all sizes come and go in what is left between them. The size is thousands
 * of arrays. */
#include "bench.h"

struct cons {
  u64 header;
  void *first;
  struct cons *rest;
};

enum { CONS = 1, REFS = 2, ALIVE = 1000 };
static const struct wastrel_gc_type types[] = {
    [CONS] = {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 6},
    [REFS] = {.kind = GC_REF_ARRAY, .size = 8},
};
static const u32 type_count = 3;
static const int default_size = 500;

static NOINLINE struct array *scatter(u32 survivors) {
  struct array *kept = wastrel_gc_new_array_zeroed(REFS, survivors, sizeof(void *));
  for (u32 i = 0; i < 16 * survivors; i++) {
    struct cons *cons = wastrel_gc_new_struct(CONS, sizeof *cons);
    cons->first = i31_new((s32)i);
    cons->rest = 0;
    if (i % 16 == 0) store(kept, &kept->elements[i / 16], cons);
  }
  return kept;
}

static void benchmark(int size) {
  u32 survivors = size < 100 ? (u32)size * 100 : 400000;
  struct array *kept = scatter(survivors);
  struct array *alive = wastrel_gc_new_array_zeroed(REFS, ALIVE, sizeof(void *));
  s64 sum = 0;
  for (u32 i = 0; i < (u32)size * 1000; i++) {
    struct array *array = wastrel_gc_new_array_zeroed(REFS, 50 + i * 7919 % 700, sizeof(void *));
    store(alive, &alive->elements[i % ALIVE], array);
    array->elements[7] = i31_new((s32)i);
    sum += array->length;
  }
  for (u32 i = 0; i < survivors; i++) sum += i31_get(((struct cons *)kept->elements[i])->first);
  printf("%ld\n", sum);
}
