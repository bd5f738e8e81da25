//! Where the suite as it is and Wastrel as it is differ, all of it.

/// Files with modules that need a proposal which Wastrel doesn't support yet, by proposal. In these a module may be
/// rejected, and what needs it not run; nothing else may fail, and something must.
pub(crate) const PENDING: &[(&str, &[&str])] = &[];

/// Assertions of snapshots of proposals that Wasm 3.0 has turned round since, by file and line. Each must fail.
pub(crate) const SUPERSEDED: &[(&str, &[usize])] = &[
    // The byte after memory.size and memory.grow, then always zero, is now the index of a memory.
    ("function-references/binary", &[145, 165, 184, 203, 242, 261, 279, 297]),
    ("memory64/binary", &[876, 896, 915, 934, 973, 992, 1010, 1028]),
    ("multi-value/binary", &[162, 182, 201, 220, 259, 278, 296, 314]),
    // The limits of memories and the offsets of accesses may now have 64 bits, so these are not too long.
    ("reference-types/binary", &[157, 354, 362, 419, 756, 776, 795, 814, 853, 872, 890, 908]),
    ("reference-types/binary-leb128", &[217, 225, 404, 461]),
    // There was one memory at most.
    ("memory64/memory", &[10, 11]),
    ("memory64/memory64", &[8, 9]),
    ("threads/memory", &[14, 15]),
    // There was one table at most, or one memory.
    ("reference-types/imports", &[416, 420, 424]),
    ("threads/imports", &[309, 313, 317, 404, 408, 412]),
    // In unreachable code, the labels of a br_table may now differ in type.
    ("reference-types/unreached-invalid", &[539]),
    // Nothing was written if one segment didn't fit, and that was a failure to link.
    ("mutable-global/linking", &[206, 227, 236, 238, 248, 298, 334, 342, 344, 354]),
];

/// Files that make millions of tail calls, which compiled by tcc take stack.
pub(crate) const NEEDS_TAIL_CALLS: &[&str] = &[
    "v3/return_call",
    "v3/return_call_indirect",
    "v3/return_call_ref",
    "function-references/return_call",
    "function-references/return_call_indirect",
    "function-references/return_call_ref",
    "tail-call/return_call",
    "tail-call/return_call_indirect",
];
