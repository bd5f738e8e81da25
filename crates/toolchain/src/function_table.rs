//! Names for backtraces: a table in the executable from code addresses to WebAssembly functions.
//!
//! Addresses are known only after the link, so room is left for the table ([`room`]) and it is filled in the file
//! afterwards ([`fill`]). The runtime, which reads it, defines the format.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::read::elf::{ElfFile64, ProgramHeader};
use object::{Endianness, Object, ObjectSection, ObjectSymbol, ReadCache, SymbolKind, elf};
use wastrel_compiler::FunctionName;
use wastrel_runtime::function_table::{self, Function, SYMBOL};

/// A C compiler may cut a function in several: its cold half, a part, a copy for a constant argument. Two pieces for
/// each function are more than gcc and clang make.
const PIECES_PER_FUNCTION: usize = 2;

/// Zeros in the table's stead.
pub(crate) fn room(functions: &[FunctionName]) -> Vec<u8> {
    let names = functions.iter().map(|function| function.name.as_bytes());
    vec![0; function_table::size(functions.len() * PIECES_PER_FUNCTION, names)]
}

/// Fills the table in an executable, if it has one.
pub(crate) fn fill(executable: &Path, functions: &[FunctionName]) -> Result<()> {
    let file = OpenOptions::new().read(true).write(true).open(executable)?;
    let cache = ReadCache::new(&file);
    let elf = ElfFile64::<Endianness, _>::parse(&cache).context("the linker's output is not an ELF file")?;
    let Some(table) = elf.symbol_by_name(SYMBOL) else { return Ok(()) };
    let section = table.section_index().context("the function table is in no section")?;
    let section = elf.section_by_index(section)?;
    let (file_offset, _) = section.file_range().context("the function table is not in the file")?;
    let place = file_offset + (table.address() - section.address());

    let base = elf
        .elf_program_headers()
        .iter()
        .filter(|header| header.p_type(Endianness::Little) == elf::PT_LOAD)
        .map(|header| header.p_vaddr(Endianness::Little))
        .min()
        .unwrap_or(0);
    let mut pieces = pieces(&elf, base, functions)?;
    // With an odd one among them, a piece of a function goes without a name.
    pieces.truncate(functions.len() * PIECES_PER_FUNCTION);
    let bytes = function_table::encode(&pieces);
    ensure!(bytes.len() as u64 <= table.size(), "the function table has shrunk");
    drop(elf);
    file.write_all_at(&bytes, place)?;
    Ok(())
}

/// Where the code of these functions is. The main piece of each function comes before all other pieces.
fn pieces<'a, 'f>(
    elf: &ElfFile64<'a, Endianness, &'a ReadCache<&File>>,
    base: u64,
    functions: &'f [FunctionName],
) -> Result<Vec<Function<'f>>> {
    let by_symbol: HashMap<&str, &FunctionName> =
        functions.iter().map(|function| (function.symbol.as_str(), function)).collect();
    let (mut main, mut others) = (Vec::new(), Vec::new());
    for symbol in elf.symbols() {
        if symbol.kind() != SymbolKind::Text || symbol.size() == 0 {
            continue;
        }
        // What a compiler makes of `f` is called `f.cold`, `f.part.0`…; C has no dots in names.
        let name = symbol.name().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let Some(function) = by_symbol.get(stem) else { continue };
        let address = symbol.address() - base;
        let piece = Function {
            address: u32::try_from(address)?,
            end_address: u32::try_from(address + symbol.size())?,
            // A module of 4 GiB can't be loaded.
            wasm_offset: u32::try_from(function.offset)?,
            name: function.name.as_bytes(),
        };
        if stem == name { &mut main } else { &mut others }.push(piece);
    }
    main.append(&mut others);
    Ok(main)
}
