;; Writes a greeting that is an object: an array of the collector's.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (type $string (array (mut i8)))
  (data $greeting "Hello, world!\n")
  ;; Copies a string to an address; its length.
  (func $copy (param $from (ref $string)) (param $to i32) (result i32) (local $at i32)
    (loop $next
      (i32.store8 (i32.add (local.get $to) (local.get $at)) (array.get_u $string (local.get $from) (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (array.len (local.get $from)))))
    (local.get $at))
  (func (export "_start") (local $text (ref $string))
    (local.set $text (array.new_data $string $greeting (i32.const 0) (i32.const 14)))
    (i32.store (i32.const 0) (i32.const 16))
    (i32.store (i32.const 4) (call $copy (local.get $text) (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
