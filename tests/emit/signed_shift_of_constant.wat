;; A shift is as wide as its left operand, which a plain number is not.
(module
  (func (export "one") (param i64) (result i64)
    (i64.shr_s (i64.const 1) (local.get 0)))
  (func (export "minus_one") (param i64) (result i64)
    (i64.shr_s (i64.const -1) (local.get 0)))
  (func (export "long") (param i64) (result i64)
    (i64.shr_s (i64.const 0x123456789a) (local.get 0)))
  (func (export "narrow") (param i32) (result i32)
    (i32.shr_s (i32.const 1) (local.get 0))))
;; ---
;; static u64 one(u64 l0) {
;;   return (u64)(1l >> (l0 & 63));
;; }
;;
;; static u64 minus_one(u64 l0) {
;;   return (u64)(-1l >> (l0 & 63));
;; }
;;
;; static u64 long_2(u64 l0) {
;;   return (u64)((s64)0x123456789aul >> (l0 & 63));
;; }
;;
;; static u32 narrow(u32 l0) {
;;   return (u32)(1 >> (l0 & 31));
;; }
