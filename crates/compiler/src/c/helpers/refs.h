//! helper: funcref_as_non_null
/* ref.as_non_null of a reference to a function (rule ref.as_non_null). */
static inline funcref funcref_as_non_null(funcref reference) {
  if (!reference)
    wastrel_trap(TRAP_NULL_REFERENCE);
  return reference;
}

//! helper: externref_as_non_null
/* ref.as_non_null of a reference to something of the host (rule ref.as_non_null). */
static inline externref externref_as_non_null(externref reference) {
  if (!reference)
    wastrel_trap(TRAP_NULL_REFERENCE);
  return reference;
}

//! helper: ref_callee; needs: code, funcref_as_non_null
/* The callee of call_ref (rule call_ref). */
static inline code ref_callee(funcref reference) {
  return funcref_as_non_null(reference)->code;
}
