//! Tests through the built `wastrel`, each in a directory of its own.

mod builds;
mod cache;
mod command_line;
mod compile;
mod documents;
mod exceptions;
mod killed;
mod languages;
mod names;
mod objects;
mod packs;
mod policy;
mod run;
mod scale;
mod simd;
mod support;
