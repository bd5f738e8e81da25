;;! file
;; A whole file: what is used, and nothing else, around the functions.
(module
  (memory 1)
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 8) "hi")
  (func (export "next") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.load (global.get $count))))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static struct wastrel_memory memory0 = {
;;   .base = (u8 *)0x10000000, .size = 0x10000, .maximum = 0x100000000, .reserved = 0x200010000, .page_shift = 16};
;; static u32 count = 0;
;; extern const u8 initial_data[];
;;
;; /* A u32 of a linear memory: anywhere, and of no type that C knows. */
;; typedef u32 __attribute__((may_alias, aligned(1))) unaligned_u32;
;;
;; /* Uses a loaded value, so that a load whose value nobody needs still faults. */
;; static inline u32 force_u32(u32 value) {
;; #ifndef __TINYC__
;;   __asm__ volatile("" : : "r"(value));
;; #endif
;;   return value;
;; }
;;
;; /* Of the runtime; compilers know it. */
;; void *memcpy(void *restrict to, const void *restrict from, u64 n);
;;
;; /* Where an access goes: what lies out of bounds faults, since nothing is mapped there. */
;; static inline u8 *at(u32 address, u64 offset) {
;;   return ((u8 *)0x10000000) + ((u64)address + offset);
;; }
;;
;; /* i32.load where address + offset cannot leave the reservation (rule t.load). */
;; static inline u32 i32_load(u32 address, u64 offset) {
;;   return force_u32(*(const unaligned_u32 *)at(address, offset));
;; }
;;
;; /* An active segment that is known to fit (rule memory.init). */
;; static inline void memory_place(u64 to, const u8 *data, u64 n) {
;;   memcpy(((u8 *)0x10000000) + to, data, n);
;; }
;;
;; static u32 next(void);
;;
;; static u32 next(void) {
;;   count++;
;;   return i32_load(count, 0);
;; }
;;
;; static _Bool instantiate(void) {
;;   memory_place(8, initial_data, 2);
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   __typeof__(&next) volatile exported = next;
;;   results[0].i32 = exported();
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"next", 4, EXPORT_FUNC, ">i", invoke_0, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 1},
;; };
;;
;; static struct wastrel_memory *const memory_list[] = {&memory0};
;; const struct wastrel_program wastrel_program = {
;;   .memories = memory_list, .memory_count = 1,
;;   .tables = 0, .table_count = 0,
;;   .instances = instances, .instance_count = 1,
;;   .stack_size = 0x10000000,
;;   .run = wastrel_run_script,
;;   .entry = 0,
;;   .invoke = 0,
;;   .setup = 0,
;; };
