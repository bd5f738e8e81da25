//! What a developer of Wastrel runs besides `cargo test`.
#![forbid(unsafe_code)]

mod wasi_testsuite;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the preview 1 programs of WebAssembly/wasi-testsuite in every sandbox.
    WasiTestsuite(wasi_testsuite::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::WasiTestsuite(arguments) => wasi_testsuite::run(&arguments),
    }
}
