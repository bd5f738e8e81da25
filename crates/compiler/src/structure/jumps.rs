//! The last pass: each branch becomes `break`, `continue`, `goto` or nothing, by what C's control would do there.

use super::points::{Point, Points};
use crate::ir::*;

/// What `break` and `continue` mean in a sequence.
#[derive(Clone, Copy, Default)]
struct Context {
    on_break: Option<Point>,
    on_continue: Option<Point>,
}

/// Resolves all branches.
pub(crate) fn resolve(function: &mut Function) {
    let order = function.preorder();
    let points = Points::of(function, &order);
    let mut contexts = vec![Context::default(); function.seqs.len()];
    for seq in order {
        let context = contexts[seq.0 as usize];
        let mut stmts = std::mem::take(function.seq_mut(seq));
        let follow = points.follow(seq);
        while matches!(stmts.last(), Some(Stmt::Br(label)) if follow == Some(points.at(*label))) {
            stmts.pop();
        }
        for stmt in &mut stmts {
            if let Stmt::Br(label) = *stmt {
                let point = Some(points.at(label));
                *stmt = match points.at(label) {
                    _ if point == context.on_break => Stmt::Break,
                    _ if point == context.on_continue => Stmt::Continue,
                    Point::Return => Stmt::Return(None),
                    Point::Label(label) => Stmt::Goto(label),
                };
                continue;
            }
            let inner = match *stmt {
                _ if function.is_flat(stmt) => context,
                Stmt::Loop { label, exit, .. }
                | Stmt::While { label, exit, .. }
                | Stmt::For { label, exit, .. } => {
                    Context { on_break: Some(points.at(exit)), on_continue: Some(points.at(label)) }
                }
                // `continue` would evaluate the condition; no branch wants that.
                Stmt::DoWhile { exit, .. } => Context { on_break: Some(points.at(exit)), on_continue: None },
                Stmt::Switch(ref switch) => Context { on_break: Some(points.at(switch.exit)), ..context },
                _ => context,
            };
            stmt.bodies(|body| contexts[body.0 as usize] = inner);
        }
        *function.seq_mut(seq) = stmts;
    }
}
