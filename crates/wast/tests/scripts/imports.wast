;; What is imported with a more general type than it has.
(module $thrower
  (type $general (sub (func)))
  (type $special (sub $general (func)))
  (tag $e)
  (func (export "f") (type $special) (throw $e)))
(register "thrower" $thrower)

;; It throws when it is called by its own.
(module
  (type $general (sub (func)))
  (type $special (sub $general (func)))
  (import "thrower" "f" (func $f (type $general)))
  (table funcref (elem $f))
  (func (export "call_ref") (result i32)
    (block $caught
      (try_table (catch_all $caught)
        (call_ref $special (ref.cast (ref $special) (ref.func $f)))
        (return (i32.const 1))))
    (i32.const 42))
  (func (export "call_indirect") (result i32)
    (block $caught
      (try_table (catch_all $caught)
        (call_indirect (type $special) (i32.const 0))
        (return (i32.const 1))))
    (i32.const 42)))
(assert_return (invoke "call_ref") (i32.const 42))
(assert_return (invoke "call_indirect") (i32.const 42))

(module $maker
  (rec
    (type $a (sub (struct (field i32))))
    (type $b (sub $a (struct (field i32) (field i64))))
    (type $general (sub (func (param (ref null $b)) (result (ref null $a)))))
    (type $special (sub $general (func (param (ref null $a)) (result (ref null $b))))))
  (func (export "f") (type $special) (struct.new $b (struct.get $a 0 (local.get 0)) (i64.const 7))))
(register "maker" $maker)

;; A field of its result.
(module
  (rec
    (type $a (sub (struct (field i32))))
    (type $b (sub $a (struct (field i32) (field i64))))
    (type $general (sub (func (param (ref null $b)) (result (ref null $a)))))
    (type $special (sub $general (func (param (ref null $a)) (result (ref null $b))))))
  (import "maker" "f" (func $f (type $general)))
  (func (export "field") (param i32) (result i32)
    (struct.get $a 0 (call $f (struct.new $b (local.get 0) (i64.const 3))))))
(assert_return (invoke "field" (i32.const 5)) (i32.const 5))

;; What a module only hands on has the type that it has where it is defined.
(module
  (type $general (sub (func (result i32))))
  (type $special (sub $general (func (result i32))))
  (func (export "f") (type $special) (i32.const 3)))
(register "definer")
(module
  (type $general (sub (func (result i32))))
  (import "definer" "f" (func $f (type $general)))
  (export "g" (func $f)))
(register "hander")
(module
  (type $general (sub (func (result i32))))
  (type $special (sub $general (func (result i32))))
  (import "hander" "g" (func $g (type $special)))
  (func (export "call") (result i32) (call $g)))
(assert_return (invoke "call") (i32.const 3))
(assert_unlinkable
  (module
    (type $general (sub (func (result i32))))
    (type $special (sub $general (func (result i32))))
    (type $more (sub $special (func (result i32))))
    (import "hander" "g" (func (type $more))))
  "incompatible import type")
