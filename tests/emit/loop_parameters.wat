;; The parameters of a loop are assigned as if all at once.
(module
  (func (export "swap") (param $n i32) (result i32) (local $a i32) (local $b i32)
    i32.const 0 i32.const 1
    (loop $top (param i32 i32) (result i32 i32)
      local.set $b local.set $a
      local.get $b
      local.get $a
      (local.tee $n (i32.sub (local.get $n) (i32.const 1)))
      br_if $top)
    i32.sub)
  (func (export "stays") (param $x i32) (result i32)
    local.get $x
    (loop $top (param i32) (result i32)
      (local.tee $x (i32.sub (local.get $x) (i32.const 1)))
      local.get $x
      br_if $top
      i32.add)))
;; ---
;; static u32 swap(u32 n) {
;;   u32 t1 = 0;
;;   u32 t2 = 1;
;;   u32 t3, t4;
;;   for (;;) {
;;     u32 b = t2;
;;     u32 a = t1;
;;     n--;
;;     if (n == 0) {
;;       t3 = b;
;;       t4 = a;
;;       break;
;;     }
;;     t1 = b;
;;     t2 = a;
;;   }
;;   return t3 - t4;
;; }
;;
;; static u32 stays(u32 x) {
;;   u32 t1 = x;
;;   u32 t3;
;;   for (;;) {
;;     x--;
;;     u32 t2 = t1;
;;     if (x == 0) {
;;       t3 = t2 + x;
;;       break;
;;     }
;;     t1 = x;
;;   }
;;   return t3;
;; }
