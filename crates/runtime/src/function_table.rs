//! The table by which a backtrace finds names: the symbol `wastrel_function_table` of an executable.
//!
//! It is data, defined in an object that the linker sees with room enough, and filled in after the link, when addresses
//! are known. All numbers are little endian.
//!
//! ```text
//! u32 capacity       entries that there is room for
//! u32 used           entries that there are
//! capacity times     sorted by address, not overlapping
//!     u32 address      where the function's code begins, from `__ehdr_start` (the first byte of the loaded image)
//!     u32 end_address  where it ends
//!     u32 name         where its name is, from the start of the table
//!     u32 wasm_offset  where its body begins in its module
//! then the names     each u32 length and as many bytes: "module!function"
//! ```
//!
//! An executable without the symbol is fine: its backtraces have no frames.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The symbol that the runtime looks for.
pub const SYMBOL: &str = "wastrel_function_table";

const HEADER_SIZE: usize = 8;
const ENTRY_SIZE: usize = 16;

/// One function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function<'a> {
    /// Where its code begins, from `__ehdr_start`.
    pub address: u32,
    /// Where its code ends.
    pub end_address: u32,
    /// Where its body begins in its module.
    pub wasm_offset: u32,
    /// "module!function".
    pub name: &'a [u8],
}

/// How many bytes a table takes at most that has this many entries, which have these names.
pub fn size<'a>(entries: usize, names: impl Iterator<Item = &'a [u8]>) -> usize {
    HEADER_SIZE + entries * ENTRY_SIZE + names.map(|name| 4 + name.len()).sum::<usize>()
}

/// The table of these functions. A function of which there are several pieces has several entries and one name.
pub fn encode(functions: &[Function<'_>]) -> Vec<u8> {
    let mut functions: Vec<_> = functions.to_vec();
    functions.sort_by_key(|function| function.address);
    let mut entries = Vec::new();
    let mut names = Vec::new();
    let mut places = BTreeMap::new();
    let names_start = HEADER_SIZE + functions.len() * ENTRY_SIZE;
    for function in &functions {
        let name = *places.entry(function.name).or_insert_with(|| {
            let place = (names_start + names.len()) as u32;
            names.extend_from_slice(&(function.name.len() as u32).to_le_bytes());
            names.extend_from_slice(function.name);
            place
        });
        for number in [function.address, function.end_address, name, function.wasm_offset] {
            entries.extend_from_slice(&number.to_le_bytes());
        }
    }
    let count = (functions.len() as u32).to_le_bytes();
    [&count[..], &count, &entries, &names].concat()
}

/// A table in memory.
#[derive(Clone, Copy)]
pub(crate) struct FunctionTable<'a> {
    bytes: &'a [u8],
}

impl<'a> FunctionTable<'a> {
    /// The table at the start of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> FunctionTable<'a> {
        FunctionTable { bytes }
    }

    /// The function whose code holds `address`, counted from `__ehdr_start`.
    pub(crate) fn find(self, address: u64) -> Option<Function<'a>> {
        let (mut low, mut high) = (0, self.u32_at(4)? as usize);
        while low < high {
            let middle = (low + high) / 2;
            let entry = HEADER_SIZE + middle * ENTRY_SIZE;
            if address < u64::from(self.u32_at(entry)?) {
                high = middle;
            } else if address >= u64::from(self.u32_at(entry + 4)?) {
                low = middle + 1;
            } else {
                return self.entry(entry);
            }
        }
        None
    }

    fn entry(self, entry: usize) -> Option<Function<'a>> {
        let name = self.u32_at(entry + 8)? as usize;
        let length = self.u32_at(name)? as usize;
        Some(Function {
            address: self.u32_at(entry)?,
            end_address: self.u32_at(entry + 4)?,
            wasm_offset: self.u32_at(entry + 12)?,
            name: self.bytes.get(name + 4..)?.get(..length)?,
        })
    }

    fn u32_at(self, offset: usize) -> Option<u32> {
        let bytes = self.bytes.get(offset..)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_found() {
        let add = Function { address: 0x40, end_address: 0x50, wasm_offset: 7, name: b"m!add" };
        let mul = Function { address: 0x20, end_address: 0x40, wasm_offset: 9, name: b"m!mul" };
        let cold = Function { address: 0x60, end_address: 0x70, ..mul };
        let bytes = encode(&[add, mul, cold]);
        assert_eq!(bytes.len(), size(3, [&b"m!add"[..], b"m!mul"].into_iter()));
        let table = FunctionTable::new(&bytes);
        assert_eq!(table.find(0x20), Some(mul));
        assert_eq!(table.find(0x3f), Some(mul));
        assert_eq!(table.find(0x4f), Some(add));
        assert_eq!(table.find(0x60), Some(cold));
        assert_eq!(table.find(0x1f), None);
        assert_eq!(table.find(0x50), None);
    }

    #[test]
    fn a_table_that_is_cut_off_finds_nothing() {
        let bytes = encode(&[Function { address: 0, end_address: 9, wasm_offset: 0, name: b"f" }]);
        for length in 0..bytes.len() {
            assert_eq!(FunctionTable::new(&bytes[..length]).find(0), None);
        }
    }
}
