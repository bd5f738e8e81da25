//! One file per command.

pub(crate) mod cache;
pub(crate) mod compile;
pub(crate) mod optimise;
pub(crate) mod run;
pub(crate) mod wast;
