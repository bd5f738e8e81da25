//! From the C of a program to an executable: finds the C compiler, compiles the units in parallel, links, caches.
//!
//! Does not know WebAssembly: all it sees of a program is its [`Plan`](wastrel_compiler::Plan).
#![forbid(unsafe_code)]

mod build;
mod cache;
mod compiler;
mod events;
mod finish;
mod flags;
mod inspect;
mod jobs;
mod link;
mod runtime_library;
mod scratch;
mod segments;
mod source;

pub use build::Build;
pub use cache::{Cache, FilesKey, Key, KeyHasher, Kind, Usage};
pub use compiler::{Compiler, CompilerKind, CompilerLocation};
pub use events::{Event, UnitReport, Watcher};
pub use flags::OptLevel;
pub use inspect::{Executable, inspect};
pub use jobs::default_jobs;
pub use scratch::{Scratch, check_output};
pub use source::write_c;

/// Stops all builds, removes what they made so far, and then calls `end`, which ends the program.
pub fn interrupt(end: impl FnOnce()) {
    jobs::kill_all_and(|| {
        scratch::remove_all();
        end();
    });
}
