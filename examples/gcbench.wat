;; GCBench, by John Ellis, Pete Kovac and Hans Boehm: trees that live long, an array of doubles that lives long, and trees of several
;; depths, built from the leaves up and from the root down. The result is the number of nodes that were allocated.
;;
;;     wastrel --invoke gcbench examples/gcbench.wat 16
(module
  (type $node (struct
    (field $left (mut (ref null $node))) (field $right (mut (ref null $node))) (field $i i32) (field $j i32)))
  (type $doubles (array (mut f64)))
  (global $nodes (mut i32) (i32.const 0))

  (func $new (param $left (ref null $node)) (param $right (ref null $node)) (result (ref $node))
    (global.set $nodes (i32.add (global.get $nodes) (i32.const 1)))
    (struct.new $node (local.get $left) (local.get $right) (i32.const 0) (i32.const 0)))

  ;; From the leaves up.
  (func $make (param $depth i32) (result (ref $node))
    (if (result (ref $node)) (i32.le_s (local.get $depth) (i32.const 0))
      (then (call $new (ref.null $node) (ref.null $node)))
      (else
        (call $new
          (call $make (i32.sub (local.get $depth) (i32.const 1)))
          (call $make (i32.sub (local.get $depth) (i32.const 1)))))))

  ;; From the root down.
  (func $populate (param $depth i32) (param $node (ref $node))
    (if (i32.gt_s (local.get $depth) (i32.const 0))
      (then
        (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
        (struct.set $node $left (local.get $node) (call $new (ref.null $node) (ref.null $node)))
        (struct.set $node $right (local.get $node) (call $new (ref.null $node) (ref.null $node)))
        (call $populate (local.get $depth) (ref.as_non_null (struct.get $node $left (local.get $node))))
        (call $populate (local.get $depth) (ref.as_non_null (struct.get $node $right (local.get $node)))))))

  (func $construct (param $depth i32) (param $most i32)
    (local $rounds i32) (local $left i32) (local $tree (ref null $node))
    ;; So many that their nodes are twice as many as the first tree's.
    (local.set $rounds (i32.div_u
      (i32.sub (i32.shl (i32.const 16) (local.get $most)) (i32.const 2))
      (i32.sub (i32.shl (i32.const 2) (local.get $depth)) (i32.const 1))))
    (local.set $left (local.get $rounds))
    (loop $down
      (local.set $tree (call $new (ref.null $node) (ref.null $node)))
      (call $populate (local.get $depth) (ref.as_non_null (local.get $tree)))
      (br_if $down (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.set $left (local.get $rounds))
    (loop $up
      (local.set $tree (call $make (local.get $depth)))
      (br_if $up (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))

  (func (export "gcbench") (param $most i32) (result i32)
    (local $long (ref $node)) (local $array (ref $doubles)) (local $i i32) (local $depth i32)
    (drop (call $make (i32.add (local.get $most) (i32.const 2))))
    (local.set $long (call $new (ref.null $node) (ref.null $node)))
    (call $populate (local.get $most) (local.get $long))
    (local.set $array (array.new_default $doubles (i32.const 500000)))
    (loop $fill
      (array.set $doubles (local.get $array) (local.get $i)
        (f64.div (f64.const 1) (f64.convert_i32_s (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $fill (i32.lt_u (local.get $i) (i32.const 250000))))
    (local.set $depth (i32.const 4))
    (block $done (loop $next
      (br_if $done (i32.gt_s (local.get $depth) (local.get $most)))
      (call $construct (local.get $depth) (local.get $most))
      (local.set $depth (i32.add (local.get $depth) (i32.const 2)))
      (br $next)))
    ;; What was to live long is still there.
    (if (i32.or
          (ref.is_null (struct.get $node $left (local.get $long)))
          (f64.ne (array.get $doubles (local.get $array) (i32.const 1000)) (f64.const 0.001)))
      (then unreachable))
    (global.get $nodes)))
