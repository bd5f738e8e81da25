;; Each width of load and store, with and without an offset.
(module
  (memory 1)
  (func (export "loads") (param $p i32) (result i64)
    (i64.add (i64.add (i64.load8_s (local.get $p)) (i64.load16_u offset=2 (local.get $p)))
             (i64.add (i64.load32_s offset=4 (local.get $p)) (i64.load (local.get $p)))))
  (func (export "stores") (param $p i32) (param $x i64) (param $f f64)
    (i64.store8 (local.get $p) (local.get $x))
    (i64.store32 offset=4 (local.get $p) (local.get $x))
    (f64.store (i32.add (local.get $p) (i32.const 8)) (local.get $f))
    (f32.store offset=0xffffffff (local.get $p) (f32.demote_f64 (local.get $f))))
  (func (export "constant_address") (result i32) (i32.load offset=8 (i32.const 1024))))
;; ---
;; static u64 loads(u32 p) {
;;   return i64_load8_s(p, 0) + i64_load16_u(p, 2) + (i64_load32_s(p, 4) + i64_load(p, 0));
;; }
;;
;; static void stores(u32 p, u64 x, f64 f) {
;;   i64_store8(p, 0, x);
;;   i64_store32(p, 4, x);
;;   f64_store(p + 8, 0, f);
;;   f32_store(p, 4294967295, f32_demote_f64(f));
;; }
;;
;; static u32 constant_address(void) {
;;   return i32_load(1024, 8);
;; }
