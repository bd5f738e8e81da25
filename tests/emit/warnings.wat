;;! file
;; What programs do and C compilers would warn of: endless loops, endless recursion, comparing a function with null, setting a
;; global to what it is, dropping a segment that nothing reads.
(module
  (global $x (mut i32) (i32.const 0))
  (elem $unread func $loop)
  (func $loop (export "loop") (result i32) (loop (br 0)) unreachable)
  (func $one (export "one") (call $two))
  (func $two (call $one))
  (func (export "null") (result i32) (ref.is_null (ref.func $one)))
  (func (export "same") (global.set $x (global.get $x)))
  (func (export "drop") (elem.drop $unread)))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;;
;; static u32 loop(void);
;; static void one(void);
;; static void two(void);
;; static u32 null(void);
;; static void same(void);
;; static void drop(void);
;; static const struct wastrel_func ref_loop = {0, (void (*)(void))loop};
;; static const void *unread[] __attribute__((unused)) = {
;;   &ref_loop};
;; static u64 unread_length = 1;
;;
;; /* Some call themselves whatever happens. */
;; #pragma GCC diagnostic ignored "-Winfinite-recursion"
;;
;; static u32 loop(void) {
;;   for (;;) {
;;   }
;;   return 0;
;; }
;;
;; static void one(void) {
;;   two();
;; }
;;
;; static void two(void) {
;;   one();
;; }
;;
;; static u32 null(void) {
;;   return 0;
;; }
;;
;; static void same(void) {
;; }
;;
;; static void drop(void) {
;;   unread_length = 0;
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   __typeof__(&loop) volatile exported = loop;
;;   results[0].i32 = exported();
;; }
;;
;; static void invoke_1(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   (void)results;
;;   __typeof__(&one) volatile exported = one;
;;   exported();
;; }
;;
;; static void invoke_2(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   __typeof__(&null) volatile exported = null;
;;   results[0].i32 = exported();
;; }
;;
;; static void invoke_3(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   (void)results;
;;   __typeof__(&same) volatile exported = same;
;;   exported();
;; }
;;
;; static void invoke_4(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   (void)results;
;;   __typeof__(&drop) volatile exported = drop;
;;   exported();
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"loop", 4, EXPORT_FUNC, ">i", invoke_0, 0},
;;   {"one", 3, EXPORT_FUNC, ">", invoke_1, 0},
;;   {"null", 4, EXPORT_FUNC, ">i", invoke_2, 0},
;;   {"same", 4, EXPORT_FUNC, ">", invoke_3, 0},
;;   {"drop", 4, EXPORT_FUNC, ">", invoke_4, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 5},
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
