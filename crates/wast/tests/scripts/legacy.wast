;; The legacy encoding of exceptions, which the test suite has no file for.
(module
  (tag $e0)
  (tag $e1 (param i32))
  (tag $e2 (param i64 f32))
  (global $log (mut i32) (i32.const 0))
  (func $note (param i32)
    (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))
  (func (export "log") (result i32) (global.get $log) (global.set $log (i32.const 0)))

  ;; 0 throws nothing, 1 to 3 a tag each, 4 traps.
  (func $throw (export "throw") (param i32)
    (block $trap (block $three (block $two (block $one (block $none
      (br_table $none $one $two $three $trap (local.get 0)))
      (return))
      (throw $e0))
      (throw $e1 (i32.const 7)))
      (throw $e2 (i64.const 8) (f32.const 0.5)))
    (unreachable))

  (func (export "catch") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $throw
      i32.const 100
    catch $e0
      i32.const 101
    catch $e1
      i32.const 200
      i32.add
    catch $e2
      drop
      i32.wrap_i64
    end)
  (func (export "catch_all") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $throw
      i32.const 100
    catch $e1
    catch_all
      i32.const 2
    end)
  (func (export "no_clause") (param i32) (result i32)
    try
      local.get 0
      call $throw
    end
    i32.const 5)
  (func (export "thrown_here") (result i32)
    try (result i32)
      i32.const 3
      throw $e1
    catch $e1
      i32.const 1
      i32.add
    end)

  ;; What a clause throws isn't caught by its own try.
  (func (export "throw_in_clause") (param i32) (result i32)
    try (result i32)
      try (result i32)
        local.get 0
        call $throw
        i32.const 0
      catch $e0
        i32.const 42
        throw $e1
      catch_all
        throw $e0
      end
    catch $e1
    catch_all
      i32.const -1
    end)

  (func (export "rethrow") (param i32) (result i32)
    try (result i32)
      try
        local.get 0
        call $throw
      catch $e1
        drop
        i32.const 1
        call $note
        rethrow 0
      catch_all
        i32.const 2
        call $note
        rethrow 0
      end
      i32.const 0
    catch $e1
    catch_all
      i32.const 9
    end)
  ;; The exception of an outer clause, from inside of an inner one that caught another; blocks count as labels.
  (func (export "rethrow_outer") (result i32)
    try (result i32)
      try (result i32)
        i32.const 1
        throw $e1
      catch $e1
        drop
        try (result i32)
          i32.const 2
          throw $e1
        catch $e1
          drop
          block
            rethrow 2
          end
          i32.const 0
        end
      end
    catch $e1
    end)
  (func (export "rethrow_from_loop") (result i32) (local i32)
    try (result i32)
      try (result i32)
        i32.const 5
        throw $e1
      catch $e1
        local.set 0
        loop
          local.get 0
          i32.const 1
          i32.sub
          local.tee 0
          br_if 0
          rethrow 1
        end
        unreachable
      end
    catch $e1
      local.get 0
      i32.add
    end)

  (func (export "delegate") (param i32) (result i32)
    try $outer (result i32)
      try (result i32)
        try (result i32)
          local.get 0
          call $throw
          i32.const 1
        delegate $outer
      catch_all
        i32.const 2
      end
    catch $e1
    catch_all
      i32.const 3
    end)
  ;; To a label that is no try: on to the try around it.
  (func (export "delegate_to_block") (param i32) (result i32)
    try (result i32)
      block $b (result i32)
        try (result i32)
          try (result i32)
            local.get 0
            call $throw
            i32.const 1
          delegate $b
        catch_all
          i32.const 2
        end
      end
    catch_all
      i32.const 3
    end)
  (func $delegate_to_caller (param i32)
    try
      try
        local.get 0
        call $throw
      delegate 1
    catch_all
      i32.const 6
      call $note
    end)
  (func (export "delegate_to_caller") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $delegate_to_caller
      i32.const 0
    catch_all
      i32.const 1
    end)
  ;; From a clause, to the try whose clause it is: its handlers are left already.
  (func (export "delegate_from_clause") (result i32)
    try (result i32)
      try (result i32)
        i32.const 1
        throw $e1
      catch $e1
        drop
        try (result i32)
          i32.const 2
          throw $e1
        delegate 0
      end
    catch $e1
      i32.const 10
      i32.add
    end)

  ;; Branches out of bodies and clauses, with values.
  (func (export "branch") (param i32) (result i32)
    block $out (result i32)
      try $t (result i32)
        local.get 0
        call $throw
        i32.const 1
        br $out
      catch $e0
        i32.const 2
        br $t
      catch $e1
        br $out
      end
      i32.const 10
      i32.add
    end)
  (func (export "return") (param i32) (result i32)
    try
      local.get 0
      call $throw
      i32.const 1
      return
    catch_all
      i32.const 2
      return
    end
    i32.const 3)
  (func (export "unreachable_clauses") (result i32)
    try (result i32)
      i32.const 4
    catch $e1
      unreachable
    catch_all
      i32.const 3
    end)
  (func (export "parameters") (param i32) (result i32)
    i32.const 20
    i32.const 3
    try (param i32 i32) (result i32)
      i32.sub
      local.get 0
      call $throw
    catch_all
      i32.const 0
    end)
  (func (export "local") (param i32) (result i32) (local i32)
    try
      i32.const 1
      local.set 1
      local.get 0
      call $throw
      i32.const 2
      local.set 1
    catch_all
      local.get 1
      i32.const 10
      i32.mul
      local.set 1
    end
    local.get 1)
)
(assert_return (invoke "throw" (i32.const 0)))
(assert_exception (invoke "throw" (i32.const 1)))
(assert_exception (invoke "throw" (i32.const 2)))
(assert_trap (invoke "throw" (i32.const 4)) "unreachable")
(assert_return (invoke "catch" (i32.const 0)) (i32.const 100))
(assert_return (invoke "catch" (i32.const 1)) (i32.const 101))
(assert_return (invoke "catch" (i32.const 2)) (i32.const 207))
(assert_return (invoke "catch" (i32.const 3)) (i32.const 8))
(assert_trap (invoke "catch" (i32.const 4)) "unreachable")
(assert_return (invoke "catch_all" (i32.const 0)) (i32.const 100))
(assert_return (invoke "catch_all" (i32.const 2)) (i32.const 7))
(assert_return (invoke "catch_all" (i32.const 3)) (i32.const 2))
(assert_trap (invoke "catch_all" (i32.const 4)) "unreachable")
(assert_return (invoke "no_clause" (i32.const 0)) (i32.const 5))
(assert_exception (invoke "no_clause" (i32.const 1)))
(assert_return (invoke "thrown_here") (i32.const 4))
(assert_return (invoke "throw_in_clause" (i32.const 0)) (i32.const 0))
(assert_return (invoke "throw_in_clause" (i32.const 1)) (i32.const 42))
(assert_return (invoke "throw_in_clause" (i32.const 2)) (i32.const -1))
(assert_return (invoke "rethrow" (i32.const 0)) (i32.const 0))
(assert_return (invoke "rethrow" (i32.const 1)) (i32.const 9))
(assert_return (invoke "rethrow" (i32.const 2)) (i32.const 7))
(assert_return (invoke "rethrow" (i32.const 3)) (i32.const 9))
(assert_return (invoke "log") (i32.const 212))
(assert_return (invoke "rethrow_outer") (i32.const 1))
(assert_return (invoke "rethrow_from_loop") (i32.const 5))
(assert_return (invoke "delegate" (i32.const 0)) (i32.const 1))
(assert_return (invoke "delegate" (i32.const 1)) (i32.const 3))
(assert_return (invoke "delegate" (i32.const 2)) (i32.const 7))
(assert_return (invoke "delegate_to_block" (i32.const 0)) (i32.const 1))
(assert_return (invoke "delegate_to_block" (i32.const 1)) (i32.const 3))
(assert_return (invoke "delegate_to_caller" (i32.const 0)) (i32.const 0))
(assert_return (invoke "delegate_to_caller" (i32.const 1)) (i32.const 1))
(assert_return (invoke "log") (i32.const 0))
(assert_return (invoke "delegate_from_clause") (i32.const 12))
(assert_return (invoke "branch" (i32.const 0)) (i32.const 1))
(assert_return (invoke "branch" (i32.const 1)) (i32.const 12))
(assert_return (invoke "branch" (i32.const 2)) (i32.const 7))
(assert_exception (invoke "branch" (i32.const 3)))
(assert_return (invoke "return" (i32.const 0)) (i32.const 1))
(assert_return (invoke "return" (i32.const 3)) (i32.const 2))
(assert_return (invoke "unreachable_clauses") (i32.const 4))
(assert_return (invoke "parameters" (i32.const 0)) (i32.const 17))
(assert_return (invoke "parameters" (i32.const 1)) (i32.const 0))
(assert_return (invoke "local" (i32.const 0)) (i32.const 2))
(assert_return (invoke "local" (i32.const 1)) (i32.const 10))
