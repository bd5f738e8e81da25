/* examples/gcbench.wat in C. */
#include "gc.h"

struct node {
  struct node *left, *right;
  int i, j;
};

static int nodes;

static struct node *new_node(struct node *left, struct node *right) {
  struct node *node = GC_MALLOC(sizeof *node); /* zero */
  nodes++;
  node->left = left;
  node->right = right;
  return node;
}

/* From the leaves up. */
static struct node *make(int depth) {
  struct node *left, *right;
  if (depth <= 0) return new_node(NULL, NULL);
  left = make(depth - 1);
  right = make(depth - 1);
  return new_node(left, right);
}

/* From the root down. */
static void populate(int depth, struct node *node) {
  if (depth <= 0) return;
  depth--;
  node->left = new_node(NULL, NULL);
  node->right = new_node(NULL, NULL);
  populate(depth, node->left);
  populate(depth, node->right);
}

static void construct(int depth, int most) {
  int rounds = ((16 << most) - 2) / ((2 << depth) - 1); /* as many nodes as twice the first tree has */
  for (int i = 0; i < rounds; i++) populate(depth, new_node(NULL, NULL));
  for (int i = 0; i < rounds; i++) make(depth);
}

static int benchmark(int most) {
  struct node *longlived;
  double *array;
  make(most + 2);
  longlived = new_node(NULL, NULL);
  populate(most, longlived);
  array = GC_MALLOC_ATOMIC(500000 * sizeof *array);
  for (int i = 0; i < 500000; i++) array[i] = i < 250000 ? 1.0 / i : 0;
  for (int depth = 4; depth <= most; depth += 2) construct(depth, most);
  /* What was to live long is still there. */
  if (longlived->left == NULL || array[1000] != 0.001) abort();
  return nodes;
}
