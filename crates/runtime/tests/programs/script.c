/* A program of two instances for a script; the second imports a memory that is too small. */
#include "wastrel.h"

static struct wastrel_memory memory = {
    .base = (u8 *)0x10000000, .size = 1 << 16, .maximum = 2 << 16, .reserved = 8ul << 30, .page_shift = 16};
static struct wastrel_memory *const memories[] = {&memory};
static u64 counter = 7;

__attribute__((noinline)) u32 test_descend(volatile u32 *outer) {
  volatile u32 local[16] = {0};
  local[0] = *outer;
  return (local[0] ? test_descend(local) : 0) + local[0];
}

static void divide(const union wastrel_value *arguments, union wastrel_value *results) {
  counter++;
  if (arguments[1].i32 == 0) wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO);
  results[0].i32 = arguments[0].i32 / arguments[1].i32;
}

static void load(const union wastrel_value *arguments, union wastrel_value *results) {
  results[0].i32 = *(volatile u8 *)(0x10000000ul + arguments[0].i32);
}

static void descend(const union wastrel_value *arguments, union wastrel_value *results) {
  volatile u32 outer = arguments == results;
  test_descend(&outer);
}

static _Bool instantiate(void) {
  *(volatile u8 *)0x10000003 = 42;
  return 1;
}

static _Bool does_not_link(void) {
  return memory.size >= 2 << 16;
}

static const struct wastrel_export exports[] = {
    {"divide", 6, EXPORT_FUNC, "ii>i", divide, 0},
    {"load", 4, EXPORT_FUNC, "i>i", load, 0},
    {"descend", 7, EXPORT_FUNC, ">", descend, 0},
    {"counter", 7, EXPORT_GLOBAL, "I", 0, &counter},
};
static const struct wastrel_instance instances[] = {{"first", instantiate, exports, 4}, {"second", does_not_link, 0, 0}};

const struct wastrel_program wastrel_program = {
    .memories = memories, .memory_count = 1,
    .instances = instances, .instance_count = 2,
    .stack_size = 1 << 20,
    .run = wastrel_run_script,
};
