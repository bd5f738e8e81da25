//! Copies that need not be made: a temporary that only takes a value to another variable, and assignments that nobody reads.

use crate::ir::*;
use rustc_hash::FxHashMap;

/// How far apart a temporary's assignment and its copy may be, in statements.
const WINDOW: usize = 4;

/// Assigns where a temporary is copied to in the first place.
pub(crate) fn coalesce(function: &mut Function, order: &[SeqId]) {
    let reads = count_reads(function, order);
    let mut renamed: FxHashMap<VarId, VarId> = FxHashMap::default();
    let nothing = function.add(Expr::Const(Const::I32(0)));
    for &seq in order {
        let mut stmts = std::mem::take(function.seq_mut(seq));
        let mut dropped = false;
        for at in 0..stmts.len() {
            if let Some((to, from)) = copy(function, &stmts[at])
                && reads[from.0 as usize] == 1
                && take_over(function, &mut stmts, at, to, from, &mut renamed)
            {
                stmts[at] = Stmt::Do(nothing);
                dropped = true;
            }
        }
        if dropped {
            stmts.retain(|stmt| !matches!(stmt, Stmt::Do(expr) if *expr == nothing));
        }
        *function.seq_mut(seq) = stmts;
    }
    if renamed.is_empty() {
        return;
    }
    for &seq in order {
        let mut stmts = std::mem::take(function.seq_mut(seq));
        stmts.retain_mut(|stmt| {
            let Stmt::Set(var, value) = stmt else { return true };
            while let Some(&to) = renamed.get(var) {
                *var = to;
            }
            // What took the variable's own value to where it is assigned again.
            !matches!(function.expr(*value), Expr::Var(from) if from == var)
        });
        *function.seq_mut(seq) = stmts;
    }
}

/// A statement `to = from` whose source is a temporary.
fn copy(function: &Function, stmt: &Stmt) -> Option<(VarId, VarId)> {
    match stmt {
        Stmt::Set(to, value) => match *function.expr(*value) {
            Expr::Var(from) if function.var(from).kind == VarKind::Temp && from != *to => Some((*to, from)),
            _ => None,
        },
        _ => None,
    }
}

/// Has `to` assigned wherever `from` is, if the copy at `at` can go then.
fn take_over(
    function: &Function,
    stmts: &mut [Stmt],
    at: usize,
    to: VarId,
    from: VarId,
    renamed: &mut FxHashMap<VarId, VarId>,
) -> bool {
    if let Some(&joined) = function.joins.get(&from) {
        let ends_there = match at.checked_sub(1).map(|before| &stmts[before]) {
            Some(Stmt::Block { label, .. }) => *label == joined,
            Some(Stmt::If { then, els, .. }) => {
                let gives =
                    |arm: SeqId| matches!(function.seq(arm).last(), Some(Stmt::Set(var, _)) if *var == from);
                gives(*then) || gives(*els)
            }
            _ => false,
        };
        // A branch assigns the single result last thing, so nothing on the way to the copy can see `to`.
        if ends_there && !renamed.contains_key(&to) {
            renamed.insert(from, to);
        }
        return ends_there && renamed.get(&from) == Some(&to);
    }
    // What `to` will be: copies further out were looked at before. Nothing on the way may see that either.
    let mut last = to;
    while let Some(&next) = renamed.get(&last) {
        last = next;
    }
    let sees = |expr| mentions(function, expr, to) || mentions(function, expr, last);
    for before in (at.saturating_sub(WINDOW)..at).rev() {
        let Stmt::Set(var, value) = stmts[before] else {
            match stmts[before] {
                Stmt::Do(expr) if !sees(expr) => continue,
                // Leaves the function, and with it the variable.
                ref stmt if super::exceptions::tests(function, stmt) => continue,
                _ => return false,
            }
        };
        if var == from {
            stmts[before] = Stmt::Set(to, value);
            return true;
        }
        if var == to || var == last || sees(value) {
            return false;
        }
    }
    false
}

pub(super) fn mentions(function: &Function, expr: ExprId, var: VarId) -> bool {
    let mut found = false;
    function.reads(expr, &mut |read| found |= read == var);
    found
}

fn count_reads(function: &Function, order: &[SeqId]) -> Vec<u32> {
    let mut reads = vec![0; function.vars.len()];
    for &seq in order {
        for stmt in function.seq(seq) {
            if let Some(expr) = stmt.expr() {
                function.reads(expr, &mut |var| reads[var.0 as usize] += 1);
            }
        }
    }
    reads
}

/// Drops assignments to variables that are never read; what must happen still does.
pub(crate) fn drop_dead(function: &mut Function, order: &[SeqId]) {
    let mut reads = count_reads(function, order);
    loop {
        // Whether a variable was read for the last time by what is dropped now.
        let mut again = false;
        for &seq in order {
            let mut stmts = std::mem::take(function.seq_mut(seq));
            stmts.retain_mut(|stmt| match *stmt {
                Stmt::Set(var, value) if reads[var.0 as usize] == 0 => {
                    *stmt = Stmt::Do(value);
                    let stays = must_happen(function, value);
                    if !stays {
                        function.reads(value, &mut |var| {
                            reads[var.0 as usize] -= 1;
                            again |= reads[var.0 as usize] == 0;
                        });
                    }
                    stays
                }
                Stmt::Do(expr) => !sets_itself(function, expr),
                _ => true,
            });
            *function.seq_mut(seq) = stmts;
        }
        if !again {
            return;
        }
    }
}

/// Whether an expression gives a global the value that it has.
fn sets_itself(function: &Function, expr: ExprId) -> bool {
    match *function.expr(expr) {
        Expr::GlobalSet(to, value) => {
            matches!(*function.expr(value), Expr::GlobalGet(from) if from == to)
        }
        _ => false,
    }
}

/// Whether evaluating an expression does or may do something besides giving a value.
pub(super) fn must_happen(function: &Function, expr: ExprId) -> bool {
    let itself = match function.expr(expr) {
        Expr::Const(_)
        | Expr::Var(_)
        | Expr::Vector(..)
        | Expr::Shuffle(..)
        | Expr::Select(..)
        | Expr::Wide(..)
        | Expr::Both(..)
        | Expr::Either(..)
        | Expr::Expect { .. }
        | Expr::Low(_)
        | Expr::High(_)
        | Expr::GlobalGet(_)
        | Expr::MemorySize(_)
        | Expr::TableSize(_)
        | Expr::RefNull(_)
        | Expr::RefFunc(_)
        | Expr::RefIsNull(_)
        | Expr::Result(..)
        | Expr::Thrown
        | Expr::ThrownTag(_)
        | Expr::Payload(..) => false,
        Expr::Unary(op, _) => op.trap().is_some(),
        Expr::Binary(op, _, b) => {
            op.trap().is_some() && !crate::lower::divides_safely(*op, function.expr(*b))
        }
        _ => true,
    };
    let mut found = itself;
    function.operands(expr, |operand| found = found || must_happen(function, operand));
    found
}
