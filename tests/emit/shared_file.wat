;;! file
;; Plain accesses of a shared memory are volatile: what somebody else may change is read once, or what was compared isn't what is
;; used. Those of the other memory are not.
(module
  (memory $shared 1 2 shared)
  (memory $own 1)
  (func (export "pick") (param $p i32) (result i32)
    (block $a (block $b (block $c
      (br_table $a $b $c (i32.load (local.get $p))))
      (i32.store8 (local.get $p) (i32.const 1)))
      (i64.store $own (local.get $p) (i64.load $own (local.get $p))))
    (i32.load8_s offset=4 (local.get $p))))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static struct wastrel_memory shared = {
;;   .base = (u8 *)0x10000000, .size = 0x10000, .maximum = 0x20000, .reserved = 0x200010000, .page_shift = 16};
;; static struct wastrel_memory own = {
;;   .base = (u8 *)0x250000000, .size = 0x10000, .maximum = 0x100000000, .reserved = 0x200010000, .page_shift = 16};
;;
;; /* A u32 of a linear memory: anywhere, and of no type that C knows. */
;; typedef u32 __attribute__((may_alias, aligned(1))) unaligned_u32;
;;
;; /* A u64 of a linear memory: anywhere, and of no type that C knows. */
;; typedef u64 __attribute__((may_alias, aligned(1))) unaligned_u64;
;;
;; /* Uses a loaded value, so that a load whose value nobody needs still faults. */
;; static inline u32 force_u32(u32 value) {
;; #ifndef __TINYC__
;;   __asm__ volatile("" : : "r"(value));
;; #endif
;;   return value;
;; }
;;
;; /* Uses a loaded value, so that a load whose value nobody needs still faults. */
;; static inline u64 force_u64(u64 value) {
;; #ifndef __TINYC__
;;   __asm__ volatile("" : : "r"(value));
;; #endif
;;   return value;
;; }
;;
;; /* Where an access goes: what lies out of bounds faults, since nothing is mapped there. */
;; static inline u8 *at(u32 address, u64 offset) {
;;   return ((u8 *)0x10000000) + ((u64)address + offset);
;; }
;;
;; /* i32.load where address + offset cannot leave the reservation (rule t.load). */
;; static inline u32 i32_load(u32 address, u64 offset) {
;;   return force_u32(*(const unaligned_u32 volatile *)at(address, offset));
;; }
;;
;; /* i32.load8_s where address + offset cannot leave the reservation (rule t.load). */
;; static inline u32 i32_load8_s(u32 address, u64 offset) {
;;   return force_u32((u32)(s32)*(const s8 volatile *)at(address, offset));
;; }
;;
;; /* i32.store8 where address + offset cannot leave the reservation (rule t.store). */
;; static inline void i32_store8(u32 address, u64 offset, u32 value) {
;;   *(u8 volatile *)at(address, offset) = (u8)value;
;; }
;;
;; /* Where an access goes: what lies out of bounds faults, since nothing is mapped there. */
;; static inline u8 *own_at(u32 address, u64 offset) {
;;   return ((u8 *)0x250000000) + ((u64)address + offset);
;; }
;;
;; /* i64.load where address + offset cannot leave the reservation (rule t.load). */
;; static inline u64 own_i64_load(u32 address, u64 offset) {
;;   return force_u64(*(const unaligned_u64 *)own_at(address, offset));
;; }
;;
;; /* i64.store where address + offset cannot leave the reservation (rule t.store). */
;; static inline void own_i64_store(u32 address, u64 offset, u64 value) {
;;   *(unaligned_u64 *)own_at(address, offset) = value;
;; }
;;
;; static u32 pick(u32);
;;
;; static u32 pick(u32 p) {
;;   switch (i32_load(p, 0)) {
;;   default:
;;     i32_store8(p, 0, 1);
;;   /* fallthrough */
;;   case 1: {
;;     own_i64_store(p, 0, own_i64_load(p, 0));
;;     break;
;;   }
;;   case 0:
;;     break;
;;   }
;;   return i32_load8_s(p, 4);
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_0(const union wastrel_value *args, union wastrel_value *results) {
;;   __typeof__(&pick) volatile exported = pick;
;;   results[0].i32 = exported(args[0].i32);
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"pick", 4, EXPORT_FUNC, "i>i", invoke_0, 0}};
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, exports, 1},
;; };
;;
;; static struct wastrel_memory *const memory_list[] = {&shared, &own};
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
