//! helper: exception_type
/* Which tag an exception has: the number of its type among the types of the heap. */
static inline u32 exception_type(exnref reference) {
  return *(const u32 *)reference >> 1;
}

//! helper: thrown
/* Whether a call has thrown: an exception is pending, and the function must be left for its handlers or its caller
 * (rule throw_ref). */
static inline _Bool thrown(void) {
  return __builtin_expect(exception != 0, 0);
}

//! helper: catch_exception
/* Takes the pending exception, as a handler does (rule try_table). */
static inline exnref catch_exception(void) {
  exnref caught = exception;
  exception = 0;
  return caught;
}

//! helper: exnref_as_non_null
/* The operand of throw_ref (rule throw_ref). */
static inline exnref exnref_as_non_null(exnref reference) {
  if (!reference)
    wastrel_trap(TRAP_NULL_REFERENCE);
  return reference;
}
