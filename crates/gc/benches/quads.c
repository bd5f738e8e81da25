/* A large live tree with four children to a node, of which small parts are replaced while small trees come and go. The size is the
 * depth of the live tree. */
#include "bench.h"

struct quad {
  u64 header;
  struct quad *children[4];
};

enum { QUAD = 1, CHURN_DEPTH = 3, ROUNDS = 20 };
static const struct wastrel_gc_type types[] = {
    [QUAD] = {.kind = GC_STRUCT, .size = sizeof(struct quad), .refs = 0x1e},
};
static const u32 type_count = 2;
static const int default_size = 10;

static struct quad *build(int depth) {
  struct quad *children[4] = {0, 0, 0, 0};
  struct quad *quad;
  for (int i = 0; i < 4 && depth > 0; i++) children[i] = build(depth - 1);
  quad = wastrel_gc_new_struct(QUAD, sizeof *quad);
  for (int i = 0; i < 4; i++) quad->children[i] = children[i];
  return quad;
}

static s64 count(const struct quad *quad) {
  s64 nodes = 1;
  for (int i = 0; i < 4; i++)
    if (quad->children[i]) nodes += count(quad->children[i]);
  return nodes;
}

static void benchmark(int size) {
  struct quad *live = build(size);
  s64 nodes = count(live);
  s64 trees = nodes * 13 / 100 / 85; /* a churn of 13 % of the live tree a round */
  s64 replaced = 0;
  for (s64 i = 0; i < ROUNDS * trees; i++) {
    struct quad *tree = build(CHURN_DEPTH);
    if (i % 64 == 0 && size > CHURN_DEPTH) {
      struct quad *parent = live;
      u32 path = (u32)i * 2654435761u;
      for (int depth = size; depth > CHURN_DEPTH + 1; depth--, path = path >> 2 | path << 30)
        parent = parent->children[path & 3];
      store(parent, &parent->children[path & 3], tree);
      replaced++;
    }
  }
  printf("%ld nodes, %ld subtrees replaced, %ld nodes at the end\n", nodes, replaced, count(live));
}
