;; A shared memory and one that isn't: whoever shares a memory sees the order of atomic accesses, so each is an effect.
(module
  (memory $shared 1 2 shared)
  (memory $own 1)
  (func (export "update") (param $p i32) (param $x i32) (result i32)
    (i32.atomic.store offset=8 (local.get $p) (local.get $x))
    (drop (i32.atomic.rmw.add offset=4 (local.get $p) (i32.const 1)))
    (i32.atomic.rmw8.cmpxchg_u (local.get $p) (local.get $x) (i32.const 7)))
  (func (export "acquire") (param $p i32) (result i32)
    (i32.add (i32.atomic.load (local.get $p)) (i32.load (local.get $p))))
  (func (export "own") (param $p i32) (result i64)
    (drop (i64.atomic.rmw16.xchg_u $own (local.get $p) (i64.const 5)))
    (i64.add (i64.atomic.load $own (local.get $p)) (i64.load $own (local.get $p))))
  (func (export "wait") (param $p i32) (result i32)
    (memory.atomic.wait32 (local.get $p) (i32.const 0) (i64.const -1)))
  (func (export "notify") (param $p i32) (result i32)
    atomic.fence
    (memory.atomic.notify $own (local.get $p) (i32.const 1)))
  (func (export "size") (result i32) (memory.size $shared)))
;; ---
;; static u32 update(u32 p, u32 x) {
;;   i32_atomic_store_shared(p, 8, x);
;;   i32_atomic_rmw_add_shared(p, 4, 1);
;;   return i32_atomic_rmw8_cmpxchg_u_shared(p, 0, x, 7);
;; }
;;
;; static u32 acquire(u32 p) {
;;   u32 t1 = i32_atomic_load_shared(p, 0);
;;   return t1 + i32_load(p, 0);
;; }
;;
;; static u64 own(u32 p) {
;;   own_2_i64_atomic_rmw16_xchg_u(p, 0, 5);
;;   u64 t1 = own_2_i64_atomic_load(p, 0);
;;   return t1 + own_2_i64_load(p, 0);
;; }
;;
;; static u32 wait(u32 p) {
;;   return memory_atomic_wait32_shared(p, 0, 0, 0xfffffffffffffffful);
;; }
;;
;; static u32 notify(u32 p) {
;;   atomic_fence();
;;   return own_2_memory_atomic_notify(p, 0, 1);
;; }
;;
;; static u32 size(void) {
;;   return memory_size();
;; }
