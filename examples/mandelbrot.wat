;; Draws the Mandelbrot set: how many of up to 100,000 steps each of 78 × 32 points takes to escape.
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))

  (memory (export "memory") 1)
  ;; The characters, from points that escape at once to those that never do.
  (data (i32.const 16) " .:-=+*#%@")
  ;; The picture as an iovec: address and length.
  (data (i32.const 0) "\00\01\00\00\e0\09\00\00")
  (global $picture i32 (i32.const 256))
  (global $width i32 (i32.const 79)) ;; the line feed included
  (global $height i32 (i32.const 32))

  ;; The number of steps until z := z² + c leaves the circle of radius 2.
  (func $steps (param $cx f64) (param $cy f64) (result i32)
    (local $x f64) (local $y f64) (local $xx f64) (local $yy f64) (local $n i32)
    (block $escaped
      (loop $next
        (local.set $xx (f64.mul (local.get $x) (local.get $x)))
        (local.set $yy (f64.mul (local.get $y) (local.get $y)))
        (br_if $escaped (f64.gt (f64.add (local.get $xx) (local.get $yy)) (f64.const 4)))
        (local.set $y
          (f64.add (f64.mul (f64.mul (f64.const 2) (local.get $x)) (local.get $y)) (local.get $cy)))
        (local.set $x (f64.add (f64.sub (local.get $xx) (local.get $yy)) (local.get $cx)))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $n) (i32.const 100000)))))
    (local.get $n))

  ;; One character for twice as many steps as the one before.
  (func $character (param $steps i32) (result i32)
    (local $index i32)
    (local.set $index (i32.sub (i32.const 32) (i32.clz (i32.shr_u (local.get $steps) (i32.const 1)))))
    (if (i32.gt_u (local.get $index) (i32.const 9)) (then (local.set $index (i32.const 9))))
    (i32.load8_u offset=16 (local.get $index)))

  (func $draw_line (param $row i32)
    (local $column i32) (local $place i32) (local $cy f64)
    (local.set $place
      (i32.add (global.get $picture) (i32.mul (local.get $row) (global.get $width))))
    (local.set $cy
      (f64.sub (f64.mul (f64.convert_i32_s (local.get $row)) (f64.const 0.075)) (f64.const 1.1625)))
    (loop $next
      (i32.store8
        (i32.add (local.get $place) (local.get $column))
        (call $character
          (call $steps
            (f64.sub (f64.mul (f64.convert_i32_s (local.get $column)) (f64.const 0.04)) (f64.const 2.2))
            (local.get $cy))))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $column) (i32.sub (global.get $width) (i32.const 1)))))
    (i32.store8 (i32.add (local.get $place) (local.get $column)) (i32.const 10)))

  (func (export "_start")
    (local $row i32)
    (loop $next
      (call $draw_line (local.get $row))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $row) (global.get $height))))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
