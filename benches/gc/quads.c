/* examples/quads.wat in C. */
#include "gc.h"

struct quad {
  struct quad *children[4];
};

static struct quad *make(int depth) {
  struct quad *quad, *children[4];
  if (depth == 0) return NULL;
  for (int i = 0; i < 4; i++) children[i] = make(depth - 1);
  quad = GC_MALLOC(sizeof *quad);
  for (int i = 0; i < 4; i++) quad->children[i] = children[i];
  return quad;
}

static int count(const struct quad *quad) {
  int nodes = 1;
  if (quad == NULL) return 0;
  for (int i = 0; i < 4; i++) nodes += count(quad->children[i]);
  return nodes;
}

/* Puts a tree of depth 3 where the path leads, two bits of it a step. */
static void replace(struct quad *quad, int depth, unsigned path, struct quad *new) {
  for (; depth != 4; depth--, path = path >> 2 | path << 30) quad = quad->children[path & 3];
  quad->children[2] = new;
}

static int benchmark(int depth) {
  struct quad *quad = make(depth);
  int trees = count(quad) / 63; /* a third of what lives: trees of 21 nodes */
  int sum = 0;
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < trees; i++) {
      struct quad *new = make(3);
      if (i % 64 == 0) replace(quad, depth, (unsigned)(i + round) * 0x9e3779b1, new);
    }
    sum += count(quad);
  }
  return sum;
}
