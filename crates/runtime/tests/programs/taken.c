/* A program with two memories at one place. */
#include "wastrel.h"

static struct wastrel_memory one = {
    .base = (u8 *)0x10000000, .size = 1 << 16, .maximum = 1 << 16, .reserved = 8ul << 30, .page_shift = 16};
static struct wastrel_memory other = {
    .base = (u8 *)0x10010000, .size = 1 << 16, .maximum = 1 << 16, .reserved = 8ul << 30, .page_shift = 16};
static struct wastrel_memory *const memories[] = {&one, &other};

const struct wastrel_program wastrel_program = {
    .memories = memories, .memory_count = 2, .stack_size = 1 << 20, .run = wastrel_run_command};
