;; Arrays: what makes them and what accesses their elements is one function for each type.
(module
  (type $point (struct (field $x f64)))
  (type $points (array (mut (ref null $point))))
  (type $bytes (array (mut i8)))
  (data $text "hello, world")
  (elem $some (ref null $point) (ref.null $point) (ref.null $point))
  (func (export "new") (param $n i32) (result (ref $points))
    (array.new $points (struct.new $point (f64.const 1)) (local.get $n)))
  (func (export "fixed") (result (ref $bytes))
    (array.new_fixed $bytes 3 (i32.const 1) (i32.const 2) (i32.const 3)))
  (func (export "text") (result (ref $bytes))
    (array.new_data $bytes $text (i32.const 7) (i32.const 5)))
  (func (export "some") (result (ref $points))
    (array.new_elem $points $some (i32.const 0) (i32.const 2)))
  (func (export "sum") (param $bytes (ref null $bytes)) (result i32)
    (local $i i32) (local $sum i32)
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $i) (array.len (local.get $bytes))))
      (local.set $sum (i32.add (local.get $sum) (array.get_u $bytes (local.get $bytes) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next)))
    (local.get $sum))
  (func (export "move") (param $a (ref $points)) (param $i i32)
    (array.set $points (local.get $a) (local.get $i) (array.get $points (local.get $a) (i32.const 0)))
    (array.copy $points $points (local.get $a) (i32.const 1) (local.get $a) (i32.const 0) (local.get $i))
    (array.fill $points (local.get $a) (i32.const 0) (ref.null $point) (local.get $i)))
)
;; ---
;; static struct points *new(u32 n) {
;;   return new_points(new_point(1.0), n);
;; }
;;
;; static struct bytes *fixed(void) {
;;   return array_of3_bytes(1, 2, 3);
;; }
;;
;; static struct bytes *text(void) {
;;   return (struct bytes *)array_new_data(TYPE_bytes, 1, 7, 5, text_2, text_2_length);
;; }
;;
;; static struct points *some(void) {
;;   return (struct points *)array_new_elem(TYPE_points, 0, 2, some_2, some_2_length);
;; }
;;
;; static u32 sum(struct bytes *bytes_2) {
;;   u32 sum_2 = 0;
;;   for (u32 i = 0; i < array_len(bytes_2); i++) {
;;     sum_2 += array_get_bytes(bytes_2, i);
;;   }
;;   return sum_2;
;; }
;;
;; static void move(struct points *a, u32 i) {
;;   array_set_points(a, i, array_get_points(a, 0));
;;   array_copy_refs(a, 1, a, 0, i);
;;   array_fill_points(a, 0, (struct point *)0, i);
;; }
