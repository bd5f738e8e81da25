;; A library: stacks of integers, which whoever imports it holds references to. examples/stack_user.wat is one who does.
(module
  (type $cell (sub (struct (field $value i32) (field $below (ref null $cell)))))
  (type $stack (struct (field $top (mut (ref null $cell)))))
  (tag $empty (export "empty"))
  (func (export "new") (result (ref $stack)) (struct.new_default $stack))
  (func (export "push") (param $stack (ref $stack)) (param $value i32)
    (struct.set $stack $top (local.get $stack)
      (struct.new $cell (local.get $value) (struct.get $stack $top (local.get $stack)))))
  (func (export "pop") (param $stack (ref $stack)) (result i32)
    (local $top (ref $cell))
    (block $none
      (local.set $top (br_on_null $none (struct.get $stack $top (local.get $stack))))
      (struct.set $stack $top (local.get $stack) (struct.get $cell $below (local.get $top)))
      (return (struct.get $cell $value (local.get $top))))
    (throw $empty)))
