//! Conditions that a person would have joined by `&&` and `||`.

use super::points::{Point, Points};
use crate::ir::*;
use crate::ops::{NumericOp, Spelling};

/// More would be a riddle.
const MAX_JOINED: usize = 4;

/// Makes one conditional of two that are nested or do the same; whether there were any.
pub(crate) fn join(function: &mut Function, order: &[SeqId], points: &Points) -> bool {
    let before = function.exprs.len();
    for &seq in order.iter().rev() {
        let is_if = |stmt: &Stmt| matches!(stmt, Stmt::If { .. });
        if !function.seq(seq).iter().any(is_if) {
            continue;
        }
        let stmts = std::mem::take(function.seq_mut(seq));
        let mut out: Vec<Stmt> = Vec::with_capacity(stmts.len());
        for stmt in stmts {
            let stmt = choose(function, stmt);
            let stmt = unnest(function, stmt);
            let joined = out.last().and_then(|last| both_leave(function, last, &stmt, points));
            match joined {
                Some(joined) => {
                    out.pop();
                    out.push(joined);
                }
                None => out.push(stmt),
            }
        }
        *function.seq_mut(seq) = out;
    }
    function.exprs.len() > before
}

/// `if (a ? b : 0)` is `if (a && b)`, and `if (a ? 1 : b)` is `if (a || b)`.
fn choose(function: &mut Function, stmt: Stmt) -> Stmt {
    if let Stmt::If { cond, then, els } = stmt
        && let Expr::Select(a, b, c) = *function.expr(cond)
    {
        let joined = match (function.expr(b), function.expr(c)) {
            (_, Expr::Const(Const::I32(0))) if joinable(function, a, b) => Expr::Both(a, b),
            (Expr::Const(Const::I32(1..)), _) if joinable(function, a, c) => Expr::Either(a, c),
            _ => return stmt,
        };
        let cond = function.add(joined);
        if !begins_with_a_range(function, cond) {
            return Stmt::If { cond, then, els };
        }
    }
    stmt
}

/// `if (a) { if (b) { … } }` is `if (a && b) { … }`.
fn unnest(function: &mut Function, stmt: Stmt) -> Stmt {
    if let Stmt::If { cond, then, els } = stmt
        && let [Stmt::If { cond: inner, then: inner_then, els: inner_els }] = *function.seq(then)
        && function.seq(els).is_empty()
        && function.seq(inner_els).is_empty()
        && joinable(function, cond, inner)
    {
        let cond = function.add(Expr::Both(cond, inner));
        if !begins_with_a_range(function, cond) {
            return Stmt::If { cond, then: inner_then, els: inner_els };
        }
    }
    stmt
}

/// `if (a) goto end; if (b) goto end;` is `if (a || b) goto end;`.
fn both_leave(function: &mut Function, first: &Stmt, second: &Stmt, points: &Points) -> Option<Stmt> {
    let Stmt::If { cond: a, then, els } = *first else { return None };
    let Stmt::If { cond: b, then: second_then, els: second_els } = *second else { return None };
    let only = function.seq(els).is_empty() && function.seq(second_els).is_empty();
    if !only || !joinable(function, a, b) {
        return None;
    }
    let leaves = leaves(function, then, points)?;
    if leaves != self::leaves(function, second_then, points)? {
        return None;
    }
    let cond = function.add(Expr::Either(a, b));
    (!begins_with_a_range(function, cond)).then_some(Stmt::If { cond, then, els })
}

/// Whether the first two of joined conditions compare one variable with two constants: where one answer rules out the other, C
/// compilers warn. A choice of values is none of that.
fn begins_with_a_range(function: &Function, joined: ExprId) -> bool {
    let or = matches!(function.expr(joined), Expr::Either(..));
    let parts = |cond| match *function.expr(cond) {
        Expr::Either(a, b) if or => Some((a, b)),
        Expr::Both(a, b) if !or => Some((a, b)),
        _ => None,
    };
    let (mut first, mut second) = (joined, None);
    while let Some((a, b)) = parts(first) {
        (first, second) = (a, Some(b));
    }
    let Some(mut second) = second else { return false };
    while let Some((a, _)) = parts(second) {
        second = a;
    }
    match (compares(function, first), compares(function, second)) {
        (Some((x, first)), Some((y, second))) if x == y => {
            let choice = match or {
                true => [NumericOp::I32Eq, NumericOp::I64Eq],
                false => [NumericOp::I32Ne, NumericOp::I64Ne],
            };
            !(choice.contains(&first) && choice.contains(&second))
        }
        _ => false,
    }
}

/// The variable that a condition compares with a constant, and how.
fn compares(function: &Function, cond: ExprId) -> Option<(VarId, NumericOp)> {
    let (op, a) = match *function.expr(cond) {
        Expr::Unary(NumericOp::I32Eqz, a) => (NumericOp::I32Eq, a),
        Expr::Unary(NumericOp::I64Eqz, a) => (NumericOp::I64Eq, a),
        // The casts of signed comparisons keep compilers from looking.
        Expr::Binary(op, a, b)
            if matches!(op.spelling(), Spelling::Compare(_))
                && matches!(function.expr(b), Expr::Const(_)) =>
        {
            (op, a)
        }
        // As a condition, it is compared with 0.
        Expr::Var(_) => (NumericOp::I32Ne, cond),
        _ => return None,
    };
    match *function.expr(a) {
        Expr::Var(var) => Some((var, op)),
        _ => None,
    }
}

/// Where a sequence leads that does nothing else.
#[derive(PartialEq)]
enum Leaves {
    To(Point),
    WithVar(VarId),
    WithConst(Const),
}

fn leaves(function: &Function, seq: SeqId, points: &Points) -> Option<Leaves> {
    match *function.seq(seq) {
        [Stmt::Br(label)] => Some(Leaves::To(points.at(label))),
        [Stmt::Return(None)] => Some(Leaves::To(Point::Return)),
        [Stmt::Return(Some(value))] => match *function.expr(value) {
            Expr::Var(var) => Some(Leaves::WithVar(var)),
            Expr::Const(value) => Some(Leaves::WithConst(value)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two conditions may become one. Those of exceptions and hints stand alone.
fn joinable(function: &Function, a: ExprId, b: ExprId) -> bool {
    let conditions = |cond| conditions(function, cond);
    matches!((conditions(a), conditions(b)), (Some(a), Some(b)) if a + b <= MAX_JOINED)
}

/// How many conditions are joined in one.
fn conditions(function: &Function, cond: ExprId) -> Option<usize> {
    match *function.expr(cond) {
        Expr::Thrown | Expr::ThrownTag(_) | Expr::Expect { .. } => None,
        Expr::Both(a, b) | Expr::Either(a, b) => Some(conditions(function, a)? + conditions(function, b)?),
        _ => Some(1),
    }
}
