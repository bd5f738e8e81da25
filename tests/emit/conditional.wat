;; An if whose arms are a value each is a conditional expression; only one arm is evaluated.
(module
  (memory 1)
  (func $f (export "f") (param i32) (result i32) (local.get 0))
  (func (export "values") (param i32 i32) (result i32)
    (i32.add (i32.const 1) (if (result i32) (local.get 0) (then (i32.const 4)) (else (local.get 1)))))
  (func (export "traps") (param i32 i32) (result i32)
    (if (result i32) (local.get 1) (then (i32.div_u (local.get 0) (local.get 1))) (else (i32.load (local.get 0)))))
  (func (export "calls") (param i32) (result i32)
    (i32.add (if (result i32) (local.get 0) (then (call $f (i32.const 1))) (else (call $f (i32.const 2)))) (local.get 0)))
  (func (export "dropped") (param i32)
    (drop (if (result i32) (local.get 0) (then (i32.load (i32.const 1))) (else (i32.const 2)))))
  (func (export "nested") (param i32) (result i32)
    (if (result i32) (local.get 0) (then (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2)))) (else (i32.const 3))))
  (func (export "call_below") (param i32) (result i32)
    (i32.add (call $f (i32.const 1)) (if (result i32) (local.get 0) (then (i32.const 4)) (else (i32.const 2))))))
;; ---
;; static u32 f(u32 l0) {
;;   return l0;
;; }
;;
;; static u32 values(u32 l0, u32 l1) {
;;   return 1 + (l0 != 0 ? 4 : l1);
;; }
;;
;; static u32 traps(u32 l0, u32 l1) {
;;   return l1 != 0 ? i32_div_u(l0, l1) : i32_load(l0, 0);
;; }
;;
;; static u32 calls(u32 l0) {
;;   return (l0 != 0 ? f(1) : f(2)) + l0;
;; }
;;
;; static void dropped(u32 l0) {
;;   (void)(l0 != 0 ? i32_load(1, 0) : 2);
;; }
;;
;; static u32 nested(u32 l0) {
;;   return l0 != 0 ? l0 != 0 ? 1 : 2 : 3;
;; }
;;
;; static u32 call_below(u32 l0) {
;;   u32 t1 = f(1);
;;   return t1 + (l0 != 0 ? 4 : 2);
;; }
