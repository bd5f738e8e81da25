;; A hint section that is malformed is ignored.
(module
  (@custom "metadata.code.branch_hint" (before code) "\01\00\01\01\01\02")
  (func (export "f") (param i32)
    (if (local.get 0) (then unreachable))))
;; ---
;; static void f(u32 l0) {
;;   if (l0 != 0) {
;;     wastrel_trap(TRAP_UNREACHABLE);
;;   }
;; }
