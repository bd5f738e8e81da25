//! Integer operations that C compilers call functions for where the machine has no instruction; those that Rust's own
//! library of such functions has not.
//!
//! # Safety
//! The functions have the names and types that gcc gives them.

/// The number of ones in 64 bits.
#[unsafe(no_mangle)]
extern "C" fn __popcountdi2(x: u64) -> u32 {
    x.count_ones()
}

/// The number of ones in 32 bits.
#[unsafe(no_mangle)]
extern "C" fn __popcountsi2(x: u32) -> u32 {
    x.count_ones()
}

/// What Rust's library of such functions names in its unwind tables, by which nobody unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
