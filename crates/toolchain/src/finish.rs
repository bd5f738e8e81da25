//! What is done to an executable after the link.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::build::elf::{Builder, SectionData};
use object::elf;
use wastrel_compiler::FunctionName;
use wastrel_runtime::function_table::{self, Function, SYMBOL};

/// A C compiler may cut a function in several: its cold half, a part, a copy for a constant argument. Two pieces for
/// each function are more than gcc and clang make.
const PIECES_PER_FUNCTION: usize = 2;

/// Zeros in the stead of the function table, by which backtraces find names: addresses are known only after the link.
pub(crate) fn room_for_function_table(functions: &[FunctionName]) -> Vec<u8> {
    let names = functions.iter().map(|function| function.name.as_bytes());
    vec![0; function_table::size(functions.len() * PIECES_PER_FUNCTION, names)]
}

/// Fills the function table of an executable, and removes the symbols that debuggers have no use for.
pub(crate) fn finish(executable: &Path, functions: &[FunctionName]) -> Result<()> {
    let linked = fs::read(executable)?;
    let mut elf = Builder::read(&*linked).context("the linker's output is not an ELF file")?;
    let functions: HashMap<&[u8], &FunctionName> =
        functions.iter().map(|function| (function.symbol.as_bytes(), function)).collect();
    fill_function_table(&mut elf, &functions)?;
    remove_symbols_of_the_runtime(&mut elf, &functions);
    let mut finished = Vec::with_capacity(linked.len());
    elf.write(&mut finished)?;
    // In place: the file keeps its mode.
    fs::write(executable, finished)?;
    Ok(())
}

/// A symbol without what the C compiler adds to the name of a piece of a function: `f.cold`, `f.part.0`… C has no dots
/// in names.
fn stem(symbol: &[u8]) -> &[u8] {
    symbol.split(|&byte| byte == b'.').next().unwrap_or_default()
}

fn fill_function_table(elf: &mut Builder<'_>, functions: &HashMap<&[u8], &FunctionName>) -> Result<()> {
    let Some(table) = elf.symbols.iter().find(|symbol| *symbol.name == *SYMBOL.as_bytes()) else {
        return Ok(());
    };
    let (address, size) = (table.st_value, table.st_size);
    let section = table.section.context("the function table is in no section")?;

    let mut pieces = pieces(elf, functions)?;
    // Beyond that, a piece of a function goes without a name.
    pieces.truncate(functions.len() * PIECES_PER_FUNCTION);
    let table = function_table::encode(&pieces);
    ensure!(table.len() as u64 <= size, "the function table has shrunk");

    let section = elf.sections.get_mut(section);
    let start = usize::try_from(address - section.sh_addr)?;
    let SectionData::Data(data) = &mut section.data else { anyhow::bail!("the function table is not data") };
    let place = data.to_mut().get_mut(start..start + table.len()).context("the function table is cut off")?;
    place.copy_from_slice(&table);
    Ok(())
}

/// Where the code of these functions is. The main piece of each function comes before all other pieces.
fn pieces<'f>(elf: &Builder<'_>, functions: &HashMap<&[u8], &'f FunctionName>) -> Result<Vec<Function<'f>>> {
    let loaded = elf.segments.iter().filter(|segment| segment.is_load());
    let base = loaded.map(|segment| segment.p_vaddr).min().unwrap_or(0);
    let (mut main, mut others) = (Vec::new(), Vec::new());
    for symbol in elf.symbols.iter().filter(|symbol| symbol.st_type() == elf::STT_FUNC && symbol.st_size > 0)
    {
        let stem = stem(&symbol.name);
        let Some(function) = functions.get(stem) else { continue };
        let address = symbol.st_value - base;
        let piece = Function {
            address: u32::try_from(address)?,
            end_address: u32::try_from(address + symbol.st_size)?,
            // A module of 4 GiB can't be loaded.
            wasm_offset: u32::try_from(function.offset)?,
            name: function.name.as_bytes(),
        };
        if stem.len() == symbol.name.len() { &mut main } else { &mut others }.push(piece);
    }
    main.append(&mut others);
    Ok(main)
}

/// Rust's mangled names are long: in a small program they would take more room than its code.
fn remove_symbols_of_the_runtime(elf: &mut Builder<'_>, functions: &HashMap<&[u8], &FunctionName>) {
    for symbol in &mut elf.symbols {
        let is_mangled = symbol.name.starts_with(b"_ZN") || symbol.name.starts_with(b"_R");
        // A module that was C++ has mangled names too.
        symbol.delete = is_mangled && !functions.contains_key(stem(&symbol.name));
    }
}
