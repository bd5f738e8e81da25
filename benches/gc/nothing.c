/* nothing.wat in C. */
#include "gc.h"

static int benchmark(int size) { return size; }
