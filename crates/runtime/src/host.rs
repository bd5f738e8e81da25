//! The functions that the runtime offers to modules.

use crate::wasi;

/// A function that modules may import.
#[derive(Clone, Copy, Debug)]
pub struct HostFunction {
    /// The module name that imports it.
    pub module: &'static str,
    /// The name that imports it.
    pub name: &'static str,
    /// The C function: takes `struct wastrel_memory *` first if `memory` says so, then the parameters.
    pub symbol: &'static str,
    /// Its type in letters, as in `wastrel.h`: parameters, `>`, results.
    pub signature: &'static str,
    /// Whether it works on the memory that the calling instance exports as "memory".
    pub memory: bool,
}

/// All of them.
pub const HOST_FUNCTIONS: &[HostFunction] = &{
    let mut functions = [wasi::PROC_EXIT; wasi::FUNCTIONS.len() + 1];
    let mut index = 0;
    while index < wasi::FUNCTIONS.len() {
        functions[index] = wasi::FUNCTIONS[index];
        index += 1;
    }
    functions
};
