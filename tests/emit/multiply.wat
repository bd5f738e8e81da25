;; A product of matrices: loops with their tests at the end; the second call of two can stay where it is.
(module
  (memory 1)
  (func $at (param $matrix i32) (param $n i32) (param $row i32) (param $column i32) (result i32)
    (i32.add (local.get $matrix)
      (i32.shl (i32.add (i32.mul (local.get $row) (local.get $n)) (local.get $column)) (i32.const 3))))
  (func $multiply (export "multiply") (param $n i32) (param $a i32) (param $b i32) (param $c i32)
    (local $i i32) (local $j i32) (local $k i32) (local $sum f64)
    (loop $rows
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $sum (f64.const 0))
        (local.set $k (i32.const 0))
        (loop $terms
          (local.set $sum (f64.add (local.get $sum) (f64.mul
            (f64.load (call $at (local.get $a) (local.get $n) (local.get $i) (local.get $k)))
            (f64.load (call $at (local.get $b) (local.get $n) (local.get $k) (local.get $j))))))
          (br_if $terms (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 1))) (local.get $n))))
        (f64.store (call $at (local.get $c) (local.get $n) (local.get $i) (local.get $j)) (local.get $sum))
        (br_if $columns (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (local.get $n))))
      (br_if $rows (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))))
;; ---
;; /* at */
;; static u32 at_2(u32 matrix, u32 n, u32 row, u32 column) {
;;   return matrix + ((row * n + column) << 3);
;; }
;;
;; static void multiply(u32 n, u32 a, u32 b, u32 c) {
;;   u32 i = 0;
;;   do {
;;     u32 j = 0;
;;     do {
;;       f64 sum = 0.0;
;;       u32 k = 0;
;;       do {
;;         f64 t1 = f64_load(at_2(a, n, i, k), 0);
;;         sum += t1 * f64_load(at_2(b, n, k, j), 0);
;;         k++;
;;       } while (k < n);
;;       f64_store(at_2(c, n, i, j), 0, sum);
;;       j++;
;;     } while (j < n);
;;     i++;
;;   } while (i < n);
;; }
