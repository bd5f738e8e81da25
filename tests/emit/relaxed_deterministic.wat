;;! relaxed-simd-deterministic
;; Relaxed instructions that are to give the same everywhere.
(module
  (func (export "f") (param $x v128) (param $y v128) (param $z v128) (result v128)
    (f32x4.relaxed_madd (f32x4.relaxed_min (local.get $x) (local.get $y))
      (i8x16.relaxed_swizzle (local.get $x) (local.get $y))
      (i16x8.relaxed_laneselect (local.get $x) (local.get $y) (local.get $z)))))
;; ---
;; static v128 f(v128 x, v128 y, v128 z) {
;;   return f32x4_relaxed_madd_deterministic(f32x4_min(x, y), i8x16_swizzle(x, y), v128_bitselect(x, y, z));
;; }
