;;! file
;; A memory in pages of one byte ends in the middle of the machine's pages, so accesses are checked; one in pages of
;; 64 KiB beside it needs no check.
(module
  (memory $bytes 20 100 (pagesize 1))
  (memory $pages 1)
  (func (export "f") (param i32) (result i64)
    (i64.add (i64.load $bytes offset=4 (local.get 0)) (i64.load $pages offset=4 (local.get 0))))
  (func (export "size") (result i32) (memory.size $bytes)))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static struct wastrel_memory bytes = {
;;   .base = 0, .size = 0x14, .maximum = 0x64, .reserved = 0x64, .page_shift = 0};
;; static struct wastrel_memory pages_2 = {
;;   .base = (u8 *)0x10000000, .size = 0x10000, .maximum = 0x100000000, .reserved = 0x200010000, .page_shift = 16};
;;
;; /* A u64 of a linear memory: anywhere, and of no type that C knows. */
;; typedef u64 __attribute__((may_alias, aligned(1))) unaligned_u64;
;;
;; /* Uses a loaded value, so that a load whose value nobody needs still faults. */
;; static inline u64 force_u64(u64 value) {
;; #ifndef __TINYC__
;;   __asm__ volatile("" : : "r"(value));
;; #endif
;;   return value;
;; }
;;
;; /* Where an access of `size` bytes goes, or the trap. The memory never has less than its minimum, so one
;;  * comparison is enough where the offset lies that near; nothing here can overflow. */
;; static inline u8 *at_checked(u32 address, u64 offset, u64 size) {
;;   if (20 >= size && offset <= 20 - size) {
;;     if (address > bytes.size - (offset + size))
;;       wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
;;   } else if (size > bytes.size || offset > bytes.size - size || address > bytes.size - size - offset) {
;;     wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
;;   }
;;   return bytes.base + address + offset;
;; }
;;
;; /* i64.load, bounds checked (rule t.load). */
;; static inline u64 i64_load_checked(u32 address, u64 offset) {
;;   return *(const unaligned_u64 *)at_checked(address, offset, 8);
;; }
;;
;; /* memory.size: in pages (rule memory.size). */
;; static inline u32 memory_size(void) {
;;   return (u32)(bytes.size >> bytes.page_shift);
;; }
;;
;; /* Where an access goes: what lies out of bounds faults, since nothing is mapped there. */
;; static inline u8 *pages_2_at(u32 address, u64 offset) {
;;   return ((u8 *)0x10000000) + ((u64)address + offset);
;; }
;;
;; /* i64.load where address + offset cannot leave the reservation (rule t.load). */
;; static inline u64 pages_2_i64_load(u32 address, u64 offset) {
;;   return force_u64(*(const unaligned_u64 *)pages_2_at(address, offset));
;; }
;;
;; static u64 f(u32);
;; static u32 size(void);
;;
;; static u64 f(u32 l0) {
;;   return i64_load_checked(l0, 4) + pages_2_i64_load(l0, 4);
;; }
;;
;; static u32 size(void) {
;;   return memory_size();
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   __typeof__(&f) volatile exported = f;
;;   results[0].i64 = exported(args[0].i32);
;; }
;;
;; static void invoke_1(const union wastrel_value *args, union wastrel_value *results) {
;;   (void)args;
;;   __typeof__(&size) volatile exported = size;
;;   results[0].i32 = exported();
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"f", 1, EXPORT_FUNC, "i>I", invoke_0, 0},
;;   {"size", 4, EXPORT_FUNC, ">i", invoke_1, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 2},
;; };
;;
;; static struct wastrel_memory *const memory_list[] = {&bytes, &pages_2};
;; const struct wastrel_program wastrel_program = {
;;   .memories = memory_list, .memory_count = 2,
;;   .tables = 0, .table_count = 0,
;;   .instances = instances, .instance_count = 1,
;;   .stack_size = 0x10000000,
;;   .run = wastrel_run_script,
;;   .entry = 0,
;;   .invoke = 0,
;;   .setup = 0,
;; };
