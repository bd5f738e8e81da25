//! Smaller modules, for those with features that `wasm-shrink` doesn't know, such as types of objects: functions end early.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Instruction};
use wasmparser::{FunctionBody, Operator, Parser, Payload};

/// The module with functions that end in a trap as early as may be while it is still of interest.
pub(crate) fn reduce(module: Vec<u8>, mut of_interest: impl FnMut(&[u8]) -> Result<bool>) -> Result<Vec<u8>> {
    let mut lengths = lengths(&module)?;
    let mut smallest = module.clone();
    for function in 0..lengths.len() {
        // The fewest operators with which it is; not more than are known to do.
        let (mut least, mut most) = (0, lengths[function]);
        while least < most {
            let middle = (least + most) / 2;
            lengths[function] = middle;
            let shorter = truncated(&module, &lengths)?;
            if of_interest(&shorter)? {
                (most, smallest) = (middle, shorter);
            } else {
                least = middle + 1;
            }
        }
        lengths[function] = most;
    }
    Ok(smallest)
}

/// How many operators each function has.
fn lengths(module: &[u8]) -> Result<Vec<usize>> {
    let mut lengths = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            lengths.push(body.get_operators_reader()?.into_iter().count());
        }
    }
    Ok(lengths)
}

fn truncated(module: &[u8], lengths: &[usize]) -> Result<Vec<u8>> {
    let mut result = wasm_encoder::Module::new();
    let mut truncation = Truncation { lengths: lengths.iter() };
    truncation.parse_core_module(&mut result, Parser::new(0), module).context("cannot shorten functions")?;
    Ok(result.finish())
}

struct Truncation<'l> {
    lengths: std::slice::Iter<'l, usize>,
}

impl Reencode for Truncation<'_> {
    type Error = std::convert::Infallible;

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let length = self.lengths.next().copied().unwrap_or(usize::MAX);
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        // Whether each block that is open is an if that may still have an else.
        let mut open = vec![false];
        for _ in 0..length {
            if reader.eof() {
                break;
            }
            let operator = reader.read()?;
            match operator {
                Operator::If { .. } => open.push(true),
                Operator::Block { .. } | Operator::Loop { .. } | Operator::TryTable { .. } => {
                    open.push(false)
                }
                Operator::Else => {
                    open.last_mut().into_iter().for_each(|may_have_else| *may_have_else = false)
                }
                Operator::End => _ = open.pop(),
                _ => {}
            }
            function.instruction(&self.instruction(operator)?);
        }
        for may_have_else in open.into_iter().rev() {
            function.instruction(&Instruction::Unreachable);
            if may_have_else {
                function.instruction(&Instruction::Else).instruction(&Instruction::Unreachable);
            }
            function.instruction(&Instruction::End);
        }
        code.function(&function);
        Ok(())
    }
}
