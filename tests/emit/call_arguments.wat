;; Of the arguments that are calls only the last may stay in place.
(module
  (func $f (export "f") (param i32 i32 i32) (result i32) (local.get 0))
  (func (export "first") (param i32) (result i32)
    (call $f (call $f (local.get 0) (i32.const 0) (i32.const 0)) (local.get 0) (i32.const 1)))
  (func (export "two") (param i32) (result i32)
    (call $f (call $f (local.get 0) (i32.const 0) (i32.const 0)) (local.get 0)
             (call $f (i32.const 2) (i32.const 3) (i32.const 4)))))
;; ---
;; static u32 f(u32 l0, u32 l1, u32 l2) {
;;   (void)l1;
;;   (void)l2;
;;   return l0;
;; }
;;
;; static u32 first(u32 l0) {
;;   return f(f(l0, 0, 0), l0, 1);
;; }
;;
;; static u32 two(u32 l0) {
;;   u32 t1 = f(l0, 0, 0);
;;   return f(t1, l0, f(2, 3, 4));
;; }
