;; return leaves from anywhere; nothing follows a loop that never ends.
(module
  (memory 1)
  (func (export "find") (param $p i32) (param $x i32) (result i32)
    (loop $next
      (if (i32.eq (i32.load8_u (local.get $p)) (local.get $x)) (then (return (local.get $p))))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (br $next))
    unreachable))
;; ---
;; static u32 find(u32 p, u32 x) {
;;   for (;;) {
;;     if (i32_load8_u(p, 0) == x) {
;;       return p;
;;     }
;;     p++;
;;   }
;; }
