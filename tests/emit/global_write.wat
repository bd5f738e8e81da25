;; A write of a global flushes what reads state: another read of it; not what reads locals.
(module
  (global $g (mut i32) (i32.const 0))
  (func (export "post_increment") (result i32)
    global.get $g
    global.get $g i32.const 1 i32.add global.set $g)
  (func (export "unrelated") (param $x i32) (result i32)
    local.get $x i32.const 1 i32.add
    local.get $x global.set $g))
;; ---
;; static u32 post_increment(void) {
;;   u32 t1 = g;
;;   g++;
;;   return t1;
;; }
;;
;; static u32 unrelated(u32 x) {
;;   g = x;
;;   return x + 1;
;; }
