/* Large arrays of references and of doubles come and go beside a long list. The size is how many. */
#include "bench.h"

struct cons {
  u64 header;
  void *first;
  struct cons *rest;
};

enum { CONS = 1, REFS = 2, DOUBLES = 3, LIST = 2000000 };
static const struct wastrel_gc_type types[] = {
    [CONS] = {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 6},
    [REFS] = {.kind = GC_REF_ARRAY, .size = 8},
    [DOUBLES] = {.kind = GC_DATA_ARRAY, .size = sizeof(f64)},
};
static const u32 type_count = 4;
static const int default_size = 6000;

static struct cons *new_cons(void *first, struct cons *rest) {
  struct cons *cons = wastrel_gc_new_struct(CONS, sizeof *cons);
  cons->first = first;
  cons->rest = rest;
  return cons;
}

static void benchmark(int size) {
  int cells = size < 1000 ? size : LIST;
  struct cons *list = 0;
  s64 sum = 0;
  for (int i = 0; i < cells; i++) list = new_cons(i31_new(i), list);
  for (int i = 0; i < size; i++) {
    struct array *refs = wastrel_gc_new_array_zeroed(REFS, 4000 + (u32)i * 7919 % 60000, sizeof(void *));
    struct doubles *doubles;
    for (int k = 0; k < 100; k++) store(refs, &refs->elements[k * 30], new_cons(i31_new(k), 0));
    doubles = wastrel_gc_new_array_zeroed(DOUBLES, 3000, sizeof(f64));
    doubles->elements[5] = i;
    sum += (s64)refs->length + i31_get(((struct cons *)refs->elements[30])->first) + (s64)doubles->elements[5];
  }
  for (; list; list = list->rest) sum += i31_get(list->first);
  printf("%ld\n", sum);
}
