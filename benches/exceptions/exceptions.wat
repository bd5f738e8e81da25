;; What exceptions cost; exceptions.cc is the same in C++, setjmp.c in C.
(module
  (tag $e (param i32))
  (global $destroyed (mut i32) (i32.const 0))

  ;; As many calls deep as is asked for; throws at the bottom if $x is negative.
  (func $down (param $depth i32) (param $x i32) (result i32)
    (if (result i32) (local.get $depth)
      (then
        (call $down (i32.sub (local.get $depth) (i32.const 1)) (local.get $x))
        (global.set $destroyed (i32.add (global.get $destroyed) (i32.const 1))))
      (else
        (if (i32.lt_s (local.get $x) (i32.const 0)) (then (throw $e (local.get $x))))
        (local.get $x))))

  (func (export "plain") (param $n i32) (param $depth i32) (param $every i32) (result i32)
    (local $i i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
      (br_if $l (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))

  ;; A try around a call, which throws each $every-th time (never if that is 0).
  (func (export "try") (param $n i32) (param $depth i32) (param $every i32) (result i32)
    (local $i i32) (local $sum i32) (local $x i32)
    (loop $l
      (local.set $x (local.get $i))
      (if (local.get $every)
        (then (if (i32.eqz (i32.rem_u (local.get $i) (local.get $every))) (then (local.set $x (i32.const -1))))))
      (local.set $sum (i32.add (local.get $sum)
        (block $h (result i32)
          (try_table (result i32) (catch $e $h) (call $down (local.get $depth) (local.get $x))))))
      (br_if $l (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))

  ;; A try around eight calls.
  (func (export "calls") (param $n i32) (param $depth i32) (param $every i32) (result i32)
    (local $i i32) (local $sum i32)
    (loop $l
      (block $h (result i32)
        (try_table (catch $e $h)
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i))))
          (local.set $sum (i32.add (local.get $sum) (call $down (local.get $depth) (local.get $i)))))
        (i32.const 0))
      (local.set $sum (i32.add (local.get $sum)))
      (br_if $l (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))

  ;; Something to destroy in each frame, as C++ has it.
  (func $guarded (param $depth i32) (param $x i32) (result i32) (local $result i32)
    (block $cleanup (result exnref)
      (try_table (catch_all_ref $cleanup)
        (if (local.get $depth)
          (then (local.set $result (i32.add
            (call $guarded (i32.sub (local.get $depth) (i32.const 1)) (local.get $x))
            (call $guarded (i32.sub (local.get $depth) (i32.const 1)) (i32.add (local.get $x) (i32.const 1))))))
          (else
            (if (i32.lt_s (local.get $x) (i32.const 0)) (then (throw $e (local.get $x))))
            (local.set $result (local.get $x)))))
      (global.set $destroyed (i32.add (global.get $destroyed) (i32.const 1)))
      (return (local.get $result)))
    (global.set $destroyed (i32.add (global.get $destroyed) (i32.const 1)))
    (throw_ref))

  (func (export "guards") (param $n i32) (param $depth i32) (param $every i32) (result i32)
    (local $i i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum)
        (block $h (result i32)
          (try_table (result i32) (catch $e $h)
            (call $guarded (local.get $depth)
              (select (i32.const -1) (local.get $i) (local.get $every)))))))
      (br_if $l (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (i32.add (local.get $sum) (global.get $destroyed))))
