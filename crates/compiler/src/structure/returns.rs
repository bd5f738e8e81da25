//! A variable that is only returned: whoever assigns it returns instead.

use crate::ir::*;

/// Moves returns to where the value is made; whether there was one.
pub(crate) fn merge(function: &mut Function, order: &[SeqId]) -> bool {
    let mut moved = false;
    for &seq in order {
        while let Some(value) = returned_join(function, seq) {
            moved = true;
            if !push_into(function, seq, value) {
                break;
            }
        }
        fold(function, seq);
    }
    moved
}

/// The variable that a sequence returns at its end, if it is one that blocks assign.
fn returned_join(function: &Function, seq: SeqId) -> Option<ExprId> {
    match *function.seq(seq).last()? {
        Stmt::Return(Some(value)) => match *function.expr(value) {
            Expr::Var(var) if function.joins.contains_key(&var) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// Moves the return at the end of a sequence into the statement before it.
fn push_into(function: &mut Function, seq: SeqId, value: ExprId) -> bool {
    let stmts = function.seq(seq);
    let Some(before) = stmts.len().checked_sub(2) else { return false };
    match stmts[before] {
        Stmt::If { then, els, .. } if !function.seq(then).is_empty() && !function.seq(els).is_empty() => {
            function.seq_mut(seq).pop();
            for arm in [then, els] {
                end_with_return(function, arm, value);
            }
            false
        }
        Stmt::Block { label, body } => {
            function.seq_mut(seq).truncate(before);
            let mut work = vec![body];
            while let Some(inner) = work.pop() {
                for stmt in function.seq_mut(inner) {
                    if matches!(stmt, Stmt::Br(to) if *to == label) {
                        *stmt = Stmt::Return(Some(value));
                    }
                    stmt.bodies(|body| work.push(body));
                }
            }
            end_with_return(function, body, value);
            let mut inner = std::mem::take(function.seq_mut(body));
            function.seq_mut(seq).append(&mut inner);
            true
        }
        _ => false,
    }
}

fn end_with_return(function: &mut Function, seq: SeqId, value: ExprId) {
    let ended = matches!(function.seq(seq).last(), Some(Stmt::Br(_) | Stmt::Return(_) | Stmt::TailCall(_)));
    if !ended {
        function.seq_mut(seq).push(Stmt::Return(Some(value)));
    }
}

/// `t = e; return t;` is `return e;`.
fn fold(function: &mut Function, seq: SeqId) {
    if let [.., Stmt::Set(var, value), Stmt::Return(Some(returned))] = *function.seq(seq)
        && matches!(*function.expr(returned), Expr::Var(same) if same == var)
    {
        let stmts = function.seq_mut(seq);
        stmts.truncate(stmts.len() - 2);
        stmts.push(Stmt::Return(Some(value)));
    }
}
