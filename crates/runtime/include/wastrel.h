/* What the C that Wastrel emits and the runtime under it know of each other.
 *
 * The emitted C is freestanding: this header includes nothing, and an emitted file includes nothing else. Helpers
 * such as load_u32 are not here: the compiler writes those that a file uses at the top of that file.
 *
 * Everything in a program is static: one instance of each module, so no instance pointer anywhere.
 */
#ifndef WASTREL_H
#define WASTREL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long s64;
typedef float f32;
typedef double f64;
/* 128 bits, whatever their lanes (spec 2.3.2); such that may be anywhere; and those in objects. TinyCC has no vectors. */
#ifndef __TINYC__
typedef u64 v128 __attribute__((vector_size(16)));
typedef v128 unaligned_v128 __attribute__((may_alias, aligned(1)));
typedef v128 v128_field __attribute__((aligned(8)));
#endif

/* Why a program trapped. The numbers are shared with trap.rs, the wording is there too. */
enum wastrel_trap {
  TRAP_UNREACHABLE = 0,
  TRAP_MEMORY_OUT_OF_BOUNDS = 1,
  TRAP_TABLE_OUT_OF_BOUNDS = 2,
  TRAP_UNDEFINED_ELEMENT = 3,
  TRAP_UNINITIALIZED_ELEMENT = 4,
  TRAP_INDIRECT_CALL_TYPE_MISMATCH = 5,
  TRAP_INTEGER_OVERFLOW = 6,
  TRAP_INTEGER_DIVIDE_BY_ZERO = 7,
  TRAP_INVALID_CONVERSION_TO_INTEGER = 8,
  TRAP_NULL_REFERENCE = 9,
  TRAP_CALL_STACK_EXHAUSTED = 10,
  TRAP_UNALIGNED_ATOMIC = 11,
  TRAP_ARRAY_OUT_OF_BOUNDS = 12,
  TRAP_CAST_FAILURE = 13,
  TRAP_ALLOCATION_TOO_LARGE = 14,
  TRAP_UNCAUGHT_EXCEPTION = 15,
  TRAP_UNKNOWN_IMPORT = 16,
  TRAP_OUT_OF_MEMORY = 17,
  TRAP_EXPECTED_SHARED_MEMORY = 18,
};

/* Ends the program with a message and a backtrace, or returns to whoever runs a script. */
_Noreturn void wastrel_trap(enum wastrel_trap why);
/* The same for a call of an import that nobody provides. */
_Noreturn void wastrel_trap_unknown_import(const char *module, const char *name);

/* The same for an exception that nobody catches, with the name of its tag. */
_Noreturn void wastrel_trap_uncaught_exception(const char *tag);

/* A linear memory. It is mapped at `base` by start-up, before any code of the program runs, and never moves. */
struct wastrel_memory {
  u8 *base;       /* compiled in where the base is a constant; else null until start-up chooses */
  u64 size;       /* bytes that can be accessed now */
  u64 maximum;    /* bytes that it may grow to */
  u64 reserved;   /* bytes of address space taken at base, the guard included; without one (if it is no more than `maximum`)
                   * start-up reserves what it can get, and lowers `maximum` to that */
  u32 page_shift; /* log2 of the page size: 16 unless custom page sizes say otherwise */
};

/* memory.grow: the old size in pages, or -1 where the memory can't grow by that. */
u64 wastrel_memory_grow(struct wastrel_memory *memory, u64 pages);

/* memory.atomic.wait32 and wait64 on the checked address of a shared memory: 0 woken, 1 not equal, 2 timed out.
 * `timeout` is in nanoseconds and signed; there is none if it is negative. */
u32 wastrel_memory_wait32(void *at, u32 expected, u64 timeout);
u32 wastrel_memory_wait64(void *at, u64 expected, u64 timeout);
/* memory.atomic.notify: how many of those who wait at an address were woken, `count` at most. */
u32 wastrel_memory_notify(void *at, u32 count);

/* A table. Elements are references of the table's type; null is null. Start-up gives it room for `maximum` elements
 * (or a limit of its own), so that `elements` doesn't move. */
struct wastrel_table {
  const void **elements; /* null until start-up, unless the table's elements are an array of the program */
  u64 size;              /* elements that can be accessed now */
  u64 maximum;           /* elements that it may grow to */
};

/* table.grow: the old size, or -1 where the table can't grow by that. New elements are `init`. */
u64 wastrel_table_grow(struct wastrel_table *table, u64 delta, const void *init);

/* What a reference to a function points to. `code` has the C type that the function's type calls for. */
struct wastrel_func {
  u32 type; /* canonical number of its type in the whole program */
  void (*code)(void);
};
typedef const struct wastrel_func *funcref;

/* What a reference to something of the host points to: opaque here. */
typedef const struct wastrel_extern *externref;

/* A reference of the any hierarchy: to an object of the collector's (see wastrel_gc.h), an i31, or something of the host. */
typedef void *anyref;

/* A reference to an exception: an object of the collector's (see wastrel_gc.h). */
typedef const struct wastrel_exception *exnref;

/* One value in transit between an export's uniform entry and the runtime. */
union wastrel_value {
  u32 i32;
  u64 i64;
  f32 f32;
  f64 f64;
  u64 v128[2];
  const void *ref;
};

enum wastrel_export_kind { EXPORT_FUNC = 0, EXPORT_TABLE = 1, EXPORT_MEMORY = 2, EXPORT_GLOBAL = 3, EXPORT_TAG = 4 };

/* One export. Types are letters: i32 'i', i64 'I', f32 'f', f64 'F', v128 'v', funcref 'c', externref 'e',
 * a reference of the any hierarchy 'a', an exception 'x'. */
struct wastrel_export {
  const char *name; /* UTF-8; may hold NUL bytes */
  u64 name_length;
  enum wastrel_export_kind kind;
  const char *type; /* of a function: parameters, '>', results ("ii>i"); of a global: one letter; else "" */
  void (*invoke)(const union wastrel_value *args, union wastrel_value *results); /* of a function */
  void *entity; /* struct wastrel_memory, struct wastrel_table, or the C variable of a global */
};

/* One instance of a module. */
struct wastrel_instance {
  const char *name;
  /* Checks what the linker could not, initialises, runs the start function; traps where the spec says so. False if an
   * import turned out not to match: a memory or table smaller than the importer declares. */
  _Bool (*instantiate)(void);
  const struct wastrel_export *exports;
  u64 export_count;
};

/* Words outside of the heap that hold references to objects: a global, an element segment, a static. */
struct wastrel_roots {
  const void *words;
  u64 count;
};

/* What the collector has to know of a program that has objects. */
struct wastrel_heap {
  const struct wastrel_gc_type *types; /* of wastrel_gc.h; entry 0 is the collector's, entry 1 stands for what is the host's */
  u64 type_count;
  const struct wastrel_roots *roots;
  u64 root_count;
  struct wastrel_table *const *tables; /* those whose elements may be objects */
  u64 table_count;
};

/* A whole program: what start-up reads. The compiler emits exactly one, named wastrel_program. */
struct wastrel_program {
  struct wastrel_memory *const *memories;
  u64 memory_count;
  struct wastrel_table *const *tables;
  u64 table_count;
  const struct wastrel_instance *instances; /* in the order of instantiation */
  u64 instance_count;
  u64 stack_size; /* bytes of guest stack, before run-time options */
  /* What to do once the machine is set up: one of the three below. */
  void (*run)(const struct wastrel_program *program);
  void (*entry)(void);                      /* for wastrel_run_command: may be null */
  const struct wastrel_export *invoke;      /* for wastrel_run_invoke */
  void (*setup)(void);                      /* wastrel_wasi_setup if a function of WASI is imported, else null */
  /* Of a program that has objects; the others are linked without the collector. */
  const struct wastrel_heap *heap;
  void (*heap_setup)(const struct wastrel_heap *heap); /* wastrel_heap_setup */
};

extern const struct wastrel_program wastrel_program;

/* The policy at run time, if `compile --seal` fixes it: words as in the environment variable WASTREL_OPTIONS, which is
 * ignored then, and a NUL. Defined with the data segments, or not at all. */
extern const u8 wastrel_sealed_options[];

/* Gets WASI and its part of the sandbox ready, before any code of the program runs. */
void wastrel_wasi_setup(void);

/* Gets the heap ready: tells the collector of the program's types, stack and roots. */
void wastrel_heap_setup(const struct wastrel_heap *heap);

/* Instantiates every instance in order, calls `entry`, exits with 0. */
void wastrel_run_command(const struct wastrel_program *program);
/* Instantiates every instance, calls `entry` if there is one (_initialize), then the export `invoke` with arguments
 * read from the command line, and prints its results one a line. */
void wastrel_run_invoke(const struct wastrel_program *program);
/* Instantiates nothing by itself: does what the lines of standard input say (see script.rs). */
void wastrel_run_script(const struct wastrel_program *program);

#endif
