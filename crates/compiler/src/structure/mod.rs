//! From blocks and branches to the control structure that a person would have written.
//!
//! Each pass visits every sequence once, outer or inner ones first, so none recurses over nesting.

mod branches;
mod conditions;
mod copies;
mod counts;
mod exceptions;
mod flat;
mod jumps;
mod loops;
mod points;
mod returns;
mod switches;
mod tails;

use crate::ir::*;

/// Rewrites a lowered function; what it does stays the same.
pub(crate) fn structure(function: &mut Function) {
    copies::coalesce(function);
    switches::absorb(function);
    tails::take(function);
    // The second round works on what the first brought together.
    for _ in 0..2 {
        branches::drop_tails(function);
        exceptions::drop_tests(function);
        returns::merge(function);
        branches::simplify(function);
        conditions::join(function);
    }
    exceptions::drop_null_checks(function);
    loops::shape(function);
    copies::drop_dead(function);
    flat::mark(function);
    counts::shape(function);
    jumps::resolve(function);
}
