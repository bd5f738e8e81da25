;; Two modules over one heap: this one names the types of the other as its own, reaches into its objects, adds a subtype, and catches what
;; it throws.
;;
;;     wastrel --preload stack=examples/stack.wat --invoke sum examples/stack_user.wat 10
(module
  (type $cell (sub (struct (field $value i32) (field $below (ref null $cell)))))
  (type $stack (struct (field $top (mut (ref null $cell)))))
  (type $noted (sub $cell (struct (field $value i32) (field $below (ref null $cell)) (field $note i64))))
  (import "stack" "empty" (tag $empty))
  (import "stack" "new" (func $new (result (ref $stack))))
  (import "stack" "push" (func $push (param (ref $stack)) (param i32)))
  (import "stack" "pop" (func $pop (param (ref $stack)) (result i32)))
  (func (export "sum") (param $n i32) (result i32)
    (local $stack (ref $stack)) (local $sum i32)
    (local.set $stack (call $new))
    (loop $fill
      (call $push (local.get $stack) (local.get $n))
      (br_if $fill (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (struct.set $stack $top (local.get $stack)
      (struct.new $noted (i32.const 100) (struct.get $stack $top (local.get $stack)) (i64.const 7)))
    (if (i32.eqz (ref.test (ref $noted) (struct.get $stack $top (local.get $stack)))) (then unreachable))
    (block $done
      (try_table (catch $empty $done)
        (loop $next
          (local.set $sum (i32.add (local.get $sum) (call $pop (local.get $stack))))
          (br $next))))
    (local.get $sum)))
