;; A tail call is a return of a call with C parameters in registers; others travel in statics.
(module
  (type $t (func (param i32) (result i32)))
  (table 1 funcref)
  (func $even (export "even") (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get $n) (i32.const 1))))
  (func $odd (export "odd") (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get $n) (i32.const 1))))
  (func $nothing (export "nothing") (return_call $nothing))
  (func (export "indirect") (param i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func (export "by_reference") (param (ref null $t)) (result i32)
    (return_call_ref $t (i32.const 1) (local.get 0)))
  (func (export "trap_before") (param i32 i32) (result i32)
    (i32.div_u (local.get 0) (local.get 1))
    (return_call $even (local.get 0))))
;; ---
;; static u32 even(u32 n) {
;;   if (n == 0) {
;;     return 1;
;;   }
;;   return odd(n - 1);
;; }
;;
;; static u32 odd(u32 n) {
;;   if (n == 0) {
;;     return 0;
;;   }
;;   return even(n - 1);
;; }
;;
;; static void nothing(void) {
;;   nothing();
;; }
;;
;; static u32 indirect(u32 l0) {
;;   return ((fn_i_i)table_callee(&table0, 0, 0))(l0);
;; }
;;
;; static u32 by_reference(funcref l0) {
;;   return ((fn_i_i)ref_callee(l0))(1);
;; }
;;
;; static u32 trap_before(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;;   return even(l0);
;; }
