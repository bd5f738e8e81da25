;; A call is pending only as the last thing evaluated: before any statement it becomes one.
(module
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func $a (export "a") (result i32) (global.set $g (i32.const 1)) (i32.const 1))
  (func (export "statement_after") (param $x i32) (result i32)
    call $a
    i32.const 5 local.set $x
    local.get $x i32.add)
  (func (export "store_after") (result i32)
    call $a
    i32.const 0 i32.const 1 i32.store)
  (func (export "in_store") (param $x i32)
    local.get $x call $a i32.store)
  (func (export "trap_after") (param $x i32) (param $y i32) (result i32)
    call $a
    local.get $x local.get $y i32.div_s
    i32.add)
  (func (export "in_order") (param $x i32) (result i32)
    local.get $x
    call $a
    i32.const 7 local.set $x
    i32.sub))
;; ---
;; static u32 a(void) {
;;   g = 1;
;;   return 1;
;; }
;;
;; static u32 statement_after(u32 x) {
;;   u32 t1 = a();
;;   x = 5;
;;   return t1 + x;
;; }
;;
;; static u32 store_after(void) {
;;   u32 t1 = a();
;;   i32_store(0, 0, 1);
;;   return t1;
;; }
;;
;; static void in_store(u32 x) {
;;   i32_store(x, 0, a());
;; }
;;
;; static u32 trap_after(u32 x, u32 y) {
;;   u32 t1 = a();
;;   return t1 + i32_div_s(x, y);
;; }
;;
;; static u32 in_order(u32 x) {
;;   u32 t1 = a();
;;   u32 t2 = x;
;;   x = 7;
;;   return t2 - t1;
;; }
