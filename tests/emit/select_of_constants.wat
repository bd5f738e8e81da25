;; A choice between small constants is an int for C: where an operation takes its width from it, it gets its type.
(module
  (func (export "shl") (param i32 i64) (result i64)
    (i64.shl (select (i64.const 31) (i64.const 7) (local.get 0)) (local.get 1)))
  (func (export "add") (param i32 i32) (result i64)
    (i64.add
      (select (i64.const 0x7fffffff) (i64.const 7) (local.get 0))
      (select (i64.const 0x7ffffffe) (i64.const 3) (local.get 1))))
  (func (export "mul") (param i32) (result i64)
    (i64.mul (select (i64.const 0x10000) (i64.const 7) (local.get 0)) (i64.const 0x10000)))
  (func (export "sub") (param i32 i64) (result i64)
    (i64.sub (select (i64.const 1) (i64.const 7) (local.get 0)) (local.get 1)))
  (func (export "shl32") (param i32 i32) (result i32)
    (i32.shl (select (i32.const 31) (i32.const 7) (local.get 0)) (local.get 1))))
;; ---
;; static u64 shl(u32 l0, u64 l1) {
;;   return (u64)(l0 != 0 ? 31 : 7) << (l1 & 63);
;; }
;;
;; static u64 add(u32 l0, u32 l1) {
;;   return (u64)(l0 != 0 ? 2147483647 : 7) + (l1 != 0 ? 2147483646 : 3);
;; }
;;
;; static u64 mul(u32 l0) {
;;   return (u64)(l0 != 0 ? 65536 : 7) * 65536;
;; }
;;
;; static u64 sub(u32 l0, u64 l1) {
;;   return (l0 != 0 ? 1 : 7) - l1;
;; }
;;
;; static u32 shl32(u32 l0, u32 l1) {
;;   return (u32)(l0 != 0 ? 31 : 7) << (l1 & 31);
;; }
