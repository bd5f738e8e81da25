/* The classic GCBench: a long-lived tree and an array of doubles while many trees of all sizes are built, top down and bottom
 * up. The size is the depth of the long-lived tree; 16 is the classic one. */
#include "bench.h"

struct node {
  u64 header;
  struct node *left, *right;
  s32 i, j;
};

enum { NODE = 1, DOUBLES = 2 };
static const struct wastrel_gc_type types[] = {
    [NODE] = {.kind = GC_STRUCT, .size = sizeof(struct node), .refs = 6},
    [DOUBLES] = {.kind = GC_DATA_ARRAY, .size = sizeof(f64)},
};
static const u32 type_count = 3;
static const int default_size = 16;

static struct node *new_node(struct node *left, struct node *right) {
  struct node *node = wastrel_gc_new_struct(NODE, sizeof *node);
  node->left = left;
  node->right = right;
  node->i = 0;
  node->j = 0;
  return node;
}

static int tree_size(int depth) { return (1 << (depth + 1)) - 1; }

static struct node *bottom_up(int depth) {
  struct node *left, *right;
  if (depth <= 0) return new_node(0, 0);
  left = bottom_up(depth - 1);
  right = bottom_up(depth - 1);
  return new_node(left, right);
}

static void top_down(int depth, struct node *node) {
  if (depth <= 0) return;
  store(node, &node->left, new_node(0, 0));
  store(node, &node->right, new_node(0, 0));
  top_down(depth - 1, node->left);
  top_down(depth - 1, node->right);
}

static int count(const struct node *node) { return node ? 1 + count(node->left) + count(node->right) : 0; }

static NOINLINE void short_lived(int depth, int stretch) {
  int iterations = 2 * tree_size(stretch) / tree_size(depth);
  int nodes = 0;
  for (int i = 0; i < iterations; i++) {
    struct node *tree = new_node(0, 0);
    top_down(depth, tree);
    nodes += count(tree->left);
  }
  for (int i = 0; i < iterations; i++) nodes += count(bottom_up(depth)->right);
  printf("%d trees of depth %d: %d nodes\n", 2 * iterations, depth, nodes);
}

static void benchmark(int size) {
  int stretch = size + 2;
  u32 doubles = 500000;
  struct node *long_lived;
  struct doubles *array;
  printf("stretch tree of depth %d: %d nodes\n", stretch, count(bottom_up(stretch)));
  long_lived = new_node(0, 0);
  top_down(size, long_lived);
  array = wastrel_gc_new_array_zeroed(DOUBLES, doubles, sizeof(f64));
  for (u32 i = 0; i < doubles / 2; i++) array->elements[i] = 1.0 / (i + 1);
  for (int depth = 4; depth <= size; depth += 2) short_lived(depth, stretch);
  printf("long-lived tree: %d nodes, array: %g\n", count(long_lived), array->elements[1000]);
}
