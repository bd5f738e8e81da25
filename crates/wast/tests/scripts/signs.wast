;; A value has one sign, whoever asks for it: a square may be a negative NaN. 1 says that its bits have the sign, 2 that
;; `copysign` takes it.
(module
  (func (export "f32") (param $x f32) (result i32) (local $y f32)
    (local.set $y (f32.mul (local.get $x) (local.get $x)))
    (i32.or
      (i32.shr_u (i32.reinterpret_f32 (local.get $y)) (i32.const 31))
      (i32.shl (f32.lt (f32.copysign (f32.const 1) (local.get $y)) (f32.const 0)) (i32.const 1))))
  (func (export "f64") (param $x f64) (result i32) (local $y f64)
    (local.set $y (f64.mul (local.get $x) (local.get $x)))
    (i32.or
      (i32.wrap_i64 (i64.shr_u (i64.reinterpret_f64 (local.get $y)) (i64.const 63)))
      (i32.shl (f64.lt (f64.copysign (f64.const 1) (local.get $y)) (f64.const 0)) (i32.const 1)))))
(assert_return (invoke "f32" (f32.const -3)) (i32.const 0))
(assert_return (invoke "f64" (f64.const -3)) (i32.const 0))
(assert_return (invoke "f32" (f32.const -nan)) (either (i32.const 0) (i32.const 3)))
(assert_return (invoke "f64" (f64.const -nan)) (either (i32.const 0) (i32.const 3)))
