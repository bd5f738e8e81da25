;; What is read of objects keeps its place among what is written, and traps among traps; what never changes is read when it is wanted.
(module
  (type $pair (sub (struct (field $fixed i32) (field $x (mut i32)))))
  (type $triple (sub $pair (struct (field $fixed i32) (field $x (mut i32)) (field $y (mut i32)))))
  (type $bytes (array (mut i8)))
  (memory 1)
  (func (export "read_then_written") (param $p (ref $pair)) (result i32)
    (struct.get $pair $x (local.get $p))
    (struct.get $pair $fixed (local.get $p))
    (struct.set $pair $x (local.get $p) (i32.const 7))
    i32.add)
  (func (export "element_then_written") (param $a (ref $bytes)) (param $i i32) (result i32)
    (array.get_u $bytes (local.get $a) (local.get $i))
    (array.set $bytes (local.get $a) (local.get $i) (i32.const 7)))
  (func (export "cast_then_written") (param $p (ref $pair)) (result i32)
    (struct.get $triple $y (ref.cast (ref $triple) (local.get $p)))
    (i32.store (i32.const 0) (i32.const 1)))
  (func (export "cast_then_divided") (param $p (ref $pair)) (param $n i32) (result i32)
    (i32.add
      (struct.get $triple $y (ref.cast (ref $triple) (local.get $p)))
      (i32.div_u (i32.const 1) (local.get $n))))
  (func (export "null_then_element") (param $p (ref null $pair)) (param $a (ref $bytes)) (result i32)
    (i32.add (struct.get $pair $x (local.get $p)) (array.get_s $bytes (local.get $a) (i32.const 9)))))
;; ---
;; static u32 read_then_written(struct pair *p) {
;;   u32 t1 = p->x;
;;   p->x = 7;
;;   return t1 + p->fixed;
;; }
;;
;; static u32 element_then_written(struct bytes *a, u32 i) {
;;   u32 t1 = array_get_bytes(a, i);
;;   array_set_bytes(a, i, 7);
;;   return t1;
;; }
;;
;; static u32 cast_then_written(struct pair *p) {
;;   u32 t1 = ((struct triple *)object_cast_non_null(p, TYPE_triple, 1))->y;
;;   i32_store(0, 0, 1);
;;   return t1;
;; }
;;
;; static u32 cast_then_divided(struct pair *p, u32 n) {
;;   u32 t1 = ((struct triple *)object_cast_non_null(p, TYPE_triple, 1))->y;
;;   return t1 + i32_div_u(1, n);
;; }
;;
;; static u32 null_then_element(struct pair *p, struct bytes *a) {
;;   u32 t1 = force_u32(p->x);
;;   return t1 + array_sget_bytes(a, 9);
;; }
