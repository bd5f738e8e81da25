//! Variables that are only another name of a variable: compilers of languages with objects make many.

use super::numbers::{Place, number};
use crate::ir::*;

/// What is known of a variable, by numbers of statements.
#[derive(Clone, Copy, Default)]
struct Known {
    /// How often it is assigned; where, the last time; and where the sequence of that ends.
    assigned: u32,
    at: u32,
    end: u32,
    /// Where it is read the first and the last time.
    read: Option<(u32, u32)>,
}

/// Has the other variable read instead, where both are the same wherever one of them is read.
pub(crate) fn merge(function: &mut Function) {
    let is_copy = |function: &Function, stmt: &Stmt| match *stmt {
        Stmt::Set(var, value) => matches!(*function.expr(value), Expr::Var(other) if other != var),
        _ => false,
    };
    if !function.seqs.iter().flatten().any(|stmt| is_copy(function, stmt)) {
        return;
    }
    let (known, copies) = know(function);
    let mut same: Vec<Option<VarId>> = vec![None; function.vars.len()];
    for (var, value) in copies {
        let Expr::Var(other) = *function.expr(value) else { continue };
        let other = same[other.0 as usize].unwrap_or(other);
        if stays_the_same(function, &known, var, other) {
            same[var.0 as usize] = Some(other);
        }
    }
    if same.iter().all(Option::is_none) {
        return;
    }
    for expr in &mut function.exprs {
        if let Expr::Var(var) = expr {
            *var = same[var.0 as usize].unwrap_or(*var);
        }
    }
    for stmts in &mut function.seqs {
        stmts.retain(|stmt| !matches!(stmt, Stmt::Set(var, _) if same[var.0 as usize].is_some()));
    }
}

/// Whether a variable whose one assignment is that of another is nothing else.
fn stays_the_same(function: &Function, known: &[Known], var: VarId, other: VarId) -> bool {
    let (of, from) = (known[var.0 as usize], known[other.0 as usize]);
    let is_param = |var| function.var(var).kind == VarKind::Param;
    // Nothing branches into a sequence: what stands behind a statement there is reached by way of it.
    let reads_the_copy = of.read.is_none_or(|(first, last)| first > of.at && last <= of.end);
    let holds_still = match is_param(other) {
        true => from.assigned == 0,
        false => from.assigned == 1 && from.at < of.at && of.at <= from.end,
    };
    let same_type = function.var(var).ty == function.var(other).ty;
    !is_param(var) && of.assigned == 1 && reads_the_copy && holds_still && same_type
}

/// What is known of each variable, and the assignments of variables to variables, in their order.
fn know(function: &Function) -> (Vec<Known>, Vec<(VarId, ExprId)>) {
    let mut known = vec![Known::default(); function.vars.len()];
    let mut copies = Vec::new();
    let mut places = vec![Function::BODY; function.vars.len()];
    let ends = number(function, |Place { number, seq, .. }, stmt| {
        if let Some(expr) = stmt.expr() {
            function.reads(expr, &mut |var| {
                let read = &mut known[var.0 as usize].read;
                *read = Some((read.map_or(number, |(first, _)| first), number));
            });
        }
        if let Stmt::Set(var, value) = *stmt {
            let known = &mut known[var.0 as usize];
            (known.assigned, known.at) = (known.assigned + 1, number);
            places[var.0 as usize] = seq;
            if matches!(function.expr(value), Expr::Var(_)) {
                copies.push((var, value));
            }
        }
    });
    for (known, place) in known.iter_mut().zip(places) {
        known.end = ends[place.0 as usize];
    }
    (known, copies)
}
