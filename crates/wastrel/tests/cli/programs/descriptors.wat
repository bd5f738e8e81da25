;; Copies standard input to standard output and to standard error, says on standard output what kind of file descriptor 3 is,
;; a digit, and exits with the error of that.
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  ;; 0: how much was read or written; 16: an iovec; 32: an fdstat; 1024: what was read.
  (data (i32.const 16) "\00\04\00\00\64\00\00\00")
  (func (export "_start")
    (local $errno i32)
    (drop (call $fd_read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 0)))
    (i32.store (i32.const 20) (i32.load (i32.const 0)))
    (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 0)))
    (drop (call $fd_write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 0)))
    (local.set $errno (call $fd_fdstat_get (i32.const 3) (i32.const 32)))
    (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
    (i32.store8 (i32.const 1024) (i32.add (i32.const 48) (i32.load8_u (i32.const 32))))
    (i32.store (i32.const 20) (i32.const 1))
    (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 0)))))
