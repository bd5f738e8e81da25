;; A last arm that comes to nothing, since all of its ways lead to its end.
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (block $out
      (block $last
        (block $first
          (br_table $first $last $first $last (local.get $x)))
        (local.set $y (i32.mul (local.get $y) (i32.const 3)))
        (br $out))
      (block $d
        (block $c
          (block $b
            (block $a
              (br_if $a (local.get $x))
              (br_if $b (local.get $y)))
            (br_if $b (i32.eq (local.get $x) (i32.const 1))))
          (br_if $c (i32.eq (local.get $x) (i32.const 2))))
        (br_if $d (i32.eq (local.get $x) (i32.const 3)))))
    (local.get $y)))
;; ---
;; static u32 f(u32 x, u32 y) {
;;   switch (x) {
;;   case 0:
;;   case 2: {
;;     y *= 3;
;;     break;
;;   }
;;   default:
;;     break;
;;   }
;;   return y;
;; }
