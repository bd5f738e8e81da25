/* Memory helpers on a memory of one page with nothing behind it. Prints what is wrong, or "ok". */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
/* helpers */

struct wastrel_memory memory, small;
static sigjmp_buf trapped;
static int wrong;

void wastrel_trap(enum wastrel_trap why) {
  siglongjmp(trapped, 100 + (int)why);
}
static void fault(int signal) {
  siglongjmp(trapped, signal);
}
u64 wastrel_memory_grow(struct wastrel_memory *grown, u64 pages) {
  return grown == &memory && pages == 2 ? 1 : -1UL;
}

u32 wastrel_memory_wait32(void *at, u32 expected, u64 timeout) {
  return at == memory.base + 68 && expected == 1 && timeout == 2 ? 1 : 99;
}
u32 wastrel_memory_wait64(void *at, u64 expected, u64 timeout) {
  return at == memory.base + 64 && expected == 1 && timeout == 2 ? 2 : 99;
}
u32 wastrel_memory_notify(void *at, u32 count) {
  return at == memory.base + 68 ? count : 99;
}

#define CHECK(condition) ((condition) ? (void)0 : (void)(wrong = 1, printf("line %d: %s\n", __LINE__, #condition)))
#define TRAPS(statement, trap)                                                                                         \
  do {                                                                                                                 \
    int got = sigsetjmp(trapped, 1);                                                                                   \
    if (got == 0) {                                                                                                    \
      statement;                                                                                                       \
    }                                                                                                                  \
    if (got != (trap))                                                                                                 \
      wrong = 1, printf("line %d: %s: %d\n", __LINE__, #statement, got);                                               \
  } while (0)
#define OUT_OF_BOUNDS (100 + TRAP_MEMORY_OUT_OF_BOUNDS)

/* What is loaded from the bytes 0x80 to 0x87, and stored back. */
#define VALUES(suffix)                                                                                                 \
  static void values##suffix(void) {                                                                                   \
    for (int i = 0; i < 16; i++)                                                                                       \
      memory.base[i + 1] = (u8)(i < 8 ? 0x80 + i : 0x70 + i);                                                          \
    CHECK(i32_load##suffix(0, 1) == 0x83828180);                                                                       \
    CHECK(i64_load##suffix(1, 0) == 0x8786858483828180);                                                               \
    CHECK(i32_load8_s##suffix(0, 1) == 0xffffff80 && i32_load8_s##suffix(9, 0) == 0x78);                               \
    CHECK(i32_load8_u##suffix(0, 1) == 0x80);                                                                          \
    CHECK(i32_load16_s##suffix(0, 1) == 0xffff8180 && i32_load16_s##suffix(0, 9) == 0x7978);                           \
    CHECK(i32_load16_u##suffix(0, 1) == 0x8180);                                                                       \
    CHECK(i64_load8_s##suffix(0, 1) == 0xffffffffffffff80 && i64_load8_s##suffix(9, 0) == 0x78);                       \
    CHECK(i64_load8_u##suffix(0, 1) == 0x80);                                                                          \
    CHECK(i64_load16_s##suffix(0, 1) == 0xffffffffffff8180 && i64_load16_s##suffix(9, 0) == 0x7978);                   \
    CHECK(i64_load16_u##suffix(0, 1) == 0x8180);                                                                       \
    CHECK(i64_load32_s##suffix(0, 1) == 0xffffffff83828180 && i64_load32_s##suffix(9, 0) == 0x7b7a7978);               \
    CHECK(i64_load32_u##suffix(0, 1) == 0x83828180);                                                                   \
    f32_store##suffix(100, 3, 1.5f);                                                                                   \
    CHECK(i32_load##suffix(103, 0) == 0x3fc00000 && f32_load##suffix(101, 2) == 1.5f);                                 \
    f64_store##suffix(100, 3, 1.5);                                                                                    \
    CHECK(i64_load##suffix(103, 0) == 0x3ff8000000000000 && f64_load##suffix(101, 2) == 1.5);                          \
    i64_store##suffix(100, 3, 0);                                                                                      \
    i32_store##suffix(100, 3, 0x12345678);                                                                             \
    CHECK(i64_load##suffix(103, 0) == 0x12345678);                                                                     \
    i32_store8##suffix(100, 3, 0xaabbccdd), i32_store16##suffix(101, 4, 0xaabbccdd);                                   \
    CHECK(i64_load##suffix(103, 0) == 0xccdd56dd);                                                                   \
    i64_store##suffix(103, 0, 0x1122334455667788);                                                                     \
    i64_store8##suffix(103, 0, 0x199), i64_store16##suffix(104, 0, 0x1aabb), i64_store32##suffix(106, 0, 0x100000000); \
    CHECK(i64_load##suffix(103, 0) == 0x1100000000aabb99);                                                             \
  }

/* The last byte of an access at each of these places is out of bounds; the one before it is not. */
#define BOUNDS(suffix, trap)                                                                                           \
  static void bounds##suffix(void) {                                                                                   \
    i32_load##suffix(65532, 0), i64_load##suffix(0, 65528), f32_load##suffix(1, 65531), f64_load##suffix(65528, 0);    \
    i32_store8##suffix(65535, 0, 1), i32_store16##suffix(0, 65534, 1), i64_store32##suffix(2, 65530, 1);               \
    TRAPS(i32_load##suffix(65533, 0), trap);                                                                           \
    TRAPS(i64_load##suffix(0, 65529), trap);                                                                           \
    TRAPS(f32_load##suffix(2, 65531), trap);                                                                           \
    TRAPS(f64_load##suffix(65529, 0), trap);                                                                           \
    TRAPS(i32_load8_s##suffix(65536, 0), trap);                                                                        \
    TRAPS(i32_load8_u##suffix(0, 65536), trap);                                                                        \
    TRAPS(i32_load16_s##suffix(65535, 0), trap);                                                                       \
    TRAPS(i32_load16_u##suffix(-1U, 0), trap);                                                                         \
    TRAPS(i64_load8_s##suffix(-1U, -1U), trap);                                                                        \
    TRAPS(i64_load8_u##suffix(1, 65535), trap);                                                                        \
    TRAPS(i64_load16_s##suffix(1, -1U), trap);                                                                         \
    TRAPS(i64_load16_u##suffix(-2U, 2), trap);                                                                         \
    TRAPS(i64_load32_s##suffix(65533, 0), trap);                                                                       \
    TRAPS(i64_load32_u##suffix(65533, 0), trap);                                                                       \
    TRAPS(i32_store##suffix(65533, 0, 1), trap);                                                                       \
    TRAPS(i64_store##suffix(0, 65529, 1), trap);                                                                       \
    TRAPS(f32_store##suffix(65533, 0, 1), trap);                                                                       \
    TRAPS(f64_store##suffix(65529, 0, 1), trap);                                                                       \
    TRAPS(i32_store8##suffix(65536, 0, 1), trap);                                                                      \
    TRAPS(i32_store16##suffix(65535, 0, 1), trap);                                                                     \
    TRAPS(i64_store8##suffix(65536, 0, 1), trap);                                                                      \
    TRAPS(i64_store16##suffix(65535, 0, 1), trap);                                                                     \
    TRAPS(i64_store32##suffix(65533, 0, 1), trap);                                                                     \
  }

VALUES()
VALUES(_checked)
VALUES(_64)
BOUNDS(, SIGSEGV)
BOUNDS(_checked, OUT_OF_BOUNDS)
BOUNDS(_64, OUT_OF_BOUNDS)

/* Sums that overflow 64 bits are out of bounds too. */
static void overflow_64(void) {
  TRAPS(i32_load_64(-1UL, 1), OUT_OF_BOUNDS);
  TRAPS(i32_load_64(1, -1UL), OUT_OF_BOUNDS);
  TRAPS(i32_load_64(-4UL, 0), OUT_OF_BOUNDS);
  TRAPS(i32_load_64(0, -4UL), OUT_OF_BOUNDS);
  TRAPS(i64_store8_64(-1UL, -1UL, 0), OUT_OF_BOUNDS);
}

/* An offset past the minimum is in bounds once the memory has grown. */
static void grown(void) {
  memory.size = 131072;
  CHECK(i32_load_checked(0, 131068) == 0 && i32_load_checked(65532, 65536) == 0 && i32_load_64(4, 131064) == 0);
  TRAPS(i32_load_checked(0, 131069), OUT_OF_BOUNDS);
  TRAPS(i32_load_checked(131069, 0), OUT_OF_BOUNDS);
  TRAPS(i32_load_checked(65533, 65536), OUT_OF_BOUNDS);
  TRAPS(i32_load_64(5, 131064), OUT_OF_BOUNDS);
  memory.size = 65536;
}

#define UNALIGNED (100 + TRAP_UNALIGNED_ATOMIC)

/* Each atomic operation on eight bytes that are 0x8877665544332211. */
#define ATOMIC(suffix)                                                                                                 \
  static u64 after##suffix(u64 ignored) {                                                                              \
    (void)ignored;                                                                                                     \
    u64 now = i64_load(64, 0);                                                                                         \
    i64_store(64, 0, 0x8877665544332211);                                                                              \
    return now;                                                                                                        \
  }                                                                                                                    \
  static void atomic##suffix(void) {                                                                                   \
    i64_store(64, 0, 0x8877665544332211);                                                                              \
    CHECK(i32_atomic_load##suffix(60, 4) == 0x44332211 && i64_atomic_load##suffix(64, 0) == 0x8877665544332211);       \
    CHECK(i32_atomic_load8_u##suffix(64, 7) == 0x88 && i32_atomic_load16_u##suffix(64, 6) == 0x8877);                  \
    CHECK(i64_atomic_load8_u##suffix(71, 0) == 0x88 && i64_atomic_load16_u##suffix(70, 0) == 0x8877);                  \
    CHECK(i64_atomic_load32_u##suffix(64, 4) == 0x88776655);                                                           \
    i32_atomic_store##suffix(64, 4, 1), i32_atomic_store8##suffix(64, 0, 0xfff), i64_atomic_store16##suffix(66, 0, -1UL); \
    CHECK(after##suffix(0) == 0x1ffff22ff);                                                                            \
    i64_atomic_store##suffix(64, 0, 5), i64_atomic_store32##suffix(64, 4, -2UL), i32_atomic_store16##suffix(66, 0, 0x10003); \
    i64_atomic_store8##suffix(65, 0, 0x204);                                                                           \
    CHECK(after##suffix(0) == 0xfffffffe00030405);                                                                     \
    CHECK(after##suffix(i32_atomic_rmw_add##suffix(64, 0, 0xffffffff)) == 0x8877665544332210);                         \
    CHECK(after##suffix(i32_atomic_rmw8_add_u##suffix(64, 0, 0xff)) == 0x8877665544332210);                            \
    CHECK(after##suffix(i64_atomic_rmw16_sub_u##suffix(64, 6, 0x8878)) == 0xffff665544332211);                         \
    CHECK(after##suffix(i64_atomic_rmw_sub##suffix(64, 0, 1)) == 0x8877665544332210);                                  \
    CHECK(after##suffix(i64_atomic_rmw32_and_u##suffix(64, 0, 0xff00ff)) == 0x8877665500330011);                       \
    CHECK(after##suffix(i32_atomic_rmw_or##suffix(68, 0, 0x1100)) == 0x8877775544332211);                              \
    CHECK(after##suffix(i32_atomic_rmw16_xor_u##suffix(64, 0, 0x12211)) == 0x8877665544330000);                        \
    CHECK(i64_atomic_rmw_xchg##suffix(64, 0, 9) == 0x8877665544332211 && after##suffix(0) == 9);                       \
    CHECK(i64_atomic_rmw8_xchg_u##suffix(64, 7, 0x101) == 0x88 && after##suffix(0) == 0x0177665544332211);             \
    CHECK(i32_atomic_rmw_cmpxchg##suffix(64, 0, 0x44332210, 0) == 0x44332211);                                         \
    CHECK(i32_atomic_rmw_cmpxchg##suffix(64, 0, 0x44332211, 7) == 0x44332211 && i32_load(64, 0) == 7);                 \
    CHECK(after##suffix(0) == 0x8877665500000007);                                                                     \
    /* What is expected is wrapped first. */                                                                           \
    CHECK(i64_atomic_rmw16_cmpxchg_u##suffix(64, 0, 0x12211, 0x10001) == 0x2211);                                      \
    CHECK(after##suffix(0) == 0x8877665544330001);                                                                     \
    CHECK(i64_atomic_rmw_cmpxchg##suffix(64, 0, 1, 2) == 0x8877665544332211);                                          \
    CHECK(after##suffix(i64_atomic_rmw_cmpxchg##suffix(64, 0, 0x8877665544332211, 2)) == 2);                           \
    TRAPS(i32_atomic_load##suffix(65, 0), UNALIGNED);                                                                  \
    TRAPS(i64_atomic_store##suffix(64, 4, 0), UNALIGNED);                                                              \
    TRAPS(i32_atomic_rmw16_add_u##suffix(-1U, 0, 1), UNALIGNED);                                                       \
    TRAPS(i64_atomic_rmw_cmpxchg##suffix(65536, 0, 1, 1), OUT_OF_BOUNDS);                                              \
    TRAPS(i32_atomic_load8_u##suffix(65535, 1), OUT_OF_BOUNDS);                                                        \
    TRAPS(i64_atomic_load##suffix(-8UL, 8), OUT_OF_BOUNDS);                                                            \
    TRAPS(i64_atomic_load##suffix(8, -8UL), OUT_OF_BOUNDS);                                                            \
    TRAPS(memory_atomic_notify##suffix(2, 0, 1), UNALIGNED);                                                           \
    TRAPS(memory_atomic_wait64##suffix(4, 0, 1, 1), UNALIGNED);                                                        \
    TRAPS(memory_atomic_wait32##suffix(65536, 0, 1, 1), OUT_OF_BOUNDS);                                                \
  }

ATOMIC()
ATOMIC(_shared)

static void waiting(void) {
  CHECK(memory_atomic_notify(64, 0, 1) == 0 && memory_atomic_notify_shared(64, 4, 3) == 3);
  CHECK(memory_atomic_wait32_shared(64, 4, 1, 2) == 1 && memory_atomic_wait64_shared(60, 4, 1, 2) == 2);
  TRAPS(memory_atomic_wait32(64, 0, 0, 0), 100 + TRAP_EXPECTED_SHARED_MEMORY);
  TRAPS(memory_atomic_wait64(64, 0, 0, 0), 100 + TRAP_EXPECTED_SHARED_MEMORY);
  atomic_fence();
}

static void bulk(void) {
  static const u8 segment[] = {1, 2, 3, 4, 5};
  memory_init(1000, 1, 4, segment, 5);
  CHECK(i32_load(1000, 0) == 0x05040302);
  memory_init(65536, 5, 0, segment, 5);
  memory_init(0, 0, 0, segment, 0);
  TRAPS(memory_init(65537, 0, 0, segment, 5), OUT_OF_BOUNDS);
  TRAPS(memory_init(0, 6, 0, segment, 5), OUT_OF_BOUNDS);
  TRAPS(memory_init(0, 1, 5, segment, 5), OUT_OF_BOUNDS);
  TRAPS(memory_init(0, 0, 1, segment, 0), OUT_OF_BOUNDS);
  memory_fill(1002, 0x1ff, 3);
  CHECK(i64_load(1000, 0) == 0xffffff0302);
  memory_fill(65536, 0, 0);
  TRAPS(memory_fill(65537, 0, 0), OUT_OF_BOUNDS);
  TRAPS(memory_fill(65535, 7, 2), OUT_OF_BOUNDS);
  TRAPS(memory_fill(-1UL, 7, 2), OUT_OF_BOUNDS);
  CHECK(i32_load8_u(65535, 0) != 7);
  memory_copy(1001, 1000, 4);
  CHECK(i64_load(1000, 0) == 0xffff030202);
  memory_copy(65536, 65536, 0);
  TRAPS(memory_copy(65537, 0, 0), OUT_OF_BOUNDS);
  TRAPS(memory_copy(0, 65535, 2), OUT_OF_BOUNDS);
  TRAPS(memory_copy(2, 0, -1UL), OUT_OF_BOUNDS);
  memory_copy_between(&small, 2, &memory, 1000, 2);
  CHECK(small.base[2] == 2 && small.base[3] == 2);
  TRAPS(memory_copy_between(&small, 3, &memory, 1000, 2), OUT_OF_BOUNDS);
  TRAPS(memory_copy_between(&memory, 0, &small, 3, 2), OUT_OF_BOUNDS);
  CHECK(memory_size() == 1 && memory_size_64() == 1);
  CHECK(memory_grow(2) == 1 && memory_grow(3) == -1U);
  CHECK(memory_grow_64(2) == 1 && memory_grow_64(3) == -1UL);
}

int main(void) {
  static u8 four[4];
  u64 reserved = 9UL << 30;
  memory.base = mmap(0, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  memory.size = 65536;
  memory.page_shift = 16;
  small.base = four;
  small.size = 4;
  if (memory.base == MAP_FAILED || mprotect(memory.base, 65536, PROT_READ | PROT_WRITE) != 0)
    return 1;
  signal(SIGSEGV, fault);
  values();
  values_checked();
  values_64();
  bounds();
  bounds_checked();
  bounds_64();
  overflow_64();
  atomic();
  atomic_shared();
  waiting();
  bulk();
  if (mprotect(memory.base, 131072, PROT_READ | PROT_WRITE) != 0)
    return 1;
  grown();
  if (!wrong)
    puts("ok");
  return 0;
}
