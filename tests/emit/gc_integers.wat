;; Sums and differences of what i31.get gives become i31s again without taking their tags off.
(module
  (type $cell (struct (field (ref i31))))
  (func (export "next") (param $n (ref i31)) (result (ref i31))
    (ref.i31 (i32.add (i31.get_s (local.get $n)) (i32.const 1))))
  (func (export "sum") (param $a (ref i31)) (param $b (ref i31)) (result (ref i31))
    (ref.i31 (i32.add (i31.get_s (local.get $a)) (i31.get_u (local.get $b)))))
  (func (export "difference") (param $a (ref i31)) (param $b (ref i31)) (result (ref i31))
    (ref.i31 (i32.sub (i31.get_s (local.get $a)) (i31.get_s (local.get $b)))))
  (func (export "negative") (param $n (ref i31)) (result (ref i31))
    (ref.i31 (i32.sub (i32.const 0) (i31.get_s (local.get $n)))))
  (func (export "integer") (param $n (ref i31)) (param $i i32) (result (ref i31))
    (ref.i31 (i32.add (i31.get_s (local.get $n)) (local.get $i))))
  ;; But for what may be null.
  (func (export "nullable") (param $n i31ref) (result (ref i31))
    (ref.i31 (i32.add (i31.get_s (local.get $n)) (i32.const 1))))
)
;; ---
;; static anyref next(anyref n) {
;;   return i31_add(n, i31_new(1));
;; }
;;
;; static anyref sum(anyref a, anyref b) {
;;   return i31_add(a, b);
;; }
;;
;; static anyref difference(anyref a, anyref b) {
;;   return i31_sub(a, b);
;; }
;;
;; static anyref negative(anyref n) {
;;   return i31_sub(i31_new(0), n);
;; }
;;
;; static anyref integer(anyref n, u32 i) {
;;   return i31_add(n, i31_new(i));
;; }
;;
;; static anyref nullable(anyref n) {
;;   return i31_new(i31_get_s(n) + 1);
;; }
