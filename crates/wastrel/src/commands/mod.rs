//! One file per command.

pub(crate) mod compile;
pub(crate) mod run;
pub(crate) mod wast;
