;; A local that is overwritten while its old value is pending costs one temporary.
(module
  (import "host" "f" (func $f (param i32)))
  (func (export "f") (param $i i32)
    local.get $i
    local.get $i i32.const 1 i32.add local.set $i
    call $f)
  (func (export "unrelated") (param $i i32) (param $j i32) (result i32)
    local.get $j
    local.get $i i32.const 1 i32.add local.set $i
    local.get $i i32.add))
;; ---
;; static void f(u32 arg_0) {
;;   (void)arg_0;
;;   wastrel_trap_unknown_import("host", "f");
;; }
;;
;; static void f_2(u32 i) {
;;   u32 t1 = i;
;;   i++;
;;   f(t1);
;; }
;;
;; static u32 unrelated(u32 i, u32 j) {
;;   i++;
;;   return j + i;
;; }
