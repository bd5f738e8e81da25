/* examples/closures.wat in C. Integers are references with the low bit set. */
#include "gc.h"

typedef void *ref;

struct closure1 {
  ref (*code)(ref x, const struct closure1 *self);
};
struct closure2 {
  ref (*code)(ref x, ref y, const struct closure2 *self);
};
struct adder {
  struct closure1 closure;
  int by;
};
struct list {
  ref head;
  struct list *tail;
};

static ref ref_of(int x) { return (ref)((unsigned long)(unsigned)x << 1 | 1); }
static int int_of(ref x) { return (int)((unsigned long)x >> 1); }

static ref add(ref x, const struct closure1 *self) { return ref_of(int_of(x) + ((const struct adder *)self)->by); }
static ref even(ref x, const struct closure1 *self) { return (void)self, ref_of((int_of(x) & 1) == 0); }
static ref less(ref x, ref y, const struct closure2 *self) { return (void)self, ref_of(int_of(x) < int_of(y)); }
static ref plus(ref x, ref y, const struct closure2 *self) {
  /* Of 31 bits, as an i31 has. */
  return (void)self, ref_of((int)((unsigned)int_of(x) + (unsigned)int_of(y)) << 1 >> 1);
}

static struct list *cons(ref head, struct list *tail) {
  struct list *list = GC_MALLOC(sizeof *list);
  list->head = head;
  list->tail = tail;
  return list;
}

static struct closure1 *closure1(ref (*code)(ref, const struct closure1 *)) {
  struct closure1 *closure = GC_MALLOC(sizeof *closure);
  closure->code = code;
  return closure;
}

static struct closure2 *closure2(ref (*code)(ref, ref, const struct closure2 *)) {
  struct closure2 *closure = GC_MALLOC(sizeof *closure);
  closure->code = code;
  return closure;
}

static struct closure1 *adder(int by) {
  struct adder *adder = GC_MALLOC(sizeof *adder);
  adder->closure.code = add;
  adder->by = by;
  return &adder->closure;
}

static struct list *map(const struct closure1 *f, const struct list *l) {
  ref x;
  if (l == NULL) return NULL;
  x = f->code(l->head, f);
  return cons(x, map(f, l->tail));
}

static struct list *filter(const struct closure1 *f, const struct list *l) {
  struct list *rest;
  if (l == NULL) return NULL;
  rest = filter(f, l->tail);
  return int_of(f->code(l->head, f)) ? cons(l->head, rest) : rest;
}

static ref fold(const struct closure2 *f, ref x, const struct list *l) {
  for (; l != NULL; l = l->tail) x = f->code(x, l->head, f);
  return x;
}

static const struct list *drop(int n, const struct list *l) {
  for (; n > 0; n--) l = l->tail;
  return l;
}

static struct list *merge(const struct closure2 *f, struct list *a, struct list *b) {
  if (a == NULL) return b;
  if (b == NULL) return a;
  return int_of(f->code(b->head, a->head, f)) ? cons(b->head, merge(f, a, b->tail)) : cons(a->head, merge(f, a->tail, b));
}

/* The first n elements, sorted. */
static struct list *sort(const struct closure2 *f, int n, const struct list *l) {
  struct list *first;
  int half = n / 2;
  if (n == 1) return cons(l->head, NULL);
  first = sort(f, half, l);
  return merge(f, first, sort(f, n - half, drop(half, l)));
}

static int benchmark(int n) {
  struct list *l = NULL, *kept = NULL;
  unsigned random = 42, sum = 0;
  for (int i = 0; i < n; i++) {
    random = random * 1103515245 + 12345;
    l = cons(ref_of((int)(random >> 8)), l);
  }
  for (int i = 0; i < 200; i++) {
    struct list *mapped = map(adder(i), l);
    kept = cons(sort(closure2(less), n, mapped), kept);
    sum ^= (unsigned)int_of(fold(closure2(plus), ref_of(0), filter(closure1(even), mapped)));
  }
  /* The smallest elements of all rounds. */
  for (; kept != NULL; kept = kept->tail) sum += (unsigned)int_of(((struct list *)kept->head)->head);
  return (int)sum;
}
