//! What was found: kept, and made small.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_shrink::WasmShrink;

use crate::differential::{Case, Difference, Way, compare};
use crate::oracle::Oracle;
use crate::reduce::reduce;

/// Writes a module, what is wrong with it, and a smaller module with which the same may be wrong: one that `attempts`
/// mutations in a row don't make smaller.
pub(crate) fn keep(
    directory: &Path,
    case: &Case,
    difference: &Difference,
    way: &Way,
    attempts: u32,
) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let words = difference.describe(&case.expected).to_string();
    fs::write(directory.join("difference"), format!("seed {}, {}: {words}\n", case.seed, way.name))?;
    write_module(directory, "module", &case.module)?;
    compare(way, &[case], 1, Some(&directory.join("c")))?;
    if attempts == 0 {
        return Ok(());
    }
    let (module, words) = shrink(case, difference, way, attempts)?;
    fs::write(directory.join("difference_of_small"), words)?;
    write_module(directory, "small", &module)
}

fn write_module(directory: &Path, name: &str, module: &[u8]) -> Result<()> {
    fs::write(directory.join(format!("{name}.wasm")), module)?;
    let text = wasmprinter::print_bytes(module)?;
    Ok(fs::write(directory.join(format!("{name}.wat")), text)?)
}

/// A smaller module with a difference of the same kind, and the difference in words.
fn shrink(case: &Case, difference: &Difference, way: &Way, attempts: u32) -> Result<(Vec<u8>, String)> {
    let oracle = Oracle::new(true)?;
    let mut words = String::new();
    let mut interesting = |module: &[u8]| -> Result<bool> {
        // A mutation may be invalid, import what there isn't, or never end.
        let Ok(Some(expected)) = oracle.run(module, case.seed) else { return Ok(false) };
        let smaller = Case::new(case.seed, module.to_vec(), expected);
        let found =
            compare(way, &[&smaller], 1, None)?.pop().flatten().filter(|found| found.is_like(difference));
        if let Some(found) = &found {
            words = found.describe(&smaller.expected).to_string();
        }
        Ok(found.is_some())
    };
    let reduced = reduce(case.module.clone(), &mut interesting)?;
    let shrunk =
        WasmShrink::default().attempts(attempts).allow_empty(true).run(reduced.clone(), &mut interesting);
    // It knows less than we do of what may be in a module.
    let smallest = shrunk.map_or(reduced, |shrunk| shrunk.output);
    interesting(&smallest)?;
    Ok((smallest, words))
}
