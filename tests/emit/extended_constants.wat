;;! instantiate
;; Constants that are computed; offsets of segments too.
(module
  (global $a i32 (i32.add (i32.const 16) (i32.const 4)))
  (memory 1)
  (data (i32.mul (i32.const 3) (i32.const 8)) "x")
  (func (export "a") (result i32) (global.get $a)))
;; ---
;; static u32 a(void) {
;;   return a_2;
;; }
;;
;; static _Bool instantiate(void) {
;;   a_2 = 16u + 4;
;;   memory_init(3u * 8, 0, 1, data0, data0_length);
;;   data0_length = 0;
;;   return 1;
;; }
