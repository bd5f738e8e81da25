/* Lists built and copied by recursion, so that collections find a deep stack. The size is the length of the lists; the stack
 * needs about 150 bytes for each element (ulimit -s). */
#include "bench.h"

struct cons {
  u64 header;
  struct cons *first;
  struct cons *rest;
};

enum { CONS = 1, ROUNDS = 40 };
static const struct wastrel_gc_type types[] = {
    [CONS] = {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 6},
};
static const u32 type_count = 2;
static const int default_size = 30000;

static struct cons *new_cons(void *first, struct cons *rest) {
  struct cons *cons = wastrel_gc_new_struct(CONS, sizeof *cons);
  cons->first = first;
  cons->rest = rest;
  return cons;
}

static NOINLINE struct cons *build(int length) {
  struct cons *rest = length > 1 ? build(length - 1) : 0;
  return new_cons(i31_new(length), rest);
}

/* Each frame holds the only reference to the cell that it made. */
static NOINLINE struct cons *copy(const struct cons *list) {
  struct cons *box, *rest;
  if (!list) return 0;
  box = new_cons(list->first, 0);
  rest = copy(list->rest);
  return new_cons(box, rest);
}

static void benchmark(int size) {
  s64 sum = 0;
  for (int round = 0; round < ROUNDS; round++) {
    struct cons *list = copy(build(size));
    for (; list; list = list->rest) sum += i31_get(list->first->first);
  }
  printf("%ld\n", sum);
}
