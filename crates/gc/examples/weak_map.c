/* A weak map, as a host might offer one: a hash table by address, whose entries vanish with their keys. Objects never move,
 * so an address is a good hash. */
#include "wastrel_gc.h"

int printf(const char *format, ...);

struct box {
  u64 header;
  long number;
  struct box *link;
};

enum { BOX = 1, ENTRIES = 1024 };
static const struct wastrel_gc_type types[] = {
    [BOX] = {.kind = GC_STRUCT, .size = sizeof(struct box), .refs = 1 << 2},
};

/* The table lies outside the heap and holds ephemerons, by number. Keys are kept as plain numbers: they aren't roots. */
static struct {
  u64 key;
  u32 ephemeron;
  _Bool used;
} map[ENTRIES];

static u32 slot_of(const void *key) {
  u32 slot = (u32)((u64)key >> 3) % ENTRIES;
  while (map[slot].used && map[slot].key != (u64)key) slot = (slot + 1) % ENTRIES;
  return slot;
}

static void map_set(const void *key, const void *value) {
  u32 slot = slot_of(key);
  if (map[slot].used && wastrel_gc_ephemeron_value(map[slot].ephemeron)) {
    wastrel_gc_ephemeron_set(map[slot].ephemeron, value);
    return;
  }
  if (map[slot].used) wastrel_gc_ephemeron_drop(map[slot].ephemeron);
  map[slot].key = (u64)key;
  map[slot].used = 1;
  map[slot].ephemeron = wastrel_gc_ephemeron_new(0, key, value);
}

static void *map_get(const void *key) {
  u32 slot = slot_of(key);
  return map[slot].used ? wastrel_gc_ephemeron_value(map[slot].ephemeron) : 0;
}

static struct box *new_box(long number, struct box *link) {
  struct box *box = wastrel_gc_new_struct(BOX, sizeof *box);
  box->number = number;
  box->link = link;
  return box;
}

static void *globals[1];

/* Each value refers to its own key: in an ordinary map that would keep both alive for ever. */
__attribute__((noinline)) static void fill(void) {
  for (long i = 0; i < 500; i++) {
    struct box *key = new_box(i, i % 10 ? 0 : globals[0]);
    if (i % 10 == 0) globals[0] = key;
    map_set(key, new_box(-i, key));
  }
}

__attribute__((noinline)) static void run(void) {
  int alive = 0;
  fill();
  wastrel_gc_collect(1);
  for (int i = 0; i < ENTRIES; i++) alive += map[i].used && wastrel_gc_ephemeron_value(map[i].ephemeron);
  for (struct box *key = globals[0]; key; key = key->link)
    if (((struct box *)map_get(key))->number != -key->number) printf("wrong value\n");
  /* The stack may still hold a key or two by chance. */
  printf("%s\n", alive >= 50 && alive <= 60 ? "about 50 of 500 entries are alive" : "that is not right");
}

int main(void) {
  static struct wastrel_gc_stack stack;
  struct wastrel_gc_options options = {.verify = 1};
  if (!wastrel_gc_init(types, sizeof types / sizeof *types, &options)) return 1;
  stack.high = (char *)__builtin_frame_address(0) + 16;
  wastrel_gc_add_stack(&stack);
  wastrel_gc_add_roots(globals, 1);
  run();
  return 0;
}
