;;! file
;; Initial data in many places is written by a loop over a table.
(module
  (memory 1)
  (data (i32.const 0) "a")
  (data (i32.const 100) "b")
  (data (i32.const 200) "c")
  (data (i32.const 300) "d")
  (data (i32.const 400) "e")
  (data (i32.const 500) "f")
  (data (i32.const 600) "g")
  (data (i32.const 700) "h")
  (data (i32.const 800) "i"))
;; ---
;; /* test: from WebAssembly by wastrel 0.1.0. */
;; #include "wastrel.h"
;;
;; static struct wastrel_memory memory0 = {
;;   .base = (u8 *)0x10000000, .size = 0x10000, .maximum = 0x100000000, .reserved = 0x200010000, .page_shift = 16};
;; extern const u8 initial_data[];
;; static const u64 initial_places[][2] = {
;;   {0, 1}, {100, 1}, {200, 1}, {300, 1}, {400, 1}, {500, 1},
;;   {600, 1}, {700, 1}, {800, 1}};
;;
;; /* Of the runtime; compilers know it. */
;; void *memcpy(void *restrict to, const void *restrict from, u64 n);
;;
;; /* Active segments that are known to fit, one after the other in `data`: where each goes, and its length (rule
;;  * memory.init). */
;; static inline void memory_place_all(const u64 (*places)[2], u64 count, const u8 *data) {
;;   for (u64 i = 0; i < count; i++) {
;;     memcpy(((u8 *)0x10000000) + places[i][0], data, places[i][1]);
;;     data += places[i][1];
;;   }
;; }
;;
;;
;; static _Bool instantiate(void) {
;;   memory_place_all(initial_places, 9, initial_data);
;;   return 1;
;; }
;;
;; static const struct wastrel_instance instances[] = {
;;   {"test", instantiate, 0, 0},
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
