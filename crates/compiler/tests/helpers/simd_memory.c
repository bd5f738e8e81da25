/* Vector accesses of a memory of one page with nothing behind it. Prints what is wrong, or "ok". */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
/* helpers */

struct wastrel_memory memory;
static sigjmp_buf trapped;
static int wrong;

void wastrel_trap(enum wastrel_trap why) {
  siglongjmp(trapped, 100 + (int)why);
}
static void fault(int signal) {
  siglongjmp(trapped, signal);
}

static int same(v128 a, u64 low, u64 high) {
  return a[0] == low && a[1] == high;
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

static const v128 other = {0x1111111111111111, 0x2222222222222222};

#define VALUES(suffix)                                                                                                 \
  static void values##suffix(void) {                                                                                   \
    for (int i = 0; i < 16; i++)                                                                                       \
      memory.base[i + 3] = (u8)(0x7c + i);                                                                             \
    CHECK(same(v128_load##suffix(1, 2), 0x838281807f7e7d7c, 0x8b8a898887868584));                                      \
    CHECK(same(v128_load8x8_s##suffix(1, 2), 0x007f007e007d007c, 0xff83ff82ff81ff80));                                 \
    CHECK(same(v128_load8x8_u##suffix(1, 2), 0x007f007e007d007c, 0x0083008200810080));                                 \
    CHECK(same(v128_load16x4_s##suffix(1, 2), 0x00007f7e00007d7c, 0xffff8382ffff8180));                                \
    CHECK(same(v128_load16x4_u##suffix(1, 2), 0x00007f7e00007d7c, 0x0000838200008180));                                \
    CHECK(same(v128_load32x2_s##suffix(1, 2), 0x000000007f7e7d7c, 0xffffffff83828180));                                \
    CHECK(same(v128_load32x2_u##suffix(1, 2), 0x000000007f7e7d7c, 0x0000000083828180));                                \
    CHECK(same(v128_load8_splat##suffix(1, 2), 0x7c7c7c7c7c7c7c7c, 0x7c7c7c7c7c7c7c7c));                               \
    CHECK(same(v128_load16_splat##suffix(1, 2), 0x7d7c7d7c7d7c7d7c, 0x7d7c7d7c7d7c7d7c));                              \
    CHECK(same(v128_load32_splat##suffix(1, 2), 0x7f7e7d7c7f7e7d7c, 0x7f7e7d7c7f7e7d7c));                              \
    CHECK(same(v128_load64_splat##suffix(1, 2), 0x838281807f7e7d7c, 0x838281807f7e7d7c));                              \
    CHECK(same(v128_load32_zero##suffix(1, 2), 0x7f7e7d7c, 0));                                                        \
    CHECK(same(v128_load64_zero##suffix(1, 2), 0x838281807f7e7d7c, 0));                                                \
    CHECK(same(v128_load8_lane##suffix(1, 2, other, 15), 0x1111111111111111, 0x7c22222222222222));                     \
    CHECK(same(v128_load16_lane##suffix(1, 2, other, 0), 0x1111111111117d7c, 0x2222222222222222));                     \
    CHECK(same(v128_load32_lane##suffix(1, 2, other, 3), 0x1111111111111111, 0x7f7e7d7c22222222));                     \
    CHECK(same(v128_load64_lane##suffix(1, 2, other, 0), 0x838281807f7e7d7c, 0x2222222222222222));                     \
    v128 stored = v128_load##suffix(3, 0);                                                                             \
    v128_store##suffix(100, 3, stored);                                                                                \
    CHECK(same(v128_load##suffix(103, 0), stored[0], stored[1]));                                                      \
    v128_store8_lane##suffix(100, 3, other, 8), v128_store16_lane##suffix(100, 5, other, 7);                           \
    CHECK(same(v128_load##suffix(103, 0), 0x8382818022227d22, stored[1]));                                             \
    v128_store32_lane##suffix(100, 3, other, 0), v128_store64_lane##suffix(100, 11, other, 1);                         \
    CHECK(same(v128_load##suffix(103, 0), 0x8382818011111111, 0x2222222222222222));                                    \
  }

#define BOUNDS(suffix, trap)                                                                                           \
  static void bounds##suffix(void) {                                                                                   \
    v128_load##suffix(65520, 0), v128_load8x8_s##suffix(65528, 0), v128_load8_splat##suffix(65535, 0);                 \
    TRAPS(v128_load##suffix(65521, 0), trap);                                                                          \
    TRAPS(v128_load8x8_s##suffix(65529, 0), trap);                                                                     \
    TRAPS(v128_load8x8_u##suffix(65529, 0), trap);                                                                     \
    TRAPS(v128_load16x4_s##suffix(65529, 0), trap);                                                                    \
    TRAPS(v128_load16x4_u##suffix(65529, 0), trap);                                                                    \
    TRAPS(v128_load32x2_s##suffix(65529, 0), trap);                                                                    \
    TRAPS(v128_load32x2_u##suffix(65529, 0), trap);                                                                    \
    TRAPS(v128_load8_splat##suffix(65536, 0), trap);                                                                   \
    TRAPS(v128_load16_splat##suffix(65535, 0), trap);                                                                  \
    TRAPS(v128_load32_splat##suffix(65533, 0), trap);                                                                  \
    TRAPS(v128_load64_splat##suffix(65529, 0), trap);                                                                  \
    TRAPS(v128_load32_zero##suffix(65533, 0), trap);                                                                   \
    TRAPS(v128_load64_zero##suffix(65529, 0), trap);                                                                   \
    TRAPS(v128_load8_lane##suffix(65536, 0, other, 0), trap);                                                          \
    TRAPS(v128_load16_lane##suffix(65535, 0, other, 0), trap);                                                         \
    TRAPS(v128_load32_lane##suffix(65533, 0, other, 0), trap);                                                         \
    TRAPS(v128_load64_lane##suffix(65529, 0, other, 0), trap);                                                         \
    TRAPS(v128_store##suffix(65521, 0, other), trap);                                                                  \
    TRAPS(v128_store8_lane##suffix(65536, 0, other, 0), trap);                                                         \
    TRAPS(v128_store16_lane##suffix(65535, 0, other, 0), trap);                                                        \
    TRAPS(v128_store32_lane##suffix(65533, 0, other, 0), trap);                                                        \
    TRAPS(v128_store64_lane##suffix(65529, 0, other, 0), trap);                                                        \
  }

VALUES()
VALUES(_checked)
VALUES(_64)
BOUNDS(, SIGSEGV)
BOUNDS(_checked, OUT_OF_BOUNDS)
BOUNDS(_64, OUT_OF_BOUNDS)

int main(void) {
  memory.base = mmap(0, 9UL << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  memory.size = 65536;
  memory.page_shift = 16;
  if (memory.base == MAP_FAILED || mprotect(memory.base, 65536, PROT_READ | PROT_WRITE) != 0)
    return 1;
  signal(SIGSEGV, fault);
  values();
  values_checked();
  values_64();
  bounds();
  bounds_checked();
  bounds_64();
  if (!wrong)
    puts("ok");
  return 0;
}
