;; A table with 64-bit indices.
(module
  (table $t i64 2 0x200000000 funcref)
  (table $narrow 2 funcref)
  (func (export "call") (param i64) (call_indirect $t (local.get 0)))
  (func (export "get") (param i64) (result i32) (ref.is_null (table.get $t (local.get 0))))
  (func (export "size") (result i64) (i64.add (table.size $t) (table.grow $t (ref.null func) (i64.const 1))))
  (func (export "fill") (param i64) (table.fill $t (i64.const 0) (ref.null func) (local.get 0)))
  (func (export "copy") (param i64 i32 i32)
    (table.copy $t $narrow (local.get 0) (local.get 1) (local.get 2))))
;; ---
;; static void call(u64 l0) {
;;   ((fn__v)table_callee(&t, l0, 1))();
;; }
;;
;; static u32 get(u64 l0) {
;;   return table_get(&t, l0) == 0;
;; }
;;
;; static u64 size(void) {
;;   u64 t1 = table_size_64(&t);
;;   return t1 + table_grow_64(&t, (funcref)0, 1);
;; }
;;
;; static void fill(u64 l0) {
;;   table_fill(&t, 0, (funcref)0, l0);
;; }
;;
;; static void copy(u64 l0, u32 l1, u32 l2) {
;;   table_copy(&t, l0, &narrow, l1, l2);
;; }
