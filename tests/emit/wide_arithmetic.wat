;; What has 128 bits is one value, whose halves are used as others are.
(module
  (memory 1)
  (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
    (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "high") (param i64 i64) (result i64) (local $high i64)
    (i64.mul_wide_u (local.get 0) (local.get 1))
    local.set $high
    drop
    local.get $high)
  (func (export "accumulate") (param $p i32) (param $x i64)
    (i64.store (local.get $p)
      (i64.mul_wide_s (i64.load (local.get $p)) (local.get $x))
      (i64.add)))
  (func (export "dropped") (param i64)
    (i64.sub128 (local.get 0) (i64.const 0) (i64.const 1) (i64.const 0))
    drop
    drop))
;; ---
;; static u64 add(u64 l0, u64 l1, u64 l2, u64 l3) {
;;   u128 t1 = i64_add128(l0, l1, l2, l3);
;;   result_u64_1 = t1.high;
;;   return t1.low;
;; }
;;
;; static u64 high(u64 l0, u64 l1) {
;;   u128 t1 = i64_mul_wide_u(l0, l1);
;;   return t1.high;
;; }
;;
;; static void accumulate(u32 p, u64 x) {
;;   u128 t1 = i64_mul_wide_s(i64_load(p, 0), x);
;;   i64_store(p, 0, t1.low + t1.high);
;; }
;;
;; static void dropped(u64 l0) {
;;   (void)l0;
;; }
