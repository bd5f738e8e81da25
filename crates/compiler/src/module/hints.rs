//! The section `metadata.code.branch_hint`. It is a hint: one that is malformed is ignored, all of it.

use std::collections::HashMap;
use wasmparser::{BranchHint, BranchHintSectionReader};

/// The hints of each function, by where in its body the instruction is.
#[derive(Default)]
pub(crate) struct BranchHints {
    funcs: HashMap<u32, Vec<BranchHint>>,
}

impl BranchHints {
    /// Takes in the section.
    pub(crate) fn read(&mut self, reader: BranchHintSectionReader) {
        let funcs = reader.into_iter().map(|func| {
            let func = func?;
            Ok((func.func, func.hints.into_iter().collect::<wasmparser::Result<Vec<_>>>()?))
        });
        if let Ok(funcs) = funcs.collect::<wasmparser::Result<HashMap<_, _>>>()
            && funcs.values().all(|hints| hints.is_sorted_by(|a, b| a.func_offset < b.func_offset))
        {
            self.funcs = funcs;
        }
    }

    /// What is said of the instruction at an offset in a function's body: whether its condition is likely to hold.
    pub(crate) fn at(&self, func: u32, offset: u64) -> Option<bool> {
        let hints = self.funcs.get(&func)?;
        let at = hints.binary_search_by_key(&offset, |hint| u64::from(hint.func_offset)).ok()?;
        Some(hints[at].taken)
    }
}
