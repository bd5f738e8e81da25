/* What code that has broken out of the guest could try: system calls of its own, on every descriptor that there is. Prints
 * for each attack its name and whether it was "refused" or "allowed". */
#include "system.h"
#include "wasi.h"

enum {
  SYS_open = 2, SYS_stat = 4, SYS_pread64 = 17, SYS_socket = 41, SYS_clone = 56, SYS_fork = 57, SYS_execve = 59,
  SYS_kill = 62, SYS_chdir = 80, SYS_chmod = 90, SYS_ptrace = 101, SYS_setuid = 105, SYS_prctl = 157,
  SYS_chroot = 161, SYS_mount = 165, SYS_openat = 257, SYS_mkdirat = 258, SYS_newfstatat = 262, SYS_unlinkat = 263,
  SYS_linkat = 265, SYS_symlinkat = 266, SYS_fchmodat = 268, SYS_unshare = 272, SYS_utimensat = 280,
  SYS_open_by_handle_at = 304, SYS_process_vm_readv = 310, SYS_renameat2 = 316, SYS_bpf = 321, SYS_execveat = 322,
  SYS_io_uring_setup = 425, SYS_open_tree = 428, SYS_fsopen = 430, SYS_pidfd_open = 434, SYS_clone3 = 435,
  SYS_openat2 = 437, SYS_mmap = 9, SYS_mprotect = 10,
};

enum { O_WRONLY = 1, O_CREAT = 0100, O_TRUNC = 01000, O_NONBLOCK = 04000, O_DIRECTORY = 0200000, O_PATH = 010000000 };

/* The kernel's struct open_how, with no restriction on how the path is resolved. */
static s64 open_at(u64 fd, const char *path, u64 flags) {
  u64 how[3] = {flags, flags & O_CREAT ? 0644 : 0, 0};
  return syscall6(SYS_openat2, fd, (u64)path, (u64)how, sizeof how, 0, 0);
}

static u64 exists(u64 fd, const char *path) {
  u64 buffer[32];
  return syscall6(SYS_newfstatat, fd, (u64)path, (u64)buffer, 0, 0, 0) == 0;
}

static void print(const char *name, _Bool allowed) {
  u32 length = put(1024, name);
  length += put(1024 + length, allowed ? " allowed\n" : " refused\n");
  write_bytes(1, 1024, length);
}

/* Whether an attack by a path succeeds from any descriptor; 4 GiB minus 100 is the current directory. */
#define FROM_ANY(attempt)                                                                                              \
  ({                                                                                                                   \
    _Bool any = 0;                                                                                                     \
    for (u64 fd = 0; fd < 24; fd++) any |= (attempt);                                                                  \
    {                                                                                                                  \
      u64 fd = 0xffffff9c;                                                                                             \
      any |= (attempt);                                                                                                \
    }                                                                                                                  \
    any;                                                                                                               \
  })

static void files(void) {
  static const char *const paths[][2] = {
      {"parent", "../secret"}, {"below and up", "sub/../../secret"}, {"absolute", "/etc/passwd"},
      {"link to absolute", "absolute"}, {"link to parent", "relative"}, {"chain of links", "chain"},
      {"link to directory, slash", "outside/"}, {"link to directory, dot", "outside/."},
      {"through link to directory", "outside/secret"}, {"process", "/proc/self/environ"}, {"magic link", "root/etc/passwd"},
  };
  static const u64 now[4] = {0, 0x3fffffff, 0, 0x3fffffff};
  for (u64 index = 0; index < sizeof paths / sizeof *paths; index++) {
    const char *path = paths[index][1];
    print(paths[index][0], FROM_ANY(open_at(fd, path, 0) >= 0));
  }
  print("create through dangling link", FROM_ANY(open_at(fd, "dangling", O_CREAT | O_WRONLY) >= 0));
  print("stat parent", FROM_ANY(exists(fd, "../secret")));
  print("stat link to parent", FROM_ANY(exists(fd, "relative")));
  print("set times of parent", FROM_ANY(syscall6(SYS_utimensat, fd, (u64) "../secret", (u64)now, 0, 0, 0) == 0));
  print("make directory in parent", FROM_ANY(syscall6(SYS_mkdirat, fd, (u64) "../made", 0755, 0, 0, 0) == 0));
  print("remove file in parent", FROM_ANY(syscall6(SYS_unlinkat, fd, (u64) "../victim", 0, 0, 0, 0) == 0));
  print("rename from parent", FROM_ANY(syscall6(SYS_renameat2, fd, (u64) "../victim", fd, (u64) "taken", 0, 0) == 0));
  print("link from parent", FROM_ANY(syscall6(SYS_linkat, fd, (u64) "../secret", fd, (u64) "linked", 0, 0) == 0));
  print("device", FROM_ANY(open_at(fd, "device", O_NONBLOCK) >= 0));
  print("write in read-only", FROM_ANY(open_at(fd, "read-only", O_WRONLY) >= 0));
  print("truncate in read-only", FROM_ANY(open_at(fd, "read-only", O_TRUNC) >= 0));
  print("create in read-only", FROM_ANY(exists(fd, "read-only") && open_at(fd, "created", O_CREAT | O_WRONLY) >= 0));
  print("remove in read-only", FROM_ANY(syscall6(SYS_unlinkat, fd, (u64) "read-only", 0, 0, 0, 0) == 0));
  print("set times in read-only", FROM_ANY(syscall6(SYS_utimensat, fd, (u64) "read-only", (u64)now, 0, 0, 0) == 0));
}

static void calls(void) {
  static const char *const arguments[2] = {"/bin/true", 0};
  u64 page = (u64)&syscall6 & ~4095ul;
  print("socket", syscall6(SYS_socket, 2, 1, 0, 0, 0, 0) >= 0 || syscall6(SYS_socket, 1, 1, 0, 0, 0, 0) >= 0);
  print("open", syscall6(SYS_open, (u64) "/", 0, 0, 0, 0, 0) >= 0 || syscall6(SYS_openat, 0xffffff9c, (u64) "/", 0, 0, 0, 0) >= 0);
  print("execute", syscall6(SYS_execve, (u64)arguments[0], (u64)arguments, 0, 0, 0, 0) >= 0 ||
                       syscall6(SYS_execveat, 0xffffff9c, (u64)arguments[0], (u64)arguments, 0, 0, 0) >= 0);
  print("fork", syscall6(SYS_fork, 0, 0, 0, 0, 0, 0) >= 0 || syscall6(SYS_clone, 17, 0, 0, 0, 0, 0) >= 0 ||
                    syscall6(SYS_clone3, 0, 0, 0, 0, 0, 0) != -38);
  print("trace", syscall6(SYS_ptrace, 0, 0, 0, 0, 0, 0) >= 0 || syscall6(SYS_process_vm_readv, 1, 0, 0, 0, 0, 0) >= 0 ||
                     syscall6(SYS_pidfd_open, 1, 0, 0, 0, 0, 0) >= 0);
  print("signal", syscall6(SYS_kill, 1, 0, 0, 0, 0, 0) >= 0);
  print("io_uring", syscall6(SYS_io_uring_setup, 1, 0, 0, 0, 0, 0) != -38);
  print("bpf", syscall6(SYS_bpf, 0, 0, 0, 0, 0, 0) != -38);
  print("namespaces", syscall6(SYS_unshare, 0x10000000, 0, 0, 0, 0, 0) >= 0);
  print("mount", syscall6(SYS_mount, (u64) "x", (u64) "/", (u64) "tmpfs", 0, 0, 0) >= 0 ||
                     syscall6(SYS_fsopen, (u64) "tmpfs", 0, 0, 0, 0, 0) >= 0 ||
                     syscall6(SYS_open_tree, 0xffffff9c, (u64) "/", 1, 0, 0, 0) >= 0);
  print("change root", syscall6(SYS_chroot, (u64) ".", 0, 0, 0, 0, 0) >= 0 || syscall6(SYS_chdir, (u64) "..", 0, 0, 0, 0, 0) >= 0);
  print("change mode", syscall6(SYS_chmod, (u64) "/", 0777, 0, 0, 0, 0) >= 0 ||
                           FROM_ANY(syscall6(SYS_fchmodat, fd, (u64) "read-only", 0777, 0, 0, 0) >= 0));
  print("change user", syscall6(SYS_setuid, 0, 0, 0, 0, 0, 0) >= 0);
  print("process control", syscall6(SYS_prctl, 4, 1, 0, 0, 0, 0) >= 0);
  print("map code", syscall6(SYS_mmap, 0, 4096, 5, 0x22, ~0ul, 0) > 0 || syscall6(SYS_mprotect, page, 4096, 7, 0, 0, 0) >= 0);
}

/* A descriptor that the parent process left open. */
static void inherited(void) {
  u64 buffer[32];
  print("inherited descriptor", syscall6(5, 9, (u64)buffer, 0, 0, 0, 0) == 0);
}

static void start(void) {
  inherited();
  calls();
  files();
  wasi_proc_exit(&memory, 0);
}
