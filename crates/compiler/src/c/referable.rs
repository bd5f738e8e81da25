//! The functions of which any body may make a reference.

use super::Uses;
use super::program::definition;
use crate::index::*;
use crate::module::ElemItem;
use crate::program::Program;
use wasmparser::{ConstExpr, ExternalKind, Operator};

/// Adds those of an instance: what its module mentions outside of bodies (spec 3.4.10, C.refs).
pub(super) fn add(program: &Program, at: InstanceIdx, uses: &mut Uses) {
    let module = program.instance(at).module;
    let exported = module
        .exports
        .iter()
        .filter(|export| matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact))
        .map(|export| FuncIdx(export.index));
    let inits = module.globals.iter().filter_map(|global| global.init.as_ref());
    let inits = inits.chain(module.tables.iter().filter_map(|table| table.init.as_ref()));
    let in_inits = inits.flat_map(mentioned);
    let in_elems = module.elems.iter().flat_map(|elem| &elem.items).flat_map(|item| match item {
        ElemItem::Func(func) => vec![*func],
        ElemItem::Expr(expr) => mentioned(expr),
    });
    for func in exported.chain(in_inits).chain(in_elems) {
        let definition = definition(program, at, func);
        uses.refs.insert(definition);
        uses.funcs.insert(definition);
    }
}

/// The functions that a constant expression mentions.
fn mentioned(expr: &ConstExpr) -> Vec<FuncIdx> {
    let operators = expr.get_operators_reader().into_iter().flatten();
    let funcs = operators.filter_map(|operator| match operator {
        Operator::RefFunc { function_index } => Some(FuncIdx(function_index)),
        _ => None,
    });
    funcs.collect()
}
