//! `cargo xtask fuzz`: random input for what must bear any.

mod planted;
mod wasi;

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

#[derive(clap::Subcommand)]
pub(crate) enum Target {
    /// Compares random modules with what wasmtime makes of them
    #[command(disable_help_flag = true)]
    Modules(Forwarded),
    /// Compares the modules of files with what wasmtime makes of them
    #[command(disable_help_flag = true)]
    Replay(Forwarded),
    /// Gives anything to the compiler, as far as C
    #[command(disable_help_flag = true)]
    Decode(Forwarded),
    /// Puts faults into the compiler, one after the other, and sees whether `modules` finds them
    Planted(planted::Arguments),
    /// Calls functions of WASI with anything
    Wasi(wasi::Arguments),
}

/// What the fuzzer itself understands.
#[derive(clap::Args)]
pub(crate) struct Forwarded {
    /// Options of the fuzzer; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(target: &Target) -> Result<()> {
    match target {
        Target::Modules(forwarded) => fuzz("modules", forwarded),
        Target::Replay(forwarded) => fuzz("replay", forwarded),
        Target::Decode(forwarded) => fuzz("decode", forwarded),
        Target::Planted(arguments) => planted::run(arguments),
        Target::Wasi(arguments) => wasi::run(arguments),
    }
}

/// Builds the fuzzer, which is no member of this workspace, and runs it.
fn fuzz(command: &str, forwarded: &Forwarded) -> Result<()> {
    let status = fuzzer(Path::new(".")).arg(command).args(&forwarded.arguments).status();
    ensure!(status.context("cannot start cargo")?.success(), "the fuzzer failed");
    Ok(())
}

/// The command that runs the fuzzer of a copy of this repository.
fn fuzzer(repository: &Path) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--locked"]);
    command.args(["--target-dir", "target/fuzz/build", "--manifest-path"]);
    command.arg(repository.join("fuzz/Cargo.toml")).arg("--");
    command
}
