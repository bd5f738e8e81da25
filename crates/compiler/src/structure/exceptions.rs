//! Tests of exceptions that change nothing: where a function returns anyway, the caller finds out; what was caught isn't null.

use super::copies::must_happen;
use super::points::{Point, Points};
use crate::ir::*;

/// Drops tests that only return, in front of nothing but a return.
pub(crate) fn drop_tests(function: &mut Function) {
    let points = Points::of(function);
    for seq in function.preorder() {
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

/// Whether a statement only returns if an exception is pending.
pub(super) fn tests(function: &Function, stmt: &Stmt) -> bool {
    match *stmt {
        Stmt::If { cond, then, els } => {
            matches!(function.expr(cond), Expr::Thrown)
                && matches!(function.seq(then), [Stmt::Return(_)])
                && function.seq(els).is_empty()
        }
        _ => false,
    }
}

/// Drops the null checks of variables that only ever hold what was caught or made.
pub(crate) fn drop_null_checks(function: &mut Function) {
    let checked = |expr: &Expr| matches!(expr, Expr::Throw(_));
    if !function.exprs.iter().any(checked) {
        return;
    }
    let mut exists: Vec<bool> = function.vars.iter().map(|var| var.kind == VarKind::Temp).collect();
    for seq in function.preorder() {
        for stmt in function.seq(seq) {
            if let Stmt::Set(var, value) = *stmt
                && !matches!(function.expr(value), Expr::CatchException | Expr::NewException(..))
            {
                exists[var.0 as usize] = false;
            }
        }
    }
    for at in 0..function.exprs.len() {
        if let Expr::Throw(value) = function.exprs[at]
            && let Expr::RefAsNonNull(exception) = *function.expr(value)
            && let Expr::Var(var) = *function.expr(exception)
            && exists[var.0 as usize]
        {
            function.exprs[at] = Expr::Throw(exception);
        }
    }
}
