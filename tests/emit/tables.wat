;; Tables: reads are state, writes flush them.
(module
  (table $t 2 10 externref)
  (func (export "swap") (param $i i32) (param $j i32)
    (table.set $t (local.get $i) (table.get $t (local.get $j))))
  (func (export "read_before_write") (param $x externref) (result externref)
    (table.get $t (i32.const 0))
    (table.set $t (i32.const 0) (local.get $x)))
  (func (export "size_before_grow") (result i32)
    (i32.sub (table.size $t) (table.grow $t (ref.null extern) (i32.const 1))))
  (func (export "bulk") (param $x externref)
    (table.fill $t (i32.const 0) (local.get $x) (i32.const 2))
    (table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 1))))
;; ---
;; static void swap(u32 i, u32 j) {
;;   table_set(&t, i, table_get(&t, j));
;; }
;;
;; static externref read_before_write(externref x) {
;;   externref t1 = table_get(&t, 0);
;;   table_set(&t, 0, x);
;;   return t1;
;; }
;;
;; static u32 size_before_grow(void) {
;;   u32 t1 = table_size(&t);
;;   return t1 - table_grow(&t, (externref)0, 1);
;; }
;;
;; static void bulk(externref x) {
;;   table_fill(&t, 0, x, 2);
;;   table_copy(&t, 0, &t, 1, 1);
;; }
