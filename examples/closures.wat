;; Lists of integers, mapped, filtered, sorted and folded by closures; the sorted ones stay.
;;
;;     wastrel --invoke closures examples/closures.wat 1000
(module
  (rec
    (type $code1 (func (param eqref) (param (ref $closure1)) (result eqref)))
    (type $closure1 (sub (struct (field $code (ref $code1))))))
  (rec
    (type $code2 (func (param eqref eqref) (param (ref $closure2)) (result eqref)))
    (type $closure2 (sub (struct (field $code (ref $code2))))))
  (type $adder (sub $closure1 (struct (field $code (ref $code1)) (field $by i32))))
  (type $list (struct (field $head eqref) (field $tail (ref null $list))))

  (func $int (param $x eqref) (result i32)
    (i31.get_s (ref.cast (ref i31) (local.get $x))))

  (func $add (type $code1) (param $x eqref) (param $self (ref $closure1)) (result eqref)
    (ref.i31 (i32.add (call $int (local.get $x))
      (struct.get $adder $by (ref.cast (ref $adder) (local.get $self))))))
  (func $even (type $code1) (param $x eqref) (param $self (ref $closure1)) (result eqref)
    (ref.i31 (i32.eqz (i32.and (call $int (local.get $x)) (i32.const 1)))))
  (func $less (type $code2) (param $x eqref) (param $y eqref) (param $self (ref $closure2)) (result eqref)
    (ref.i31 (i32.lt_s (call $int (local.get $x)) (call $int (local.get $y)))))
  (func $plus (type $code2) (param $x eqref) (param $y eqref) (param $self (ref $closure2)) (result eqref)
    (ref.i31 (i32.add (call $int (local.get $x)) (call $int (local.get $y)))))
  (elem declare func $add $even $less $plus)

  (func $call1 (param $f (ref $closure1)) (param $x eqref) (result eqref)
    (call_ref $code1 (local.get $x) (local.get $f) (struct.get $closure1 $code (local.get $f))))
  (func $call2 (param $f (ref $closure2)) (param $x eqref) (param $y eqref) (result eqref)
    (call_ref $code2 (local.get $x) (local.get $y) (local.get $f) (struct.get $closure2 $code (local.get $f))))

  (func $map (param $f (ref $closure1)) (param $l (ref null $list)) (result (ref null $list))
    (if (ref.is_null (local.get $l)) (then (return (ref.null $list))))
    (struct.new $list
      (call $call1 (local.get $f) (struct.get $list $head (local.get $l)))
      (call $map (local.get $f) (struct.get $list $tail (local.get $l)))))
  (func $filter (param $f (ref $closure1)) (param $l (ref null $list)) (result (ref null $list))
    (local $rest (ref null $list))
    (if (ref.is_null (local.get $l)) (then (return (ref.null $list))))
    (local.set $rest (call $filter (local.get $f) (struct.get $list $tail (local.get $l))))
    (if (result (ref null $list)) (call $int (call $call1 (local.get $f) (struct.get $list $head (local.get $l))))
      (then (struct.new $list (struct.get $list $head (local.get $l)) (local.get $rest)))
      (else (local.get $rest))))
  (func $fold (param $f (ref $closure2)) (param $x eqref) (param $l (ref null $list)) (result eqref)
    (block $done (loop $next
      (br_if $done (ref.is_null (local.get $l)))
      (local.set $x (call $call2 (local.get $f) (local.get $x) (struct.get $list $head (local.get $l))))
      (local.set $l (struct.get $list $tail (local.get $l)))
      (br $next)))
    (local.get $x))
  (func $drop (param $n i32) (param $l (ref null $list)) (result (ref null $list))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (local.set $l (struct.get $list $tail (local.get $l)))
      (br $next)))
    (local.get $l))

  (func $merge (param $f (ref $closure2)) (param $a (ref null $list)) (param $b (ref null $list)) (result (ref null $list))
    (local $x eqref) (local $y eqref)
    (if (ref.is_null (local.get $a)) (then (return (local.get $b))))
    (if (ref.is_null (local.get $b)) (then (return (local.get $a))))
    (local.set $x (struct.get $list $head (local.get $a)))
    (local.set $y (struct.get $list $head (local.get $b)))
    (if (result (ref null $list)) (call $int (call $call2 (local.get $f) (local.get $y) (local.get $x)))
      (then (struct.new $list (local.get $y)
        (call $merge (local.get $f) (local.get $a) (struct.get $list $tail (local.get $b)))))
      (else (struct.new $list (local.get $x)
        (call $merge (local.get $f) (struct.get $list $tail (local.get $a)) (local.get $b))))))
  ;; The first n elements, sorted.
  (func $sort (param $f (ref $closure2)) (param $n i32) (param $l (ref null $list)) (result (ref null $list))
    (local $half i32)
    (if (i32.eq (local.get $n) (i32.const 1))
      (then (return (struct.new $list (struct.get $list $head (local.get $l)) (ref.null $list)))))
    (local.set $half (i32.shr_u (local.get $n) (i32.const 1)))
    (call $merge (local.get $f)
      (call $sort (local.get $f) (local.get $half) (local.get $l))
      (call $sort (local.get $f) (i32.sub (local.get $n) (local.get $half)) (call $drop (local.get $half) (local.get $l)))))

  (func (export "closures") (param $n i32) (result i32)
    (local $l (ref null $list)) (local $mapped (ref null $list)) (local $sorted (ref null $list)) (local $kept (ref null $list))
    (local $i i32) (local $random i32) (local $sum i32)
    (local.set $random (i32.const 42))
    (loop $push
      (local.set $random (i32.add (i32.mul (local.get $random) (i32.const 1103515245)) (i32.const 12345)))
      (local.set $l (struct.new $list (ref.i31 (i32.shr_u (local.get $random) (i32.const 8))) (local.get $l)))
      (br_if $push (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.set $i (i32.const 0))
    (loop $round
      (local.set $mapped (call $map (struct.new $adder (ref.func $add) (local.get $i)) (local.get $l)))
      (local.set $sorted (call $sort (struct.new $closure2 (ref.func $less)) (local.get $n) (local.get $mapped)))
      (local.set $kept (struct.new $list (local.get $sorted) (local.get $kept)))
      (local.set $sum (i32.xor (local.get $sum)
        (call $int (call $fold (struct.new $closure2 (ref.func $plus)) (ref.i31 (i32.const 0))
          (call $filter (struct.new $closure1 (ref.func $even)) (local.get $mapped))))))
      (br_if $round (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 200))))
    ;; The smallest elements of all rounds.
    (loop $add
      (local.set $sum (i32.add (local.get $sum)
        (call $int (struct.get $list $head (ref.cast (ref $list) (struct.get $list $head (local.get $kept)))))))
      (local.set $kept (struct.get $list $tail (local.get $kept)))
      (br_if $add (i32.eqz (ref.is_null (local.get $kept)))))
    (local.get $sum)))
