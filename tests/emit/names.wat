;; Names that C, linkers or Wastrel know, and hostile ones, get a form that is none of these.
(module
  (func $memcpy (export "memcpy") (param $int i32) (result i32) (local.get $int))
  (func $main (export "main") (param $main i32) (result i32) (call $memcpy (local.get $main)))
  (func $int (export "int") (result i32) (i32.const 0))
  (func $_start (export "_start"))
  (func $"*/ #define x" (export "a"))
  (func $"line\0aend\\" (export "b"))
  (func $i32_load (export "c"))
  (func $load_u32 (export "d"))
  (func $"core::fmt::Write::write_fmt" (export "e"))
  (func $"core::fmt::Write.write_fmt" (export "f"))
  (func $"\e5\90\8d" (export "g"))
  (func $"\e2\80\ae" (export "h"))
  (func $u32 (export "i") (param $u32 i32) (param $memcpy i32) (result i32)
    (i32.add (call $memcpy (local.get $u32)) (local.get $memcpy)))
  (func $t1 (export "j") (param $t1 i32) (param $t2 i32) (result i32)
    (i32.sub (call $memcpy (local.get $t2)) (call $memcpy (local.get $t1))))
  (func $label1 (export "k") (param $1 i32) (param $"\2d1" i32) (result i32) (i32.sub (local.get 0) (local.get 1))))
;; ---
;; /* memcpy */
;; static u32 memcpy_2(u32 int_3) {
;;   return int_3;
;; }
;;
;; /* main */
;; static u32 main_2(u32 main_3) {
;;   return memcpy_2(main_3);
;; }
;;
;; /* int */
;; static u32 int_2(void) {
;;   return 0;
;; }
;;
;; /* _start */
;; static void start_2(void) {
;; }
;;
;; /* * / #define x */
;; static void define_x(void) {
;; }
;;
;; /* line end/ */
;; static void line_end(void) {
;; }
;;
;; /* i32_load */
;; static void wasm_i32_load(void) {
;; }
;;
;; static void load_u32(void) {
;; }
;;
;; /* core::fmt::Write::write_fmt */
;; static void core_fmt_Write_write_fmt(void) {
;; }
;;
;; /* core::fmt::Write.write_fmt */
;; static void core_fmt_Write_write_fmt_2(void) {
;; }
;;
;; /* 名 */
;; static void f10(void) {
;; }
;;
;; /*   */
;; static void f11(void) {
;; }
;;
;; /* u32 */
;; static u32 u32_2(u32 u32_3, u32 memcpy_3) {
;;   return memcpy_2(u32_3) + memcpy_3;
;; }
;;
;; static u32 t1(u32 t1_2, u32 t2) {
;;   u32 t1_3 = memcpy_2(t2);
;;   return t1_3 - memcpy_2(t1_2);
;; }
;;
;; static u32 label1(u32 _1, u32 _1_2) {
;;   return _1 - _1_2;
;; }
