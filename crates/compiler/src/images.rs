//! Initial data that is known at compile time: active data segments whose place is constant and certain to lie in the memory.
//! They are written when their module is instantiated, without any check, as pieces of one blob. Since no code can run
//! before, they are as good as dropped from the beginning.

use crate::index::*;
use crate::module::Module;
use crate::program::Program;
use std::ops::Range;
use wasmparser::{ConstExpr, Data, DataKind, ElementKind, Operator};

/// The initial data of an instance.
#[derive(Debug, Default)]
pub(crate) struct Image {
    /// The segments that are in it.
    placed: Vec<bool>,
    /// In the order in which they are written.
    pub pieces: Vec<Piece>,
    /// The bytes of all pieces.
    pub bytes: Vec<u8>,
}

/// What is written to a memory in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub memory: MemIdx,
    pub to: u64,
    pub length: u64,
    /// Where its bytes begin in the blob.
    pub from: u64,
}

/// So many pieces are written by a statement each.
const FEW: usize = 8;

/// Zeros between two segments that are stored rather than that the second becomes a piece of its own.
const MAX_GAP: u64 = 32;

impl Image {
    /// Of an instance. Segments are in it as long as neither they nor anything before them can trap.
    pub(crate) fn new(program: &Program, at: InstanceIdx) -> Image {
        let mut image = Image::default();
        let instance = program.instance(at);
        let module = instance.module;
        image.placed.resize(module.datas.len(), false);
        if !elements_fit(module) {
            return image;
        }
        // Where what has been written ends, for each memory: up to there gaps may hold something.
        let mut ends = vec![0; module.memories.len()];
        for (index, data) in module.datas.iter().enumerate() {
            if let DataKind::Active { memory_index, offset_expr } = &data.kind {
                let memory = MemIdx(*memory_index);
                let owned = instance.memories[memory.at()].0 == at;
                let ty = program.memory(instance.memories[memory.at()]);
                let size = ty.initial.checked_shl(ty.page_size_log2.unwrap_or(16)).unwrap_or(0);
                let Some(to) = constant(offset_expr) else { break };
                let length = data.data.len() as u64;
                if !owned || length > size || to > size - length {
                    break;
                }
                image.add(memory, to, data, &mut ends[memory.at()]);
                image.placed[index] = true;
            }
        }
        image
    }

    /// Adds a segment, to the last piece if it follows it.
    fn add(&mut self, memory: MemIdx, to: u64, data: &Data, end: &mut u64) {
        let length = data.data.len() as u64;
        if length == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some(last)
                if last.memory == memory
                    && last.to + last.length == *end
                    && to >= *end
                    && to - *end <= MAX_GAP =>
            {
                let gap = to - *end;
                self.bytes.resize(self.bytes.len() + gap as usize, 0);
                last.length += gap + length;
            }
            _ => self.pieces.push(Piece { memory, to, length, from: self.bytes.len() as u64 }),
        }
        self.bytes.extend_from_slice(data.data);
        *end = (*end).max(to + length);
    }
}

impl Image {
    /// The pieces by what writes them: one each if they are few, else all that follow one another in one memory.
    pub(crate) fn runs(&self) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let index = index as u32;
            match runs.last_mut() {
                Some(last)
                    if self.pieces.len() > FEW && self.pieces[last.start as usize].memory == piece.memory =>
                {
                    last.end += 1;
                }
                _ => runs.push(index..index + 1),
            }
        }
        runs
    }

    /// Whether a segment is part of it: written and dropped before any code runs.
    pub(crate) fn has(&self, data: DataIdx) -> bool {
        self.placed[data.at()]
    }

    /// Whether some are written by a loop, from a table.
    pub(crate) fn has_table(&self) -> bool {
        self.pieces.len() > FEW
    }
}

/// Whether no active element segment can be out of bounds.
fn elements_fit(module: &Module) -> bool {
    module.elems.iter().all(|elem| match &elem.kind {
        ElementKind::Active { table_index, offset_expr } => {
            let size = module.tables[table_index.unwrap_or(0) as usize].ty.initial;
            let n = elem.items.len() as u64;
            n <= size && constant(offset_expr).is_some_and(|to| to <= size - n)
        }
        ElementKind::Passive | ElementKind::Declared => true,
    })
}

/// An offset that is one constant.
fn constant(expr: &ConstExpr) -> Option<u64> {
    let mut reader = expr.get_operators_reader();
    match (reader.read(), reader.read()) {
        (Ok(Operator::I32Const { value }), Ok(Operator::End)) => Some(u64::from(value as u32)),
        (Ok(Operator::I64Const { value }), Ok(Operator::End)) => Some(value as u64),
        _ => None,
    }
}
