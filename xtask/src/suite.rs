//! `cargo xtask suite`: the WebAssembly test suite, compiled in every way.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result, ensure};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only with this compiler.
    #[arg(long)]
    compiler: Option<String>,
    /// What the names of the files to run contain, such as v3/br.
    filter: Option<String>,
}

/// One way to compile the scripts.
struct Combination {
    compiler: &'static str,
    /// tcc has one level.
    opt_level: &'static str,
    explicit_checks: bool,
}

fn combinations() -> impl Iterator<Item = Combination> {
    let levels = [("gcc", "0"), ("gcc", "2"), ("clang", "0"), ("clang", "2"), ("tcc", "0")];
    levels.into_iter().flat_map(|(compiler, opt_level)| {
        [false, true].map(|explicit_checks| Combination { compiler, opt_level, explicit_checks })
    })
}

/// Goes through all combinations, then fails if one of them did.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut failed = Vec::new();
    for Combination { compiler, opt_level, explicit_checks } in combinations() {
        if arguments.compiler.as_deref().is_some_and(|only| only != compiler) {
            continue;
        }
        let checks = if explicit_checks { "explicit checks" } else { "guard pages" };
        let name = format!("{compiler} -O{opt_level}, {checks}");
        println!("{name}");
        let mut command = test(arguments.filter.as_deref());
        command.env("WASTREL_SUITE_COMPILER", compiler).env("WASTREL_SUITE_OPT_LEVEL", opt_level);
        command.env("WASTREL_SUITE_EXPLICIT_CHECKS", if explicit_checks { "1" } else { "" });
        if !command.status().context("cannot start cargo")?.success() {
            failed.push(name);
        }
    }
    ensure!(failed.is_empty(), "the suite fails with {}", failed.join("; "));
    Ok(())
}

/// The command that runs the suite.
pub(crate) fn test(filter: Option<&str>) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(["test", "--quiet", "--package=wastrel-wast", "--test=suite", "--"]).args(filter);
    command
}
