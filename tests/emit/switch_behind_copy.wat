;; An arm that a branch leads to past a copy: there the copy isn't what it is a copy of.
(module
  (global $g (mut i32) (i32.const 7))
  (func (export "f") (param i32 i32) (result i32) (local $copy i32) (local $other i32)
    (block $one
      (block $two
        (local.set $other (global.get $g))
        (br_if $two (local.get 0))
        (local.set $copy (local.get $other))
        (br_table $two $one (local.get $copy)))
      (global.set $g (i32.const 1))
      (return (i32.sub (local.get $copy) (local.get $other))))
    (i32.const 9)))
;; ---
;; static u32 f(u32 l0, u32 l1) {
;;   (void)l1;
;;   u32 copy = 0;
;;   u32 other = g;
;;   if (l0 != 0) {
;;     goto label1;
;;   }
;;   copy = other;
;;   switch (copy) {
;;   case 0: {
;; label1:;
;;     g = 1;
;;     return copy - other;
;;   }
;;   default:
;;     return 9;
;;   }
;; }
