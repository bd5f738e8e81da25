;; Structs are C's: a null reference faults where a field is accessed, and no cast is needed where a subtype is at hand.
(module
  (type $point (sub (struct (field $tag i32) (field $x (mut f64)) (field $next (mut (ref null $point))))))
  (type $point3 (sub $point (struct
    (field $tag i32) (field $x (mut f64)) (field $next (mut (ref null $point))) (field $small (mut i8)))))
  (func (export "move") (param $p (ref $point))
    (struct.set $point $x (local.get $p) (f64.mul (struct.get $point $x (local.get $p)) (f64.const 2))))
  (func (export "move_or_trap") (param $p (ref null $point))
    (struct.set $point $x (local.get $p) (f64.mul (struct.get $point $x (local.get $p)) (f64.const 2))))
  (func (export "cons") (param $x f64) (param $next (ref null $point)) (result (ref $point))
    (struct.new $point (i32.const 1) (local.get $x) (local.get $next)))
  (func (export "link") (param $a (ref $point)) (param $b (ref $point3))
    (struct.set $point $next (local.get $a) (local.get $b)))
  (func (export "subtype") (param $p (ref $point3)) (result f64)
    (struct.get $point $x (local.get $p)))
  (func (export "packed") (param $p (ref $point3)) (result i32)
    (struct.set $point3 $small (local.get $p) (i32.const 200))
    (i32.add (struct.get_s $point3 $small (local.get $p)) (struct.get_u $point3 $small (local.get $p))))
  ;; An immutable field is read when it is needed, whatever is written meanwhile.
  (func (export "immutable") (param $p (ref $point)) (result i32)
    (struct.get $point $tag (local.get $p))
    (struct.set $point $x (local.get $p) (f64.const 0)))
  (func (export "mutable") (param $p (ref $point)) (result f64)
    (struct.get $point $x (local.get $p))
    (struct.set $point $x (local.get $p) (f64.const 0)))
  ;; An object that nobody wants isn't made; a field of null that nobody wants is a trap.
  (func (export "dropped") (param $p (ref null $point))
    (drop (struct.new_default $point))
    (drop (struct.get $point $x (local.get $p))))
)
;; ---
;; static void move(struct point *p) {
;;   p->x = p->x * 2.0;
;; }
;;
;; static void move_or_trap(struct point *p) {
;;   p->x = force_f64(p->x) * 2.0;
;; }
;;
;; static struct point *cons(f64 x, struct point *next) {
;;   return new_point(1, x, next);
;; }
;;
;; static void link(struct point *a, struct point3 *b) {
;;   store_ref(a, &a->next, b);
;; }
;;
;; static f64 subtype(struct point3 *p) {
;;   return p->x;
;; }
;;
;; static u32 packed(struct point3 *p) {
;;   p->small = (u8)200;
;;   return (u32)(s32)(s8)p->small + (u32)p->small;
;; }
;;
;; static u32 immutable(struct point *p) {
;;   p->x = 0.0;
;;   return p->tag;
;; }
;;
;; static f64 mutable(struct point *p) {
;;   f64 t1 = p->x;
;;   p->x = 0.0;
;;   return t1;
;; }
;;
;; static void dropped(struct point *p) {
;;   (void)force_f64(p->x);
;; }
