;;! file
;; All that a program with objects consists of.
(module
  (type $list (struct (field $value i32) (field $next (ref null $list))))
  (global $all (mut (ref null $list)) (ref.null $list))
  (table $heads 10 (ref null $list))
  (func $push (export "push") (param $value i32)
    (global.set $all (struct.new $list (local.get $value) (global.get $all))))
  (func (export "head") (param $i i32) (result (ref null $list))
    (table.get $heads (local.get $i)))
)
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;; #include "wastrel_gc.h"
;;
;; struct list {
;;   u32 header;
;;   u32 value;
;;   struct list *next;
;; };
;;
;; enum {
;;   TYPE_list = 2,
;; };
;;
;; static struct wastrel_table heads = {.size = 10, .maximum = 4294967295};
;; static struct list *all = 0;
;;
;; /* table.get of a table of objects (rule table.get). */
;; static inline anyref table_get_ref(const struct wastrel_table *table, u64 index) {
;;   if (index >= table->size)
;;     wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
;;   return (anyref)table->elements[index];
;; }
;;
;; static inline struct list *new_list(u32 value_, struct list *next_) {
;;   struct list *object = wastrel_gc_new_struct(TYPE_list, 16);
;;   object->value = value_;
;;   object->next = next_;
;;   return object;
;; }
;;
;; static void push(u32);
;; static struct list *head(u32);
;;
;; static void push(u32 value) {
;;   all = new_list(value, all);
;; }
;;
;; static struct list *head(u32 i) {
;;   return table_get_ref(&heads, i);
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)results;
;;   __typeof__(&push) volatile exported = push;
;;   exported(args[0].i32);
;; }
;;
;; static void invoke_1(const union wastrel_value *args, union wastrel_value *results) {
;;   __typeof__(&head) volatile exported = head;
;;   results[0].ref = exported(args[0].i32);
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"push", 4, EXPORT_FUNC, "i>", invoke_0, 0},
;;   {"head", 4, EXPORT_FUNC, "i>a", invoke_1, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 2},
;; };
;;
;; static struct wastrel_table *const table_list[] = {&heads};
;; static const struct wastrel_gc_type object_types[] = {
;;   {GC_STRUCT, 8, {0}},     /* 0 */
;;   {GC_DATA_ARRAY, 8, {0}}, /* 1 */
;;   {GC_STRUCT, 16, {0x2}},  /* 2: list */
;; };
;; static const struct wastrel_roots roots[] = {
;;   {&all, 1}};
;; static struct wastrel_table *const reference_tables[] = {&heads};
;; static const struct wastrel_heap heap_description = {
;;   .types = object_types, .type_count = 3,
;;   .roots = roots, .root_count = 1,
;;   .tables = reference_tables, .table_count = 1,
;; };
;;
;; const struct wastrel_program wastrel_program = {
;;   .memories = 0, .memory_count = 0,
;;   .tables = table_list, .table_count = 1,
;;   .instances = instances, .instance_count = 1,
;;   .stack_size = 0x10000000,
;;   .run = wastrel_run_script,
;;   .entry = 0,
;;   .invoke = 0,
;;   .setup = 0,
;;   .heap = &heap_description, .heap_setup = wastrel_heap_setup,
;; };
