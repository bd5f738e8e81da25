//! Which labels are one and the same place, and what follows each sequence.

use crate::ir::*;

/// A place in a function that control can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Of the labels that stand there, one for all.
    Label(LabelId),
    /// The end of a function without results.
    Return,
}

/// The places of a function's labels.
pub(crate) struct Points {
    labels: Vec<Point>,
    follow: Vec<Option<Point>>,
}

impl Points {
    /// Finds them, visiting sequences in this order, outer ones first.
    pub(crate) fn of(function: &Function, order: &[SeqId]) -> Points {
        let mut points = Points {
            labels: (0..function.labels).map(|label| Point::Label(LabelId(label))).collect(),
            follow: vec![None; function.seqs.len()],
        };
        points.follow[Function::BODY.0 as usize] = Some(Point::Return);
        for &seq in order {
            let stmts = function.seq(seq);
            for (i, stmt) in stmts.iter().enumerate() {
                let next = match stmts.get(i + 1) {
                    None => points.follow(seq),
                    Some(Stmt::Br(label)) => Some(points.at(*label)),
                    Some(Stmt::Return(None)) => Some(Point::Return),
                    Some(_) => None,
                };
                points.stmt(stmt, next);
            }
        }
        points
    }

    fn stmt(&mut self, stmt: &Stmt, next: Option<Point>) {
        match stmt {
            Stmt::Block { label, body } => {
                self.set(*label, next);
                self.follow[body.0 as usize] = Some(self.at(*label));
            }
            Stmt::Loop { label, exit, body }
            | Stmt::While { label, exit, body, .. }
            | Stmt::For { label, exit, body, .. } => {
                self.set(*exit, next);
                self.follow[body.0 as usize] = Some(self.at(*label));
            }
            Stmt::DoWhile { exit, .. } => self.set(*exit, next),
            Stmt::If { then, els, .. } => {
                self.follow[then.0 as usize] = next;
                self.follow[els.0 as usize] = next;
            }
            Stmt::Switch(switch) => {
                self.set(switch.exit, next);
                if let Some(last) = switch.arms.last() {
                    self.follow[last.body.0 as usize] = Some(self.at(switch.exit));
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, label: LabelId, next: Option<Point>) {
        if let Some(next) = next {
            self.labels[label.0 as usize] = next;
        }
    }

    /// The place of a label.
    pub(crate) fn at(&self, label: LabelId) -> Point {
        self.labels[label.0 as usize]
    }

    /// What follows the end of a sequence.
    pub(crate) fn follow(&self, seq: SeqId) -> Option<Point> {
        self.follow[seq.0 as usize]
    }
}
