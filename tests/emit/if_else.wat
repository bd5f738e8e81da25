;; if, else if, else; an empty arm; a branch out of an if.
(module
  (import "host" "f" (func $f (param i32)))
  (func (export "chain") (param $x i32)
    (if (i32.eq (local.get $x) (i32.const 1)) (then (call $f (i32.const 10)))
      (else (if (i32.eq (local.get $x) (i32.const 2)) (then (call $f (i32.const 20)))
        (else (call $f (i32.const 30)))))))
  (func (export "empty_then") (param $x i32)
    (if (local.get $x) (then) (else (call $f (i32.const 1)))))
  (func (export "branch_out") (param $x i32) (param $y i32)
    (if $if (local.get $x)
      (then (br_if $if (local.get $y)) (call $f (i32.const 1)))
      (else (call $f (i32.const 2))))
    (call $f (i32.const 3)))
  (func (export "skip") (param $x i32)
    (block $out
      (br_if $out (i32.eqz (local.get $x)))
      (call $f (local.get $x)))
    (call $f (i32.const 0))))
;; ---
;; static void f(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static void chain(u32 x) {
;;   if (x == 1) {
;;     f(10);
;;   } else if (x == 2) {
;;     f(20);
;;   } else {
;;     f(30);
;;   }
;; }
;;
;; static void empty_then(u32 x) {
;;   if (x == 0) {
;;     f(1);
;;   }
;; }
;;
;; static void branch_out(u32 x, u32 y) {
;;   if (x != 0) {
;;     if (y == 0) {
;;       f(1);
;;     }
;;   } else {
;;     f(2);
;;   }
;;   f(3);
;; }
;;
;; static void skip(u32 x) {
;;   if (x != 0) {
;;     f(x);
;;   }
;;   f(0);
;; }
