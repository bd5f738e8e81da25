;; The operands of a branch are assigned as if all at once; what traps keeps its order.
(module
  (memory 1)
  (func (export "rotate") (param $n i32) (result i32)
    i32.const 1 i32.const 2 i32.const 3
    (loop $top (param i32 i32 i32) (result i32)
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (if (param i32 i32 i32) (result i32) (local.get $n)
        (then (br $top))
        (else i32.sub i32.sub))))
  (func $swap (export "swap") (param $n i32) (result i32) (local $x i32) (local $y i32)
    i32.const 1 i32.const 2
    (loop $top (param i32 i32) (result i32)
      local.set $y local.set $x
      local.get $y
      local.get $x
      local.get $n i32.load local.tee $n
      br_if $top
      i32.sub)))
;; ---
;; static u32 rotate(u32 n) {
;;   u32 t1 = 1;
;;   u32 t2 = 2;
;;   u32 t3 = 3;
;;   u32 t5;
;;   for (;;) {
;;     n--;
;;     if (n == 0) {
;;       t5 = t1 - (t2 - t3);
;;       break;
;;     }
;;   }
;;   return t5;
;; }
;;
;; static u32 swap(u32 n) {
;;   u32 t1 = 1;
;;   u32 t2 = 2;
;;   u32 t3;
;;   for (;;) {
;;     u32 y = t2;
;;     u32 x = t1;
;;     n = i32_load(n, 0);
;;     if (n == 0) {
;;       t3 = y - x;
;;       break;
;;     }
;;     t1 = y;
;;     t2 = x;
;;   }
;;   return t3;
;; }
