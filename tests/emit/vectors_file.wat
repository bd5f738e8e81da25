;;! file
;; A whole file with vectors: globals, an export's uniform entry, and only the helpers that are used.
(module
  (global (export "mask") v128 (v128.const i64x2 0x0f0f0f0f0f0f0f0f -1))
  (func (export "add") (param v128 v128 v128 v128 v128 v128 v128 v128 v128) (result v128 i32)
    (i32x4.add (local.get 0) (local.get 8))
    (i8x16.bitmask (local.get 1))))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static const v128 mask = {0xf0f0f0f0f0f0f0f, 0xffffffffffffffff};
;; static v128 arg_v128_8;
;; static u32 result_u32_1;
;;
;; /* Lanes of a v128, to which C casts it. */
;; typedef u32 u32x4 __attribute__((vector_size(16)));
;;
;; /* Bytes, of the type that the compilers' builtins take. */
;; typedef char c8x16 __attribute__((vector_size(16)));
;;
;; /* i8x16.bitmask: the lanes' signs, lane 0 lowest (rule bitmask). */
;; static inline u32 i8x16_bitmask(v128 a) {
;;   return (u32)__builtin_ia32_pmovmskb128((c8x16)a);
;; }
;;
;; /* i32x4.add: modulo 2^32 (spec 4.3.5, iadd). */
;; static inline v128 i32x4_add(v128 a, v128 b) {
;;   return (v128)((u32x4)a + (u32x4)b);
;; }
;;
;; static v128 add(v128, v128, v128, v128, v128, v128, v128, v128);
;;
;; static v128 add(v128 l0, v128 l1, v128 l2, v128 l3, v128 l4, v128 l5, v128 l6, v128 l7) {
;;   v128 l8 = arg_v128_8;
;;   (void)l2;
;;   (void)l3;
;;   (void)l4;
;;   (void)l5;
;;   (void)l6;
;;   (void)l7;
;;   result_u32_1 = i8x16_bitmask(l1);
;;   return i32x4_add(l0, l8);
;; }
;;
;; static _Bool instantiate(void) {
;;   return 1;
;; }
;;
;; static void invoke_1(const union wastrel_value *args, union wastrel_value *results) {
;;   arg_v128_8 = *(const unaligned_v128 *)args[8].v128;
;;   __typeof__(&add) volatile exported = add;
;;   *(unaligned_v128 *)results[0].v128 = exported(*(const unaligned_v128 *)args[0].v128, *(const unaligned_v128 *)args[1].v128, *(const unaligned_v128 *)args[2].v128, *(const unaligned_v128 *)args[3].v128, *(const unaligned_v128 *)args[4].v128, *(const unaligned_v128 *)args[5].v128, *(const unaligned_v128 *)args[6].v128, *(const unaligned_v128 *)args[7].v128);
;;   results[1].i32 = result_u32_1;
;; }
;;
;; static const struct wastrel_export exports[] = {
;;   {"mask", 4, EXPORT_GLOBAL, "v", 0, (void *)(u64)&mask},
;;   {"add", 3, EXPORT_FUNC, "vvvvvvvvv>vi", invoke_1, 0}};
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
