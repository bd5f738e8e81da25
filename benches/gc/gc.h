/* What the programs share: `main`, which calls `benchmark` with the size and prints its result; and the collector, Boehm's, of
 * which they know no more than a program that uses it must. */
#include <gc.h>
#include <stdio.h>
#include <stdlib.h>

static int benchmark(int size);

int main(int argc, char **argv) {
  GC_INIT();
  printf("%d\n", benchmark(argc > 1 ? atoi(argv[1]) : 0));
  return 0;
}
