/* Table helpers on a table of four elements. Prints what is wrong, or "ok". */
#include <setjmp.h>
#include <stdio.h>
/* helpers */

static jmp_buf trapped;
static int wrong;

void wastrel_trap(enum wastrel_trap why) {
  longjmp(trapped, 100 + (int)why);
}
u64 wastrel_table_grow(struct wastrel_table *table, u64 delta, const void *init) {
  return delta == 2 && init == table ? table->size : -1UL;
}

#define CHECK(condition) ((condition) ? (void)0 : (void)(wrong = 1, printf("line %d: %s\n", __LINE__, #condition)))
#define TRAPS(statement, trap)                                                                                         \
  do {                                                                                                                 \
    int got = setjmp(trapped);                                                                                         \
    if (got == 0) {                                                                                                    \
      statement;                                                                                                       \
    }                                                                                                                  \
    if (got != 100 + (trap))                                                                                           \
      wrong = 1, printf("line %d: %s: %d\n", __LINE__, #statement, got);                                               \
  } while (0)

static u32 f(u32 x) {
  return x + 1;
}
static u32 g(u32 x) {
  return x * 2;
}
static const struct wastrel_func ref_f = {7, (code)f}, ref_g = {9, (code)g};
static const void *elements[4], *others[2];
static struct wastrel_table table = {elements, 4, 4}, other = {others, 2, 2};
static const funcref segment[] = {&ref_f, &ref_g, 0};

static void elementary(void) {
  table_set(&table, 3, &ref_f);
  CHECK(table_get(&table, 3) == &ref_f && table_get(&table, 0) == 0);
  TRAPS(table_set(&table, 4, 0), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_get(&table, 4), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_get(&table, -1UL), TRAP_TABLE_OUT_OF_BOUNDS);
  CHECK(table_size(&table) == 4 && table_size_64(&table) == 4);
  CHECK(table_grow(&table, &table, 2) == 4 && table_grow(&table, &table, 3) == -1U);
  CHECK(table_grow_64(&table, &table, 2) == 4 && table_grow_64(&table, 0, 2) == -1UL);
}

static void bulk(void) {
  table_init(&table, 0, 0, 3, segment, 3);
  CHECK(elements[0] == &ref_f && elements[1] == &ref_g && elements[2] == 0 && elements[3] == &ref_f);
  table_init(&table, 4, 3, 0, segment, 3);
  TRAPS(table_init(&table, 2, 0, 3, segment, 3), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_init(&table, 0, 1, 3, segment, 3), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_init(&table, 0, 0, 1, segment, 0), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_init(&table, 5, 0, 0, segment, 3), TRAP_TABLE_OUT_OF_BOUNDS);
  CHECK(elements[2] == 0);
  table_copy(&table, 1, &table, 0, 3);
  CHECK(elements[0] == &ref_f && elements[1] == &ref_f && elements[2] == &ref_g && elements[3] == 0);
  table_copy(&other, 0, &table, 1, 2);
  CHECK(others[0] == &ref_f && others[1] == &ref_g);
  TRAPS(table_copy(&other, 1, &table, 0, 2), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_copy(&table, 0, &other, 1, 2), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_copy(&table, 0, &other, 3, 0), TRAP_TABLE_OUT_OF_BOUNDS);
  table_fill(&table, 2, &ref_f, 2);
  CHECK(elements[2] == &ref_f && elements[3] == &ref_f);
  table_fill(&table, 4, 0, 0);
  TRAPS(table_fill(&table, 3, 0, 2), TRAP_TABLE_OUT_OF_BOUNDS);
  TRAPS(table_fill(&table, -1UL, 0, 2), TRAP_TABLE_OUT_OF_BOUNDS);
  CHECK(elements[3] == &ref_f);
}

static void callees(void) {
  table_init(&table, 0, 0, 3, segment, 3);
  CHECK(((u32(*)(u32))table_callee(&table, 0, 7))(1) == 2);
  CHECK(((u32(*)(u32))table_callee(&table, 1, 9))(21) == 42);
  TRAPS(table_callee(&table, 1, 7), TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  TRAPS(table_callee(&table, 2, 7), TRAP_UNINITIALIZED_ELEMENT);
  TRAPS(table_callee(&table, 4, 7), TRAP_UNDEFINED_ELEMENT);
  CHECK(table_callee_subtype(&table, 0, 7, 3) == (code)f && table_callee_subtype(&table, 1, 7, 3) == (code)g);
  TRAPS(table_callee_subtype(&table, 1, 7, 2), TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  TRAPS(table_callee_subtype(&table, 0, 8, 2), TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  TRAPS(table_callee_subtype(&table, 2, 7, 3), TRAP_UNINITIALIZED_ELEMENT);
  TRAPS(table_callee_subtype(&table, -1UL, 7, 3), TRAP_UNDEFINED_ELEMENT);
}

int main(void) {
  elementary();
  bulk();
  callees();
  if (!wrong)
    puts("ok");
  return 0;
}
