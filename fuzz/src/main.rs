//! Random modules through Wastrel, and what becomes of them held against an engine that is trusted.
//!
//! ```text
//! seed ─ generate ─→ module ─┬─ oracle (wasmtime) ────────────────────→ commands, and the answers they must get ─┐
//!                            └─ differential: C, a C compiler, an executable that answers commands ──────────────┴─→ found
//! ```
//!
//! `cargo xtask fuzz` runs it. A workspace of its own: wasmtime takes minutes to build, and nothing else needs it.
#![forbid(unsafe_code)]

mod campaign;
mod coverage;
mod decode;
mod differential;
mod expressions;
mod found;
mod generate;
mod operators;
mod oracle;
mod random;
mod reduce;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compares random modules.
    Modules(campaign::Arguments),
    /// Gives anything to the compiler, as far as C.
    Decode(decode::Arguments),
    /// Compares the modules of these files.
    Replay(campaign::ReplayArguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Modules(arguments) => campaign::run(&arguments),
        Command::Decode(arguments) => decode::run(&arguments),
        Command::Replay(arguments) => campaign::replay(&arguments),
    }
}
