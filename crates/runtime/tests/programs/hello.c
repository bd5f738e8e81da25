/* Says hello. */
#include "wasi.h"

static void start(void) {
  wasi_proc_exit(&memory, write_bytes(1, 16, put(16, "hello\n")));
}
