;;! instantiate
;; What lies in another's place is written after it; a segment that may not fit is checked, and so are those behind it.
(module
  (memory 1)
  (data (i32.const 8) "overwritten")
  (data (i32.const 10) "over")
  (data (i32.const 16) "behind")
  (data (i32.const 65536) "out of bounds")
  (data (i32.const 0) "checked"))
;; ---
;;
;; static _Bool instantiate(void) {
;;   memory_place(8, initial_data, 11);
;;   memory_place(10, initial_data + 11, 4);
;;   memory_place(16, initial_data + 15, 6);
;;   memory_init(65536, 0, 13, data3, data3_length);
;;   data3_length = 0;
;;   memory_init(0, 0, 7, data4, data4_length);
;;   data4_length = 0;
;;   return 1;
;; }
