/* A program whose export traps in the way that its argument says. */
#include "wastrel.h"

static struct wastrel_memory memory = {
    .base = (u8 *)0x10000000, .size = 1 << 16, .maximum = 4 << 16, .reserved = 8ul << 30, .page_shift = 16};
static struct wastrel_table table = {.size = 3, .maximum = 0xffffffff};
static struct wastrel_memory *const memories[] = {&memory};
static struct wastrel_table *const tables[] = {&table};

static u32 load(u64 address) {
  u32 value = *(volatile u32 *)(0x10000000 + address);
  return value;
}

__attribute__((noinline)) u32 test_descend(volatile u32 *outer) {
  volatile u32 local[16] = {0};
  local[0] = *outer;
  return (local[0] ? test_descend(local) : 0) + local[0];
}

__attribute__((noinline)) u32 test_inner(u32 how) {
  switch (how) {
  case 0: wastrel_trap(TRAP_UNREACHABLE);
  case 1: return load(1 << 16);
  case 2: return load(0xffffffff + 0xfffffffcul);
  case 3: return test_descend(&how);
  case 4: wastrel_trap_unknown_import("env", "missing");
  case 5: return *(volatile u32 *)((u64)how - 5);
  case 6: *(volatile u32 *)0xdead00000000 = 1; return 0;
  case 7: return (u32)wastrel_memory_grow(&memory, 2) + load((3 << 16) - 4);
  case 8: return (u32)wastrel_memory_grow(&memory, 4);
  case 9: return (u32)wastrel_table_grow(&table, 9000000, &memory) + (table.elements[9000002] == &memory);
  case 10: return (u32)wastrel_table_grow(&table, 9999998, 0);
  default: return how;
  }
}

__attribute__((noinline)) u32 test_outer(u32 how) {
  return test_inner(how) + 1;
}

static void invoke(const union wastrel_value *arguments, union wastrel_value *results) {
  results[0].i32 = test_outer(arguments[0].i32);
}

static _Bool instantiate(void) {
  return memory.size == 1 << 16 && load(0) == 0;
}

static const struct wastrel_export exports[] = {{"trap", 4, EXPORT_FUNC, "i>i", invoke, 0}};
static const struct wastrel_instance instances[] = {{"traps", instantiate, exports, 1}};

const struct wastrel_program wastrel_program = {
    .memories = memories, .memory_count = 1,
    .tables = tables, .table_count = 1,
    .instances = instances, .instance_count = 1,
    .stack_size = 1 << 20,
    .run = wastrel_run_invoke, .invoke = &exports[0],
};
