;;! instantiate
;; Active segments are written and dropped, passive ones stay; the start function runs last.
(module
  (memory 1)
  (table 4 funcref)
  (global $g (mut i32) (i32.const 0))
  (func $f (export "f") (memory.init $p (i32.const 0) (i32.const 1) (i32.const 2)) (data.drop $p))
  (func $start (global.set $g (i32.const 1)))
  (func $e (table.init $q (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $q))
  (elem (i32.const 2) $f $e)
  (elem $q func $f)
  (data (i32.const 8) "active")
  (data $p "passive")
  (start $start))
;; ---
;; static void f(void) {
;;   memory_init(0, 1, 2, p, p_length);
;;   p_length = 0;
;; }
;;
;; /* start */
;; static void start_2(void) {
;;   g = 1;
;; }
;;
;; static void e(void) {
;;   table_init(&table0, 0, 0, 1, q, q_length);
;;   q_length = 0;
;; }
;;
;; static _Bool instantiate(void) {
;;   table_init(&table0, 2, 0, 2, elem0, elem0_length);
;;   elem0_length = 0;
;;   memory_place(8, initial_data, 6);
;;   start_2();
;;   return 1;
;; }
