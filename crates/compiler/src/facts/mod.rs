//! Facts about a whole program that hold before its functions are lowered, each found by a small pass of its own.

mod callees;
mod may_throw;

pub(crate) use callees::Callees;
pub(crate) use may_throw::MayThrow;
