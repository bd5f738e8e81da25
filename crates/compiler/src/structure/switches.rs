//! Switches with bodies: where a `br_table` leaves a chain of blocks one by one, what stands behind each block becomes the body
//! of its cases, falling through where the WebAssembly does.

use crate::ir::*;
use std::collections::HashMap;

/// Takes what switches lead to into them.
pub(crate) fn absorb(function: &mut Function) {
    let order = function.preorder();
    let uses = super::branches::count_uses(function, &order);
    // By exit: how many arms, the first ones, have their bodies.
    let mut done: HashMap<LabelId, usize> = HashMap::new();
    for &seq in order.iter().rev() {
        let mut at = 0;
        while at < function.seq(seq).len() {
            if !take_in(function, seq, at, &uses, &mut done) {
                at += 1;
            }
        }
    }
    end_bodies(function, &done);
}

/// The switch at the end of a block's body, and where in that it is.
fn switch_of(function: &Function, block: &Stmt) -> Option<(LabelId, SeqId, LabelId)> {
    let Stmt::Block { label, body } = *block else { return None };
    match function.seq(body).last() {
        Some(Stmt::Switch { exit, .. }) => Some((label, body, *exit)),
        _ => None,
    }
}

/// If the statement at `at` is a block that ends with a switch to its own end, makes what follows the block an arm.
fn take_in(
    function: &mut Function,
    seq: SeqId,
    at: usize,
    uses: &[u32],
    done: &mut HashMap<LabelId, usize>,
) -> bool {
    let Some((label, body, exit)) = switch_of(function, &function.seq(seq)[at]) else { return false };
    let Some(Stmt::Switch { index, mut arms, .. }) = function.seq(body).last().cloned() else { return false };
    let ready = done.get(&exit).copied().unwrap_or(0);
    let leads_here = |arm: &Arm| matches!(function.seq(arm.body), [Stmt::Br(to)] if *to == label);
    let Some(found) = arms.iter().skip(ready).position(leads_here).map(|place| place + ready) else {
        return false;
    };
    let previous = ready.checked_sub(1).map(|place| arms[place].body);
    let outermost = ready + 1 == arms.len();
    if outermost && previous.is_none_or(|previous| falls(function, previous)) {
        // It is where the switch is left to.
        return false;
    }
    if let Some(previous) = previous
        && matches!(function.seq(previous).last(), Some(Stmt::Br(to)) if *to == label)
    {
        function.seq_mut(previous).pop();
    }
    let arm = arms.remove(found);
    let mut rest = function.seq_mut(seq).split_off(at + 1);
    if uses[label.0 as usize] > 1 {
        let empty = function.new_seq();
        rest.insert(0, Stmt::Block { label, body: empty });
    }
    *function.seq_mut(arm.body) = rest;
    arms.insert(ready, arm);
    done.insert(exit, ready + 1);
    let mut inner = std::mem::take(function.seq_mut(body));
    inner.pop();
    inner.push(Stmt::Switch { index, arms, exit });
    let stmts = function.seq_mut(seq);
    stmts.truncate(at);
    stmts.append(&mut inner);
    true
}

/// Whether control can reach the end of a sequence, as far as its last statement tells.
fn falls(function: &Function, seq: SeqId) -> bool {
    match function.seq(seq).last() {
        Some(Stmt::Br(_) | Stmt::Return(_) | Stmt::TailCall(_)) => false,
        Some(Stmt::Do(expr)) => !matches!(function.expr(*expr), Expr::Unreachable),
        _ => true,
    }
}

/// The last arm with a body doesn't fall through into those that only branch.
fn end_bodies(function: &mut Function, done: &HashMap<LabelId, usize>) {
    for seq in function.preorder() {
        for at in 0..function.seq(seq).len() {
            if let Stmt::Switch { arms, exit, .. } = &function.seq(seq)[at]
                && let Some(&ready) = done.get(exit)
                && ready < arms.len()
            {
                let (last, exit) = (arms[ready - 1].body, *exit);
                if falls(function, last) {
                    function.seq_mut(last).push(Stmt::Br(exit));
                }
            }
        }
    }
}
