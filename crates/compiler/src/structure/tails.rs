//! Of handlers of exceptions: what only one branch leads to stands where the branch is.
//!
//! `if (thrown()) goto handler; … return; handler: …` becomes `if (thrown()) { … } … return;`, and what follows a try where its
//! body ends, so that the way without exceptions reads from top to bottom. Control that has nothing to do with exceptions is left
//! as it is.

use super::branches::count_uses;
use crate::ir::*;

/// What is moved into a conditional is no longer than this: more would be a pyramid.
const MAX_NESTED: usize = 12;

/// Moves what follows blocks.
pub(crate) fn take(function: &mut Function, order: &[SeqId]) {
    let uses = count_uses(function, order);
    let mut tails = Tails::of(function, order, uses);
    for &seq in order.iter().rev() {
        for at in (0..function.seq(seq).len()).rev() {
            tails.block(function, seq, at);
        }
        tails.falls[seq.0 as usize] = match function.seq(seq).last() {
            Some(last) => tails.falls_out_of(function, last),
            None => true,
        };
    }
}

struct Tails {
    uses: Vec<u32>,
    /// The sequence that a branch to each label stands in.
    branch: Vec<SeqId>,
    /// The conditional that each sequence is in, within the innermost loop or switch, which count as one.
    braces: Vec<Braces>,
    falls: Vec<bool>,
}

/// The braces around a sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Braces {
    /// The innermost pair.
    own: SeqId,
    /// The innermost pair of a loop or switch.
    repeats: SeqId,
    /// The innermost is of a conditional on an exception.
    thrown: bool,
}

impl Tails {
    fn of(function: &Function, order: &[SeqId], uses: Vec<u32>) -> Tails {
        let outermost = Braces { own: Function::BODY, repeats: Function::BODY, thrown: false };
        let mut tails = Tails {
            uses,
            branch: vec![Function::BODY; function.labels as usize],
            braces: vec![outermost; function.seqs.len()],
            falls: vec![true; function.seqs.len()],
        };
        for &seq in order {
            let around = tails.braces[seq.0 as usize];
            for stmt in function.seq(seq) {
                if let Stmt::Br(label) = stmt {
                    tails.branch[label.0 as usize] = seq;
                }
                stmt.bodies(|body| {
                    tails.braces[body.0 as usize] = match stmt {
                        Stmt::Block { .. } => around,
                        Stmt::If { cond, .. } => {
                            let thrown = matches!(function.expr(*cond), Expr::Thrown | Expr::ThrownTag(_));
                            Braces { own: body, thrown, ..around }
                        }
                        _ => Braces { own: body, repeats: body, thrown: false },
                    };
                });
            }
        }
        tails
    }

    /// If the statement at `at` is a block that only one branch leaves, moves what follows it there.
    fn block(&mut self, function: &mut Function, seq: SeqId, at: usize) {
        let Stmt::Block { label, body } = function.seq(seq)[at] else { return };
        let tail = &function.seq(seq)[at + 1..];
        let (from, to) = (self.branch[label.0 as usize], self.braces[seq.0 as usize]);
        let there = self.braces[from.0 as usize];
        let near = there.own == to.own || (there.thrown && tail.len() <= MAX_NESTED);
        let moves = self.uses[label.0 as usize] == 1
            && there.repeats == to.repeats
            && near
            && !self.falls[body.0 as usize]
            && tail.last().is_some_and(|last| !self.falls_out_of(function, last));
        if !moves || !matches!(function.seq(from).last(), Some(Stmt::Br(to)) if *to == label) {
            return;
        }
        let mut tail = function.seq_mut(seq).split_off(at + 1);
        if let Some(Stmt::Br(label)) = tail.last() {
            self.branch[label.0 as usize] = from;
        }
        for stmt in &tail {
            self.enclose(function, stmt, there);
        }
        let stmts = function.seq_mut(from);
        stmts.pop();
        stmts.append(&mut tail);
        self.uses[label.0 as usize] = 0;
    }

    /// Notes that a statement has moved into these braces; what is in braces of its own has only a loop or switch around it that
    /// is the same.
    fn enclose(&mut self, function: &Function, stmt: &Stmt, there: Braces) {
        let mut work = Vec::new();
        if let Stmt::Block { body, .. } = stmt {
            work.push(*body);
        }
        while let Some(seq) = work.pop() {
            self.braces[seq.0 as usize] = there;
            for stmt in function.seq(seq) {
                if let Stmt::Block { body, .. } = stmt {
                    work.push(*body);
                }
            }
        }
    }

    /// Whether control can go on behind a statement whose bodies are done.
    fn falls_out_of(&self, function: &Function, stmt: &Stmt) -> bool {
        let falls = |seq: SeqId| self.falls[seq.0 as usize];
        match *stmt {
            Stmt::Br(_) | Stmt::Return(_) | Stmt::TailCall(_) => false,
            Stmt::Do(expr) => !matches!(function.expr(expr), Expr::Unreachable),
            Stmt::Block { label, body } => self.uses[label.0 as usize] > 0 || falls(body),
            Stmt::Loop { exit, .. } => self.uses[exit.0 as usize] > 0,
            Stmt::If { then, els, .. } => falls(then) || falls(els),
            _ => true,
        }
    }
}
