//! WebAssembly modules to C.
//!
//! Pure: the same modules and the same [`Config`] give the same bytes. No I/O, no process, no environment, no clock.
//!
//! ```text
//! bytes ─ Module::decode ─→ Module ─ Program::instantiate ─→ Program ─ plan ─→ Plan ─ Plan::unit(i) ─→ CFile
//! ```
#![forbid(unsafe_code)]

mod c;
mod check;
mod error;
mod facts;
mod heap;
mod images;
mod index;
mod ir;
mod lower;
mod module;
mod object_ops;
mod ops;
mod partition;
mod plan;
mod program;
mod stmts;
mod structure;
mod types;

pub use error::Error;
pub(crate) use error::Features;
pub use module::Module;
pub use plan::{CFile, FunctionName, Needs, Plan, Segment, plan};
pub use program::{Config, Entry, HostFunction, InstanceIdx, LinkError, Program, UnknownImport};
