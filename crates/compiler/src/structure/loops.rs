//! Loops with a condition.

use super::branches::count_uses;
use super::points::Points;
use crate::ir::*;

/// Makes `while` and `do … while` of loops that begin or end with the test whether to leave them.
pub(crate) fn shape(function: &mut Function, order: &[SeqId], points: &Points) {
    let uses = count_uses(function, order);
    for &seq in order {
        for at in 0..function.seq(seq).len() {
            if let Stmt::Loop { label, exit, body } = function.seq(seq)[at] {
                if let Some(cond) = leaves(function, function.seq(body).first(), exit, points) {
                    function.seq_mut(body).remove(0);
                    let cond = function.negate(cond);
                    function.seq_mut(seq)[at] = Stmt::While { cond, label, exit, body };
                } else if uses[label.0 as usize] == 0
                    && let Some(cond) = leaves(function, function.seq(body).last(), exit, points)
                {
                    function.seq_mut(body).pop();
                    let cond = function.negate(cond);
                    function.seq_mut(seq)[at] = Stmt::DoWhile { cond, exit, body };
                }
            }
        }
    }
}

/// The condition of `if (cond) break;`.
fn leaves(function: &Function, stmt: Option<&Stmt>, exit: LabelId, points: &Points) -> Option<ExprId> {
    match stmt {
        Some(Stmt::If { cond, then, els }) if function.seq(*els).is_empty() => match function.seq(*then) {
            [Stmt::Br(label)] if points.at(*label) == points.at(exit) => Some(*cond),
            _ => None,
        },
        _ => None,
    }
}
