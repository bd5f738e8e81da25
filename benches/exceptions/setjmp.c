/* exceptions.wat with __builtin_setjmp: the mechanism that was not taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct handler {
  void *buffer[5];
  struct handler *outer;
};
static struct handler *innermost;
static int thrown;
static unsigned destroyed;

static int down(int depth, int x) {
  if (depth) {
    int result = down(depth - 1, x);
    destroyed++;
    return result;
  }
  if (x < 0) {
    thrown = x;
    __builtin_longjmp(innermost->buffer, 1);
  }
  return x;
}

static int plain(int n, int depth, int every) {
  (void)every;
  unsigned sum = 0;
  for (int i = 0; i < n; i++)
    sum += (unsigned)down(depth, i);
  return (int)sum;
}

static int try(int n, int depth, int every) {
  volatile unsigned sum = 0;
  for (volatile int i = 0; i < n; i++) {
    int x = every && i % every == 0 ? -1 : i;
    struct handler handler;
    handler.outer = innermost;
    innermost = &handler;
    if (!__builtin_setjmp(handler.buffer)) {
      sum += (unsigned)down(depth, x);
      innermost = handler.outer;
    } else {
      innermost = innermost->outer;
      sum += (unsigned)thrown;
    }
  }
  return (int)sum;
}

static int calls(int n, int depth, int every) {
  (void)every;
  volatile unsigned sum = 0;
  for (volatile int i = 0; i < n; i++) {
    struct handler handler;
    handler.outer = innermost;
    innermost = &handler;
    if (!__builtin_setjmp(handler.buffer)) {
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      sum += (unsigned)down(depth, i);
      innermost = handler.outer;
    } else {
      innermost = innermost->outer;
      sum += (unsigned)thrown;
    }
  }
  return (int)sum;
}

static int guarded(int depth, int x) {
  struct handler handler;
  int result = x;
  handler.outer = innermost;
  innermost = &handler;
  if (!__builtin_setjmp(handler.buffer)) {
    if (depth)
      result = guarded(depth - 1, x) + guarded(depth - 1, x + 1);
    else if (x < 0) {
      thrown = x;
      innermost = handler.outer;
      destroyed++;
      __builtin_longjmp(innermost->buffer, 1);
    }
    innermost = handler.outer;
  } else {
    innermost = innermost->outer;
    destroyed++;
    __builtin_longjmp(innermost->buffer, 1);
  }
  destroyed++;
  return result;
}

static int guards(int n, int depth, int every) {
  volatile unsigned sum = 0;
  for (volatile int i = 0; i < n; i++) {
    struct handler handler;
    handler.outer = innermost;
    innermost = &handler;
    if (!__builtin_setjmp(handler.buffer)) {
      sum += (unsigned)guarded(depth, every ? -1 : i);
      innermost = handler.outer;
    } else {
      innermost = innermost->outer;
      sum += (unsigned)thrown;
    }
  }
  return (int)(sum + destroyed);
}

int main(int argc, char **argv) {
  (void)argc;
  int n = atoi(argv[2]), depth = atoi(argv[3]), every = atoi(argv[4]);
  int (*run)(int, int, int) = !strcmp(argv[1], "plain")   ? plain
                              : !strcmp(argv[1], "try")   ? try
                              : !strcmp(argv[1], "calls") ? calls
                                                          : guards;
  printf("%d\n", run(n, depth, every));
}
