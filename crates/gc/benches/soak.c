/* Allocation for a long time: what is live grows, shrinks and fragments. Every object holds what tells it from all others, which is
 * checked when it is visited. The size is how many seconds to run. */
#include "bench.h"

long time(long *seconds);

struct cell {
  u32 type;
  u32 number;
  void *link;
  u64 mixed; /* of the number */
};

struct bytes {
  u32 type;
  u32 length;
  u8 data[];
};

enum { CELL = 1, REFS = 2, BYTES = 3, SLOTS = 1 << 18, STEPS_PER_PHASE = 1000000 };
static const struct wastrel_gc_type types[] = {
    [CELL] = {.kind = GC_STRUCT, .size = sizeof(struct cell), .refs = 2},
    [REFS] = {.kind = GC_REF_ARRAY, .size = 8},
    [BYTES] = {.kind = GC_DATA_ARRAY, .size = 1},
};
static const u32 type_count = 4;
static const int default_size = 10;

static u64 random_state = 1;

static u32 random_below(u32 bound) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (u32)(random_state >> 33) % bound;
}

static u64 mix(u32 number) { return (number + 1) * 0x9e3779b97f4a7c15u; }

static void check(int holds, const char *what) {
  if (holds) return;
  printf("failed: %s\n", what);
  exit(1);
}

static struct cell *new_cell(void *link) {
  struct cell *cell = wastrel_gc_new_struct(CELL, sizeof *cell);
  cell->number = random_below(~0u);
  cell->mixed = mix(cell->number);
  cell->link = link;
  return cell;
}

static NOINLINE void *new_list(u32 length) {
  struct cell *list = 0;
  while (length-- > 0) list = new_cell(list);
  return list;
}

static NOINLINE void *new_bytes(u32 length) {
  struct bytes *bytes = wastrel_gc_new_array(BYTES, length, 1);
  for (u32 i = 0; i < length; i++) bytes->data[i] = (u8)(length + i);
  return bytes;
}

static NOINLINE void *new_refs(u32 length) {
  struct array *array = wastrel_gc_new_array_zeroed(REFS, length, sizeof(void *));
  for (u32 i = 0; i < length; i += 7) store(array, &array->elements[i], new_cell(0));
  return array;
}

/* Mostly small, sometimes medium, seldom large. */
static void *new_something(void) {
  u32 kind = random_below(1000);
  if (kind < 600) return new_list(1 + random_below(40));
  if (kind < 800) return new_bytes(random_below(200));
  if (kind < 950) return new_refs(random_below(100));
  if (kind < 990) return new_bytes(random_below(8000));
  if (kind < 998) return new_refs(random_below(4000));
  return new_bytes(random_below(200000));
}

static void check_cell(const struct cell *cell) {
  check(cell->type >> 1 == CELL && cell->mixed == mix(cell->number), "a cell is what it was");
}

static void check_something(void *something) {
  switch (*(u32 *)something >> 1) {
  case CELL:
    for (struct cell *cell = something; cell; cell = cell->link) check_cell(cell);
    break;
  case REFS: {
    struct array *array = something;
    for (u32 i = 0; i < array->length; i++) {
      check((array->elements[i] != 0) == (i % 7 == 0), "an array's elements are where they were");
      if (array->elements[i]) check_cell(array->elements[i]);
    }
    break;
  }
  case BYTES: {
    struct bytes *bytes = something;
    for (u32 i = 0; i < bytes->length; i++) check(bytes->data[i] == (u8)(bytes->length + i), "bytes are what they were");
    break;
  }
  default:
    check(0, "an object has a type");
  }
}

/* Replaces what is in random slots among the first `used`; empties those behind. */
static NOINLINE void phase(struct array *slots, u32 used) {
  for (u32 i = used; i < slots->length; i++) slots->elements[i] = 0;
  for (u32 step = 0; step < STEPS_PER_PHASE && used > 0; step++) {
    u32 slot = random_below(used);
    if (slots->elements[slot]) check_something(slots->elements[slot]);
    store(slots, &slots->elements[slot], new_something());
  }
}

static void benchmark(int size) {
  struct array *slots = wastrel_gc_new_array_zeroed(REFS, SLOTS, sizeof(void *));
  long end = time(0) + size;
  u64 most = 0, least = ~0ul;
  for (u32 number = 0; time(0) < end || number < 4; number++) {
    u64 resident;
    /* Every fourth phase hardly anything stays. */
    phase(slots, number % 4 == 3 ? 64 : SLOTS / (1 + random_below(8)));
    wastrel_gc_collect(1);
    resident = wastrel_gc_resident();
    if (resident > most) most = resident;
    if (number % 4 == 3 && resident < least) least = resident;
    if (number % 4 == 3) check(resident < 48 << 20, "memory follows what is live down");
  }
  printf("at most %lu MB, at least %lu MB\n", most >> 20, least >> 20);
}
