//! A closed program: instances of modules, each import resolved.

use crate::{Error, Module};

/// A function that the host provides, as the runtime's table lists it.
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

/// An instance of a program, in the order of instantiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceIdx(pub u32);

/// What the program does once it is set up.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Of the last instance: `_initialize`, then `_start` or else `main: () -> ()`; whatever of these it exports.
    Command,
    /// Of the last instance: `_initialize` if exported, then this export, with arguments from the command line.
    Invoke(String),
    /// What the lines of its standard input say.
    Script,
}

/// What decides how the C comes out.
#[derive(Clone, Debug)]
pub struct Config {
    /// Out-of-bounds accesses of 32-bit memories fault instead of being checked (`-O signals-based-traps`).
    pub signals_based_traps: bool,
    /// Where the first memory is mapped (`-O memory-base`), if `signals_based_traps`.
    pub memory_base: u64,
    /// Bytes of stack for the program (`-W max-wasm-stack`).
    pub stack_size: u64,
    /// What the program does.
    pub entry: Entry,
    /// The estimated cost (about one a wasm operator) past which a translation unit is closed.
    pub unit_cost: u64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            signals_based_traps: true,
            memory_base: 0x1000_0000,
            stack_size: 256 << 20,
            entry: Entry::Command,
            unit_cost: 150_000,
        }
    }
}

/// An import that doesn't fit what it is resolved to, or names an instance that has no such export.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct LinkError {
    /// What doesn't fit, with the import's names.
    pub message: String,
}

/// A function import that nobody provides: calling it traps.
#[derive(Clone, Debug)]
pub struct UnknownImport {
    /// The module it is asked from.
    pub module: String,
    /// Its name there.
    pub name: String,
}

/// A closed program: instances in order, every import resolved to an earlier instance, the host, or nothing.
pub struct Program<'a> {
    _host: &'a [HostFunction],
}

impl<'a> Program<'a> {
    /// An empty program on a host that provides these functions.
    pub fn new(host: &'a [HostFunction]) -> Program<'a> {
        Program { _host: host }
    }

    /// Adds an instance of `module`. `resolve` says which instance a module name of its imports stands for; names it
    /// doesn't know are looked up among the host's functions; functions that nobody provides become
    /// [`Program::unknown_imports`].
    ///
    /// # Errors
    /// Imports that don't fit, and unknown imports other than functions.
    pub fn instantiate(
        &mut self,
        name: &str,
        module: &'a Module<'a>,
        resolve: &dyn Fn(&str) -> Option<InstanceIdx>,
    ) -> Result<InstanceIdx, LinkError> {
        let _ = (name, module, resolve);
        Ok(InstanceIdx(0))
    }

    /// The function imports that nobody provides, in order.
    pub fn unknown_imports(&self) -> &[UnknownImport] {
        &[]
    }

    /// Validates the bodies of all functions (otherwise done when they are lowered).
    ///
    /// # Errors
    /// The first invalid body.
    pub fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
}
