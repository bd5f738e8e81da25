;; br_table is a switch; targets that are shared become one case list, the default is last.
(module
  (func (export "shared") (param $x i32) (result i32)
    (block $c (block $b (block $a
      (br_table $a $b $a $c $b $c (local.get $x)))
      (return (i32.const 10)))
      (return (i32.const 20)))
    (i32.const 30))
  (func (export "only_default") (param $x i32) (result i32)
    (block $a (br_table $a (local.get $x)))
    (i32.const 1))
  (func (export "returns") (param $x i32)
    (block $a (br_table $a 1 0 1 (local.get $x)))
    unreachable))
;; ---
;; static u32 shared(u32 x) {
;;   switch (x) {
;;   case 0:
;;   case 2:
;;     return 10;
;;   case 1:
;;   case 4:
;;     return 20;
;;   default:
;;     return 30;
;;   }
;; }
;;
;; static u32 only_default(u32 x) {
;;   switch (x) {
;;   default:
;;     break;
;;   }
;;   return 1;
;; }
;;
;; static void returns(u32 x) {
;;   switch (x) {
;;   case 0:
;;   case 2:
;;     wastrel_trap(TRAP_UNREACHABLE);
;;   default:
;;     break;
;;   }
;; }
