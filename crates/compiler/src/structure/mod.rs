//! From blocks and branches to the control structure that a person would have written.
//!
//! Each pass visits every sequence once, outer or inner ones first, so none recurses over nesting.

mod jumps;
mod points;

use crate::ir::*;

/// Rewrites a lowered function; what it does stays the same.
pub(crate) fn structure(function: &mut Function) {
    jumps::resolve(function);
}
