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
mod numbers;
mod points;
mod returns;
mod roles;
mod same;
mod switches;
mod tails;

use crate::ir::*;
use points::Points;

/// Rewrites a lowered function; what it does stays the same.
pub(crate) fn structure(function: &mut Function) {
    // A pass is given the sequences in their order, and the places of labels, as the passes before it left them.
    let throws = function.exprs.iter().any(|expr| matches!(expr, Expr::Thrown));
    let mut order = function.preorder();
    copies::coalesce(function, &order);
    if throws {
        tails::take(function, &order);
        order = function.preorder();
    }
    // While nothing branches into a sequence, as into the arms of a switch.
    same::merge(function);
    roles::split(function);
    if switches::absorb(function, &order) {
        order = function.preorder();
    }
    let mut points = Points::of(function, &order);
    // The second round works on what the first brought together.
    for _ in 0..2 {
        // Neither order nor places change by what is dropped here.
        branches::drop_tails(function, &order, &points);
        if throws {
            exceptions::drop_tests(function, &order, &points);
        }
        if returns::merge(function, &order) || throws {
            order = function.preorder();
            points = Points::of(function, &order);
        }
        branches::simplify(function, &order, &points);
        order = function.preorder();
        points = Points::of(function, &order);
        if conditions::join(function, &order, &points) {
            order = function.preorder();
            points = Points::of(function, &order);
        }
    }
    exceptions::drop_null_checks(function);
    branches::drop_tails(function, &order, &points);
    loops::shape(function, &order, &points);
    // What these don't reach any more holds nothing but a branch.
    copies::drop_dead(function, &order);
    flat::mark(function, &order);
    counts::shape(function, &order);
    jumps::resolve(function);
}
