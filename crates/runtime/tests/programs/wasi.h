/* What C programs that play a guest of WASI have in common. */
#include "wastrel.h"

u32 wasi_args_get(struct wastrel_memory *memory, u32 argv, u32 argv_buf);
u32 wasi_args_sizes_get(struct wastrel_memory *memory, u32 argc, u32 argv_buf_size);
u32 wasi_environ_get(struct wastrel_memory *memory, u32 environ, u32 environ_buf);
u32 wasi_environ_sizes_get(struct wastrel_memory *memory, u32 count, u32 buf_size);
u32 wasi_clock_time_get(struct wastrel_memory *memory, u32 id, u64 precision, u32 time);
u32 wasi_fd_write(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u32 nwritten);
u32 wasi_fd_read(struct wastrel_memory *memory, u32 fd, u32 iovs, u32 iovs_len, u32 nread);
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
