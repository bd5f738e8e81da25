;; A call by a reference of a type of which there is one function that references are made of: only null is left to find out.
(module
  (type $t (func (param i32) (result i32)))
  (type $u (func (result (ref $t))))
  (global $calls (mut i32) (i32.const 0))
  (elem declare func $f $next)
  (func $f (type $t) (local.get 0))
  (func $next (type $u)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (ref.func $f))
  (func (export "known") (result i32) (call_ref $t (i32.const 1) (ref.func $f)))
  (func (export "not_null") (param $x i32) (param $r (ref $t)) (result i32)
    (call_ref $t (i32.rem_u (local.get $x) (local.get $x)) (local.get $r)))
  (func (export "argument_first") (param $x i32) (param $r (ref null $t)) (result i32)
    (call_ref $t (i32.rem_u (local.get $x) (local.get $x)) (local.get $r)))
  (func (export "in_order") (result i32)
    (call_ref $t (global.get $calls) (call $next)))
  (func (export "tail") (param $r (ref null $t)) (result i32)
    (return_call_ref $t (i32.const 2) (local.get $r)))
  (func (export "two_steps") (param $r (ref null $u)) (result i32)
    (call_ref $t (i32.const 3) (call_ref $u (local.get $r)))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static funcref next(void) {
;;   calls++;
;;   return &ref_f;
;; }
;;
;; static u32 known(void) {
;;   return f(1);
;; }
;;
;; static u32 not_null(u32 x, funcref r) {
;;   (void)r;
;;   return f(i32_rem_u(x, x));
;; }
;;
;; static u32 argument_first(u32 x, funcref r) {
;;   u32 t1 = i32_rem_u(x, x);
;;   (void)funcref_as_non_null(r);
;;   return f(t1);
;; }
;;
;; static u32 in_order(void) {
;;   u32 t1 = calls;
;;   next();
;;   return f(t1);
;; }
;;
;; static u32 tail(funcref r) {
;;   (void)funcref_as_non_null(r);
;;   return f(2);
;; }
;;
;; static u32 two_steps(funcref r) {
;;   (void)funcref_as_non_null(r);
;;   next();
;;   return f(3);
;; }
