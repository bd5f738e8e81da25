//! What is nested too deep for braces: C compilers and readers bear only so many. Such statements are printed with labels and
//! gotos, so `break` and `continue` don't see them.

use crate::ir::*;

/// What is nested deeper is flat, if more is nested in it.
const MAX_DEPTH: u32 = 40;

/// Marks the statements that are printed flat.
pub(crate) fn mark(function: &mut Function, order: &[SeqId]) {
    // Each is nested in a sequence of its own.
    if order.len() <= MAX_DEPTH as usize / 2 {
        return;
    }
    let mut depths = vec![0; function.seqs.len()];
    for &seq in order {
        let depth = depths[seq.0 as usize];
        for at in 0..function.seq(seq).len() {
            let stmt = &function.seq(seq)[at];
            let braces = match stmt {
                Stmt::Block { .. } => 0,
                // The second pair is that of a case.
                Stmt::Switch(_) => 2,
                _ => 1,
            };
            let mut deeper = false;
            stmt.bodies(|body| {
                depths[body.0 as usize] = depth + braces;
                deeper |= function.seq(body).iter().any(has_bodies);
            });
            if depth < MAX_DEPTH || !deeper || braces == 0 {
                continue;
            }
            let mut first = None;
            stmt.bodies(|body| {
                depths[body.0 as usize] = depth;
                first = first.or(Some(body));
            });
            function.flat.extend(first);
        }
    }
}

fn has_bodies(stmt: &Stmt) -> bool {
    let mut has = false;
    stmt.bodies(|_| has = true);
    has
}
