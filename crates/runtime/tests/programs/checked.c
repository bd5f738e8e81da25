/* A program whose accesses are checked: its memory has no guard. The export grows it and returns the size before. */
#include "wastrel.h"

static struct wastrel_memory memory = {.size = 1 << 16, .maximum = 1ul << 32, .page_shift = 16};
static struct wastrel_memory *const memories[] = {&memory};

static void grow(const union wastrel_value *arguments, union wastrel_value *results) {
  results[0].i32 = (u32)wastrel_memory_grow(&memory, arguments[0].i32);
  memory.base[memory.size - 1] = 1;
}

static const struct wastrel_export exports[] = {{"grow", 4, EXPORT_FUNC, "i>i", grow, 0}};

const struct wastrel_program wastrel_program = {
    .memories = memories, .memory_count = 1,
    .stack_size = 64 << 20,
    .run = wastrel_run_invoke, .invoke = &exports[0],
};
