;; Typed function references: null traps, branches on null.
(module
  (type $t (func (param i32) (result i32)))
  (elem declare func $f $g)
  (func $f (type $t) (local.get 0))
  (func $g (type $t) (i32.const 0))
  (func (export "known") (result i32) (call_ref $t (i32.const 1) (ref.func $f)))
  (func (export "argument_first") (param $r (ref null $t)) (param $x i32) (result i32)
    (call_ref $t (i32.rem_u (local.get $x) (local.get $x)) (local.get $r)))
  (func (export "br_on_null") (param $r (ref null $t)) (result i32)
    (block $null
      (return (call_ref $t (i32.const 1) (br_on_null $null (local.get $r)))))
    (i32.const -1))
  (func (export "br_on_non_null") (param $r (ref null $t)) (result i32)
    (block $some (result (ref $t))
      (br_on_non_null $some (local.get $r))
      (return (i32.const -1)))
    (drop)
    (i32.const 2))
  (func (export "as_non_null") (param $r funcref) (result funcref) (ref.as_non_null (local.get $r)))
  (func (export "is_null") (param $r funcref) (result i32) (ref.is_null (local.get $r))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static u32 known(void) {
;;   return ((fn_i_i)ref_callee(&ref_f))(1);
;; }
;;
;; static u32 argument_first(funcref r, u32 x) {
;;   u32 t1 = i32_rem_u(x, x);
;;   return ((fn_i_i)ref_callee(r))(t1);
;; }
;;
;; static u32 br_on_null(funcref r) {
;;   if (r != 0) {
;;     return ((fn_i_i)ref_callee(r))(1);
;;   }
;;   return 0xffffffffu;
;; }
;;
;; static u32 br_on_non_null(funcref r) {
;;   if (r == 0) {
;;     return 0xffffffffu;
;;   }
;;   return 2;
;; }
;;
;; static funcref as_non_null(funcref r) {
;;   return funcref_as_non_null(r);
;; }
;;
;; static u32 is_null(funcref r) {
;;   return r == 0;
;; }
