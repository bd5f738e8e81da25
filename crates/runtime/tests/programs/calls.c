/* Makes the calls of WASI that its arguments spell, and prints the error of each, with what came out.
 *
 *   path_open 3 0 "file" 1 2 0 0 >4
 *
 * A number stands for itself, -1 for all ones; "text" for its address and length, *"text" for its address alone; ["text" for
 * a vector of one buffer, ]N for one with room for N bytes, and their length 1; >4 and >8 for the address of an integer, >N
 * for that of N bytes, both shown afterwards. A function that there isn't is a trap. */
#include "wasi.h"

typedef u32 function(struct wastrel_memory *memory, u64, u64, u64, u64, u64, u64, u64, u64, u64);

#define FUNCTIONS(F)                                                                                                   \
  F(args_get) F(args_sizes_get) F(environ_get) F(environ_sizes_get) F(clock_res_get) F(clock_time_get) F(fd_advise)    \
  F(fd_allocate) F(fd_close) F(fd_datasync) F(fd_fdstat_get) F(fd_fdstat_set_flags) F(fd_fdstat_set_rights)            \
  F(fd_filestat_get) F(fd_filestat_set_size) F(fd_filestat_set_times) F(fd_pread) F(fd_prestat_get)                    \
  F(fd_prestat_dir_name) F(fd_pwrite) F(fd_read) F(fd_readdir) F(fd_renumber) F(fd_seek) F(fd_sync) F(fd_tell)         \
  F(fd_write) F(path_create_directory) F(path_filestat_get) F(path_filestat_set_times) F(path_link) F(path_open)       \
  F(path_readlink) F(path_remove_directory) F(path_rename) F(path_symlink) F(path_unlink_file) F(poll_oneoff)          \
  F(random_get) F(sched_yield) F(sock_accept) F(sock_recv) F(sock_send) F(sock_shutdown)

/* All arguments travel alike, so that one type does for all functions. */
#define NAME(name) #name,
#define ADDRESS(name) (void (*)(void)) wasi_##name,
static const char *const names[] = {FUNCTIONS(NAME)};
static void (*const functions[])(void) = {FUNCTIONS(ADDRESS)};

enum { COUNT = sizeof names / sizeof *names, STRINGS = 0x4000, OUTPUT = 0x400, OUTPUT_SIZE = 0x2000 };

/* What is shown after a call. */
static struct {
  u32 address, length;
} outputs[10];
static u32 output_count;

static u64 values[10];
static u32 value_count;
static u32 next_free;

static u32 output_length;

static void print_byte(u8 byte) {
  if (output_length < OUTPUT_SIZE) bytes_at(OUTPUT)[output_length++] = byte;
}

static void print(const char *text) {
  for (; *text; text++) print_byte((u8)*text);
}

static void print_number(u64 number) {
  if (number >= 10) print_number(number / 10);
  print_byte((u8)('0' + number % 10));
}

static void print_escaped(u8 byte) {
  if (byte == '\\' || byte < ' ' || byte > '~') {
    print("\\x");
    print_byte((u8) "0123456789abcdef"[byte >> 4]);
    print_byte((u8) "0123456789abcdef"[byte & 15]);
  } else {
    print_byte(byte);
  }
}

static u32 allocate(u32 length) {
  u32 address = next_free;
  next_free += (length + 15) & ~15u;
  return address;
}

static void add_value(u64 value) {
  if (value_count < 9) values[value_count++] = value;
}

static u32 add_output(u32 length) {
  u32 address = allocate(length);
  for (u32 index = 0; index < length; index++) bytes_at(address)[index] = 0;
  outputs[output_count].address = address;
  outputs[output_count++].length = length;
  return address;
}

static void add_vector(u32 address, u32 length) {
  u32 vector = allocate(8);
  set_u32(vector, address);
  set_u32(vector + 4, length);
  add_value(vector);
  add_value(1);
}

/* The number that a line goes on with. */
static const char *number(const char *line, u64 *value) {
  _Bool negative = *line == '-';
  *value = 0;
  for (line += negative; *line >= '0' && *line <= '9'; line++) *value = *value * 10 + (u64)(*line - '0');
  if (negative) *value = -*value;
  return line;
}

static u32 digit(char character) {
  return (u32)(character >= 'a' ? character - 'a' + 10 : character - '0');
}

/* Puts the string that a line goes on with into memory; \0 in it is a NUL, \xNN any byte. */
static const char *string(const char *line, u32 *address, u32 *length) {
  *address = next_free;
  *length = 0;
  for (line++; *line && *line != '"'; line++) {
    u8 byte = (u8)*line;
    if (byte == '\\' && line[1] == '0') {
      byte = 0;
      line++;
    } else if (byte == '\\' && line[1] == 'x') {
      byte = (u8)(digit(line[2]) << 4 | digit(line[3]));
      line += 3;
    }
    bytes_at(*address)[(*length)++] = byte;
  }
  allocate(*length);
  return line + 1;
}

static const char *argument(const char *line) {
  u32 address, length;
  u64 value;
  switch (*line) {
  case '"':
    line = string(line, &address, &length);
    add_value(address);
    add_value(length);
    return line;
  case '*':
    line = string(line + 1, &address, &length);
    add_value(address);
    return line;
  case '[':
    line = string(line + 1, &address, &length);
    add_vector(address, length);
    return line;
  case ']':
    line = number(line + 1, &value);
    add_vector(add_output((u32)value), (u32)value);
    return line;
  case '>':
    line = number(line + 1, &value);
    add_value(add_output((u32)value));
    return line;
  default:
    line = number(line, &value);
    add_value(value);
    return line;
  }
}

static u32 find(const char *line, u32 *length) {
  for (*length = 0; line[*length] && line[*length] != ' ';) ++*length;
  for (u32 index = 0; index < COUNT; index++) {
    u32 at = 0;
    while (names[index][at] && names[index][at] == line[at]) at++;
    if (!names[index][at] && at == *length) return index;
  }
  return COUNT;
}

static void show(u32 address, u32 length) {
  if (length == 4) {
    print_number(u32_at(address));
  } else if (length == 8) {
    print_number(u32_at(address) | (u64)u32_at(address + 4) << 32);
  } else {
    for (u32 index = 0; index < length; index++) print_escaped(*bytes_at(address + index));
  }
}

static void make(const char *line) {
  u32 length, index = find(line, &length), error;
  if (index == COUNT) wastrel_trap(TRAP_UNREACHABLE);
  next_free = STRINGS;
  value_count = output_count = output_length = 0;
  for (line += length; *line == ' ';) line = argument(line + 1);
  error = ((function *)functions[index])(&memory, values[0], values[1], values[2], values[3], values[4], values[5],
                                         values[6], values[7], values[8]);
  print_number(error);
  for (u32 output = 0; output < output_count && !error; output++) {
    print_byte(' ');
    show(outputs[output].address, outputs[output].length);
  }
  print_byte('\n');
  write_bytes(1, OUTPUT, output_length);
}

/* The calls, where no call can write over them. */
static char lines[0x10000];
static u32 line_starts[0x1000];

static void start(void) {
  enum { POINTERS = 0x100, TEXT = 0x4100 };
  if (wasi_args_sizes_get(&memory, 0, 4) || u32_at(0) > 0x1000 || u32_at(4) > sizeof lines - TEXT) {
    wasi_proc_exit(&memory, 98);
  }
  u32 count = u32_at(0), size = u32_at(4);
  if (wasi_args_get(&memory, POINTERS, TEXT)) wasi_proc_exit(&memory, 98);
  for (u32 index = 0; index < count; index++) line_starts[index] = u32_at(POINTERS + 4 * index) - TEXT;
  for (u32 index = 0; index < size; index++) lines[index] = (char)*bytes_at(TEXT + index);
  for (u32 index = 1; index < count; index++) make(lines + line_starts[index]);
  wasi_proc_exit(&memory, 0);
}
