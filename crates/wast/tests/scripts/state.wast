;; What a trap leaves behind is what was done before it and nothing else, whatever C compilers know of addresses: loads that
;; don't change in a loop stay in it, stores too, and no access goes before another that faults.

(module
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (func (export "count") (result i32) (global.get $count))
  (func (export "peek") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "clear") (i32.store (i32.const 100) (i32.const 0)) (global.set $count (i32.const 0)))

  ;; The load is the same each time round.
  (func (export "load_of_constant") (param $n i32) (result i32) (local $sum i32)
    (loop $top
      (i32.store (i32.const 100) (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 70000))))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "load_of_local") (param $n i32) (param $p i32) (result i32) (local $sum i32)
    (loop $top
      (i32.store offset=100 (local.get $p) (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (i32.load offset=70000 (local.get $p))))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "load_of_known_local") (param $n i32) (result i32) (local $sum i32) (local $p i32)
    (local.set $p (i32.const 70000))
    (loop $top
      (i32.store (i32.const 100) (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $p))))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))

  ;; The stores are to the same places each time round.
  (func (export "stores") (param $n i32) (param $p i32)
    (loop $top
      (i32.store offset=100 (local.get $p) (local.get $n))
      (i32.store offset=70000 (local.get $p) (i32.const 2))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))

  ;; The global is the same each time round.
  (func (export "global") (param $n i32) (result i32) (local $sum i32)
    (loop $top
      (global.set $count (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $n))))
      (br_if $top (local.tee $n (i32.add (local.get $n) (i32.const 30000)))))
    (local.get $sum))

  ;; The load is done on one way already.
  (func (export "load_on_one_way") (param $c i32) (param $p i32) (result i32) (local $a i32)
    (if (local.get $c) (then (local.set $a (i32.load offset=70000 (local.get $p)))))
    (i32.store offset=100 (local.get $p) (i32.const 5))
    (i32.add (local.get $a) (i32.load offset=70000 (local.get $p))))
  (func (export "load_on_both_ways") (param $c i32) (result i32)
    (if (result i32) (local.get $c)
      (then (i32.store (i32.const 100) (i32.const 6)) (i32.load (i32.const 70000)))
      (else (i32.store (i32.const 100) (i32.const 7)) (i32.load (i32.const 70000)))))

  ;; The first and the third could be one.
  (func (export "neighbours") (param $p i32)
    (i32.store offset=100 (local.get $p) (i32.const 8))
    (i32.store offset=70000 (local.get $p) (i32.const 9))
    (i32.store offset=104 (local.get $p) (i32.const 10))))

(assert_trap (invoke "load_of_constant" (i32.const 3)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 3))
(invoke "clear")
(assert_trap (invoke "load_of_local" (i32.const 4) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 4))
(invoke "clear")
(assert_trap (invoke "load_of_known_local" (i32.const 5)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 5))
(invoke "clear")
(assert_trap (invoke "stores" (i32.const 6) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 6))
(invoke "clear")
(assert_trap (invoke "global" (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "count") (i32.const 90001))
(invoke "clear")
(assert_trap (invoke "load_on_one_way" (i32.const 0) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 5))
(invoke "clear")
(assert_trap (invoke "load_on_both_ways" (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 7))
(invoke "clear")
(assert_trap (invoke "neighbours" (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "peek" (i32.const 100)) (i32.const 8))
(assert_return (invoke "peek" (i32.const 104)) (i32.const 0))

;; An object that is null faults as well.
(module
  (type $s (struct (field (mut f32)) (field (mut (ref null $s)))))
  (type $a (array (mut i32)))
  (global $count (mut i32) (i32.const 0))
  (global $s (mut (ref null $s)) (ref.null $s))
  (global $a (mut (ref null $a)) (ref.null $a))
  (func (export "count") (result i32) (global.get $count))

  (func $get (export "get") (param $n i32) (param $sum f32) (result f32)
    (global.set $count (local.get $n))
    (return_call $get (i32.add (local.get $n) (i32.const 1))
      (f32.add (local.get $sum) (struct.get $s 0 (global.get $s)))))
  (func (export "set") (param $n i32)
    (loop $top
      (global.set $count (local.get $n))
      (struct.set $s 0 (global.get $s) (f32.const 1))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "set_reference") (param $n i32)
    (loop $top
      (global.set $count (local.get $n))
      (struct.set $s 1 (global.get $s) (global.get $s))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "length") (param $n i32) (result i32) (local $sum i32)
    (loop $top
      (global.set $count (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (array.len (global.get $a))))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "element") (param $n i32) (result i32) (local $sum i32)
    (loop $top
      (global.set $count (local.get $n))
      (local.set $sum (i32.add (local.get $sum) (array.get $a (global.get $a) (i32.const 0))))
      (br_if $top (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))

(assert_trap (invoke "get" (i32.const 7) (f32.const 0)) "null structure reference")
(assert_return (invoke "count") (i32.const 7))
(assert_trap (invoke "set" (i32.const 6)) "null structure reference")
(assert_return (invoke "count") (i32.const 6))
(assert_trap (invoke "set_reference" (i32.const 5)) "null structure reference")
(assert_return (invoke "count") (i32.const 5))
(assert_trap (invoke "length" (i32.const 4)) "null array reference")
(assert_return (invoke "count") (i32.const 4))
(assert_trap (invoke "element" (i32.const 3)) "null array reference")
(assert_return (invoke "count") (i32.const 3))
