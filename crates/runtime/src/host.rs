//! The functions that the runtime offers to modules.

use crate::packs;
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
    /// Its type in letters, as in `wastrel.h`: parameters, `>`, results. A parameter `#` is none of the import's: it is the number of the
    /// type of objects that the import returns. Results after the first go where further C parameters point.
    pub signature: &'static str,
    /// Whether it works on the memory that the calling instance exports as "memory".
    pub memory: bool,
}

/// All of them.
pub const HOST_FUNCTIONS: &[HostFunction] = &{
    let mut functions = [wasi::PROC_EXIT; COUNT];
    let (mut pack, mut next) = (0, 1);
    while pack < TABLES.len() {
        let mut index = 0;
        while index < TABLES[pack].len() {
            functions[next] = TABLES[pack][index];
            (index, next) = (index + 1, next + 1);
        }
        pack += 1;
    }
    functions
};

/// All tables of functions.
const TABLES: [&[HostFunction]; packs::FUNCTIONS.len() + 1] = {
    let mut tables = [wasi::FUNCTIONS; packs::FUNCTIONS.len() + 1];
    let mut index = 0;
    while index < packs::FUNCTIONS.len() {
        tables[index + 1] = packs::FUNCTIONS[index];
        index += 1;
    }
    tables
};

const COUNT: usize = {
    let (mut count, mut table) = (1, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};
