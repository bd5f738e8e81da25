;; The load reads state, so the store makes it a temporary; the product reads a local only and stays.
(module
  (memory 1)
  (func (export "f") (param $x i32) (param $p i32) (result i32)
    local.get $x local.get $x i32.mul
    local.get $p i32.load
    local.get $p i32.const 1 i32.store
    i32.add))
;; ---
;; static u32 f(u32 x, u32 p) {
;;   u32 t1 = i32_load(p, 0);
;;   i32_store(p, 0, 1);
;;   return x * x + t1;
;; }
