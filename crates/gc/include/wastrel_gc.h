/* The collector's interface for C: all that a program knows of it.
 *
 * An object starts with a header of 8 bytes, the low half of which holds the number of its type times two; a reference is
 * the address of that header. Null is 0; a word with bit 0 set is an i31; an address outside the heap is left alone.
 * An array keeps its length in the upper half of its header and its elements right behind it; of a struct the upper half is
 * the program's own, its first four bytes of fields. Objects never move.
 *
 * Stacks and registers are scanned conservatively, so locals need no care. Everything else that holds references is
 * registered: globals, tables, statics.
 *
 * The collector runs on its caller's stack. Each function first reads 16 KB below its frame, so that an overflow is a fault
 * there, and leaves the heap as it was. A program that goes on after one calls wastrel_gc_store_unlogged.
 */
#ifndef WASTREL_GC_H
#define WASTREL_GC_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

/* Objects of more bytes have pages of their own: wastrel_gc_alloc_large. */
enum { WASTREL_GC_MAX_MEDIUM = 8192 };

enum wastrel_gc_kind {
  GC_STRUCT = 0,       /* at most 64 words: bit i of refs is set if word i holds a reference (word 0 is the header) */
  GC_REF_ARRAY = 1,    /* element size 8 */
  GC_DATA_ARRAY = 2,   /* element size 1, 2, 4, 8 or 16 */
  GC_LARGE_STRUCT = 3, /* more than 64 words: map points to as many 64-bit words of such bits as it takes */
};

/* A type. Entry 0 of the table is the collector's own: types of the program start at 1. */
struct wastrel_gc_type {
  u32 kind;
  u32 size; /* bytes of a struct, the header included, a multiple of 8; bytes of an array's element */
  union {
    u64 refs;
    const u64 *map;
  };
};

enum wastrel_gc_policy {
  GC_GROWABLE = 0, /* the heap grows with what is live, up to the limit */
  GC_FIXED = 1,    /* the heap is as large as the limit from the start */
  GC_NULL = 2,     /* nothing is ever collected */
};

enum wastrel_gc_stress { GC_STRESS_NONE = 0, GC_STRESS_SLOW_PATHS = 1, GC_STRESS_ALLOCATIONS = 2 };

/* What a program chooses at start-up. All zero is the default. */
struct wastrel_gc_options {
  u32 policy;
  u32 stress;     /* how often to collect for the sake of testing */
  u64 initial;    /* bytes below which the heap is not collected */
  u64 limit;      /* bytes that objects may take; 0: as much as there is address space, 64 GB at most */
  u64 mark_stack; /* entries of the mark stack, to test what happens when it is full; 0: the default */
  _Bool poison;   /* overwrite what is freed */
  _Bool verify;   /* check the heap before and after each collection */
  _Bool log;      /* write a line about each collection to log_fd */
  int log_fd;
  void (*out_of_memory)(void); /* called after a full collection left too little; must not return */
};

/* A stack to be scanned. The record belongs to the program. */
struct wastrel_gc_stack {
  struct wastrel_gc_stack *next; /* the collector's own */
  const void *low;               /* lowest address in use; null for the stack that is running */
  const void *high;              /* one past the highest address */
};

/* False if there is no address space for a heap. The table must stay where it is. */
_Bool wastrel_gc_init(const struct wastrel_gc_type *types, u32 type_count, const struct wastrel_gc_options *options);
void wastrel_gc_add_stack(struct wastrel_gc_stack *stack);
void wastrel_gc_remove_stack(struct wastrel_gc_stack *stack);
/* `count` words that hold references: each null, an i31 or a reference at any time. */
void wastrel_gc_add_roots(const void *words, u64 count);
/* The same for as many words as `count` says at each collection: a table that grows where it is. */
void wastrel_gc_add_growing_roots(const void *words, const u64 *count);
void wastrel_gc_remove_roots(const void *words);

void wastrel_gc_collect(_Bool full);
/* A reference may have been stored without its barrier, which a fault kept from being called. */
void wastrel_gc_store_unlogged(void);
void wastrel_gc_print_stats(int fd);
u64 wastrel_gc_resident(void);

/* The host's references: it may keep an object only by a handle, since its own stack isn't scanned. */
u32 wastrel_gc_handle_new(const void *reference);
void *wastrel_gc_handle_get(u32 handle);
void wastrel_gc_handle_set(u32 handle, const void *reference);
void wastrel_gc_handle_drop(u32 handle);

/* A weak reference becomes null once nothing else refers to its target. */
u32 wastrel_gc_weak_new(const void *target);
void *wastrel_gc_weak_get(u32 weak);
void wastrel_gc_weak_drop(u32 weak);

/* An ephemeron keeps its value alive only while its key is alive, and its owner too unless that is null. */
u32 wastrel_gc_ephemeron_new(const void *owner, const void *key, const void *value);
void *wastrel_gc_ephemeron_value(u32 ephemeron);
void wastrel_gc_ephemeron_set(u32 ephemeron, const void *value);
void wastrel_gc_ephemeron_drop(u32 ephemeron);

/* Once nothing else refers to an object it is handed out by wastrel_gc_finalizer_ready, with what is held for it. */
struct wastrel_gc_finalizer {
  void *object;
  void *held;
};
u32 wastrel_gc_finalizer_new(const void *object, const void *held);
void wastrel_gc_finalizer_drop(u32 finalizer);
_Bool wastrel_gc_finalizer_ready(struct wastrel_gc_finalizer *ready);

/* From here on: the fast paths. */

#ifdef __TINYC__
#define WASTREL_GC_HIDDEN
#define WASTREL_GC_COLD
#define WASTREL_GC_LIKELY(condition) (condition)
#else
#define WASTREL_GC_HIDDEN __attribute__((visibility("hidden"))) /* no detour through the GOT */
#define WASTREL_GC_COLD __attribute__((cold))
#define WASTREL_GC_LIKELY(condition) __builtin_expect(!!(condition), 1)
#endif

/* The hole in which objects are allocated, one behind the other. */
struct wastrel_gc_bump {
  u8 *next;
  u8 *end;
};
extern WASTREL_GC_HIDDEN struct wastrel_gc_bump wastrel_gc_heap;

WASTREL_GC_COLD void *wastrel_gc_alloc_slow(u64 size);
WASTREL_GC_COLD void *wastrel_gc_alloc_large(u32 type, u32 length, u64 size, _Bool zeroed);
WASTREL_GC_COLD void wastrel_gc_log_store(void *object, const void *slot, u64 count);

/* `size` bytes with this header, for at most WASTREL_GC_MAX_MEDIUM bytes. */
static inline void *wastrel_gc_alloc(u64 header, u64 size) {
  u8 *object = wastrel_gc_heap.next;
  /* As numbers: no address is so high that the sum overflows. */
  if (WASTREL_GC_LIKELY((u64)object + size <= (u64)wastrel_gc_heap.end))
    wastrel_gc_heap.next = object + size;
  else
    object = wastrel_gc_alloc_slow(size);
  *(u64 *)object = header;
  return object;
}

/* A struct. Its fields are garbage, the upper half of its header zero: the program writes them before it allocates again. */
static inline void *wastrel_gc_new_struct(u32 type, u64 size) {
  if (size > WASTREL_GC_MAX_MEDIUM) return wastrel_gc_alloc_large(type, 0, size, 0);
  return wastrel_gc_alloc((u64)type << 1, size);
}

static inline u64 wastrel_gc_array_size(u32 length, u32 element_size) {
  return (8 + (u64)length * element_size + 7) & ~(u64)7;
}

/* An array. Its elements are garbage: the program writes them before it allocates again. */
static inline void *wastrel_gc_new_array(u32 type, u32 length, u32 element_size) {
  u64 size = wastrel_gc_array_size(length, element_size);
  if (size > WASTREL_GC_MAX_MEDIUM) return wastrel_gc_alloc_large(type, length, size, 0);
  return wastrel_gc_alloc((u64)length << 32 | (u64)type << 1, size);
}

/* An array of zeros, of nulls. */
static inline void *wastrel_gc_new_array_zeroed(u32 type, u32 length, u32 element_size) {
  u64 size = wastrel_gc_array_size(length, element_size);
  u8 *array;
  if (size > WASTREL_GC_MAX_MEDIUM) return wastrel_gc_alloc_large(type, length, size, 1);
  array = wastrel_gc_alloc((u64)length << 32 | (u64)type << 1, size);
  __builtin_memset(array + 8, 0, size - 8);
  return array;
}

/* To be called after a reference was stored in `slot` of an object that may not be the newest. */
static inline void wastrel_gc_barrier(void *object, const void *slot) {
  if (*(u32 *)object & 1) wastrel_gc_log_store(object, slot, 1);
}

/* The same for `count` slots: after array.copy, array.fill, array.init_elem. */
static inline void wastrel_gc_barrier_range(void *object, const void *slots, u64 count) {
  if ((*(u32 *)object & 1) && count > 0) wastrel_gc_log_store(object, slots, count);
}

#endif
