;; Conditions are joined as a person would: what is evaluated, and when, stays the same.
(module
  (memory 1)
  (func $f (param i32) (result i32) (i32.load (local.get 0)))
  ;; a || b, as compilers write it.
  (func (export "either") (param $a i32) (param $b i32)
    (block $end
      (block $do
        (br_if $do (i32.eqz (local.get $a)))
        (br_if $end (i32.lt_s (local.get $b) (i32.const 3))))
      (i32.store (i32.const 0) (i32.const 1))))
  ;; a && b, where b reads memory that a says is there.
  (func (export "both") (param $p i32)
    (block $end
      (br_if $end (i32.eqz (local.get $p)))
      (br_if $end (i32.ne (i32.load (local.get $p)) (i32.const 7)))
      (i32.store (i32.const 0) (i32.const 1))))
  (func (export "nested") (param $a i32) (param $b i32) (param $c i32)
    (if (i32.or (i32.eqz (local.get $a)) (local.get $b))
      (then (if (i32.gt_u (local.get $c) (i32.const 8))
        (then (drop (call $f (local.get $c))))))))
  ;; (a || b) && c.
  (func (export "mixed") (param $a i32) (param $b i32) (param $c i32)
    (block $end
      (block $more
        (br_if $more (local.get $a))
        (br_if $end (i32.eqz (local.get $b))))
      (br_if $end (i32.eq (local.get $c) (i32.const 5)))
      (i32.store (i32.const 0) (i32.const 1))))
  (func (export "scan") (param $p i32) (param $end i32) (result i32)
    (block $found
      (loop $next
        (br_if $found (i32.ge_u (local.get $p) (local.get $end)))
        (br_if $found (i32.eqz (call $f (local.get $p))))
        (local.set $p (i32.add (local.get $p) (i32.const 4)))
        (br $next)))
    (local.get $p))
  (func (export "same_result") (param $a i32) (param $b i32) (result i32)
    (if (local.get $a) (then (return (i32.const 1))))
    (if (f64.lt (f64.load (local.get $b)) (f64.const 2)) (then (return (i32.const 1))))
    (if (local.get $b) (then (return (i32.const 2))))
    (i32.const 3))
  (func (export "chosen") (param $a i32) (param $b i32)
    (if (if (result i32) (local.get $a) (then (i32.eq (local.get $b) (i32.const 4))) (else (i32.const 0)))
      (then (i32.store (i32.const 0) (i32.const 1))))
    (if (select (i32.const 1) (local.get $b) (i32.lt_u (local.get $a) (i32.const 4)))
      (then (i32.store (i32.const 0) (i32.const 2)))))
  ;; A hint is of one condition.
  (func (export "hinted") (param $a i32) (param $b i32)
    (block $end
      (@metadata.code.branch_hint "\00") (br_if $end (local.get $a))
      (br_if $end (local.get $b))
      (i32.store (i32.const 0) (i32.const 1)))))
;; ---
;; static u32 f(u32 l0) {
;;   return i32_load(l0, 0);
;; }
;;
;; static void either(u32 a, u32 b) {
;;   if (a == 0 || (s32)b >= 3) {
;;     i32_store(0, 0, 1);
;;   }
;; }
;;
;; static void both(u32 p) {
;;   if (p != 0 && i32_load(p, 0) == 7) {
;;     i32_store(0, 0, 1);
;;   }
;; }
;;
;; static void nested(u32 a, u32 b, u32 c) {
;;   if (((u32)(a == 0) | b) != 0 && c > 8) {
;;     f(c);
;;   }
;; }
;;
;; static void mixed(u32 a, u32 b, u32 c) {
;;   if ((a != 0 || b != 0) && c != 5) {
;;     i32_store(0, 0, 1);
;;   }
;; }
;;
;; static u32 scan(u32 p, u32 end) {
;;   while (p < end && f(p) != 0) {
;;     p += 4;
;;   }
;;   return p;
;; }
;;
;; static u32 same_result(u32 a, u32 b) {
;;   if (a != 0 || f64_load(b, 0) < 2.0) {
;;     return 1;
;;   }
;;   if (b != 0) {
;;     return 2;
;;   }
;;   return 3;
;; }
;;
;; static void chosen(u32 a, u32 b) {
;;   if (a != 0 && b == 4) {
;;     i32_store(0, 0, 1);
;;   }
;;   if (a < 4 || b != 0) {
;;     i32_store(0, 0, 2);
;;   }
;; }
;;
;; static void hinted(u32 a, u32 b) {
;;   if (likely(a == 0)) {
;;     if (b == 0) {
;;       i32_store(0, 0, 1);
;;     }
;;   }
;; }
