//! `cargo xtask gc-bench` and `cargo xtask gc-soak`: the programs of `crates/gc/benches` over the collector, as products get it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};

/// In the order of the README.
const BENCHMARKS: &[&str] = &[
    "gcbench",
    "quads",
    "binary_trees",
    "functional_tables",
    "large_arrays",
    "deep_recursion",
    "fragmentation",
];

#[derive(clap::Args)]
pub(crate) struct BenchArguments {
    /// How often each program runs; the median counts.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The C compiler and its flags.
    #[arg(long, default_value = "gcc -O2")]
    compiler: String,
    /// Only programs whose name has this in it.
    #[arg(long, default_value = "")]
    filter: String,
}

/// Prints a line for each benchmark: processor time, memory, collections and pauses.
pub(crate) fn bench(arguments: &BenchArguments) -> Result<()> {
    let directory = tempfile::tempdir()?;
    let library = build_library()?;
    for name in BENCHMARKS.iter().filter(|name| name.contains(&arguments.filter)) {
        let program = compile(name, &arguments.compiler, &library, directory.path())?;
        let mut runs = Vec::new();
        for _ in 0..arguments.runs.max(1) {
            let output = run(Command::new(&program).env("GC_STATS", "1"))?;
            let usage = String::from_utf8(output.stdout)?.lines().last().unwrap_or_default().to_owned();
            runs.push((usage, String::from_utf8(output.stderr)?.replace("\ngc: ", "; ")));
        }
        runs.sort();
        let (usage, stats) = &runs[runs.len() / 2];
        print!("{name}: {usage}; {}", stats.trim_start_matches("gc: "));
    }
    Ok(())
}

#[derive(clap::Args)]
pub(crate) struct SoakArguments {
    /// How long.
    #[arg(long, default_value_t = 3600)]
    seconds: u32,
    /// Don't check the whole heap after each collection, which takes most of the time.
    #[arg(long)]
    no_verify: bool,
}

/// Allocates for an hour while the heap grows, shrinks and fragments, and checks all of it all the time.
pub(crate) fn soak(arguments: &SoakArguments) -> Result<()> {
    let directory = tempfile::tempdir()?;
    let program = compile("soak", "gcc -O2", &build_library()?, directory.path())?;
    let mut command = Command::new(program);
    command.arg(arguments.seconds.to_string()).env("GC_STATS", "1");
    if !arguments.no_verify {
        command.env("GC_VERIFY", "1");
    }
    let output = run(&mut command)?;
    print!("{}{}", String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    Ok(())
}

fn run(command: &mut Command) -> Result<Output> {
    let output = command.output().with_context(|| format!("can't run {command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output)
}

/// Builds the static library and says where it is.
fn build_library() -> Result<PathBuf> {
    run(Command::new("cargo")
        .args(["rustc", "--quiet", "-p", "wastrel-gc", "--profile", "freestanding"])
        .args(["--features", "panic-handler", "--crate-type", "staticlib"]))?;
    Ok(PathBuf::from("target/freestanding/libwastrel_gc.a"))
}

fn compile(name: &str, compiler: &str, library: &Path, directory: &Path) -> Result<PathBuf> {
    let program = directory.join(name);
    let mut words = compiler.split_whitespace();
    run(Command::new(words.next().context("which compiler?")?)
        .args(words)
        .args(["-I", "crates/gc/include"])
        .arg(format!("crates/gc/benches/{name}.c"))
        .arg(library)
        .arg("-o")
        .arg(&program))?;
    Ok(program)
}
