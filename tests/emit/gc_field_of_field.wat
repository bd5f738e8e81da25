;;! file
;; A field's own fields: the inner type is mentioned nowhere else.
(module
  (type $inner (struct (field $value (mut i32))))
  (type $outer (struct (field $inner (ref $inner))))
  (func (export "get") (param anyref) (result i32)
    (struct.get $inner $value (struct.get $outer $inner (ref.cast (ref $outer) (local.get 0)))))
  (func (export "set") (param anyref)
    (struct.set $inner $value (struct.get $outer $inner (ref.cast (ref $outer) (local.get 0))) (i32.const 1))))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; struct inner {
;;   u32 header;
;;   u32 value;
;; };
;;
;; struct outer {
;;   u32 header;
;;   struct inner *inner;
;; };
;;
;; enum {
;;   TYPE_outer = 3,
;; };
;;
;;
;; /* Whether a reference that isn't null is to an object of the `count` types from `first` on, and no i31 (rule ref.test). */
;; static inline _Bool ref_is_non_null(anyref reference, u32 first, u32 count) {
;;   return !((u64)reference & 1) && *(const u32 *)reference - 2 * first < 2 * count;
;; }
;;
;; /* The same of one that may be null, which isn't (rule ref.test). */
;; static inline _Bool ref_is(anyref reference, u32 first, u32 count) {
;;   return reference && ref_is_non_null(reference, first, count);
;; }
;;
;; /* The reference, if ref_is says yes (rule ref.cast). */
;; static inline anyref ref_cast(anyref reference, u32 first, u32 count) {
;;   if (!ref_is(reference, first, count))
;;     wastrel_trap(TRAP_CAST_FAILURE);
;;   return reference;
;; }
;;
;; static u32 get(anyref);
;; static void set(anyref);
;;
;; static u32 get(anyref l0) {
;;   return ((struct outer *)ref_cast(l0, TYPE_outer, 1))->inner->value;
;; }
;;
;; static void set(anyref l0) {
;;   ((struct outer *)ref_cast(l0, TYPE_outer, 1))->inner->value = 1;
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   __typeof__(&get) volatile exported = get;
;;   results[0].i32 = exported((anyref)args[0].ref);
;; }
;;
;; static void invoke_1(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)results;
;;   __typeof__(&set) volatile exported = set;
;;   exported((anyref)args[0].ref);
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"get", 3, EXPORT_FUNC, "a>i", invoke_0, 0},
;;   {"set", 3, EXPORT_FUNC, "a>", invoke_1, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 2},
;; };
;;
;; const struct wastrel_program wastrel_program = {
;;   .memories = 0, .memory_count = 0,
;;   .tables = 0, .table_count = 0,
;;   .instances = instances, .instance_count = 1,
;;   .stack_size = 0x10000000,
;;   .run = wastrel_run_script,
;;   .entry = 0,
;;   .invoke = 0,
;;   .setup = 0,
;; };
