//! What ends up inside every executable that Wastrel produces.
//!
//! Built in two ways (see `Cargo.toml`). With the feature `freestanding` it is the runtime: start-up code, memories and
//! tables, traps, WASI, the sandbox. Without, it is what the other crates ask of the runtime: the functions that it
//! offers to modules, the header of its C interface, the format of the function table.
//!
//! # Safety
//! Everything here sits between the kernel, the emitted C and a guest that may be hostile. Files that need `unsafe` say at
//! their top what they rely on. Two things hold everywhere: the process has one thread, and nothing of the runtime runs
//! before [`start`] has relocated the program.
#![cfg_attr(not(test), no_std)]
// Without `freestanding` the runtime proper is compiled (and its tests run) but has no caller.
#![cfg_attr(not(feature = "freestanding"), allow(dead_code))]

#[cfg(not(target_arch = "x86_64"))]
compile_error!("wastrel's runtime knows x86-64 only so far");

extern crate alloc;

mod abi;
pub mod function_table;
mod host;
mod lock;
mod options;
mod packs;
mod report;
mod script;
mod trap;
mod wait;
mod wasi;

#[cfg(feature = "freestanding")]
mod allocator;
#[cfg(feature = "freestanding")]
mod builtins;
#[cfg(feature = "freestanding")]
mod command;
#[cfg(feature = "freestanding")]
mod guest_stack;
#[cfg(feature = "freestanding")]
mod heap;
#[cfg(feature = "freestanding")]
mod invoke;
#[cfg(feature = "freestanding")]
mod libm;
#[cfg(feature = "freestanding")]
mod memory;
#[cfg(feature = "freestanding")]
mod process;
mod sandbox;
#[cfg(feature = "freestanding")]
mod signals;
#[cfg(feature = "freestanding")]
mod start;
#[cfg(feature = "freestanding")]
mod strings;
mod sys;
#[cfg(feature = "freestanding")]
mod table;
#[cfg(feature = "freestanding")]
mod unwind;

pub use host::{HOST_FUNCTIONS, HostFunction};
pub use options::{SEALED_SYMBOL, quote};

/// The symbol of what start-up reads, which every executable has.
pub const PROGRAM_SYMBOL: &str = "wastrel_program";

/// The C interface of the runtime, which every emitted file includes as `wastrel.h`.
pub const HEADER: &str = include_str!("../include/wastrel.h");

/// The C interface of the collector, which emitted files that work on objects include as `wastrel_gc.h`.
pub const GC_HEADER: &str = include_str!("../../gc/include/wastrel_gc.h");

#[cfg(feature = "freestanding")]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo) -> ! {
    report::fatal(format_args!("internal error in the runtime: {}", info.message()))
}
