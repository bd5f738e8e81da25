;; More than six integers or eight floats: the others travel in statics.
(module
  (func $many (export "many")
    (param i32 i64 i32 i64 i32 i64 i32 i64) (param f64 f64 f64 f64 f64 f64 f64 f64 f64 f32) (result i64)
    (return_call $many
      (local.get 6) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 0) (local.get 7)
      (local.get 16) (local.get 9) (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14)
      (local.get 15) (local.get 8) (local.get 17)))
  (func $seven (export "seven") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 6)))
  (func (export "nested") (param $x i32) (result i32)
    (call $seven (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6)
      (call $seven (local.get $x) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7))))
  (func (export "order") (param $x i32) (result i32)
    (call $seven
      (call $seven (local.get $x) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7))
      (i32.div_u (local.get $x) (i32.const 2)) (i32.div_u (i32.const 2) (local.get $x)) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 8)))
  (type $t (func (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (table 1 funcref)
  (func (export "index") (param $x i32) (result i32)
    (call_indirect (type $t)
      (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7)
      (call $seven (local.get $x) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7))))
  (func (export "trap_below") (param $x i32) (result i32)
    (i32.sub (i32.div_u (i32.const 1) (local.get $x))
      (call $seven (local.get $x) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7)))))
;; ---
;; static u64 many(u32 l0, u64 l1, u32 l2, u64 l3, u32 l4, u64 l5, f64 l8, f64 l9, f64 l10, f64 l11, f64 l12, f64 l13, f64 l14, f64 l15) {
;;   u32 l6 = arg_u32_6;
;;   u64 l7 = arg_u64_7;
;;   f64 l16 = arg_f64_16;
;;   f32 l17 = arg_f32_17;
;;   arg_u32_6 = l0;
;;   arg_u64_7 = l7;
;;   arg_f64_16 = l8;
;;   arg_f32_17 = l17;
;;   return many(l6, l1, l2, l3, l4, l5, l16, l9, l10, l11, l12, l13, l14, l15);
;; }
;;
;; static u32 seven(u32 l0, u32 l1, u32 l2, u32 l3, u32 l4, u32 l5) {
;;   u32 l6 = arg_u32_6;
;;   (void)l1;
;;   (void)l2;
;;   (void)l3;
;;   (void)l4;
;;   (void)l5;
;;   return l0 + l6;
;; }
;;
;; static u32 nested(u32 x) {
;;   arg_u32_6 = 7;
;;   u32 t1 = seven(x, 2, 3, 4, 5, 6);
;;   arg_u32_6 = t1;
;;   return seven(1, 2, 3, 4, 5, 6);
;; }
;;
;; static u32 order(u32 x) {
;;   arg_u32_6 = 7;
;;   u32 t1 = seven(x, 2, 3, 4, 5, 6);
;;   u32 t2 = i32_div_u(2, x);
;;   arg_u32_6 = 8;
;;   return seven(t1, x / 2, t2, 4, 5, 6);
;; }
;;
;; static u32 index_2(u32 x) {
;;   arg_u32_6 = 7;
;;   u32 t1 = seven(x, 2, 3, 4, 5, 6);
;;   arg_u32_6 = 7;
;;   return ((fn_iiiiii_i)table_callee(&table0, t1, 0))(1, 2, 3, 4, 5, 6);
;; }
;;
;; static u32 trap_below(u32 x) {
;;   u32 t1 = i32_div_u(1, x);
;;   arg_u32_6 = 7;
;;   return t1 - seven(x, 2, 3, 4, 5, 6);
;; }
