;; A vector in an object may lie anywhere, which to gcc is another type: what is read is cast, or it couldn't stand beside another in a
;; conditional expression.
(module
  (type $t (struct (field (mut v128))))
  (tag $e (param v128))
  (global $g (mut v128) (v128.const i64x2 1 2))
  (func (export "either") (param $p (ref $t)) (param $c i32) (result v128)
    (select (struct.get $t 0 (local.get $p)) (global.get $g) (local.get $c)))
  (func (export "swizzled") (param $p (ref $t)) (result v128)
    (i8x16.swizzle (struct.get $t 0 (local.get $p)) (struct.get $t 0 (local.get $p))))
  (func (export "caught") (param $x v128) (result v128)
    (block $h (result v128 exnref)
      (try_table (catch_ref $e $h) (throw $e (local.get $x)))
      unreachable)
    drop)
  (func $throws (param $x v128) (throw $e (local.get $x)))
  (func (export "from_callee") (param $x v128) (result v128)
    (block $h (result v128) (try_table (catch $e $h) (call $throws (local.get $x))) (global.get $g))))
;; ---
;; static v128 either(struct t *p, u32 c) {
;;   return c != 0 ? (v128)p->f0 : g;
;; }
;;
;; static v128 swizzled(struct t *p) {
;;   return i8x16_swizzle((v128)p->f0, (v128)p->f0);
;; }
;;
;; static v128 caught(v128 x) {
;;   exnref t1 = new_exception_e(x);
;;   return ((v128)((const struct e *)t1)->f0);
;; }
;;
;; static void throws(v128 x) {
;;   exception = new_exception_e(x);
;; }
;;
;; static v128 from_callee(v128 x) {
;;   throws(x);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t1 = catch_exception();
;;       return ((v128)((const struct e *)t1)->f0);
;;     }
;;     return v128_const(0, 0);
;;   }
;;   return g;
;; }
