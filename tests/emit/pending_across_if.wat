;; Traps happen before control parts; a write in one arm flushes in front of both.
(module
  (global $g (mut i32) (i32.const 0))
  (func (export "trap") (param $x i32) (param $y i32) (result i32)
    local.get $x local.get $y i32.div_u
    (if (local.get $x) (then (global.set $g (i32.const 1))))
    local.get $y i32.add)
  (func (export "write") (param $x i32) (param $y i32) (result i32)
    global.get $g local.get $x i32.add
    (if (local.get $y) (then) (else (local.set $x (i32.const 2))))
    local.get $x i32.add)
  (func $f (export "f") (result i32) (global.set $g (i32.const 1)) (i32.const 2))
  (func (export "call") (param $x i32) (result i32)
    call $f
    (if (local.get $x) (then (return (i32.const 9))))
    local.get $x i32.add)
  (func (export "condition") (param $x i32) (param $y i32) (result i32)
    global.get $g
    (if (call $f) (then (global.set $g (local.get $x))))
    local.get $x i32.add))
;; ---
;; static u32 trap(u32 x, u32 y) {
;;   u32 t1 = i32_div_u(x, y);
;;   if (x != 0) {
;;     g = 1;
;;   }
;;   return t1 + y;
;; }
;;
;; static u32 write(u32 x, u32 y) {
;;   u32 t1 = g + x;
;;   if (y == 0) {
;;     x = 2;
;;   }
;;   return t1 + x;
;; }
;;
;; static u32 f(void) {
;;   g = 1;
;;   return 2;
;; }
;;
;; static u32 call(u32 x) {
;;   u32 t1 = f();
;;   if (x != 0) {
;;     return 9;
;;   }
;;   return t1 + x;
;; }
;;
;; static u32 condition(u32 x, u32 y) {
;;   (void)y;
;;   u32 t1 = g;
;;   if (f() != 0) {
;;     g = x;
;;   }
;;   return t1 + x;
;; }
