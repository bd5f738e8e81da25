;; Comparisons with one answer, of which C compilers would warn. What may trap is evaluated all the same.
(module
  (memory 1)
  (func (export "itself") (param $x i32) (param $y i64) (result i32)
    (i32.and (i32.eq (local.get $x) (local.get $x)) (i64.gt_s (local.get $y) (local.get $y))))
  (func (export "not_a_number") (param $x f64) (result i32) (f64.ne (local.get $x) (local.get $x)))
  (func (export "unsigned") (param $p i32) (result i32)
    (if (i32.ge_u (i32.load (local.get $p)) (i32.const 0)) (then (return (i32.const 1))))
    (i32.le_u (i32.const 0) (i32.lt_u (local.get $p) (i32.const 0))))
  (func (export "signed") (param $x i32) (result i32) (i32.ge_s (local.get $x) (i32.const 0)))
  (func (export "bits") (param $x i32) (param $y i64) (result i32)
    (if (i32.or (local.get $x) (i32.const 4)) (then (local.set $x (i32.const 1))))
    (if (i32.eqz (i32.or (local.get $x) (i32.const 4))) (then (local.set $x (i32.const 2))))
    (if (i64.eq (i64.and (local.get $y) (i64.const 6)) (i64.const 2)) (then (local.set $x (i32.const 3))))
    (i32.or (i32.ne (i32.and (local.get $x) (i32.const 8)) (i32.const 3))
      (i64.eq (i64.or (local.get $y) (i64.const 1)) (i64.const 2))))
  ;; Joined conditions have one answer where each has two.
  (func (export "range") (param $x i32) (result i32)
    (if (i32.lt_u (local.get $x) (i32.const 3)) (then
      (if (i32.gt_u (local.get $x) (i32.const 5)) (then (return (i32.const 1))))))
    (if (i32.ne (local.get $x) (i32.const 3)) (then (return (i32.const 2))))
    (if (i32.ne (local.get $x) (i32.const 5)) (then (return (i32.const 2))))
    (i32.const 3))
  (func (export "choice") (param $x i32) (result i32)
    (if (i32.eq (local.get $x) (i32.const 3)) (then (return (i32.const 2))))
    (if (i32.eq (local.get $x) (i32.const 5)) (then (return (i32.const 2))))
    (if (i32.gt_s (local.get $x) (i32.const 6)) (then
      (if (i32.lt_s (local.get $x) (i32.const 9)) (then (return (i32.const 1))))))
    (i32.const 3))
  (func (export "truths") (param $x i32) (result i32)
    (i32.add (i32.eq (i32.eqz (local.get $x)) (i32.const 2))
      (i32.add (i32.lt_s (i32.const -1) (i32.eqz (local.get $x))) (i32.eq (i32.eqz (local.get $x)) (i32.const 1)))))
  (func (export "of_itself") (param $x i32) (param $y i64) (result i64)
    (local.set $x (i32.or (local.get $x) (local.get $x)))
    (local.set $y (i64.and (local.get $y) (local.get $y)))
    (i64.add (local.get $y) (i64.extend_i32_u (local.get $x))))
  (func (export "shift_by_truth") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.eqz (i32.eqz (i32.shr_u (local.get $x) (i32.const 3))))))
  (func (export "arms") (param $x i32) (param $y i32) (result i32)
    (select (i32.lt_u (local.get $y) (i32.const 0)) (i32.add (local.get $x) (local.get $y)) (local.get $x))))
;; ---
;; static u32 itself(u32 x, u64 y) {
;;   return (u32)((void)x, 1u) & (u32)((void)y, 0u);
;; }
;;
;; static u32 not_a_number(f64 x) {
;;   return x != x;
;; }
;;
;; static u32 unsigned_2(u32 p) {
;;   if (((void)i32_load(p, 0), 1u)) {
;;     return 1;
;;   }
;;   return ((void)((void)p, 0u), 1u);
;; }
;;
;; static u32 signed_2(u32 x) {
;;   return (s32)x >= 0;
;; }
;;
;; static u32 bits(u32 x, u64 y) {
;;   if (((void)(x | 4), 1u)) {
;;     x = 1;
;;   }
;;   if (((void)(x | 4), 0u)) {
;;     x = 2;
;;   }
;;   if ((y & 6) == 2) {
;;     x = 3;
;;   }
;;   return (u32)((void)(x & 8), 1u) | (u32)((void)(y | 1), 0u);
;; }
;;
;; static u32 range(u32 x) {
;;   if (x < 3) {
;;     if (x > 5) {
;;       return 1;
;;     }
;;   }
;;   if (x != 3) {
;;     return 2;
;;   }
;;   if (x != 5) {
;;     return 2;
;;   }
;;   return 3;
;; }
;;
;; static u32 choice(u32 x) {
;;   if (x == 3 || x == 5) {
;;     return 2;
;;   }
;;   if ((s32)x > 6 && (s32)x < 9) {
;;     return 1;
;;   }
;;   return 3;
;; }
;;
;; static u32 truths(u32 x) {
;;   return (u32)((void)(x == 0), 0u) + ((u32)((void)(x == 0), 1u) + (u32)((u32)(x == 0) == 1));
;; }
;;
;; static u64 of_itself(u32 x, u64 y) {
;;   x = x | x;
;;   y = y & y;
;;   return y + (u64)x;
;; }
;;
;; static u32 shift_by_truth(u32 x) {
;;   return x << ((u32)!(x >> 3 == 0) & 31);
;; }
;;
;; static u32 arms(u32 x, u32 y) {
;;   return x != 0 ? ((void)y, 0u) : x + y;
;; }
