//! helper: object_is_non_null
/* Whether a reference that isn't null is to an object of the `count` types from `first` on: an object begins with
 * twice the number of its type, and a bit of the collector's (rule ref.test). */
static inline _Bool object_is_non_null(anyref reference, u32 first, u32 count) {
  return *(const u32 *)reference - 2 * first < 2 * count;
}

//! helper: object_is; needs: object_is_non_null
/* The same of one that may be null, which isn't (rule ref.test). */
static inline _Bool object_is(anyref reference, u32 first, u32 count) {
  return reference && object_is_non_null(reference, first, count);
}

//! helper: object_is_or_null; needs: object_is_non_null
/* The same where null is, too (rule ref.test). */
static inline _Bool object_is_or_null(anyref reference, u32 first, u32 count) {
  return !reference || object_is_non_null(reference, first, count);
}

//! helper: object_cast_non_null; needs: object_is_non_null
/* The reference, if object_is_non_null says yes (rule ref.cast). */
static inline anyref object_cast_non_null(anyref reference, u32 first, u32 count) {
  if (!object_is_non_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: object_cast; needs: object_is
/* The reference, if object_is says yes (rule ref.cast). */
static inline anyref object_cast(anyref reference, u32 first, u32 count) {
  if (!object_is(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: object_cast_or_null; needs: object_is_or_null
/* The reference, if object_is_or_null says yes (rule ref.cast). */
static inline anyref object_cast_or_null(anyref reference, u32 first, u32 count) {
  if (!object_is_or_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: ref_is_non_null
/* Whether a reference that isn't null is to an object of the `count` types from `first` on, and no i31 (rule ref.test). */
static inline _Bool ref_is_non_null(anyref reference, u32 first, u32 count) {
  return !((u64)reference & 1) && *(const u32 *)reference - 2 * first < 2 * count;
}

//! helper: ref_is; needs: ref_is_non_null
/* The same of one that may be null, which isn't (rule ref.test). */
static inline _Bool ref_is(anyref reference, u32 first, u32 count) {
  return reference && ref_is_non_null(reference, first, count);
}

//! helper: ref_is_or_null; needs: ref_is_non_null
/* The same where null is, too (rule ref.test). */
static inline _Bool ref_is_or_null(anyref reference, u32 first, u32 count) {
  return !reference || ref_is_non_null(reference, first, count);
}

//! helper: ref_cast_non_null; needs: ref_is_non_null
/* The reference, if ref_is_non_null says yes (rule ref.cast). */
static inline anyref ref_cast_non_null(anyref reference, u32 first, u32 count) {
  if (!ref_is_non_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: ref_cast; needs: ref_is
/* The reference, if ref_is says yes (rule ref.cast). */
static inline anyref ref_cast(anyref reference, u32 first, u32 count) {
  if (!ref_is(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: ref_cast_or_null; needs: ref_is_or_null
/* The reference, if ref_is_or_null says yes (rule ref.cast). */
static inline anyref ref_cast_or_null(anyref reference, u32 first, u32 count) {
  if (!ref_is_or_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: eq_is_non_null
/* Whether a reference that isn't null is to an i31, or an object of the `count` types from `first` on (rule ref.test). */
static inline _Bool eq_is_non_null(anyref reference, u32 first, u32 count) {
  return ((u64)reference & 1) || *(const u32 *)reference - 2 * first < 2 * count;
}

//! helper: eq_is; needs: eq_is_non_null
/* The same of one that may be null, which isn't (rule ref.test). */
static inline _Bool eq_is(anyref reference, u32 first, u32 count) {
  return reference && eq_is_non_null(reference, first, count);
}

//! helper: eq_is_or_null; needs: eq_is_non_null
/* The same where null is, too (rule ref.test). */
static inline _Bool eq_is_or_null(anyref reference, u32 first, u32 count) {
  return !reference || eq_is_non_null(reference, first, count);
}

//! helper: eq_cast_non_null; needs: eq_is_non_null
/* The reference, if eq_is_non_null says yes (rule ref.cast). */
static inline anyref eq_cast_non_null(anyref reference, u32 first, u32 count) {
  if (!eq_is_non_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: eq_cast; needs: eq_is
/* The reference, if eq_is says yes (rule ref.cast). */
static inline anyref eq_cast(anyref reference, u32 first, u32 count) {
  if (!eq_is(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: eq_cast_or_null; needs: eq_is_or_null
/* The reference, if eq_is_or_null says yes (rule ref.cast). */
static inline anyref eq_cast_or_null(anyref reference, u32 first, u32 count) {
  if (!eq_is_or_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: func_is_non_null
/* Whether a reference that isn't null is to a function of the `count` types from `first` on (rule ref.test). */
static inline _Bool func_is_non_null(funcref reference, u32 first, u32 count) {
  return reference->type - first < count;
}

//! helper: func_is; needs: func_is_non_null
/* The same of one that may be null, which isn't (rule ref.test). */
static inline _Bool func_is(funcref reference, u32 first, u32 count) {
  return reference && func_is_non_null(reference, first, count);
}

//! helper: func_is_or_null; needs: func_is_non_null
/* The same where null is, too (rule ref.test). */
static inline _Bool func_is_or_null(funcref reference, u32 first, u32 count) {
  return !reference || func_is_non_null(reference, first, count);
}

//! helper: func_cast_non_null; needs: func_is_non_null
/* The reference, if func_is_non_null says yes (rule ref.cast). */
static inline funcref func_cast_non_null(funcref reference, u32 first, u32 count) {
  if (!func_is_non_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: func_cast; needs: func_is
/* The reference, if func_is says yes (rule ref.cast). */
static inline funcref func_cast(funcref reference, u32 first, u32 count) {
  if (!func_is(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: func_cast_or_null; needs: func_is_or_null
/* The reference, if func_is_or_null says yes (rule ref.cast). */
static inline funcref func_cast_or_null(funcref reference, u32 first, u32 count) {
  if (!func_is_or_null(reference, first, count))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: i31_is_non_null
/* Whether a reference that isn't null is to an i31 (rule ref.test). */
static inline _Bool i31_is_non_null(anyref reference) {
  return ((u64)reference & 1) != 0;
}

//! helper: i31_is; needs: i31_is_non_null
/* The same of one that may be null, which isn't (rule ref.test). */
static inline _Bool i31_is(anyref reference) {
  return reference && i31_is_non_null(reference);
}

//! helper: i31_is_or_null; needs: i31_is_non_null
/* The same where null is, too (rule ref.test). */
static inline _Bool i31_is_or_null(anyref reference) {
  return !reference || i31_is_non_null(reference);
}

//! helper: i31_cast_non_null; needs: i31_is_non_null
/* The reference, if i31_is_non_null says yes (rule ref.cast). */
static inline anyref i31_cast_non_null(anyref reference) {
  if (!i31_is_non_null(reference))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: i31_cast; needs: i31_is
/* The reference, if i31_is says yes (rule ref.cast). */
static inline anyref i31_cast(anyref reference) {
  if (!i31_is(reference))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: i31_cast_or_null; needs: i31_is_or_null
/* The reference, if i31_is_or_null says yes (rule ref.cast). */
static inline anyref i31_cast_or_null(anyref reference) {
  if (!i31_is_or_null(reference))
    wastrel_trap(TRAP_CAST_FAILURE);
  return reference;
}

//! helper: any_cast
/* The reference, unless it is null (rule ref.cast). */
static inline anyref any_cast(const void *reference) {
  if (!reference)
    wastrel_trap(TRAP_CAST_FAILURE);
  return (anyref)reference;
}

//! helper: none_cast_or_null
/* Null, if the reference is (rule ref.cast). */
static inline anyref none_cast_or_null(const void *reference) {
  if (reference)
    wastrel_trap(TRAP_CAST_FAILURE);
  return 0;
}

//! helper: none_cast
/* No reference is of this type (rule ref.cast). */
static inline anyref none_cast(const void *reference) {
  (void)reference;
  wastrel_trap(TRAP_CAST_FAILURE);
}

//! helper: none_cast_non_null; needs: none_cast
/* The same of one that isn't null (rule ref.cast). */
static inline anyref none_cast_non_null(const void *reference) {
  return none_cast(reference);
}
