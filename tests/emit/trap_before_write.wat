;; What may trap does before state is written.
(module
  (import "host" "f" (func $f))
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func (export "store") (param i32 i32) (result i32)
    (i32.div_u (local.get 0) (local.get 1))
    (i32.store (i32.const 0) (i32.const 1)))
  (func (export "call") (param i32 i32) (result i32)
    (i32.div_u (local.get 0) (local.get 1))
    (call $f))
  (func (export "global") (param f32) (result i32)
    (i32.trunc_f32_u (local.get 0))
    (global.set $g (i32.const 1)))
  (func $give (export "give") (result i32) (i32.const 3))
  (func (export "call_value") (param i32 i32) (result i32)
    (i32.sub (i32.div_u (local.get 0) (local.get 1)) (call $give))))
;; ---
;; static void f(void) {
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static u32 store(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   i32_store(0, 0, 1);
;;   return t1;
;; }
;;
;; static u32 call(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   f();
;;   return t1;
;; }
;;
;; static u32 global(f32 l0) {
;;   u32 t1 = i32_trunc_f32_u(l0);
;;   g = 1;
;;   return t1;
;; }
;;
;; static u32 give(void) {
;;   return 3;
;; }
;;
;; static u32 call_value(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return t1 - give();
;; }
