;;! file
;; Nobody else sees a memory that is not shared: plain accesses do, and a fence is nothing.
(module
  (memory 1)
  (func (export "f") (param i32) (result i32)
    (i32.atomic.rmw.or offset=4 (local.get 0) (i32.const 1))
    atomic.fence))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static struct wastrel_memory memory0 = {
;;   .base = (u8 *)0x10000000, .size = 0x10000, .maximum = 0x100000000, .reserved = 0x200010000, .page_shift = 16};
;;
;; /* A u32 of a linear memory: anywhere, and of no type that C knows. */
;; typedef u32 __attribute__((may_alias, aligned(1))) unaligned_u32;
;;
;; /* Where an atomic access of `size` bytes goes, or the trap: its address must be a multiple of the size. Nothing here
;;  * can overflow but the sum, of which only low bits are looked at (threads, rule t.atomic.load and its like). */
;; static inline u8 *atomic_at(u64 address, u64 offset, u64 size) {
;;   if (((address + offset) & (size - 1)) != 0)
;;     wastrel_trap(TRAP_UNALIGNED_ATOMIC);
;;   if (65536 >= size && offset <= 65536 - size) {
;;     if (address > memory0.size - (offset + size))
;;       wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
;;   } else if (size > memory0.size || offset > memory0.size - size || address > memory0.size - size - offset) {
;;     wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
;;   }
;;   return ((u8 *)0x10000000) + address + offset;
;; }
;;
;; /* i32.atomic.rmw.or of a memory that one thread sees (threads, rule t.atomic.rmw). */
;; static inline u32 i32_atomic_rmw_or(u64 address, u64 offset, u32 value) {
;;   unaligned_u32 *at = (unaligned_u32 *)atomic_at(address, offset, 4);
;;   u32 old = *at;
;;   *at = old | value;
;;   return old;
;; }
;;
;; static u32 f(u32);
;;
;; static u32 f(u32 l0) {
;;   return i32_atomic_rmw_or(l0, 4, 1);
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   __typeof__(&f) volatile exported = f;
;;   results[0].i32 = exported(args[0].i32);
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"f", 1, EXPORT_FUNC, "i>i", invoke_0, 0}};
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
