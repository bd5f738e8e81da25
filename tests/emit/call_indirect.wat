;; The callee is found last: the arguments are evaluated before.
(module
  (type $t (func (param i32) (result i32)))
  (memory 1)
  (table $table 4 funcref)
  (elem (i32.const 1) $f)
  (func $f (type $t) (local.get 0))
  (func (export "plain") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1)))
  (func (export "trap_before") (param i32 i32) (result i32)
    (call_indirect (type $t) (i32.div_u (local.get 0) (local.get 1)) (local.get 1)))
  (func (export "load_index") (param i32) (result i32)
    (call_indirect (type $t) (i32.load (local.get 0)) (i32.load offset=4 (local.get 0)))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static u32 plain(u32 l0, u32 l1) {
;;   return ((fn_i_i)table_callee(&table, l1, 0))(l0);
;; }
;;
;; static u32 trap_before(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return ((fn_i_i)table_callee(&table, l1, 0))(t1);
;; }
;;
;; static u32 load_index(u32 l0) {
;;   u32 t1 = i32_load(l0, 0);
;;   return ((fn_i_i)table_callee(&table, i32_load(l0, 4), 0))(t1);
;; }
