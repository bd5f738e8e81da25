;; Blocks that nothing branches to leave no trace.
(module
  (func (export "f") (param $x i32) (result i32)
    (block (result i32) (block (result i32) (block (result i32)
      (i32.add (local.get $x) (i32.const 1)))))))
;; ---
;; static u32 f(u32 x) {
;;   return x + 1;
;; }
