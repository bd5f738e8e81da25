;; Tests and casts are one load, one subtraction and one comparison after what the static type leaves open; those that it proves are
;; dropped.
(module
  (type $shape (sub (struct (field $area f64))))
  (type $circle (sub $shape (struct (field $area f64) (field $radius f64))))
  (type $square (sub $shape (struct (field $area f64) (field $side f64) (field $edges i32))))
  (func (export "is_shape") (param $v anyref) (result i32) (ref.test (ref $shape) (local.get $v)))
  (func (export "is_circle") (param $v (ref $shape)) (result i32) (ref.test (ref $circle) (local.get $v)))
  (func (export "radius") (param $v (ref null $shape)) (result f64)
    (struct.get $circle $radius (ref.cast (ref $circle) (local.get $v))))
  (func (export "proven") (param $v (ref $circle)) (result f64)
    (struct.get $shape $area (ref.cast (ref $shape) (local.get $v))))
  (func (export "or_null") (param $v eqref) (result (ref null $square))
    (ref.cast (ref null $square) (local.get $v)))
  (func (export "length") (param $v (ref $shape)) (result f64)
    (block $circle (result (ref $circle))
      (br_on_cast $circle (ref $shape) (ref $circle) (local.get $v))
      (return (struct.get $square $side (ref.cast (ref $square)))))
    (struct.get $circle $radius))
  (func (export "integer") (param $v anyref) (result i32)
    (if (result i32) (ref.test (ref i31) (local.get $v))
      (then (i31.get_s (ref.cast (ref i31) (local.get $v))))
      (else (i32.const -1))))
  (func (export "same") (param $a eqref) (param $b (ref null $shape)) (result i32)
    (ref.eq (local.get $a) (local.get $b)))
  (func (export "integer_of") (param $x i32) (result (ref i31)) (ref.i31 (local.get $x)))
  (func (export "external") (param $v externref) (result externref)
    (extern.convert_any (any.convert_extern (local.get $v))))
)
;; ---
;; static u32 is_shape(anyref v) {
;;   return ref_is(v, TYPE_shape, 3);
;; }
;;
;; static u32 is_circle(struct shape *v) {
;;   return object_is_non_null(v, TYPE_circle, 1);
;; }
;;
;; static f64 radius(struct shape *v) {
;;   return ((struct circle *)object_cast(v, TYPE_circle, 1))->radius;
;; }
;;
;; static f64 proven(struct circle *v) {
;;   return v->area;
;; }
;;
;; static struct square *or_null(anyref v) {
;;   return ref_cast_or_null(v, TYPE_square, 1);
;; }
;;
;; static f64 length(struct shape *v) {
;;   if (!object_is_non_null(v, TYPE_circle, 1)) {
;;     return ((struct square *)object_cast_non_null(v, TYPE_square, 1))->side;
;;   }
;;   struct circle *t2 = (struct circle *)v;
;;   return t2->radius;
;; }
;;
;; static u32 integer(anyref v) {
;;   return i31_is(v) ? i31_get_s_non_null(i31_cast(v)) : 0xffffffffu;
;; }
;;
;; static u32 same(anyref a, struct shape *b) {
;;   return a == b;
;; }
;;
;; static anyref integer_of(u32 x) {
;;   return i31_new(x);
;; }
;;
;; static externref external(externref v) {
;;   return (externref)(anyref)v;
;; }
