;; A value that the loop invalidates is taken before the loop.
(module
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func (export "local") (param $x i32) (result i32)
    local.get $x
    (loop $top
      (local.set $x (i32.sub (local.get $x) (i32.const 1)))
      (br_if $top (local.get $x)))
    local.get $x i32.sub)
  (func (export "state") (param $x i32) (result i32)
    global.get $g
    (loop $top
      (i32.store (local.get $x) (i32.const 0))
      (br_if $top (i32.load (i32.const 4))))
    global.get $g i32.sub))
;; ---
;; static u32 local(u32 x) {
;;   u32 t1 = x;
;;   do {
;;     x--;
;;   } while (x != 0);
;;   return t1 - x;
;; }
;;
;; static u32 state(u32 x) {
;;   u32 t1 = g;
;;   do {
;;     i32_store(x, 0, 0);
;;   } while (i32_load(4, 0) != 0);
;;   return t1 - g;
;; }
