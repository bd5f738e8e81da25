;; Writes what is in "file" of its first directory, then appends "!" to it. Exits with the first error.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "file")
  ;; 8: a descriptor; 16: an iovec; 24: how much was read or written; 32: an iovec of "!".
  (data (i32.const 16) "\00\04\00\00\00\04\00\00")
  (data (i32.const 32) "\28\00\00\00\01\00\00\00!")

  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

  ;; Opens with these rights and flags.
  (func $open (param $rights i64) (param $fdflags i32)
    (call $check (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0)
      (local.get $rights) (i64.const 0) (local.get $fdflags) (i32.const 8))))

  (func (export "_start")
    (call $open (i64.const 2) (i32.const 0))
    (call $check (call $fd_read (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (i32.store (i32.const 20) (i32.load (i32.const 24)))
    (call $check (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
    (call $open (i64.const 64) (i32.const 1))
    (call $check (call $fd_write (i32.load (i32.const 8)) (i32.const 32) (i32.const 1) (i32.const 24)))))
