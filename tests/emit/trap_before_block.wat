;; What may trap does before a block, a loop and an if are entered, whatever they do.
(module
  (func (export "block") (param i32 i32) (result i32)
    (i32.add (i32.div_u (local.get 0) (local.get 1)) (block (result i32) (i32.add (local.get 0) (i32.const 1)))))
  (func (export "loop") (param i32 i32) (result i32)
    (i32.add (i32.div_u (local.get 0) (local.get 1)) (loop (result i32) (i32.add (local.get 0) (i32.const 1)))))
  (func (export "if") (param i32 i32) (result i32)
    (i32.add (i32.div_u (local.get 0) (local.get 1))
             (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2)))))
  (func (export "branch_with_value") (param i32 i32) (result i32)
    (block $out (result i32)
      (i32.div_u (local.get 0) (local.get 1))
      (if (local.get 1) (then (br $out (i32.const 3))))
      drop
      (i32.add (local.get 0) (i32.const 4)))))
;; ---
;; static u32 block(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return t1 + (l0 + 1);
;; }
;;
;; static u32 loop(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return t1 + (l0 + 1);
;; }
;;
;; static u32 if_2(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   return t1 + (l0 != 0 ? 1 : 2);
;; }
;;
;; static u32 branch_with_value(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;;   if (l1 != 0) {
;;     return 3;
;;   }
;;   return l0 + 4;
;; }
