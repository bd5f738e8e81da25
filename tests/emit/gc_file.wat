;;! file
;; All that a program with objects consists of.
(module
  (type $list (struct (field $value i32) (field $next (ref null $list))))
  (global $all (mut (ref null $list)) (ref.null $list))
  (table $heads 10 (ref null $list))
  (func $push (export "push") (param $value i32)
    (global.set $all (struct.new $list (local.get $value) (global.get $all))))
  (func (export "head") (param $i i32) (result (ref null $list))
    (table.get $heads (local.get $i)))
)
