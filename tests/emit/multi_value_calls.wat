;; A function with two results returns the first and leaves the second in a static.
(module
  (func $divmod (export "divmod") (param i32 i32) (result i32 i32)
    (i32.div_u (local.get 0) (local.get 1)) (i32.rem_u (local.get 0) (local.get 1)))
  (func (export "use") (param i32 i32) (result i32)
    (call $divmod (local.get 0) (local.get 1)) i32.mul)
  (func (export "twice") (param i32 i32) (result i32)
    (call $divmod (local.get 0) (local.get 1))
    (call $divmod (local.get 1) (local.get 0))
    i32.add i32.add i32.add)
  (func (export "pass_on") (param i32 i32) (result i32 i32)
    (call $divmod (local.get 0) (local.get 1)))
  (func (export "swap") (param i32 i64 f32) (result f32 i64 i32)
    local.get 2 local.get 1 local.get 0)
  (func (export "swap_results") (param i32 i32) (result i32 i32) (local i32)
    (call $divmod (local.get 0) (local.get 1))
    local.set 2 local.set 0 local.get 2 local.get 0))
;; ---
;; static u32 divmod(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   u32 t2 = i32_rem_u(l0, l1);
;;   result_u32_1 = t2;
;;   return t1;
;; }
;;
;; static u32 use(u32 l0, u32 l1) {
;;   u32 t1 = divmod(l0, l1);
;;   return t1 * result_u32_1;
;; }
;;
;; static u32 twice(u32 l0, u32 l1) {
;;   u32 t1 = divmod(l0, l1);
;;   u32 t2 = result_u32_1;
;;   u32 t3 = divmod(l1, l0);
;;   return t1 + (t2 + (t3 + result_u32_1));
;; }
;;
;; static u32 pass_on(u32 l0, u32 l1) {
;;   u32 t1 = divmod(l0, l1);
;;   u32 t2 = result_u32_1;
;;   result_u32_1 = t2;
;;   return t1;
;; }
;;
;; static f32 swap(u32 l0, u64 l1, f32 l2) {
;;   result_u64_1 = l1;
;;   result_u32_2 = l0;
;;   return l2;
;; }
;;
;; static u32 swap_results(u32 l0, u32 l1) {
;;   l0 = divmod(l0, l1);
;;   u32 l2 = result_u32_1;
;;   result_u32_1 = l0;
;;   return l2;
;; }
