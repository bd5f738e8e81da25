/* Recurses without end, and calls WASI at each step, so that the stack ends inside the runtime. */
#include "wasi.h"

__attribute__((noinline)) u32 test_deep(volatile u32 *outer) {
  volatile u32 depth = *outer + 1;
  if (write_bytes(1, 16, 0)) wasi_proc_exit(&memory, 1);
  return depth ? test_deep(&depth) + depth : 0;
}

static void start(void) {
  volatile u32 depth = 0;
  test_deep(&depth);
}
