// exceptions.wat in C++.
#include <cstdio>
#include <cstdlib>
#include <cstring>

static unsigned destroyed;

static int down(int depth, int x) {
  if (depth) {
    int result = down(depth - 1, x);
    destroyed++;
    return result;
  }
  if (x < 0)
    throw x;
  return x;
}

static int plain(int n, int depth, int) {
  unsigned sum = 0;
  for (int i = 0; i < n; i++)
    sum += down(depth, i);
  return sum;
}

static int try_(int n, int depth, int every) {
  unsigned sum = 0;
  for (int i = 0; i < n; i++) {
    int x = every && i % every == 0 ? -1 : i;
    try {
      sum += down(depth, x);
    } catch (int thrown) {
      sum += thrown;
    }
  }
  return sum;
}

static int calls(int n, int depth, int) {
  unsigned sum = 0;
  for (int i = 0; i < n; i++) {
    try {
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
      sum += down(depth, i);
    } catch (int thrown) {
      sum += thrown;
    }
  }
  return sum;
}

struct Guard {
  ~Guard() { destroyed++; }
};

static int guarded(int depth, int x) {
  Guard guard;
  if (depth)
    return guarded(depth - 1, x) + guarded(depth - 1, x + 1);
  if (x < 0)
    throw x;
  return x;
}

static int guards(int n, int depth, int every) {
  unsigned sum = 0;
  for (int i = 0; i < n; i++) {
    try {
      sum += guarded(depth, every ? -1 : i);
    } catch (int thrown) {
      sum += thrown;
    }
  }
  return sum + destroyed;
}

int main(int, char **argv) {
  int n = atoi(argv[2]), depth = atoi(argv[3]), every = atoi(argv[4]);
  int (*run)(int, int, int) = !strcmp(argv[1], "plain")   ? plain
                              : !strcmp(argv[1], "try")   ? try_
                              : !strcmp(argv[1], "calls") ? calls
                                                          : guards;
  printf("%d\n", run(n, depth, every));
}
