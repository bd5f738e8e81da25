/* Binary trees of all sizes beside a long-lived one. The size is the depth of the largest. */
#include "bench.h"

struct tree {
  u64 header;
  struct tree *left, *right;
};

enum { TREE = 1 };
static const struct wastrel_gc_type types[] = {
    [TREE] = {.kind = GC_STRUCT, .size = sizeof(struct tree), .refs = 6},
};
static const u32 type_count = 2;
static const int default_size = 18;

static struct tree *build(int depth) {
  struct tree *left = depth > 0 ? build(depth - 1) : 0;
  struct tree *right = depth > 0 ? build(depth - 1) : 0;
  struct tree *tree = wastrel_gc_new_struct(TREE, sizeof *tree);
  tree->left = left;
  tree->right = right;
  return tree;
}

static int check(const struct tree *tree) { return tree->left ? 1 + check(tree->left) + check(tree->right) : 1; }

static void benchmark(int size) {
  struct tree *long_lived;
  printf("stretch tree of depth %d: %d\n", size + 1, check(build(size + 1)));
  long_lived = build(size);
  for (int depth = 4; depth <= size; depth += 4) {
    int iterations = 1 << (size - depth + 4);
    int sum = 0;
    for (int i = 0; i < iterations; i++) sum += check(build(depth));
    printf("%d trees of depth %d: %d\n", iterations, depth, sum);
  }
  printf("long-lived tree of depth %d: %d\n", size, check(long_lived));
}
