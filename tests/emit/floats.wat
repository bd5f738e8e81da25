;; Floats: constants keep every bit, NaN and minus zero included.
(module
  (func (export "constants") (result f64)
    (f64.add (f64.const 0.1) (f64.add (f64.const -0.0) (f64.add (f64.const inf) (f64.const nan:0x8000000000001)))))
  (func (export "arithmetic") (param f32 f32) (result f32)
    (f32.min (f32.sqrt (local.get 0)) (f32.copysign (f32.neg (local.get 1)) (local.get 0))))
  (func (export "compare") (param f64 f64) (result i32) (i32.eqz (f64.lt (local.get 0) (local.get 1))))
  (func (export "saturate") (param f64) (result i32) (i32.trunc_sat_f64_u (local.get 0)))
  (func (export "reinterpret") (param f64) (result i64) (i64.reinterpret_f64 (local.get 0)))
  (func (export "convert") (param i64) (result f32) (f32.convert_i64_u (local.get 0))))
;; ---
;; static f64 constants(void) {
;;   return 0.1 + (f64_opaque(f64_reinterpret_i64(0x8000000000000000ul)) + (f64_reinterpret_i64(0x7ff0000000000000ul) + f64_reinterpret_i64(0x7ff8000000000001ul)));
;; }
;;
;; static f32 arithmetic(f32 l0, f32 l1) {
;;   return f32_min(f32_sqrt(l0), f32_copysign(f32_neg(l1), l0));
;; }
;;
;; static u32 compare(f64 l0, f64 l1) {
;;   return !(l0 < l1);
;; }
;;
;; static u32 saturate(f64 l0) {
;;   return i32_trunc_sat_f64_u(l0);
;; }
;;
;; static u64 reinterpret(f64 l0) {
;;   return i64_reinterpret_f64(l0);
;; }
;;
;; static f32 convert(u64 l0) {
;;   return f32_convert_i64_u(l0);
;; }
