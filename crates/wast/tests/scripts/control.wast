;; A loop that counts, but not when something in it goes on with the next round.
(module
  (global $rounds (mut i32) (i32.const 0))
  (func (export "count") (result i32) (local $i i32) (local $j i32)
    (block $exit
      (loop $outer
        (br_if $exit (i32.ge_s (local.get $i) (i32.const 10)))
        (local.set $j (i32.const 0))
        (loop $inner
          (global.set $rounds (i32.add (global.get $rounds) (i32.const 1)))
          (br_if $outer (i32.eq (i32.rem_s (global.get $rounds) (i32.const 5)) (i32.const 3)))
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br_if $inner (i32.lt_s (local.get $j) (i32.const 4))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $outer)))
    (global.get $rounds)))
(assert_return (invoke "count") (i32.const 52))

;; A loop that is left, or gone around, in an arm that is in front of another.
(module
  (global $sum (mut i32) (i32.const 0))
  (func (export "sum") (param $x i32) (result i32)
    (block $exit
      (loop $again
        (if (i32.and (local.get $x) (i32.const 1))
          (then
            (if (i32.lt_s (local.get $x) (i32.const 10))
              (then
                (local.set $x (i32.add (local.get $x) (i32.const 2)))
                (global.set $sum (i32.add (global.get $sum) (i32.const 1)))
                (br $again)))
            (br $exit))
          (else
            (global.set $sum (i32.add (global.get $sum) (i32.const 100)))
            (local.set $x (i32.add (local.get $x) (i32.const 1)))))
        (br $again)))
    (global.get $sum)))
(assert_return (invoke "sum" (i32.const 3)) (i32.const 4))
(assert_return (invoke "sum" (i32.const 2)) (i32.const 108))

;; A result that waits, for a local that is still read.
(module
  (global $g (mut i32) (i32.const 0))
  (func $hundred (result i32) (global.set $g (i32.const 3)) (i32.const 100))
  (func (export "block") (param $x i32) (result i32) (local $y i32)
    (block $b (result i32)
      (call $hundred)
      (local.set $y (i32.add (local.get $x) (i32.const 1)))
      (br $b))
    (local.set $x)
    (i32.add (i32.mul (local.get $y) (i32.const 1000)) (local.get $x)))
  (func (export "if") (param $x i32) (result i32) (local $y i32)
    (if (result i32) (local.get $x)
      (then
        (call $hundred)
        (local.set $y (i32.add (local.get $x) (i32.const 1))))
      (else (i32.const 7)))
    (local.set $x)
    (i32.add (i32.mul (local.get $y) (i32.const 1000)) (local.get $x))))
(assert_return (invoke "block" (i32.const 5)) (i32.const 6100))
(assert_return (invoke "if" (i32.const 5)) (i32.const 6100))
(assert_return (invoke "if" (i32.const 0)) (i32.const 7))
