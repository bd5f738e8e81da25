;;! explicit-checks
;; Every access is checked.
(module
  (memory 1)
  (func (export "load") (param i32) (result i64) (i64.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "drop") (param i32) (drop (f32.load (local.get 0)))))
;; ---
;; static u64 load(u32 l0) {
;;   return i64_load_checked(l0, 16);
;; }
;;
;; static void store(u32 l0, u32 l1) {
;;   i32_store8_checked(l0, 0, l1);
;; }
;;
;; static void drop(u32 l0) {
;;   (void)f32_load_checked(l0, 0);
;; }
