;; Locals that exchange values through the stack.
(module
  (func (export "f") (param $a i32) (param $b i32) (result i32)
    local.get $b local.get $a
    local.set $b local.set $a
    local.get $a local.get $b i32.sub))
;; ---
;; static u32 f(u32 a, u32 b) {
;;   u32 t1 = b;
;;   b = a;
;;   a = t1;
;;   return a - b;
;; }
