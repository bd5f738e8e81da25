/* What the benchmark programs share: main, which sets the collector up and runs `benchmark`.
 *
 * The argument is the size of the problem. The environment chooses the collector's options: GC_LIMIT and GC_INITIAL (in
 * megabytes), GC_POLICY, GC_STRESS, GC_MARK_STACK (numbers, see wastrel_gc.h), GC_VERIFY, GC_POISON, GC_LOG and
 * GC_STATS (set or not).
 */
#ifndef BENCH_H
#define BENCH_H

#include "wastrel_gc.h"

typedef int s32;
typedef long s64;
typedef double f64;

/* Of the C library, which these programs use for convenience; the collector doesn't. */
int printf(const char *format, ...);
int atoi(const char *text);
char *getenv(const char *name);
void exit(int status);
int getrusage(int who, long usage[18]);

#ifdef __TINYC__
#define NOINLINE
#else
#define NOINLINE __attribute__((noinline))
#endif

/* A reference that is a number. */
static inline void *i31_new(s32 value) { return (void *)((u64)(u32)value << 1 | 1); }
static inline s32 i31_get(const void *reference) { return (s32)((u64)reference >> 1); }

struct array {
  u32 type;
  u32 length;
  void *elements[];
};

struct doubles {
  u32 type;
  u32 length;
  f64 elements[];
};

/* Stores a reference in an object that may be old. */
static inline void store(void *object, void *slot, void *value) {
  *(void **)slot = value;
  wastrel_gc_barrier(object, slot);
}

/* Each program defines these. */
static const struct wastrel_gc_type types[];
static const u32 type_count;
static const int default_size;
static void benchmark(int size);

static void out_of_memory(void) {
  printf("out of memory\n");
  exit(134);
}

static u64 setting(const char *name) {
  const char *text = getenv(name);
  return text ? (u64)atoi(text) : 0;
}

static NOINLINE void set_up(const void *stack) {
  static struct wastrel_gc_stack running;
  struct wastrel_gc_options options = {
      .policy = (u32)setting("GC_POLICY"),
      .stress = (u32)setting("GC_STRESS"),
      .initial = setting("GC_INITIAL") << 20,
      .limit = setting("GC_LIMIT") << 20,
      .mark_stack = setting("GC_MARK_STACK"),
      .poison = getenv("GC_POISON") != 0,
      .verify = getenv("GC_VERIFY") != 0,
      .log = getenv("GC_LOG") != 0,
      .log_fd = 2,
      .out_of_memory = out_of_memory,
  };
  if (!wastrel_gc_init(types, type_count, &options)) exit(1);
  running.high = stack;
  wastrel_gc_add_stack(&running);
}

/* A frame of its own, so that every frame that holds references lies below the stack's highest address. */
static NOINLINE void run(int size) { benchmark(size); }

int main(int argc, char **argv) {
  void *high_end[2] = {0, 0};
  set_up(high_end + 2);
  run(argc > 1 ? atoi(argv[1]) : default_size);
  if (getenv("GC_STATS")) {
    long usage[18] = {0}; /* seconds and microseconds of the user's time and the system's, then kilobytes of memory */
    getrusage(0, usage);
    printf("%ld.%06ld s, %ld KB\n", usage[0] + usage[2] + (usage[1] + usage[3]) / 1000000, (usage[1] + usage[3]) % 1000000,
           usage[4]);
    wastrel_gc_print_stats(2);
  }
  return 0;
}

#endif
