;; A 64-bit memory beside a 32-bit one: the narrower types the length of what is copied between them.
(module
  (memory $wide i64 1 0x100000000)
  (memory $narrow 1)
  (func (export "load") (param i64) (result i32) (i32.load offset=0x200000000 (local.get 0)))
  (func (export "store") (param i64 i32) (i32.store16 offset=8 (local.get 0) (local.get 1)))
  (func (export "size") (result i64) (memory.size $wide))
  (func (export "grow") (param i64) (result i64) (memory.grow $wide (local.get 0)))
  (func (export "fill") (param i64 i64) (memory.fill $wide (local.get 0) (i32.const 1) (local.get 1)))
  (func (export "copy") (param i64 i32 i32) (memory.copy $wide $narrow (local.get 0) (local.get 1) (local.get 2)))
  (data $d "abc")
  (func (export "init") (param i64) (memory.init $wide $d (local.get 0) (i32.const 1) (i32.const 2)))
  (data (memory $wide) (i64.const 0xfffe) "de"))
;; ---
;; static u32 load(u64 l0) {
;;   return i32_load_64(l0, 8589934592);
;; }
;;
;; static void store(u64 l0, u32 l1) {
;;   i32_store16_64(l0, 8, l1);
;; }
;;
;; static u64 size(void) {
;;   return memory_size_64();
;; }
;;
;; static u64 grow(u64 l0) {
;;   return memory_grow_64(l0);
;; }
;;
;; static void fill(u64 l0, u64 l1) {
;;   memory_fill(l0, 1, l1);
;; }
;;
;; static void copy(u64 l0, u32 l1, u32 l2) {
;;   memory_copy_between(&wide, l0, &narrow, l1, l2);
;; }
;;
;; static void init(u64 l0) {
;;   memory_init(l0, 1, 2, d, d_length);
;; }
