;; A chain of blocks that br_table leaves one by one: cases that fall through.
(module
  (import "host" "f" (func $f (param i32)))
  (func (export "f") (param $x i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $d (local.get $x)))
      (call $f (i32.const 1)) (br $d))
      (call $f (i32.const 2)))
      (call $f (i32.const 3))))
  (func (export "in_loop") (param $x i32)
    (loop $top
      (block $b (block $a
        (br_table $a $b $top (local.get $x)))
        (local.set $x (i32.const 1)) (br $top))
      (call $f (local.get $x)))))
;; ---
;; static void f(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static void f_2(u32 x) {
;;   switch (x) {
;;   case 0: {
;;     f(1);
;;     break;
;;   }
;;   case 1:
;;     f(2);
;;   /* fallthrough */
;;   case 2: {
;;     f(3);
;;     break;
;;   }
;;   default:
;;     break;
;;   }
;; }
;;
;; static void in_loop(u32 x) {
;;   for (;;) {
;;     switch (x) {
;;     case 0: {
;;       x = 1;
;;       break;
;;     }
;;     case 1: {
;;       f(x);
;;       return;
;;     }
;;     default:
;;       break;
;;     }
;;   }
;; }
