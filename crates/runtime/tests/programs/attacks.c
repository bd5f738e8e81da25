/* What a guest could try by way of WASI. Prints for each attack its name and the error. */
#include "wasi.h"

/* Descriptors: a directory, another, and one for reading only. */
enum { FILES = 3, OTHER = 4, READ_ONLY = 5 };
enum { CREAT = 1, DIRECTORY = 2, TRUNC = 8 };
enum { FD_READ = 2, FD_WRITE = 64 };

static void print(const char *name, const char *path, u32 error) {
  u32 length = put(1024, name);
  length += put(1024 + length, " ");
  length += put(1024 + length, path);
  bytes_at(1024)[length++] = '=';
  if (error >= 10) bytes_at(1024)[length++] = (u8)('0' + error / 10);
  bytes_at(1024)[length++] = (u8)('0' + error % 10);
  bytes_at(1024)[length++] = '\n';
  write_bytes(1, 1024, length);
}

static u32 open_path(u32 fd, const char *path, u32 oflags, u64 rights) {
  return wasi_path_open(&memory, fd, 1, 512, put(512, path), oflags, rights, 0, 0, 32);
}

static void leave(const char *path) {
  u32 length = put(512, path);
  print("open", path, open_path(FILES, path, 0, FD_READ));
  print("open directory", path, open_path(FILES, path, DIRECTORY, FD_READ));
  put(512, path);
  print("stat", path, wasi_path_filestat_get(&memory, FILES, 1, 512, length, 2048));
  print("set times", path, wasi_path_filestat_set_times(&memory, FILES, 1, 512, length, 0, 0, 10));
}

static void leave_by_parent(const char *path) {
  u32 length = put(512, path), other = put(768, "inside");
  print("create directory", path, wasi_path_create_directory(&memory, FILES, 512, length));
  print("remove directory", path, wasi_path_remove_directory(&memory, FILES, 512, length));
  print("unlink", path, wasi_path_unlink_file(&memory, FILES, 512, length));
  print("readlink", path, wasi_path_readlink(&memory, FILES, 512, length, 2048, 64, 32));
  print("symlink", path, wasi_path_symlink(&memory, 768, other, FILES, 512, length));
  print("link from", path, wasi_path_link(&memory, FILES, 0, 512, length, FILES, 768, other));
  print("link to", path, wasi_path_link(&memory, FILES, 0, 768, other, FILES, 512, length));
  print("rename from", path, wasi_path_rename(&memory, FILES, 512, length, FILES, 768, other));
  print("rename to", path, wasi_path_rename(&memory, FILES, 768, other, FILES, 512, length));
}

static void change_read_only(void) {
  const char *path = "read-only";
  u32 length = put(512, path), other = put(768, "inside"), new = put(896, "new");
  print("ro write", path, open_path(READ_ONLY, path, 0, FD_WRITE));
  print("ro truncate", path, open_path(READ_ONLY, path, TRUNC, 0));
  print("ro create", "new", open_path(READ_ONLY, "new", CREAT, 0));
  put(512, path);
  print("ro set times", path, wasi_path_filestat_set_times(&memory, READ_ONLY, 1, 512, length, 0, 0, 10));
  print("ro unlink", path, wasi_path_unlink_file(&memory, READ_ONLY, 512, length));
  print("ro create directory", "new", wasi_path_create_directory(&memory, READ_ONLY, 896, new));
  print("ro symlink", "new", wasi_path_symlink(&memory, 512, length, READ_ONLY, 896, new));
  print("ro link out", path, wasi_path_link(&memory, READ_ONLY, 0, 512, length, FILES, 896, new));
  print("ro link in", "inside", wasi_path_link(&memory, FILES, 0, 768, other, READ_ONLY, 896, new));
  print("ro rename out", path, wasi_path_rename(&memory, READ_ONLY, 512, length, FILES, 896, new));
  print("ro rename in", "inside", wasi_path_rename(&memory, FILES, 768, other, READ_ONLY, 896, new));
}

static void plant(const char *target, const char *link) {
  u32 length = put(512, target), link_length = put(768, link);
  print("plant", target, wasi_path_symlink(&memory, 512, length, FILES, 768, link_length));
}

static void start(void) {
  static const char *const ways_out[] = {
      "../secret", "sub/../../secret", "/etc/passwd", "absolute", "relative", "chain", "outside/", "outside/.",
      "outside/secret", "root/etc/passwd", "..", "sub/../..",
  };
  static const char *const parents_out[] = {"../victim", "/etc/x", "sub/../../victim", "outside/victim", "relative/x"};
  for (u32 index = 0; index < sizeof ways_out / sizeof *ways_out; index++) leave(ways_out[index]);
  for (u32 index = 0; index < sizeof parents_out / sizeof *parents_out; index++) leave_by_parent(parents_out[index]);
  print("create through", "dangling", open_path(FILES, "dangling", CREAT, FD_WRITE));
  print("open", "device", open_path(FILES, "device", 0, FD_READ));
  change_read_only();
  plant("/etc/passwd", "planted-absolute");
  plant("../secret", "planted-relative");
  print("open", "planted-relative", open_path(FILES, "planted-relative", 0, FD_READ));
  print("stdin open", "etc/passwd", open_path(0, "etc/passwd", 0, FD_READ));
  print("stdin list", "", wasi_fd_readdir(&memory, 0, 2048, 64, 0, 32));
  wasi_proc_exit(&memory, 0);
}
