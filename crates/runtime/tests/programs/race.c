/* Opens "flip/file" again and again while somebody else makes "flip" a directory in turn with a link to outside. Exits with 1
 * if it ever reads what is outside, with 2 if it never reads what is inside. */
#include "wasi.h"

static void start(void) {
  u32 length = put(512, "flip/file"), inside = 0;
  write_bytes(1, 512, 1); /* says that it begins */
  for (u32 round = 0; round < 20000; round++) {
    if (!wasi_path_filestat_get(&memory, 3, 1, 512, length, 2048) && u32_at(2048 + 32) == 8) wasi_proc_exit(&memory, 1);
    if (wasi_path_open(&memory, 3, 1, 512, length, 0, 2, 0, 0, 32)) continue;
    set_u32(0, 256);
    set_u32(4, 1);
    if (wasi_fd_read(&memory, u32_at(32), 0, 1, 8) || *bytes_at(256) != 'i') wasi_proc_exit(&memory, 1);
    inside++;
    wasi_fd_close(&memory, u32_at(32));
  }
  wasi_proc_exit(&memory, inside ? 0 : 2);
}
