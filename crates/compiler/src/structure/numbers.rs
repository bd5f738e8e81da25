//! Statements by number.

use crate::ir::*;

/// A statement's number, and where it is.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub number: u32,
    pub seq: SeqId,
    pub at: usize,
}

/// Numbers statements, from 1 on, in the order in which they stand, those in a statement behind it, and calls for each. The number of
/// the last statement in each sequence.
pub(super) fn number(function: &Function, mut each: impl FnMut(Place, &Stmt)) -> Vec<u32> {
    let mut ends = vec![0; function.seqs.len()];
    let mut number = 0;
    let mut work = vec![(Function::BODY, 0)];
    while let Some((seq, at)) = work.pop() {
        let Some(stmt) = function.seq(seq).get(at) else {
            ends[seq.0 as usize] = number;
            continue;
        };
        number += 1;
        work.push((seq, at + 1));
        each(Place { number, seq, at }, stmt);
        let first = work.len();
        stmt.bodies(|body| work.push((body, 0)));
        work[first..].reverse();
    }
    ends
}
