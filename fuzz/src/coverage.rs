//! Which operators modules execute: counted by the trusted engine, in a copy of the module in which each basic block
//! counts how often it is entered.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction,
    ValType,
};
use wasmparser::{FunctionBody, Operator, Parser, Payload, TypeRef};

/// How the exports of counters begin.
pub(crate) const PREFIX: &str = "count of block ";

/// The export of the counter of a block.
pub(crate) fn name(block: usize) -> String {
    format!("{PREFIX}{block}")
}

macro_rules! operators {
    ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*) )*) => {
        /// All operators that there are: their proposal and name.
        const OPERATORS: &[(&str, &str)] = &[$((stringify!($proposal), stringify!($visit))),*];

        fn operator_name(operator: &Operator<'_>) -> &'static str {
            match operator {
                $( Operator::$op $({ $($arg: _),* })? => stringify!($visit), )*
                _ => "unknown",
            }
        }
    };
}
wasmparser::for_each_operator!(operators);

/// A module whose blocks count, and which operators are in each.
pub(crate) struct Instrumented {
    pub(crate) module: Vec<u8>,
    blocks: Vec<Vec<&'static str>>,
}

/// Makes a module count.
pub(crate) fn instrument(module: &[u8]) -> Result<Instrumented> {
    let mut counter = Counter { first_global: 0, blocks: Vec::new(), next: 0 };
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    counter.first_global += u32::from(matches!(import?.ty, TypeRef::Global(_)));
                }
            }
            Payload::GlobalSection(section) => counter.first_global += section.count(),
            Payload::CodeSectionEntry(body) => blocks(&body, &mut counter.blocks)?,
            _ => {}
        }
    }
    let mut result = wasm_encoder::Module::new();
    counter.parse_core_module(&mut result, Parser::new(0), module).context("cannot instrument the module")?;
    Ok(Instrumented { module: result.finish(), blocks: counter.blocks })
}

/// Whether what follows an operator may be executed more or less often than what precedes it. A trap aside.
fn ends_block(operator: &Operator<'_>) -> bool {
    let name = &operator_name(operator)["visit_".len()..];
    ["loop", "if", "else", "end", "unreachable", "return", "throw", "try", "catch", "delegate", "rethrow"]
        .iter()
        .any(|start| name == *start || name.starts_with(&format!("{start}_")))
        || name.starts_with("br")
}

fn blocks(body: &FunctionBody<'_>, blocks: &mut Vec<Vec<&'static str>>) -> Result<()> {
    let mut reader = body.get_operators_reader()?;
    let mut block = Vec::new();
    while !reader.eof() {
        let operator = reader.read()?;
        block.push(operator_name(&operator));
        if ends_block(&operator) || reader.eof() {
            blocks.push(std::mem::take(&mut block));
        }
    }
    Ok(())
}

struct Counter {
    /// The global that counts the first block.
    first_global: u32,
    blocks: Vec<Vec<&'static str>>,
    /// The block that is encoded next.
    next: u32,
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_global_section(self, globals, section)?;
        for _ in &self.blocks {
            let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
            globals.global(ty, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        for block in 0..self.blocks.len() {
            exports.export(&name(block), ExportKind::Global, self.first_global + block as u32);
        }
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        self.count(&mut function);
        while !reader.eof() {
            let operator = reader.read()?;
            let block_ends = ends_block(&operator);
            function.instruction(&self.instruction(operator)?);
            if block_ends && !reader.eof() {
                self.count(&mut function);
            }
        }
        code.function(&function);
        Ok(())
    }
}

impl Counter {
    fn count(&mut self, function: &mut Function) {
        let global = self.first_global + self.next;
        self.next += 1;
        function
            .instruction(&Instruction::GlobalGet(global))
            .instruction(&Instruction::I32Const(1))
            .instruction(&Instruction::I32Add)
            .instruction(&Instruction::GlobalSet(global));
    }
}

/// How often each operator was executed.
#[derive(Default)]
pub(crate) struct Coverage {
    counts: BTreeMap<&'static str, u64>,
    pub(crate) modules: usize,
}

impl Coverage {
    /// Adds the operators of a module, by how far its blocks have counted.
    pub(crate) fn add(&mut self, module: &Instrumented, counts: &[u32]) {
        self.modules += 1;
        for (block, &count) in std::iter::zip(&module.blocks, counts) {
            for operator in block {
                *self.counts.entry(operator).or_default() += u64::from(count);
            }
        }
    }

    pub(crate) fn merge(&mut self, other: Coverage) {
        self.modules += other.modules;
        for (operator, count) in other.counts {
            *self.counts.entry(operator).or_default() += count;
        }
    }

    /// A line for each proposal of which something was executed: of its operators, how many were often enough, and the others.
    pub(crate) fn table(&self) -> String {
        const ENOUGH: u64 = 100;
        const SHOWN: usize = 30;
        let mut proposals: BTreeMap<&str, Vec<(u64, &str)>> = BTreeMap::new();
        // A select with several results is invalid.
        for (proposal, operator) in OPERATORS.iter().filter(|(_, name)| *name != "visit_typed_select_multi") {
            let count = self.counts.get(operator).copied().unwrap_or_default();
            proposals.entry(proposal).or_default().push((count, &operator["visit_".len()..]));
        }
        let mut table = String::new();
        for (proposal, mut operators) in proposals {
            if operators.iter().all(|(count, _)| *count == 0) {
                continue;
            }
            operators.sort();
            let rare: Vec<_> = operators.iter().take_while(|(count, _)| *count < ENOUGH).collect();
            let executed: u64 = operators.iter().map(|(count, _)| count).sum();
            table += &format!(
                "  {proposal:<24} {executed:>12} executed, {:>3} of {:>3} operators at least {ENOUGH} times",
                operators.len() - rare.len(),
                operators.len()
            );
            for (index, (count, operator)) in rare.iter().take(SHOWN).enumerate() {
                table += &format!("{}{operator} {count}", if index == 0 { "; not: " } else { ", " });
            }
            table.push('\n');
        }
        table
    }
}
