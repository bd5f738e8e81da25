/* The smallest program: a type table, the stack, a list.
 *
 *     cargo rustc -p wastrel-gc --profile freestanding --features panic-handler --crate-type staticlib
 *     cc -O2 -I crates/gc/include crates/gc/examples/list.c target/freestanding/libwastrel_gc.a -o list && ./list
 */
#include "wastrel_gc.h"

int printf(const char *format, ...);

struct cons {
  u64 header;
  long number;
  struct cons *rest;
};

/* Word 0 of a cons is its header, word 1 a number, word 2 a reference. Type 0 is the collector's own. */
enum { CONS = 1 };
static const struct wastrel_gc_type types[] = {
    [CONS] = {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 1 << 2},
};

static struct cons *new_cons(long number, struct cons *rest) {
  struct cons *cons = wastrel_gc_new_struct(CONS, sizeof *cons);
  cons->number = number;
  cons->rest = rest;
  return cons;
}

/* Ten million cells, of which a thousand are kept. Locals need no care: the stack is scanned. */
__attribute__((noinline)) static void run(void) {
  struct cons *kept = 0;
  long sum = 0;
  for (long i = 0; i < 10000000; i++) {
    struct cons *cons = new_cons(i, 0);
    if (i % 10000 == 0) kept = new_cons(cons->number, kept);
  }
  /* An object that isn't the newest may be old: storing a reference in it takes the barrier. */
  kept->rest->rest = new_cons(-1, kept->rest->rest);
  wastrel_gc_barrier(kept->rest, &kept->rest->rest);
  for (; kept; kept = kept->rest) sum += kept->number;
  printf("%ld\n", sum);
}

int main(void) {
  static struct wastrel_gc_stack stack;
  struct wastrel_gc_options options = {.limit = 64 << 20};
  if (!wastrel_gc_init(types, sizeof types / sizeof *types, &options)) return 1;
  stack.high = (char *)__builtin_frame_address(0) + 16;
  wastrel_gc_add_stack(&stack);
  run();
  wastrel_gc_print_stats(2);
  return 0;
}
