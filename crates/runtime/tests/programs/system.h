/* System calls, for programs that step out of the part of a guest. */
#include "wastrel.h"

static inline s64 syscall6(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  s64 result;
  register u64 r10 __asm__("r10") = d;
  register u64 r8 __asm__("r8") = e;
  register u64 r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
