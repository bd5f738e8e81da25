/* What C programs that play a guest of WASI have in common: the functions, and a memory. */
#include "wastrel.h"

u32 wasi_args_get(struct wastrel_memory *memory, u32 argv, u32 argv_buf);
u32 wasi_args_sizes_get(struct wastrel_memory *memory, u32 argc, u32 argv_buf_size);
u32 wasi_environ_get(struct wastrel_memory *memory, u32 environ, u32 environ_buf);
u32 wasi_environ_sizes_get(struct wastrel_memory *memory, u32 count, u32 buf_size);
u32 wasi_clock_res_get(struct wastrel_memory *memory, u32 id, u32 resolution);
u32 wasi_clock_time_get(struct wastrel_memory *memory, u32 id, u64 precision, u32 time);
u32 wasi_fd_advise(struct wastrel_memory *memory, u32 fd, u64 offset, u64 len, u32 advice);
u32 wasi_fd_allocate(struct wastrel_memory *memory, u32 fd, u64 offset, u64 len);
u32 wasi_fd_close(struct wastrel_memory *memory, u32 fd);
u32 wasi_fd_datasync(struct wastrel_memory *memory, u32 fd);
u32 wasi_fd_fdstat_get(struct wastrel_memory *memory, u32 fd, u32 stat);
u32 wasi_fd_fdstat_set_flags(struct wastrel_memory *memory, u32 fd, u32 flags);
u32 wasi_fd_fdstat_set_rights(struct wastrel_memory *memory, u32 fd, u64 base, u64 inheriting);
u32 wasi_fd_filestat_get(struct wastrel_memory *memory, u32 fd, u32 stat);
u32 wasi_fd_filestat_set_size(struct wastrel_memory *memory, u32 fd, u64 size);
u32 wasi_fd_filestat_set_times(struct wastrel_memory *memory, u32 fd, u64 atim, u64 mtim, u32 fst_flags);
u32 wasi_fd_pread(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u64 offset, u32 nread);
u32 wasi_fd_prestat_get(struct wastrel_memory *memory, u32 fd, u32 buf);
u32 wasi_fd_prestat_dir_name(struct wastrel_memory *memory, u32 fd, u32 path, u32 path_len);
u32 wasi_fd_pwrite(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u64 offset, u32 nwritten);
u32 wasi_fd_read(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u32 nread);
u32 wasi_fd_readdir(struct wastrel_memory *memory, u32 fd, u32 buf, u32 buf_len, u64 cookie, u32 bufused);
u32 wasi_fd_renumber(struct wastrel_memory *memory, u32 fd, u32 to);
u32 wasi_fd_seek(struct wastrel_memory *memory, u32 fd, s64 delta, u32 whence, u32 newoffset);
u32 wasi_fd_sync(struct wastrel_memory *memory, u32 fd);
u32 wasi_fd_tell(struct wastrel_memory *memory, u32 fd, u32 offset);
u32 wasi_fd_write(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u32 nwritten);
u32 wasi_path_create_directory(struct wastrel_memory *memory, u32 fd, u32 path, u32 path_len);
u32 wasi_path_filestat_get(struct wastrel_memory *memory, u32 fd, u32 flags, u32 path, u32 path_len, u32 stat);
u32 wasi_path_filestat_set_times(struct wastrel_memory *memory, u32 fd, u32 flags, u32 path, u32 path_len, u64 atim,
                                 u64 mtim, u32 fst_flags);
u32 wasi_path_link(struct wastrel_memory *memory, u32 old_fd, u32 old_flags, u32 old_path, u32 old_path_len,
                   u32 new_fd, u32 new_path, u32 new_path_len);
u32 wasi_path_open(struct wastrel_memory *memory, u32 fd, u32 dirflags, u32 path, u32 path_len, u32 oflags, u64 base,
                   u64 inheriting, u32 fdflags, u32 opened);
u32 wasi_path_readlink(struct wastrel_memory *memory, u32 fd, u32 path, u32 path_len, u32 buf, u32 buf_len,
                       u32 bufused);
u32 wasi_path_remove_directory(struct wastrel_memory *memory, u32 fd, u32 path, u32 path_len);
u32 wasi_path_rename(struct wastrel_memory *memory, u32 fd, u32 old_path, u32 old_path_len, u32 new_fd, u32 new_path,
                     u32 new_path_len);
u32 wasi_path_symlink(struct wastrel_memory *memory, u32 old_path, u32 old_path_len, u32 fd, u32 new_path,
                      u32 new_path_len);
u32 wasi_path_unlink_file(struct wastrel_memory *memory, u32 fd, u32 path, u32 path_len);
u32 wasi_poll_oneoff(struct wastrel_memory *memory, u32 subscriptions, u32 events, u32 nsubscriptions, u32 nevents);
u32 wasi_random_get(struct wastrel_memory *memory, u32 buf, u32 buf_len);
u32 wasi_sched_yield(struct wastrel_memory *memory);
u32 wasi_sock_accept(struct wastrel_memory *memory, u32 fd, u32 flags, u32 connection);
u32 wasi_sock_recv(struct wastrel_memory *memory, u32 fd, u32 ri_data, u32 ri_data_len, u32 ri_flags, u32 ro_datalen,
                   u32 ro_flags);
u32 wasi_sock_send(struct wastrel_memory *memory, u32 fd, u32 si_data, u32 si_data_len, u32 si_flags, u32 so_datalen);
u32 wasi_sock_shutdown(struct wastrel_memory *memory, u32 fd, u32 how);
_Noreturn void wasi_proc_exit(struct wastrel_memory *memory, u32 rval);

static struct wastrel_memory memory = {
    .base = (u8 *)0x10000000, .size = 1 << 16, .maximum = 1 << 16, .reserved = 8ul << 30, .page_shift = 16};
static struct wastrel_memory *const memories[] = {&memory};

static void start(void);

const struct wastrel_program wastrel_program = {
    .memories = memories, .memory_count = 1,
    .stack_size = 1 << 20,
    .run = wastrel_run_command, .entry = start, .setup = wastrel_wasi_setup,
};

static inline u8 *bytes_at(u32 address) {
  return memory.base + address;
}

static inline u32 u32_at(u32 address) {
  return *(u32 *)(memory.base + address);
}

static inline void set_u32(u32 address, u32 value) {
  *(u32 *)(memory.base + address) = value;
}

/* Writes to a descriptor what is in memory, with the vector and the result below 16. */
static inline u32 write_bytes(u32 fd, u32 address, u32 length) {
  set_u32(0, address);
  set_u32(4, length);
  return wasi_fd_write(&memory, fd, 0, 1, 8);
}

/* Puts a string into memory and returns its length. */
static inline u32 put(u32 address, const char *string) {
  u32 length = 0;
  for (; string[length]; length++) bytes_at(address)[length] = (u8)string[length];
  return length;
}
