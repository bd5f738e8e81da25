//! helper: anyref_as_non_null
/* ref.as_non_null of a reference of the any hierarchy (rule ref.as_non_null). */
static inline anyref anyref_as_non_null(anyref reference) {
  if (!reference)
    wastrel_trap(TRAP_NULL_REFERENCE);
  return reference;
}

//! helper: force_ref
/* Uses a loaded reference, so that a load whose value nobody needs still faults. */
static inline anyref force_ref(const void *value) {
#ifndef __TINYC__
  __asm__ volatile("" : : "r"(value));
#endif
  return (anyref)value;
}

//! helper: table_get_ref
/* table.get of a table of objects (rule table.get). */
static inline anyref table_get_ref(const struct wastrel_table *table, u64 index) {
  if (index >= table->size)
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  return (anyref)table->elements[index];
}

//! helper: settled_object
/* As `settled`: compilers may move nothing across an access to an object that faults if it is null. */
static inline void *settled_object(const void *reference) {
#ifndef __TINYC__
  __asm__ volatile("" : "+r"(reference) : : "memory");
#endif
  return (void *)(u64)reference;
}

//! helper: store_ref
/* Stores a reference in an object that may be older than what it refers to. */
static inline void store_ref(void *object, void *slot, const void *value) {
  *(const void **)slot = value;
  wastrel_gc_barrier(object, slot);
}

//! helper: i31_new
/* ref.i31: bit 0 tells it from the address of an object (rule ref.i31). */
static inline anyref i31_new(u32 value) {
  return (anyref)(u64)((value << 1) + 1u);
}

//! helper: i31_add
/* ref.i31 of the sum of what i31.get gives of both: one tag too many (rules ref.i31, i31.get, i32.add). */
static inline anyref i31_add(anyref a, anyref b) {
  return (anyref)(u64)((u32)(u64)a + (u32)(u64)b - 1u);
}

//! helper: i31_sub
/* ref.i31 of the difference of what i31.get gives of both: the tags are gone (rules ref.i31, i31.get, i32.sub). */
static inline anyref i31_sub(anyref a, anyref b) {
  return (anyref)(u64)((u32)(u64)a - (u32)(u64)b + 1u);
}

//! helper: i31_get_s_non_null
/* i31.get_s of a reference that isn't null (rule i31.get). */
static inline u32 i31_get_s_non_null(anyref reference) {
  return (u32)((s32)(u32)(u64)reference >> 1);
}

//! helper: i31_get_u_non_null
/* i31.get_u of a reference that isn't null (rule i31.get). */
static inline u32 i31_get_u_non_null(anyref reference) {
  return (u32)(u64)reference >> 1;
}

//! helper: i31_get_s; needs: anyref_as_non_null, i31_get_s_non_null
/* i31.get_s (rule i31.get). */
static inline u32 i31_get_s(anyref reference) {
  return i31_get_s_non_null(anyref_as_non_null(reference));
}

//! helper: i31_get_u; needs: anyref_as_non_null, i31_get_u_non_null
/* i31.get_u (rule i31.get). */
static inline u32 i31_get_u(anyref reference) {
  return i31_get_u_non_null(anyref_as_non_null(reference));
}

//! helper: array_len_non_null
/* array.len of an array that isn't null (rule array.len). */
static inline u32 array_len_non_null(const void *array) {
  return ((const u32 *)array)[1];
}

//! helper: array_len; needs: force_u32, array_len_non_null
/* array.len: null faults (rule array.len). */
static inline u32 array_len(const void *array) {
  return force_u32(array_len_non_null(array));
}

//! helper: array_out_of_bounds; needs: array_len
/* What an index that isn't in bounds leads to. Null faults, even if the compiler knows that no array has so many elements. */
_Noreturn static inline void array_out_of_bounds(const void *array) {
  array_len(array);
  wastrel_trap(TRAP_ARRAY_OUT_OF_BOUNDS);
}

//! helper: array_in_bounds; needs: array_len
/* Traps unless an array has `n` elements from `index` on. */
static inline void array_in_bounds(const void *array, u32 index, u32 n) {
  if ((u64)index + n > array_len(array))
    wastrel_trap(TRAP_ARRAY_OUT_OF_BOUNDS);
}

//! helper: array_copy; needs: memmove, array_in_bounds
/* array.copy of elements of so many bytes: as if through a copy of the source (rule array.copy). */
static inline void array_copy(void *to, u32 to_index, const void *from, u32 from_index, u32 n, u64 size) {
  /* Null faults before anything is compared. */
  array_len(to);
  array_len(from);
  array_in_bounds(to, to_index, n);
  array_in_bounds(from, from_index, n);
  memmove((u8 *)to + 8 + to_index * size, (const u8 *)from + 8 + from_index * size, n * size);
}

//! helper: array_copy_refs; needs: array_copy
/* array.copy of references (rule array.copy). */
static inline void array_copy_refs(void *to, u32 to_index, const void *from, u32 from_index, u32 n) {
  array_copy(to, to_index, from, from_index, n, 8);
  wastrel_gc_barrier_range(to, (u8 *)to + 8 + to_index * 8ul, n);
}

//! helper: array_new_data; needs: memcpy
/* array.new_data: a new array of type `type`, of bytes of a segment (rule array.new_data). */
static inline anyref array_new_data(u32 type, u32 size, u32 from, u32 n, const u8 *segment, u64 length) {
  anyref array;
  if (from + (u64)n * size > length)
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  array = wastrel_gc_new_array(type, n, size);
  memcpy((u8 *)array + 8, segment + from, (u64)n * size);
  return array;
}

//! helper: array_new_elem; needs: memcpy
/* array.new_elem: a new array of type `type`, of references of a segment (rule array.new_elem). The address is a number, since
 * gcc warns of what the test rules out. */
static inline anyref array_new_elem(u32 type, u32 from, u32 n, const void *segment, u64 length) {
  anyref array;
  if ((u64)from + n > length)
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  array = wastrel_gc_new_array(type, n, 8);
  memcpy((u8 *)array + 8, (const void *)((u64)segment + from * 8ul), n * 8ul);
  return array;
}

//! helper: array_init_data; needs: memcpy, array_in_bounds
/* array.init_data: bytes of a segment to an array of elements of so many bytes (rule array.init_data). */
static inline void array_init_data(void *array, u32 index, u32 from, u32 n, u32 size, const u8 *segment,
                                   u64 length) {
  array_in_bounds(array, index, n);
  if (from + (u64)n * size > length)
    wastrel_trap(TRAP_MEMORY_OUT_OF_BOUNDS);
  memcpy((u8 *)array + 8 + (u64)index * size, segment + from, (u64)n * size);
}

//! helper: array_init_elem; needs: memcpy, array_in_bounds
/* array.init_elem: references of a segment to an array (rule array.init_elem). */
static inline void array_init_elem(void *array, u32 index, u32 from, u32 n, const void *segment, u64 length) {
  array_in_bounds(array, index, n);
  if ((u64)from + n > length)
    wastrel_trap(TRAP_TABLE_OUT_OF_BOUNDS);
  memcpy((u8 *)array + 8 + index * 8ul, (const u8 *)segment + from * 8ul, n * 8ul);
}

//! helper: array_init_elem_refs; needs: array_init_elem
/* array.init_elem of references to objects (rule array.init_elem). */
static inline void array_init_elem_refs(void *array, u32 index, u32 from, u32 n, const void *segment, u64 length) {
  array_init_elem(array, index, from, n, segment, length);
  wastrel_gc_barrier_range(array, (u8 *)array + 8 + index * 8ul, n);
}
