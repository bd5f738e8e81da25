//! The garbage collector of the executables that Wastrel produces.
//!
//! A non-moving mark-region heap with two generations, for one mutator thread, behind a narrow C interface
//! (`include/wastrel_gc.h`). It knows nothing of WebAssembly: what it knows of a program is a table of types, a list of
//! stacks to scan conservatively and lists of words that hold references. `README.md` describes the design and
//! what was measured; the modules stand in the order in which memory passes through them:
//!
//! - [`object`], `bits`, `space`: headers and types, the bitmaps beside the heap, the address space and its blocks
//! - `alloc`, `large`: bump allocation into holes, whole pages for large objects
//! - `barrier`, `stacks`, `roots`: what a collection starts from
//! - `mark`, `weak`, `sweep`: what it does
//! - `collect`, `sizing`: when it does it
//! - `stats`, `verify`: what it tells
//! - [`capi`]: the C interface
#![cfg_attr(not(test), no_std)]
#![deny(unsafe_code)]

mod alloc;
mod barrier;
mod bits;
mod buffer;
pub mod capi;
mod collect;
mod heap;
mod large;
mod machine;
mod mark;
pub mod object;
mod pages;
mod roots;
mod sizing;
mod space;
mod stacks;
mod stats;
mod sweep;
mod verify;
mod weak;

pub use buffer::OutOfMemory;
pub use collect::Collection;
pub use heap::{Heap, Options, Stress};
pub use roots::Handle;
pub use sizing::Policy;
pub use stacks::Stack;
pub use stats::Stats;
pub use weak::{Finalizer, WeakId};

/// What a program without a panic handler of its own does on a bug in the collector.
#[cfg(all(feature = "panic-handler", not(test)))]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo) -> ! {
    stats::write_line(2, format_args!("{info}"));
    machine::abort()
}
