//! Switches with bodies: where a `br_table` leaves a chain of blocks one by one, what stands behind each block becomes the body
//! of its cases, falling through where the WebAssembly does.

use crate::ir::*;
use rustc_hash::FxHashMap;

/// Takes what switches lead to into them; whether there was something to take.
pub(crate) fn absorb(function: &mut Function, order: &[SeqId]) -> bool {
    let ends_with_switch = |&seq: &SeqId| matches!(function.seq(seq).last(), Some(Stmt::Switch(_)));
    if !order.iter().any(ends_with_switch) {
        return false;
    }
    let uses = super::branches::count_uses(function, order);
    // By exit: how many arms, the first ones, have their bodies.
    let mut done: FxHashMap<LabelId, usize> = FxHashMap::default();
    for &seq in order.iter().rev() {
        let mut at = 0;
        while at < function.seq(seq).len() {
            if !take_in(function, seq, at, &uses, &mut done) {
                at += 1;
            }
        }
    }
    end_bodies(function, &done);
    !done.is_empty()
}

/// If the statement at `at` is a block that ends with a switch to its own end, makes what follows the block an arm.
fn take_in(
    function: &mut Function,
    seq: SeqId,
    at: usize,
    uses: &[u32],
    done: &mut FxHashMap<LabelId, usize>,
) -> bool {
    let Stmt::Block { label, body } = function.seq(seq)[at] else { return false };
    let Some(Stmt::Switch(switch)) = function.seq(body).last() else { return false };
    let (arms, exit) = (&switch.arms, switch.exit);
    let ready = done.get(&exit).copied().unwrap_or(0);
    let leads_here = |arm: &Arm| matches!(function.seq(arm.body), [Stmt::Br(to)] if *to == label);
    // Most often it is the next one.
    let Some(found) = arms[ready..].iter().position(leads_here).map(|place| place + ready) else {
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
    let mut rest = function.seq_mut(seq).split_off(at + 1);
    if uses[label.0 as usize] > 1 {
        let empty = function.new_seq();
        rest.insert(0, Stmt::Block { label, body: empty });
    }
    let mut inner = std::mem::take(function.seq_mut(body));
    if let Some(Stmt::Switch(switch)) = inner.last_mut() {
        *function.seq_mut(switch.arms[found].body) = rest;
        switch.arms[ready..=found].rotate_right(1);
    }
    done.insert(exit, ready + 1);
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
fn end_bodies(function: &mut Function, done: &FxHashMap<LabelId, usize>) {
    for seq in function.preorder() {
        for at in 0..function.seq(seq).len() {
            if let Stmt::Switch(switch) = &function.seq(seq)[at]
                && let Some(&ready) = done.get(&switch.exit)
                && ready < switch.arms.len()
            {
                let (last, exit) = (switch.arms[ready - 1].body, switch.exit);
                if falls(function, last) {
                    function.seq_mut(last).push(Stmt::Br(exit));
                }
            }
        }
    }
}
