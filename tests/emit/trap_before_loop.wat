;; What may trap does before a loop is entered, which may not end.
(module
  (global $g (mut i32) (i32.const 0))
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    local.get $x local.get $y i32.rem_s
    (loop $top (br_if $top (i32.eqz (local.get $x))))
    local.get $y i32.add)
  (func (export "infinite") (param $x i32) (param $y i32) (result i32)
    local.get $x local.get $y i32.rem_s
    (loop $top (br $top))
    unreachable))
;; ---
;; static u32 f(u32 x, u32 y) {
;;   u32 t1 = i32_rem_s(x, y);
;;   while (x == 0) {
;;   }
;;   return t1 + y;
;; }
;;
;; static u32 infinite(u32 x, u32 y) {
;;   (void)i32_rem_s(x, y);
;;   for (;;) {
;;   }
;;   return 0;
;; }
