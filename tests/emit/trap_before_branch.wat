;; What may trap does before br, br_if, br_table and return leave it behind.
(module
  (func (export "br") (param i32 i32)
    (block $out
      (i32.div_u (local.get 0) (local.get 1))
      (br $out))
    )
  (func (export "br_if") (param i32 i32) (result i32)
    (block $out
      (i32.div_u (local.get 0) (local.get 1))
      (br_if $out (local.get 1))
      (return))
    i32.const 1)
  (func (export "br_table") (param i32 i32)
    (block $a (block $b
      (i32.div_u (local.get 0) (local.get 1))
      (br_table $a $b (local.get 1)))))
  (func (export "return") (param i32 i32) (result i32)
    (i32.div_u (local.get 0) (local.get 1))
    (return (i32.const 1)))
  (func (export "unreachable") (param i32 i32)
    (i32.div_u (local.get 0) (local.get 1))
    unreachable))
;; ---
;; static void br(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;; }
;;
;; static u32 br_if(u32 l0, u32 l1) {
;;   u32 t1 = i32_div_u(l0, l1);
;;   if (l1 == 0) {
;;     return t1;
;;   }
;;   return 1;
;; }
;;
;; static void br_table(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;;   switch (l1) {
;;   default:
;;     break;
;;   case 0:
;;     break;
;;   }
;; }
;;
;; static u32 return_2(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;;   return 1;
;; }
;;
;; static void unreachable(u32 l0, u32 l1) {
;;   (void)i32_div_u(l0, l1);
;;   wastrel_trap(TRAP_UNREACHABLE);
;; }
