;;! instantiate
;; Active segments that are certain to fit are written without a check, near ones together, and count as dropped.
(module
  (memory 1)
  (data (i32.const 8) "first")
  (data (i32.const 20) "second")
  (data $passive "passive")
  (data $far (i32.const 1000) "far")
  (func (export "f")
    (memory.init $passive (i32.const 0) (i32.const 1) (i32.const 2))
    (memory.init $far (i32.const 0) (i32.const 0) (i32.const 0))
    (data.drop $far)))
;; ---
;; static void f(void) {
;;   memory_init(0, 1, 2, passive, passive_length);
;;   memory_init_dropped(0, 0, 0);
;;   (void)0;
;; }
;;
;; static _Bool instantiate(void) {
;;   memory_place(8, initial_data, 18);
;;   memory_place(1000, initial_data + 18, 3);
;;   return 1;
;; }
