;; A block's result that waits while another block reads the local that it will be assigned to: only right behind its own block
;; is it put there in the first place.
(module
  (func (export "waits") (param i32 i32) (result i32)
    (block $a (result i32)
      (drop (br_if $a (i32.const 5) (local.get 1)))
      (i32.const 7))
    (block $b
      (br_if $b (local.get 0))
      (local.set 1 (i32.const 9)))
    (local.set 0)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "at_once") (param i32 i32) (result i32)
    (local.set 0
      (block $a (result i32)
        (drop (br_if $a (i32.const 5) (local.get 1)))
        (i32.const 7)))
    (i32.add (local.get 0) (local.get 1))))
;; ---
;; static u32 waits(u32 l0, u32 l1) {
;;   u32 t1;
;;   if (l1 != 0) {
;;     t1 = 5;
;;   } else {
;;     t1 = 7;
;;   }
;;   if (l0 == 0) {
;;     l1 = 9;
;;   }
;;   l0 = t1;
;;   return l0 + l1;
;; }
;;
;; static u32 at_once(u32 l0, u32 l1) {
;;   if (l1 != 0) {
;;     l0 = 5;
;;   } else {
;;     l0 = 7;
;;   }
;;   return l0 + l1;
;; }
