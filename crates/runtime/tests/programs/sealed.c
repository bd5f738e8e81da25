/* A program whose policy is fixed. */
#include "wasi.h"

const u8 wastrel_sealed_options[] = "--argv0 sealed --env 'A=1 2'";

static void start(void) {
  wasi_args_get(&memory, 16, 1024);
  wasi_environ_get(&memory, 32, 2048);
  write_bytes(1, 1024, 7);
  write_bytes(1, 2048, 6);
  wasi_proc_exit(&memory, 0);
}
