;; What exceptions carry, and several results of a call that may throw.
(module
  (tag $e (param i32 i64 f32 f64 externref))
  (func $f (export "f") (param externref) (result i32 i64 f32)
    (throw $e (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (local.get 0)))
  (func (export "g") (param externref) (result f64 externref)
    (block $h (result i32 i64 f32 f64 externref exnref)
      (try_table (catch_ref $e $h)
        (call $f (local.get 0))
        (drop) (drop) (drop))
      (return (f64.const 0) (local.get 0)))
    (throw_ref)))
;; ---
;; static u32 f(externref l0) {
;;   exception = new_exception_e(1, 2, 3.0f, 4.0, l0);
;;   return 0;
;; }
;;
;; static f64 g(externref l0) {
;;   f(l0);
;;   if (thrown()) {
;;     if (thrown_e()) {
;;       exnref t2 = catch_exception();
;;       exception = t2;
;;       return 0.0;
;;     }
;;     return 0.0;
;;   }
;;   result_externref_1 = l0;
;;   return 0.0;
;; }
