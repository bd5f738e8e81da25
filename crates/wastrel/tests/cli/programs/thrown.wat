;; Exceptions that are thrown while others are kept, and with little stack left.
(module
  (tag $e (param i32 exnref))
  (table $kept 8 exnref)
  (global $last (mut exnref) (ref.null exn))
  (func $throw (param i32)
    (throw $e (local.get 0) (global.get $last)))

  ;; Makes garbage, keeps some, and sums what those carry that are kept.
  (func (export "keep") (param $n i32) (result i32) (local $sum i32) (local $i i32) (local $x exnref)
    (loop $l
      (block $h (result i32 exnref exnref)
        (try_table (catch_ref $e $h)
          (call $throw (local.get $i)))
        (unreachable))
      (local.set $x) (drop) (drop)
      (table.set $kept (i32.rem_u (local.get $i) (i32.const 8)) (local.get $x))
      (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 3)))
        (then (global.set $last (local.get $x))))
      (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 50)))
        (then (global.set $last (ref.null exn))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    ;; Each that is kept, and the one that it carries.
    (local.set $i (i32.const 0))
    (loop $l
      (local.set $x (table.get $kept (local.get $i)))
      (loop $chain
        (block $end
          (br_if $end (ref.is_null (local.get $x)))
          (block $h (result i32 exnref)
            (try_table (catch $e $h)
              (throw_ref (local.get $x)))
            (unreachable))
          (local.set $x)
          (local.set $sum (i32.add (local.get $sum)))
          (br $chain)))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8))))
    (local.get $sum))

  ;; As many frames deep as is asked for, each with something to clean up.
  (global $cleaned (mut i32) (i32.const 0))
  (func $deep (param i32)
    (block $h (result exnref)
      (try_table (catch_all_ref $h)
        (if (local.get 0)
          (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
          (else (call $throw (i32.const 1)))))
      (return))
    (global.set $cleaned (i32.add (global.get $cleaned) (i32.const 1)))
    (throw_ref))
  (func (export "deep") (param i32) (result i32)
    (block $h
      (try_table (catch_all $h) (call $deep (local.get 0)))
      (unreachable))
    (global.get $cleaned)))
