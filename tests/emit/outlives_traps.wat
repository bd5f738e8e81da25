;;! outlives-traps
;; Where somebody looks at the state after a trap, as scripts do, nothing moves across what faults then: loads and stores of a memory
;; see to it themselves, and objects that may be null are passed through.

(module
  (type $point (struct (field $x (mut i32))))
  (type $numbers (array (mut i32)))
  (memory 1)
  (func (export "load") (param $p i32) (result i32) (i32.load (local.get $p)))
  (func (export "get") (param $p (ref null $point)) (result i32) (struct.get $point $x (local.get $p)))
  (func (export "get_non_null") (param $p (ref $point)) (result i32) (struct.get $point $x (local.get $p)))
  (func (export "set") (param $p (ref null $point)) (struct.set $point $x (local.get $p) (i32.const 1)))
  (func (export "length") (param $a (ref null $numbers)) (result i32) (array.len (local.get $a)))
  (func (export "element") (param $a (ref null $numbers)) (result i32) (array.get $numbers (local.get $a) (i32.const 2))))
;; ---
;; static u32 load(u32 p) {
;;   return i32_load(p, 0);
;; }
;;
;; static u32 get(struct point *p) {
;;   return force_u32(((struct point *)settled_object(p))->x);
;; }
;;
;; static u32 get_non_null(struct point *p) {
;;   return p->x;
;; }
;;
;; static void set(struct point *p) {
;;   ((struct point *)settled_object(p))->x = 1;
;; }
;;
;; static u32 length(struct numbers *a) {
;;   return array_len(settled_object(a));
;; }
;;
;; static u32 element(struct numbers *a) {
;;   return array_get_numbers(settled_object(a), 2);
;; }
