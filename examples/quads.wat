;; A tree with four children to a node lives on, while small trees come and go, and one in 64 of them takes the place of a part of it;
;; it is counted twenty times. The result is the number of nodes that were counted.
;;
;;     wastrel --invoke quads examples/quads.wat 10
(module
  (type $quad (struct
    (field $a (mut (ref null $quad))) (field $b (mut (ref null $quad)))
    (field $c (mut (ref null $quad))) (field $d (mut (ref null $quad)))))

  (func $make (param $depth i32) (result (ref null $quad))
    (if (result (ref null $quad)) (i32.eqz (local.get $depth))
      (then (ref.null $quad))
      (else
        (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
        (struct.new $quad
          (call $make (local.get $depth)) (call $make (local.get $depth))
          (call $make (local.get $depth)) (call $make (local.get $depth))))))

  (func $count (param $quad (ref null $quad)) (result i32)
    (if (ref.is_null (local.get $quad)) (then (return (i32.const 0))))
    (i32.add (i32.const 1)
      (i32.add
        (i32.add (call $count (struct.get $quad $a (local.get $quad))) (call $count (struct.get $quad $b (local.get $quad))))
        (i32.add (call $count (struct.get $quad $c (local.get $quad))) (call $count (struct.get $quad $d (local.get $quad)))))))

  ;; Puts a tree of depth 3 where the path leads, two bits of it a step.
  (func $replace (param $quad (ref null $quad)) (param $depth i32) (param $path i32) (param $new (ref null $quad))
    (local $way i32)
    (block $done (loop $down
      (br_if $done (i32.eq (local.get $depth) (i32.const 4)))
      (local.set $way (i32.and (local.get $path) (i32.const 3)))
      (local.set $quad
        (if (result (ref null $quad)) (i32.lt_u (local.get $way) (i32.const 2))
          (then (if (result (ref null $quad)) (local.get $way)
            (then (struct.get $quad $b (local.get $quad))) (else (struct.get $quad $a (local.get $quad)))))
          (else (if (result (ref null $quad)) (i32.eq (local.get $way) (i32.const 3))
            (then (struct.get $quad $d (local.get $quad))) (else (struct.get $quad $c (local.get $quad)))))))
      (local.set $path (i32.rotr (local.get $path) (i32.const 2)))
      (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
      (br $down)))
    (struct.set $quad $c (local.get $quad) (local.get $new)))

  (func (export "quads") (param $depth i32) (result i32)
    (local $quad (ref null $quad)) (local $new (ref null $quad))
    (local $nodes i32) (local $trees i32) (local $i i32) (local $round i32) (local $sum i32)
    (local.set $quad (call $make (local.get $depth)))
    (local.set $nodes (call $count (local.get $quad)))
    ;; A third of what lives: trees of 21 nodes.
    (local.set $trees (i32.div_u (local.get $nodes) (i32.const 63)))
    (loop $next
      (local.set $i (i32.const 0))
      (loop $again
        (local.set $new (call $make (i32.const 3)))
        (if (i32.eqz (i32.and (local.get $i) (i32.const 63)))
          (then (call $replace (local.get $quad) (local.get $depth)
            (i32.mul (i32.add (local.get $i) (local.get $round)) (i32.const 0x9e3779b1)) (local.get $new))))
        (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $trees))))
      (local.set $sum (i32.add (local.get $sum) (call $count (local.get $quad))))
      (br_if $next (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 20))))
    (local.get $sum)))
