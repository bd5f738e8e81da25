;; The binary trees of the Computer Language Benchmarks Game: allocates and drops perfect trees of all depths up to the given one,
;; and first one that is deeper, while one of that depth lives on. The result is the number of nodes that were counted.
;;
;;     wastrel --invoke trees examples/trees.wat 16
(module
  (type $tree (struct (field $left (ref null $tree)) (field $right (ref null $tree))))

  (func $make (param $depth i32) (result (ref $tree))
    (if (result (ref $tree)) (i32.eqz (local.get $depth))
      (then (struct.new_default $tree))
      (else
        (struct.new $tree
          (call $make (i32.sub (local.get $depth) (i32.const 1)))
          (call $make (i32.sub (local.get $depth) (i32.const 1)))))))

  (func $count (param $tree (ref null $tree)) (result i32)
    (if (result i32) (ref.is_null (local.get $tree))
      (then (i32.const 0))
      (else
        (i32.add (i32.const 1)
          (i32.add
            (call $count (struct.get $tree $left (local.get $tree)))
            (call $count (struct.get $tree $right (local.get $tree))))))))

  (func (export "trees") (param $most i32) (result i32)
    (local $long (ref $tree)) (local $depth i32) (local $left i32) (local $sum i32)
    (local.set $sum (call $count (call $make (i32.add (local.get $most) (i32.const 1)))))
    (local.set $long (call $make (local.get $most)))
    (local.set $depth (i32.const 4))
    (block $done (loop $next
      (br_if $done (i32.gt_s (local.get $depth) (local.get $most)))
      ;; As many trees of this depth that all depths make about the same number of nodes.
      (local.set $left (i32.shl (i32.const 1) (i32.sub (i32.add (local.get $most) (i32.const 4)) (local.get $depth))))
      (loop $again
        (local.set $sum (i32.add (local.get $sum) (call $count (call $make (local.get $depth)))))
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (local.set $depth (i32.add (local.get $depth) (i32.const 2)))
      (br $next)))
    (i32.add (local.get $sum) (call $count (local.get $long)))))
