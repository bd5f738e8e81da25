//! Whether a function's effects kept their order on the way from operators to statements: proved again after the lowering,
//! from the operators and the tree alone.
//!
//! Each expression remembers which operator made it, and so does each sequence; nothing else of the lowering is believed, least
//! of all its sets of effects. The tree is walked once in the order in which it is written, which is that of the operators on
//! every path.
//!
//! What is claimed of a function that passes:
//! - Each operator that can be reached and that writes state or may trap is evaluated in exactly one place; in the arm of the
//!   if that it stands in, in the loop, and on the same side of each branch and label.
//! - Writes of state are in order with one another, with reads of state and with traps; so are traps that can be told apart.
//! - Whether a call threw is asked right after it, if it is asked.
//! - A local is read between the same two of its assignments as by the operators.
//! - What C may evaluate in either order has no order to keep.
//!
//! What is not: that values reach the operator that they should, that what only exceptions lead to is there, anything of temporaries,
//! and of functions with operators that [`ops::class`] doesn't know, those of the legacy encoding of exceptions.

mod ops;
mod tree;

pub(crate) use ops::Replay;
pub(crate) use tree::check;

#[cfg(test)]
mod tests;
