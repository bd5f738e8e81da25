/* A program with objects: a list in a global and one in a table that grows; a live set that doesn't fit. */
#include "wastrel.h"
#include "wastrel_gc.h"

struct cons {
  u32 header;
  u32 number;
  struct cons *rest;
};

static const struct wastrel_gc_type types[] = {
    {.kind = GC_STRUCT, .size = 8},
    {.kind = GC_STRUCT, .size = 8},
    {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 2},
};

static struct cons *list;
static struct wastrel_table table = {.size = 1, .maximum = 100};
static struct wastrel_table *const tables[] = {&table};
static const struct wastrel_roots roots[] = {{&list, 1}};
static const struct wastrel_heap heap = {
    .types = types, .type_count = 3, .roots = roots, .root_count = 1, .tables = tables, .table_count = 1};

static struct cons *cons(u32 number, struct cons *rest) {
  struct cons *cons = wastrel_gc_new_struct(2, sizeof *cons);
  cons->number = number;
  cons->rest = rest;
  return cons;
}

static u32 sum(const struct cons *list) {
  u32 sum = 0;
  for (; list; list = list->rest)
    sum += list->number;
  return sum;
}

__attribute__((noinline)) u32 test_lists(u32 keep) {
  wastrel_table_grow(&table, 50, 0);
  for (u32 i = 0; i < 3000000; i++) {
    struct cons *new = cons(1, 0);
    if (i % 100 == 0)
      new->rest = list, list = new;
    else if (i % 100 == 1)
      new->rest = (void *)table.elements[50], table.elements[50] = new;
    else if (keep)
      new->rest = list, list = new;
  }
  return sum(list) + sum(table.elements[50]);
}

static void invoke(const union wastrel_value *arguments, union wastrel_value *results) {
  results[0].i32 = test_lists(arguments[0].i32);
}

static const struct wastrel_export exports[] = {{"lists", 5, EXPORT_FUNC, "i>i", invoke, 0}};
static const struct wastrel_instance instances[] = {{"objects", 0, exports, 1}};

const struct wastrel_program wastrel_program = {
    .tables = tables, .table_count = 1,
    .instances = instances, .instance_count = 1,
    .stack_size = 1 << 20,
    .run = wastrel_run_invoke, .invoke = &exports[0],
    .heap = &heap, .heap_setup = wastrel_heap_setup,
};
