;; Several memories, and what copies between them.
(module
  (memory $a 1)
  (memory $b 1 2)
  (func (export "load") (param i32) (result i32)
    (i32.add (i32.load $a (local.get 0)) (i32.load8_s $b offset=3 (local.get 0))))
  (func (export "store") (param i32) (i64.store16 $b (local.get 0) (i64.const 1)))
  (func (export "copy") (memory.copy $b $a (i32.const 0) (i32.const 8) (i32.const 16)))
  (func (export "fill") (memory.fill $a (i32.const 0) (i32.const 8) (i32.const 16)))
  (func (export "grow") (result i32) (i32.sub (memory.size $b) (memory.grow $b (i32.const 1)))))
;; ---
;; static u32 load(u32 l0) {
;;   return i32_load(l0, 0) + b_i32_load8_s(l0, 3);
;; }
;;
;; static void store(u32 l0) {
;;   b_i64_store16(l0, 0, 1);
;; }
;;
;; static void copy(void) {
;;   memory_copy_between(&b, 0, &a, 8, 16);
;; }
;;
;; static void fill(void) {
;;   memory_fill(0, 8, 16);
;; }
;;
;; static u32 grow(void) {
;;   u32 t1 = b_memory_size();
;;   return t1 - b_memory_grow(1);
;; }
