/* examples/trees.wat in C. */
#include "gc.h"

struct tree {
  struct tree *left, *right;
};

static struct tree *make(int depth) {
  struct tree *tree, *left, *right;
  if (depth == 0) return GC_MALLOC(sizeof *tree); /* zero */
  left = make(depth - 1);
  right = make(depth - 1);
  tree = GC_MALLOC(sizeof *tree);
  tree->left = left;
  tree->right = right;
  return tree;
}

static int count(const struct tree *tree) { return tree == NULL ? 0 : 1 + count(tree->left) + count(tree->right); }

static int benchmark(int most) {
  int sum = count(make(most + 1));
  const struct tree *longlived = make(most);
  for (int depth = 4; depth <= most; depth += 2)
    for (int left = 1 << (most + 4 - depth); left > 0; left--) sum += count(make(depth));
  return sum + count(longlived);
}
