//! helper: memset
/* Of the runtime; compilers know it. */
void *memset(void *to, int value, u64 n);

//! helper: memcpy
/* Of the runtime; compilers know it. */
void *memcpy(void *restrict to, const void *restrict from, u64 n);

//! helper: memmove
/* Of the runtime; compilers know it. */
void *memmove(void *to, const void *from, u64 n);

//! helper: in_bounds
/* Whether the n bytes or elements at `at` lie within `size`, without overflow. */
static inline _Bool in_bounds(u64 at, u64 n, u64 size) {
  return n <= size && at <= size - n;
}

//! helper: MEMORY_memory_size
/* memory.size: in pages (rule memory.size). */
static inline u32 MEMORY_memory_size(void) {
  return (u32)(MEMORY_SIZE >> MEMORY_DESCRIPTOR.page_shift);
}

//! helper: MEMORY_memory_size_64
/* memory.size of a 64-bit memory: in pages (rule memory.size). */
static inline u64 MEMORY_memory_size_64(void) {
  return MEMORY_SIZE >> MEMORY_DESCRIPTOR.page_shift;
}

//! helper: MEMORY_memory_grow
/* memory.grow: the old size in pages, or -1 (rule memory.grow). */
static inline u32 MEMORY_memory_grow(u32 pages) {
  return (u32)wastrel_memory_grow(&MEMORY_DESCRIPTOR, pages);
}

//! helper: MEMORY_memory_grow_64
/* memory.grow of a 64-bit memory: the old size in pages, or -1 (rule memory.grow). */
static inline u64 MEMORY_memory_grow_64(u64 pages) {
  return wastrel_memory_grow(&MEMORY_DESCRIPTOR, pages);
}

//! helper: MEMORY_memory_fill; needs: memset, in_bounds
/* memory.fill: traps before anything is written (rule memory.fill). */
static inline void MEMORY_memory_fill(u64 to, u32 value, u64 n) {
  if (!in_bounds(to, n, MEMORY_SIZE))
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  memset(MEMORY_BASE + to, (u8)value, n);
}

//! helper: MEMORY_memory_copy; needs: memmove, in_bounds
/* memory.copy within one memory: as if through a copy of the source; traps before anything is written (rule
 * memory.copy). */
static inline void MEMORY_memory_copy(u64 to, u64 from, u64 n) {
  if (!in_bounds(to, n, MEMORY_SIZE) || !in_bounds(from, n, MEMORY_SIZE))
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  memmove(MEMORY_BASE + to, MEMORY_BASE + from, n);
}

//! helper: memory_copy_between; needs: memmove, in_bounds
/* memory.copy from one memory to another: traps before anything is written (rule memory.copy). */
static inline void memory_copy_between(const struct wastrel_memory *to_memory, u64 to,
                                       const struct wastrel_memory *from_memory, u64 from, u64 n) {
  if (!in_bounds(to, n, to_memory->size) || !in_bounds(from, n, from_memory->size))
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  memmove(to_memory->base + to, from_memory->base + from, n);
}

//! helper: MEMORY_memory_init; needs: memcpy, in_bounds
/* memory.init, and active segments that may not fit: traps before anything is written, for an empty range too. `length` is the
 * segment's, 0 once it is dropped (rule memory.init). */
static inline void MEMORY_memory_init(u64 to, u32 from, u32 n, const u8 *segment, u64 length) {
  if (!in_bounds(to, n, MEMORY_SIZE) || !in_bounds(from, n, length))
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  memcpy(MEMORY_BASE + to, segment + from, n);
}

//! helper: MEMORY_memory_init_dropped
/* memory.init of a segment that is dropped: nothing or a trap (rule memory.init). */
static inline void MEMORY_memory_init_dropped(u64 to, u32 from, u32 n) {
  if (from != 0 || n != 0 || to > MEMORY_SIZE)
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
}

//! helper: MEMORY_memory_place; needs: memcpy
/* An active segment that is known to fit (rule memory.init). */
static inline void MEMORY_memory_place(u64 to, const u8 *data, u64 n) {
  memcpy(MEMORY_BASE + to, data, n);
}

//! helper: MEMORY_memory_place_all; needs: memcpy
/* Active segments that are known to fit, one after the other in `data`: where each goes, and its length (rule
 * memory.init). */
static inline void MEMORY_memory_place_all(const u64 (*places)[2], u64 count, const u8 *data) {
  for (u64 i = 0; i < count; i++) {
    memcpy(MEMORY_BASE + places[i][0], data, places[i][1]);
    data += places[i][1];
  }
}
