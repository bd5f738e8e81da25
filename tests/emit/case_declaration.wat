;; A case that only makes a variable has braces: a declaration can't follow a label.
(module
  (global $g (mut i32) (i32.const 1))
  (func $f (export "f") (param i32) (result i32) (global.set $g (i32.const 2)) (local.get 0))
  (func (export "arms") (param $n i32) (result i32)
    (local $x i32)
    (block $end
      (block $b
        (block $a
          (br_table $a $b $end (local.get $n)))
        (local.set $x (global.get $g))
        (br_if $end (call $f (i32.const 1)))
        (global.set $g (i32.add (local.get $x) (call $f (i32.const 3))))
        (br $end))
      (drop (i32.add (global.get $g) (call $f (i32.const 5)))))
    (global.get $g)))
;; ---
;; static u32 f(u32 l0) {
;;   g = 2;
;;   return l0;
;; }
;;
;; static u32 arms(u32 n) {
;;   switch (n) {
;;   case 0: {
;;     u32 x = g;
;;     if (f(1) != 0) {
;;       break;
;;     }
;;     g = x + f(3);
;;     break;
;;   }
;;   case 1: {
;;     u32 t1 = g;
;;     (void)(t1 + f(5));
;;     break;
;;   }
;;   default:
;;     break;
;;   }
;;   return g;
;; }
