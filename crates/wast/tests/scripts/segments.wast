;; An active segment is dropped once it is copied: arrays can be made of none of its bytes.
(module
  (memory 1)
  (type $bytes (array (mut i8)))
  (data $active (i32.const 0) "abc")
  (func (export "new") (param i32 i32) (result i32)
    (array.len (array.new_data $bytes $active (local.get 0) (local.get 1))))
  (func (export "init") (param i32 i32)
    (array.init_data $bytes $active
      (array.new_default $bytes (i32.const 3)) (i32.const 0) (local.get 0) (local.get 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 2))))

(assert_return (invoke "new" (i32.const 0) (i32.const 0)) (i32.const 0))
(assert_trap (invoke "new" (i32.const 0) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "new" (i32.const 1) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "init" (i32.const 0) (i32.const 0)))
(assert_trap (invoke "init" (i32.const 0) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "init" (i32.const 1) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "load") (i32.const 99))
