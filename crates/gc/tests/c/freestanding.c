/* A program without a C library: what the collector needs of its surroundings is five functions on memory. */
#include "wastrel_gc.h"

struct cons {
  u64 header;
  u64 number;
  struct cons *rest;
};

static const struct wastrel_gc_type types[] = {
    {.kind = GC_STRUCT, .size = 8},
    {.kind = GC_STRUCT, .size = sizeof(struct cons), .refs = 4},
};

void *memcpy(void *restrict to, const void *restrict from, u64 count) {
  for (u64 i = 0; i < count; i++) ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
  return to;
}

void *memmove(void *to, const void *from, u64 count) {
  if (to < from) return memcpy(to, from, count);
  while (count-- > 0) ((volatile u8 *)to)[count] = ((const u8 *)from)[count];
  return to;
}

void *memset(void *to, int value, u64 count) {
  for (u64 i = 0; i < count; i++) ((volatile u8 *)to)[i] = (u8)value;
  return to;
}

int memcmp(const void *left, const void *right, u64 count) {
  for (u64 i = 0; i < count; i++)
    if (((const u8 *)left)[i] != ((const u8 *)right)[i]) return 1;
  return 0;
}

u64 strlen(const char *text) {
  u64 length = 0;
  while (((const volatile char *)text)[length]) length++;
  return length;
}

static _Noreturn void quit(long status) {
  for (;;) __asm__ volatile("syscall" : : "a"(231), "D"(status) : "rcx", "r11", "memory");
}

__attribute__((noinline)) static long sum_of_lists(void) {
  struct cons *kept = 0;
  long sum = 0;
  for (u64 i = 0; i < 3000000; i++) {
    struct cons *cons = wastrel_gc_new_struct(1, sizeof *cons);
    cons->number = i % 1000;
    cons->rest = i % 1000 ? 0 : kept;
    if (i % 1000 == 0) kept = cons;
  }
  for (; kept; kept = kept->rest) sum += (long)kept->number + 1;
  return sum;
}

__attribute__((force_align_arg_pointer)) void _start(void) {
  static struct wastrel_gc_stack stack;
  struct wastrel_gc_options options = {.verify = 1, .log_fd = 2};
  if (!wastrel_gc_init(types, 2, &options)) quit(1);
  stack.high = (char *)__builtin_frame_address(0) + 8;
  wastrel_gc_add_stack(&stack);
  quit(sum_of_lists() == 3000 ? 0 : 2);
}
