//! helper: table_get
/* table.get (rule table.get). */
static inline const void *table_get(const struct wastrel_table *table, u64 index) {
  if (index >= table->size)
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  return table->elements[index];
}

//! helper: table_set
/* table.set (rule table.set). */
static inline void table_set(const struct wastrel_table *table, u64 index, const void *value) {
  if (index >= table->size)
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  table->elements[index] = value;
}

//! helper: table_size
/* table.size (rule table.size). */
static inline u32 table_size(const struct wastrel_table *table) {
  return (u32)table->size;
}

//! helper: table_size_64
/* table.size of a 64-bit table (rule table.size). */
static inline u64 table_size_64(const struct wastrel_table *table) {
  return table->size;
}

//! helper: table_grow
/* table.grow: the old size, or -1 (rule table.grow). */
static inline u32 table_grow(struct wastrel_table *table, const void *value, u32 n) {
  return (u32)wastrel_table_grow(table, n, value);
}

//! helper: table_grow_64
/* table.grow of a 64-bit table: the old size, or -1 (rule table.grow). */
static inline u64 table_grow_64(struct wastrel_table *table, const void *value, u64 n) {
  return wastrel_table_grow(table, n, value);
}

//! helper: table_fill; needs: in_bounds
/* table.fill: traps before anything is written (rule table.fill). */
static inline void table_fill(const struct wastrel_table *table, u64 to, const void *value, u64 n) {
  if (!in_bounds(to, n, table->size))
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  for (u64 i = 0; i < n; i++)
    table->elements[to + i] = value;
}

//! helper: table_copy; needs: memmove, in_bounds
/* table.copy: as if through a copy of the source; traps before anything is written (rule table.copy). */
static inline void table_copy(const struct wastrel_table *to_table, u64 to,
                              const struct wastrel_table *from_table, u64 from, u64 n) {
  if (!in_bounds(to, n, to_table->size) || !in_bounds(from, n, from_table->size))
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  memmove(to_table->elements + to, from_table->elements + from, n * sizeof(const void *));
}

//! helper: table_init; needs: memcpy, in_bounds
/* table.init, and active segments: traps before anything is written, for an empty range too. `segment` is an
 * array of references, `length` how many, 0 once it is dropped (rule table.init). */
static inline void table_init(const struct wastrel_table *table, u64 to, u32 from, u32 n, const void *segment,
                              u64 length) {
  if (!in_bounds(to, n, table->size) || !in_bounds(from, n, length))
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  memcpy(table->elements + to, (const u8 *)segment + from * sizeof(const void *), n * sizeof(const void *));
}

//! helper: code
/* What a function reference leads to: cast to the type that the call has. */
typedef void (*code)(void);

//! helper: table_callee; needs: code
/* The callee of call_indirect, of exactly this type (rule call_indirect). */
static inline code table_callee(const struct wastrel_table *table, u64 index, u32 type) {
  if (index >= table->size)
    wastrel_trap(TRAP_UNDEFINED_ELEMENT);
  funcref callee = table->elements[index];
  if (!callee)
    wastrel_trap(TRAP_UNINITIALIZED_ELEMENT);
  if (callee->type != type)
    wastrel_trap(TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  return callee->code;
}

//! helper: table_callee_subtype; needs: code
/* The callee of call_indirect where the type has subtypes: it and they are the `n` numbers from `type` on
 * (rule call_indirect). */
static inline code table_callee_subtype(const struct wastrel_table *table, u64 index, u32 type, u32 n) {
  if (index >= table->size)
    wastrel_trap(TRAP_UNDEFINED_ELEMENT);
  funcref callee = table->elements[index];
  if (!callee)
    wastrel_trap(TRAP_UNINITIALIZED_ELEMENT);
  if (callee->type - type >= n)
    wastrel_trap(TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  return callee->code;
}
