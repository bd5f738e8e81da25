/* Prints its arguments and environment, each ended by NUL, and exits with their number. */
#include "wasi.h"

static void start(void) {
  u32 arguments, variables;
  if (wasi_args_sizes_get(&memory, 16, 20) || wasi_environ_sizes_get(&memory, 24, 28)) wasi_proc_exit(&memory, 101);
  arguments = u32_at(20);
  variables = u32_at(28);
  if (wasi_args_get(&memory, 1024, 4096) || wasi_environ_get(&memory, 2048, 8192)) wasi_proc_exit(&memory, 102);
  if (u32_at(1024) != 4096) wasi_proc_exit(&memory, 103);
  write_bytes(1, 4096, arguments);
  write_bytes(1, 8192, variables);
  wasi_proc_exit(&memory, u32_at(16) + u32_at(24));
}
