//! Loops that count: `for`.

use super::branches::count_uses;
use super::copies::mentions;
use crate::ir::*;

/// Makes `for` of each `while` whose variable is set in front of it, changed at its end, and known nowhere else.
pub(crate) fn shape(function: &mut Function, order: &[SeqId]) {
    let is_while = |stmt: &Stmt| matches!(stmt, Stmt::While { .. });
    if !order.iter().any(|&seq| function.seq(seq).iter().any(is_while)) {
        return;
    }
    let mut total = vec![0; function.vars.len()];
    count(function, Function::BODY, &mut |var| total[var.0 as usize] += 1);
    let uses = count_uses(function, order);
    let repeats = repeated(function, order);
    // Inner ones first: their variables are no longer looked for.
    for &seq in order.iter().rev() {
        for at in (0..function.seq(seq).len()).rev() {
            let Some(place) = loop_behind(function, seq, at) else { continue };
            match at.checked_sub(1).map(|before| &function.seq(seq)[before]) {
                Some(&Stmt::Set(var, first)) if counts(function, place, var, &total, &uses, 1) => {
                    if !mentions(function, first, var) {
                        make(function, place, Stmt::Set(var, first));
                        function.seq_mut(seq).remove(at - 1);
                    }
                }
                // A local begins as zero, if only the first time.
                _ => {
                    let Some(var) = changed(function, place) else { continue };
                    let local = function.var(var).kind == VarKind::Local && !repeats[seq.0 as usize];
                    if local && counts(function, place, var, &total, &uses, 0) {
                        let zero = function.add(Expr::zero(function.var(var).ty));
                        make(function, place, Stmt::Set(var, zero));
                    }
                }
            }
        }
    }
}

/// Which sequences are in loops.
fn repeated(function: &Function, order: &[SeqId]) -> Vec<bool> {
    let mut repeated = vec![false; function.seqs.len()];
    for &seq in order {
        for stmt in function.seq(seq) {
            let again = matches!(stmt, Stmt::Loop { .. } | Stmt::While { .. } | Stmt::DoWhile { .. });
            let inner = again || repeated[seq.0 as usize];
            stmt.bodies(|body| repeated[body.0 as usize] = inner);
        }
    }
    repeated
}

/// Has the loop at a place begin with a statement.
fn make(function: &mut Function, (seq, at): (SeqId, usize), first: Stmt) {
    let Stmt::While { cond, label, exit, body } = function.seq(seq)[at] else { return };
    let (init, step) = (function.new_seq(), function.new_seq());
    let last = function.seq_mut(body).pop();
    function.seq_mut(step).extend(last);
    function.seq_mut(init).push(first);
    function.seq_mut(seq)[at] = Stmt::For { init, cond, step, label, exit, body };
}

/// Where the loop is that a statement begins with, which may be in blocks.
fn loop_behind(function: &Function, mut seq: SeqId, mut at: usize) -> Option<(SeqId, usize)> {
    loop {
        match function.seq(seq).get(at)? {
            Stmt::Block { body, .. } => (seq, at) = (*body, 0),
            Stmt::While { .. } => return Some((seq, at)),
            _ => return None,
        }
    }
}

/// The variable that a loop changes at the end of its body, where something else is before that.
fn changed(function: &Function, (seq, at): (SeqId, usize)) -> Option<VarId> {
    let Stmt::While { body, .. } = function.seq(seq)[at] else { return None };
    match *function.seq(body) {
        [_, .., Stmt::Set(var, value)] => {
            let steps =
                matches!(function.expr(value), Expr::Binary(..) | Expr::Load { .. } | Expr::Object(..));
            (steps && mentions(function, value, var)).then_some(var)
        }
        _ => None,
    }
}

/// Whether a loop tests a variable, changes it at its end, and but for so many mentions in front of it is all that knows it.
/// Who branches to the beginning of a `while` goes around without the change, and of a `for` with it.
fn counts(
    function: &Function,
    place: (SeqId, usize),
    var: VarId,
    total: &[u32],
    uses: &[u32],
    before: u32,
) -> bool {
    let Stmt::While { cond, label, body, .. } = function.seq(place.0)[place.1] else { return false };
    if uses[label.0 as usize] > 0
        || changed(function, place) != Some(var)
        || function.var(var).kind == VarKind::Param
        || function.flat.contains(&body)
        || !mentions(function, cond, var)
    {
        return false;
    }
    let mut here = before;
    function.reads(cond, &mut |read| here += u32::from(read == var));
    count(function, body, &mut |mention| here += u32::from(mention == var));
    here == total[var.0 as usize] && stands_alone(function, body, var)
}

/// Whether the last statement of a loop's body reads nothing that the body assigns, but for the variable that it changes.
fn stands_alone(function: &Function, body: SeqId, var: VarId) -> bool {
    let mut read = Vec::new();
    if let Some(Stmt::Set(_, value)) = function.seq(body).last() {
        function.reads(*value, &mut |other| read.push(other));
    }
    let mut work = vec![body];
    while let Some(seq) = work.pop() {
        for stmt in function.seq(seq) {
            match stmt {
                Stmt::Set(set, _) if *set != var && read.contains(set) => return false,
                _ => stmt.bodies(|body| work.push(body)),
            }
        }
    }
    true
}

/// Calls for each mention of a variable in a sequence and what is in it.
fn count(function: &Function, seq: SeqId, each: &mut impl FnMut(VarId)) {
    let mut work = vec![seq];
    while let Some(seq) = work.pop() {
        for stmt in function.seq(seq) {
            if let Stmt::Set(var, _) = stmt {
                each(*var);
            }
            if let Some(expr) = stmt.expr() {
                function.reads(expr, each);
            }
            stmt.bodies(|body| work.push(body));
        }
    }
}
