/* Closures and short lists, mapped, filtered and folded, kept in the entries of a large hash table. The size is thousands of
 * rounds. */
#include "bench.h"

struct cons {
  u64 header;
  void *first;
  struct cons *rest;
};

struct closure {
  u64 header;
  void *captured;
  struct closure *inner;
  s32 (*code)(const struct closure *closure, s32 argument);
};

struct entry {
  u64 header;
  void *key;
  struct cons *list;
  struct entry *next;
};

enum { CONS = 1, CLOSURE = 2, ENTRY = 3, TABLE = 4, BUCKETS = 1 << 16, KEYS = 300000, MAX_KEPT = 24 };
static const struct wastrel_gc_type types[] = {
    [CONS] = {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 6},
    [CLOSURE] = {.kind = GC_STRUCT, .size = sizeof(struct closure), .refs = 6},
    [ENTRY] = {.kind = GC_STRUCT, .size = sizeof(struct entry), .refs = 0xe},
    [TABLE] = {.kind = GC_REF_ARRAY, .size = 8},
};
static const u32 type_count = 5;
static const int default_size = 600;

static struct cons *new_cons(void *first, struct cons *rest) {
  struct cons *cons = wastrel_gc_new_struct(CONS, sizeof *cons);
  cons->first = first;
  cons->rest = rest;
  return cons;
}

static struct closure *new_closure(s32 captured, struct closure *inner, s32 (*code)(const struct closure *, s32)) {
  struct closure *closure = wastrel_gc_new_struct(CLOSURE, sizeof *closure);
  closure->captured = i31_new(captured);
  closure->inner = inner;
  closure->code = code;
  return closure;
}

static s32 add(const struct closure *closure, s32 argument) {
  return (s32)((u32)argument + (u32)i31_get(closure->captured));
}

static s32 add_to_inner(const struct closure *closure, s32 argument) {
  return add(closure, closure->inner->code(closure->inner, argument));
}

static NOINLINE struct cons *reverse(struct cons *list) {
  struct cons *reversed = 0;
  for (; list; list = list->rest) reversed = new_cons(list->first, reversed);
  return reversed;
}

static NOINLINE struct cons *map(const struct closure *function, struct cons *list) {
  struct cons *mapped = 0;
  for (; list; list = list->rest) mapped = new_cons(i31_new(function->code(function, i31_get(list->first))), mapped);
  return reverse(mapped);
}

static NOINLINE struct cons *without_multiples(s32 of, struct cons *list) {
  struct cons *kept = 0;
  for (; list; list = list->rest)
    if (i31_get(list->first) % of) kept = new_cons(list->first, kept);
  return reverse(kept);
}

static NOINLINE s64 sum(const struct cons *list) {
  s64 total = 0;
  for (; list; list = list->rest) total += i31_get(list->first);
  return total;
}

static u32 length(const struct cons *list) {
  u32 count = 0;
  for (; list; list = list->rest) count++;
  return count;
}

static NOINLINE struct entry *find(struct array *table, s32 key) {
  void **bucket = &table->elements[(u32)key * 2654435761u >> 16];
  struct entry *entry = *bucket;
  while (entry && i31_get(entry->key) != key) entry = entry->next;
  if (entry) return entry;
  entry = wastrel_gc_new_struct(ENTRY, sizeof *entry);
  entry->key = i31_new(key);
  entry->list = 0;
  entry->next = *bucket;
  store(table, bucket, entry);
  return entry;
}

static void benchmark(int size) {
  struct array *table = wastrel_gc_new_array_zeroed(TABLE, BUCKETS, sizeof(void *));
  u32 random = 12345;
  s64 mapped = 0, kept = 0;
  for (int round = 0; round < size * 1000; round++) {
    struct entry *entry;
    struct cons *list = 0;
    random ^= random << 13;
    random ^= random >> 17;
    random ^= random << 5;
    entry = find(table, (s32)(random % KEYS));
    for (u32 i = 0; i < (random >> 8 & 15); i++) list = new_cons(i31_new((s32)(random >> i & 0xffff)), list);
    list = map(new_closure(i31_get(entry->key), new_closure(1, 0, add), add_to_inner), list);
    list = without_multiples(3, list);
    mapped += sum(list);
    if (!(random >> 20 & 1)) list = length(entry->list) < MAX_KEPT ? new_cons(entry->key, entry->list) : 0;
    store(entry, &entry->list, list);
  }
  for (int i = 0; i < BUCKETS; i++)
    for (struct entry *entry = table->elements[i]; entry; entry = entry->next) kept += sum(entry->list);
  printf("mapped %ld, kept %ld\n", mapped, kept);
}
