//! Tests of exceptions that change nothing: where a function returns anyway, the caller finds out; what was caught isn't null.

use super::copies::must_happen;
use super::points::{Point, Points};
use crate::ir::*;

/// Drops tests that only return, in front of nothing but a return.
pub(crate) fn drop_tests(function: &mut Function, order: &[SeqId], points: &Points) {
    for &seq in order {
        // Whether all that follows in the sequence is to return a value that nobody will look at.
        let mut returns = points.follow(seq) == Some(Point::Return);
        let mut stmts = std::mem::take(function.seq_mut(seq));
        for at in (0..stmts.len()).rev() {
            returns = match stmts[at] {
                Stmt::Return(value) => value.is_none_or(|value| !must_happen(function, value)),
                Stmt::Br(label) => points.at(label) == Point::Return,
                Stmt::Do(expr) => returns && sets_result(function, expr),
                _ if returns && tests(function, &stmts[at]) => {
                    stmts.remove(at);
                    true
                }
                _ => false,
            };
        }
        *function.seq_mut(seq) = stmts;
    }
}

/// Whether an expression only puts a value where results are.
fn sets_result(function: &Function, expr: ExprId) -> bool {
    matches!(*function.expr(expr), Expr::SetResult(_, _, value) if !must_happen(function, value))
}

/// Whether a statement only returns if an exception is pending, and leaves it pending: `return catch_exception();` doesn't.
pub(super) fn tests(function: &Function, stmt: &Stmt) -> bool {
    match *stmt {
        Stmt::If { cond, then, els } => {
            let returns = match *function.seq(then) {
                [Stmt::Return(value)] => value.is_none_or(|value| !must_happen(function, value)),
                _ => false,
            };
            returns && matches!(function.expr(cond), Expr::Thrown) && function.seq(els).is_empty()
        }
        _ => false,
    }
}

/// Drops the null checks of variables that hold what was caught or made: a temporary that never holds anything else, and a local
/// that is assigned nowhere but before the check in the same sequence.
pub(crate) fn drop_null_checks(function: &mut Function) {
    if !function.exprs.iter().any(|expr| matches!(expr, Expr::Throw(_))) {
        return;
    }
    let order = function.preorder();
    let mut assigned = vec![0u32; function.vars.len()];
    let mut exists: Vec<bool> = function.vars.iter().map(|var| var.kind == VarKind::Temp).collect();
    for &seq in &order {
        for stmt in function.seq(seq) {
            if let Stmt::Set(var, value) = *stmt {
                assigned[var.0 as usize] += 1;
                exists[var.0 as usize] &= is_exception(function, value);
            }
        }
    }
    for seq in order {
        let mut here: Vec<VarId> = Vec::new();
        for at in 0..function.seq(seq).len() {
            match function.seq(seq)[at] {
                Stmt::Set(var, value) if is_exception(function, value) && assigned[var.0 as usize] == 1 => {
                    here.push(var);
                }
                Stmt::Do(throw) => {
                    if let Expr::Throw(value) = *function.expr(throw)
                        && let Expr::RefAsNonNull(exception) = *function.expr(value)
                        && let Expr::Var(var) = *function.expr(exception)
                        && (exists[var.0 as usize] || here.contains(&var))
                    {
                        function.exprs[throw.0 as usize] = Expr::Throw(exception);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether an expression is an exception, and not null.
fn is_exception(function: &Function, expr: ExprId) -> bool {
    matches!(function.expr(expr), Expr::CatchException | Expr::NewException(..))
}
