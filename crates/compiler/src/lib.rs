//! WebAssembly modules to C.
//!
//! Pure: the same modules and the same [`Config`] give the same bytes. No I/O, no process, no environment, no clock.
//!
//! ```text
//! bytes ─ Module::decode ─→ Module ─ Program::instantiate ─→ Program ─ plan ─→ Plan ─ Plan::unit(i) ─→ CFile
//! ```
#![forbid(unsafe_code)]

mod error;
mod module;
mod plan;
mod program;

pub use error::Error;
pub use module::Module;
pub use plan::{CFile, FunctionName, Plan, Segment, plan};
pub use program::{Config, Entry, HostFunction, InstanceIdx, LinkError, Program, UnknownImport};
