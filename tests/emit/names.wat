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
  (func $label1 (export "k") (param $1 i32) (param $"\2d1" i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
  (func $anyref (export "l") (param $anyref i32) (param $exnref i32) (param $args i32) (result i32)
    (i32.add (local.get $anyref) (i32.add (local.get $exnref) (local.get $args))))
  (func $exnref (export "m"))
  (func $args (export "n"))
  (func $at (export "o") (param $at i32) (result i32) (local.get $at))
  (func $instantiate (export "p"))
  (func $exports (export "q"))
  (func $instances (export "r"))
  (func $roots (export "s"))
  (func $uncaught_exception (export "t"))
  (func $ATOMIC_UPDATE (export "u"))
  (func $GC_STRUCT (export "v"))
  (func $callee (export "w")))
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
;;
;; /* anyref */
;; static u32 anyref_2(u32 anyref_3, u32 exnref_3, u32 args_3) {
;;   return anyref_3 + (exnref_3 + args_3);
;; }
;;
;; /* exnref */
;; static void exnref_2(void) {
;; }
;;
;; /* args */
;; static void args_2(void) {
;; }
;;
;; /* at */
;; static u32 at_2(u32 at_3) {
;;   return at_3;
;; }
;;
;; /* instantiate */
;; static void instantiate_2(void) {
;; }
;;
;; /* exports */
;; static void exports_2(void) {
;; }
;;
;; /* instances */
;; static void instances_2(void) {
;; }
;;
;; /* roots */
;; static void roots_2(void) {
;; }
;;
;; /* uncaught_exception */
;; static void uncaught_exception_2(void) {
;; }
;;
;; /* ATOMIC_UPDATE */
;; static void ATOMIC_UPDATE_2(void) {
;; }
;;
;; /* GC_STRUCT */
;; static void GC_STRUCT_2(void) {
;; }
;;
;; /* callee */
;; static void callee_2(void) {
;; }
