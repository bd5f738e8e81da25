//! Branches that lead where control goes anyway, blocks that nothing branches out of, and conditionals turned the way that a
//! person would.

use super::copies::must_happen;
use super::points::{Point, Points};
use crate::ir::*;

/// Drops branches at the end of a sequence to what follows it.
pub(crate) fn drop_tails(function: &mut Function, order: &[SeqId], points: &Points) {
    for &seq in order {
        let follow = points.follow(seq);
        while let Some(last) = function.seq(seq).last() {
            let point = match last {
                Stmt::Br(label) => points.at(*label),
                Stmt::Return(None) => Point::Return,
                _ => break,
            };
            if Some(point) != follow {
                break;
            }
            function.seq_mut(seq).pop();
        }
    }
}

/// Dissolves blocks, and turns conditionals; drops what can't be reached.
pub(crate) fn simplify(function: &mut Function, order: &[SeqId], points: &Points) {
    let mut pass =
        Pass { uses: count_uses(function, order), falls: vec![true; function.seqs.len()], function };
    for &seq in order.iter().rev() {
        let stmts = std::mem::take(pass.function.seq_mut(seq));
        let (mut stmts, falls) = pass.rebuild(stmts);
        let turned = pass.loop_exit(&mut stmts, points.follow(seq), points);
        let inverted = pass.invert(&mut stmts, points.follow(seq), points);
        pass.falls[seq.0 as usize] = falls || turned || inverted;
        *pass.function.seq_mut(seq) = stmts;
    }
}

/// How often each label is branched to.
pub(super) fn count_uses(function: &Function, order: &[SeqId]) -> Vec<u32> {
    let mut uses = vec![0; function.labels as usize];
    for &seq in order {
        for stmt in function.seq(seq) {
            if let Stmt::Br(label) = stmt {
                uses[label.0 as usize] += 1;
            }
        }
    }
    uses
}

struct Pass<'f> {
    function: &'f mut Function,
    uses: Vec<u32>,
    /// Whether control can reach the end of a sequence.
    falls: Vec<bool>,
}

/// So many conditionals of a sequence take what follows them inside: more would be a pyramid.
const MAX_INVERTED: usize = 3;

/// So many get it as their other arm, which reads as a chain.
const MAX_ELSES: usize = 16;

impl Pass<'_> {
    fn falls(&self, seq: SeqId) -> bool {
        self.falls[seq.0 as usize]
    }

    /// The statements of a sequence whose inner ones are done, and whether control can reach its end.
    fn rebuild(&mut self, stmts: Vec<Stmt>) -> (Vec<Stmt>, bool) {
        if stmts.iter().all(|stmt| matches!(stmt, Stmt::Set(..))) {
            return (stmts, true);
        }
        let mut out = Vec::with_capacity(stmts.len());
        for stmt in stmts {
            if !self.add(&mut out, stmt) {
                return (out, false);
            }
        }
        (out, true)
    }

    /// Adds a statement in its best form; false if control doesn't go on behind it.
    fn add(&mut self, out: &mut Vec<Stmt>, stmt: Stmt) -> bool {
        match stmt {
            Stmt::Block { label, body } => self.add_block(out, label, body),
            Stmt::Loop { label, exit, body } if self.uses[label.0 as usize] == 0 && !self.falls(body) => {
                self.add_block(out, exit, body)
            }
            Stmt::Loop { exit, .. } => {
                out.push(stmt);
                self.uses[exit.0 as usize] > 0
            }
            Stmt::If { cond, then, els } => self.add_if(out, cond, then, els),
            Stmt::Switch(ref switch) => {
                let falls = self.uses[switch.exit.0 as usize] > 0
                    || switch.arms.iter().any(|arm| self.falls(arm.body));
                out.push(stmt);
                falls
            }
            Stmt::Br(_) | Stmt::Return(_) | Stmt::TailCall(_) => {
                out.push(stmt);
                false
            }
            Stmt::Do(expr) => {
                out.push(stmt);
                !matches!(self.function.expr(expr), Expr::Unreachable)
            }
            _ => {
                out.push(stmt);
                true
            }
        }
    }

    fn add_block(&mut self, out: &mut Vec<Stmt>, label: LabelId, body: SeqId) -> bool {
        if self.uses[label.0 as usize] > 0 {
            out.push(Stmt::Block { label, body });
            return true;
        }
        out.append(self.function.seq_mut(body));
        self.falls(body)
    }

    fn add_if(&mut self, out: &mut Vec<Stmt>, cond: ExprId, then: SeqId, els: SeqId) -> bool {
        match (self.function.seq(then).is_empty(), self.function.seq(els).is_empty()) {
            (true, true) => {
                if must_happen(self.function, cond) {
                    out.push(Stmt::Do(cond));
                }
                true
            }
            (true, false) => {
                let cond = self.function.negate(cond);
                self.add_if(out, cond, els, then)
            }
            (false, false) if !self.falls(then) => {
                let rest = std::mem::take(self.function.seq_mut(els));
                out.push(Stmt::If { cond, then, els });
                out.extend(rest);
                self.falls(els)
            }
            (false, false) if !self.falls(els) => {
                let rest = std::mem::take(self.function.seq_mut(then));
                let cond = self.function.negate(cond);
                out.push(Stmt::If { cond, then: els, els: then });
                out.extend(rest);
                true
            }
            _ => {
                out.push(Stmt::If { cond, then, els });
                true
            }
        }
    }

    /// In the body of a loop, `if (c) { …; continue; } break;` becomes `if (!c) break; …`; control can reach the end then: true if
    /// it did.
    fn loop_exit(&mut self, stmts: &mut Vec<Stmt>, follow: Option<Point>, points: &Points) -> bool {
        let [.., Stmt::If { cond, then, els }, Stmt::Br(exit)] = stmts[..] else { return false };
        let repeats = match self.function.seq(then).last() {
            Some(Stmt::Br(label)) => follow == Some(points.at(*label)),
            _ => false,
        };
        if !repeats || !self.function.seq(els).is_empty() {
            return false;
        }
        let mut rest = std::mem::take(self.function.seq_mut(then));
        rest.pop();
        self.function.seq_mut(then).push(Stmt::Br(exit));
        let cond = self.function.negate(cond);
        stmts.truncate(stmts.len() - 2);
        stmts.push(Stmt::If { cond, then, els });
        stmts.append(&mut rest);
        true
    }

    /// `if (c) goto end; …` in front of `end:` becomes `if (!c) { … }`, and `if (c) { a; goto end; } …` becomes
    /// `if (c) { a; } else { … }`; control can reach the end then: true if one did.
    fn invert(&mut self, stmts: &mut Vec<Stmt>, follow: Option<Point>, points: &Points) -> bool {
        let (mut inverted, mut elses) = (0, 0);
        for at in (0..stmts.len().saturating_sub(1)).rev() {
            let Stmt::If { cond, then, els } = stmts[at] else { continue };
            let leaves = match self.function.seq(then).last() {
                Some(Stmt::Br(label)) => follow == Some(points.at(*label)),
                Some(Stmt::Return(None)) => follow == Some(Point::Return),
                _ => false,
            };
            // The way without exceptions stays where it is.
            let thrown = matches!(self.function.expr(cond), Expr::Thrown);
            if !leaves || thrown || !self.function.seq(els).is_empty() {
                continue;
            }
            if self.function.seq(then).len() > 1 {
                if elses < MAX_ELSES {
                    elses += 1;
                    self.function.seq_mut(then).pop();
                    self.falls[then.0 as usize] = true;
                    *self.function.seq_mut(els) = stmts.split_off(at + 1);
                }
            } else if inverted < MAX_INVERTED {
                inverted += 1;
                let rest = stmts.split_off(at + 1);
                *self.function.seq_mut(then) = rest;
                let cond = self.function.negate(cond);
                stmts[at] = Stmt::If { cond, then, els };
            }
        }
        inverted + elses > 0
    }
}
