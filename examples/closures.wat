;; Lists of boxed and unboxed integers, mapped, filtered and folded by closures.
;;
;;     wastrel --invoke closures examples/closures.wat 1000
(module
  (rec
    (type $code (func (param eqref) (param (ref $closure)) (result eqref)))
    (type $closure (sub (struct (field $code (ref $code))))))
  (type $adder (sub $closure (struct (field $code (ref $code)) (field $by i32))))
  (type $list (struct (field $head eqref) (field $tail (ref null $list))))
  (type $boxed (struct (field $value i32)))

  ;; Small integers are i31s, others boxed.
  (func $box (param $x i32) (result eqref)
    (if (result eqref) (i32.lt_u (local.get $x) (i32.const 1000))
      (then (ref.i31 (local.get $x)))
      (else (struct.new $boxed (local.get $x)))))
  (func $unbox (param $x eqref) (result i32)
    (block $small (result (ref i31))
      (br_on_cast $small eqref (ref i31) (local.get $x))
      (return (struct.get $boxed $value (ref.cast (ref $boxed)))))
    (i31.get_u))

  (func $add (type $code) (param $x eqref) (param $self (ref $closure)) (result eqref)
    (call $box (i32.add (call $unbox (local.get $x))
      (struct.get $adder $by (ref.cast (ref $adder) (local.get $self))))))
  (func $even (type $code) (param $x eqref) (param $self (ref $closure)) (result eqref)
    (ref.i31 (i32.eqz (i32.and (call $unbox (local.get $x)) (i32.const 1)))))
  (elem declare func $add $even)

  (func $map (param $f (ref $closure)) (param $l (ref null $list)) (result (ref null $list))
    (if (result (ref null $list)) (ref.is_null (local.get $l))
      (then (ref.null $list))
      (else
        (struct.new $list
          (call_ref $code (struct.get $list $head (local.get $l)) (local.get $f)
            (struct.get $closure $code (local.get $f)))
          (call $map (local.get $f) (struct.get $list $tail (local.get $l)))))))
  (func $filter (param $f (ref $closure)) (param $l (ref null $list)) (result (ref null $list))
    (local $rest (ref null $list))
    (if (ref.is_null (local.get $l)) (then (return (ref.null $list))))
    (local.set $rest (call $filter (local.get $f) (struct.get $list $tail (local.get $l))))
    (if (result (ref null $list))
      (i31.get_u (ref.cast (ref i31)
        (call_ref $code (struct.get $list $head (local.get $l)) (local.get $f)
          (struct.get $closure $code (local.get $f)))))
      (then (struct.new $list (struct.get $list $head (local.get $l)) (local.get $rest)))
      (else (local.get $rest))))
  (func $sum (param $l (ref null $list)) (result i32)
    (local $sum i32)
    (block $done (loop $next
      (br_if $done (ref.is_null (local.get $l)))
      (local.set $sum (i32.add (local.get $sum) (call $unbox (struct.get $list $head (local.get $l)))))
      (local.set $l (struct.get $list $tail (local.get $l)))
      (br $next)))
    (local.get $sum))

  (func (export "closures") (param $n i32) (result i32)
    (local $l (ref null $list)) (local $i i32) (local $sum i32)
    (loop $push
      (local.set $l (struct.new $list (call $box (local.get $i)) (local.get $l)))
      (br_if $push (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.set $i (i32.const 0))
    (loop $round
      (local.set $sum (i32.add (local.get $sum)
        (call $sum
          (call $filter (struct.new $closure (ref.func $even))
            (call $map (struct.new $adder (ref.func $add) (local.get $i)) (local.get $l))))))
      (br_if $round (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
    (local.get $sum)))
