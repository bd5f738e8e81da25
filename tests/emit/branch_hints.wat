;; Branch hints, also where a condition is turned round, becomes a loop's or that of a conditional expression.
(module
  (memory 1)
  (func $cold (param i32))
  (func (export "if") (param $x i32) (result i32)
    (@metadata.code.branch_hint "\00")
    (if (i32.lt_s (local.get $x) (i32.const 0)) (then (call $cold (local.get $x)) (return (i32.const -1))))
    (local.get $x))
  (func (export "turned") (param $x i32)
    (block $end
      (@metadata.code.branch_hint "\01")
      (br_if $end (local.get $x))
      (call $cold (local.get $x))))
  (func (export "loop") (param $x i32)
    (loop $again
      (call $cold (local.get $x))
      (local.set $x (i32.sub (local.get $x) (i32.const 1)))
      (@metadata.code.branch_hint "\01")
      (br_if $again (i32.eqz (i32.eqz (local.get $x))))))
  (func (export "value") (param $x i32) (result i32)
    (local.get $x)
    (@metadata.code.branch_hint "\01")
    (if (result i32) (then (i32.const 1)) (else (local.get $x))))
  (func (export "with_value") (param $x i32) (result i32)
    (block $out (result i32)
      (i32.const 5)
      (i32.load (local.get $x))
      (@metadata.code.branch_hint "\00")
      (br_if $out)
      (i32.add (local.get $x)))))
;; ---
;; static void cold(u32 l0) {
;;   (void)l0;
;; }
;;
;; static u32 if_2(u32 x) {
;;   if (unlikely((s32)x < 0)) {
;;     cold(x);
;;     return 0xffffffffu;
;;   }
;;   return x;
;; }
;;
;; static void turned(u32 x) {
;;   if (unlikely(x == 0)) {
;;     cold(x);
;;   }
;; }
;;
;; static void loop(u32 x) {
;;   do {
;;     cold(x);
;;     x--;
;;   } while (likely(x != 0));
;; }
;;
;; static u32 value(u32 x) {
;;   return likely(x != 0) ? 1 : x;
;; }
;;
;; static u32 with_value(u32 x) {
;;   u32 t1 = i32_load(x, 0);
;;   if (unlikely(t1 != 0)) {
;;     return 5;
;;   }
;;   return 5 + x;
;; }
