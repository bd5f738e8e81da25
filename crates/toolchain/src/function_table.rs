//! Names for backtraces: a table in the executable from code addresses to WebAssembly functions.
//!
//! Addresses are known only after the link, so room is left for the table ([`placeholder`]) and it is filled in the
//! file afterwards ([`fill`]). All numbers are 32-bit little endian:
//!
//! ```text
//! capacity  used
//! capacity × { address  end  name  wasm_offset }    sorted by address; addresses are relative to the image's start
//! names, each: length, bytes                        `name` is where one begins, in bytes from the table's start
//! ```

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, Result};
use object::read::elf::{ElfFile64, ProgramHeader};
use object::{Endianness, Object, ObjectSection, ObjectSymbol, ReadCache, SymbolKind, elf};
use wastrel_compiler::FunctionName;

/// The table's symbol.
pub(crate) const SYMBOL: &str = "wastrel_function_table";

const HEADER_SIZE: usize = 8;
const ENTRY_SIZE: usize = 16;

/// One piece of a function's code.
struct Piece {
    address: u32,
    end: u32,
    /// Of which of the functions.
    function: usize,
}

/// A C compiler may cut a function in several: its cold half, a part, a copy for a constant argument. Two for each
/// function is more than gcc and clang make.
fn capacity(functions: &[FunctionName]) -> usize {
    functions.len() * 2
}

/// A table with no entries, and room for those of these functions.
pub(crate) fn placeholder(functions: &[FunctionName]) -> Result<Vec<u8>> {
    encode(functions, &[])
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
    pieces.truncate(capacity(functions));
    pieces.sort_by_key(|piece| piece.address);
    let bytes = encode(functions, &pieces)?;
    anyhow::ensure!(table.size() >= bytes.len() as u64, "the function table has shrunk");
    drop(elf);
    file.write_all_at(&bytes, place)?;
    Ok(())
}

/// Where the code of these functions is. The main piece of each function comes before all other pieces.
fn pieces<'a>(
    elf: &ElfFile64<'a, Endianness, &'a ReadCache<&std::fs::File>>,
    base: u64,
    functions: &[FunctionName],
) -> Result<Vec<Piece>> {
    let by_symbol: HashMap<&str, usize> =
        functions.iter().enumerate().map(|(index, function)| (function.symbol.as_str(), index)).collect();
    let (mut main, mut others) = (Vec::new(), Vec::new());
    for symbol in elf.symbols() {
        if symbol.kind() != SymbolKind::Text || symbol.size() == 0 {
            continue;
        }
        // What a compiler makes of `f` is called `f.cold`, `f.part.0`…; C has no dots in names.
        let name = symbol.name().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let Some(&function) = by_symbol.get(stem) else { continue };
        let address = symbol.address() - base;
        let piece = Piece {
            address: u32::try_from(address)?,
            end: u32::try_from(address + symbol.size())?,
            function,
        };
        if stem == name { &mut main } else { &mut others }.push(piece);
    }
    main.append(&mut others);
    Ok(main)
}

fn encode(functions: &[FunctionName], pieces: &[Piece]) -> Result<Vec<u8>> {
    let entries = HEADER_SIZE + capacity(functions) * ENTRY_SIZE;
    let mut bytes = vec![0; entries];
    let mut names = Vec::with_capacity(functions.len());
    for function in functions {
        names.push(u32::try_from(bytes.len()).context("too many function names")?);
        bytes.extend(u32::try_from(function.name.len())?.to_le_bytes());
        bytes.extend(function.name.as_bytes());
    }
    let numbers = [u32::try_from(capacity(functions))?, u32::try_from(pieces.len())?];
    let entries = pieces.iter().flat_map(|piece| {
        // A module of 4 GiB can't be loaded, so the cut never shows.
        let offset = u32::try_from(functions[piece.function].offset).unwrap_or(u32::MAX);
        [piece.address, piece.end, names[piece.function], offset]
    });
    for (place, number) in bytes.chunks_exact_mut(4).zip(numbers.into_iter().chain(entries)) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    Ok(bytes)
}
