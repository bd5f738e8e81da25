/* Runs a program as an older kernel or a container would.
 *
 *   lesser_kernel 272=1,444=38 WASTREL_OPTIONS=... PROGRAM ARGUMENT...
 *
 * PROGRAM finds the root directory open as descriptor 9. Each number is that of a system call, which fails with the error behind it; "landlock" among them stands for a Landlock that
 * knows nothing of moving files between directories. */
#include "system.h"
#include "wasi.h"

enum { SYS_dup2 = 33, SYS_execve = 59, SYS_prctl = 157, SYS_openat = 257, SYS_seccomp = 317, SYS_landlock_create_ruleset = 444 };

struct instruction {
  u16 code;
  u8 if_true, if_false;
  u32 operand;
};

enum { LOAD = 0x20, JUMP_IF_EQUAL = 0x15, RETURN = 0x06 };

static struct instruction filter[64];
static u16 filter_length;

static void emit(u16 code, u8 if_false, u32 operand) {
  filter[filter_length++] = (struct instruction){code, 0, if_false, operand};
}

static const char *number(const char *text, u32 *value) {
  for (*value = 0; *text >= '0' && *text <= '9'; text++) *value = *value * 10 + (u32)(*text - '0');
  return text;
}

/* Landlock's first version: all rights everywhere, but that files stay in their directories. */
static void restrict_moves(void) {
  u64 handled = (1 << 13) - 1, root = (u64)syscall6(SYS_openat, 0xffffff9c, (u64) "/", 010000000, 0, 0, 0);
  s64 ruleset = syscall6(SYS_landlock_create_ruleset, (u64)&handled, sizeof handled, 0, 0, 0, 0);
  struct __attribute__((packed)) {
    u64 allowed;
    s32 parent;
  } rule = {handled, (s32)root};
  if (ruleset < 0 || syscall6(445, (u64)ruleset, 1, (u64)&rule, 0, 0, 0) || syscall6(446, (u64)ruleset, 0, 0, 0, 0, 0)) {
    wasi_proc_exit(&memory, 97);
  }
}

static void start(void) {
  enum { POINTERS = 0x1000, TEXT = 0x2000 };
  const char *arguments[64] = {0};
  if (wasi_args_sizes_get(&memory, 0, 4) || u32_at(0) > 60 || wasi_args_get(&memory, POINTERS, TEXT)) {
    wasi_proc_exit(&memory, 98);
  }
  for (u32 index = 0; index < u32_at(0); index++) arguments[index] = (const char *)bytes_at(u32_at(POINTERS + 4 * index));
  syscall6(SYS_prctl, 38, 1, 0, 0, 0, 0);
  emit(LOAD, 0, 0);
  for (const char *rule = arguments[1]; *rule;) {
    u32 call, error;
    if (*rule == 'l') {
      restrict_moves();
      while (*rule >= 'a') rule++;
    } else {
      rule = number(rule, &call);
      rule = number(rule + 1, &error);
      emit(JUMP_IF_EQUAL, 1, call);
      emit(RETURN, 0, 0x50000 | error);
    }
    if (*rule == ',') rule++;
  }
  emit(RETURN, 0, 0x7fff0000);
  struct {
    u16 length;
    struct instruction *instructions;
  } program = {filter_length, filter};
  const char *environment[2] = {arguments[2], 0};
  if (syscall6(SYS_seccomp, 1, 0, (u64)&program, 0, 0, 0)) wasi_proc_exit(&memory, 96);
  /* What a careless parent leaves open. */
  syscall6(SYS_dup2, (u64)syscall6(SYS_openat, 0xffffff9c, (u64) "/", 0, 0, 0, 0), 9, 0, 0, 0, 0);
  syscall6(SYS_execve, (u64)arguments[3], (u64)&arguments[3], (u64)environment, 0, 0, 0);
  wasi_proc_exit(&memory, 99);
}
