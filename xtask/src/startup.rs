//! `cargo xtask startup`: the time from the start of a program to its end, over that of one that only exits, and what each sandbox
//! and a heap for objects add to it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::native;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How often each is started.
    #[arg(long, default_value_t = 300)]
    rounds: usize,
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
}

/// A program without a libc that only exits.
const EXIT: &str = ".globl _start\n_start: mov $60, %eax\nxor %edi, %edi\nsyscall\n";

/// In which ways the program is started: a name and options. The first is what the sandboxes are compared with.
const VARIANTS: &[(&str, &str)] = &[
    ("no sandbox", "--sandbox=none --dir /tmp --dir /usr"),
    ("no directories: seccomp", ""),
    ("Landlock, openat2, seccomp", "--sandbox=landlock --dir /tmp --dir /usr"),
    ("namespaces and all that", "--sandbox=namespace --dir /tmp --dir /usr"),
    ("namespaces, pivot_root", "--sandbox=strict --dir /tmp --dir /usr"),
];

/// Compiled modules, without a sandbox: the one without objects first.
const MODULES: &[&str] = &["examples/hello.wat", "examples/hello_objects.wat"];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let work = tempfile::tempdir()?;
    let program = native::build("hello", work.path())?;
    let exit = build_exit(work.path())?;
    let mut plain = Vec::new();
    let mut times = vec![Vec::new(); VARIANTS.len()];
    let modules = MODULES.iter().map(|module| compile(&arguments.wastrel, module, work.path()));
    let modules = modules.collect::<Result<Vec<_>>>()?;
    let mut module_times = vec![Vec::new(); MODULES.len()];
    // Interleaved, so that what else the machine does falls on all alike.
    for _ in 0..arguments.rounds {
        plain.push(time(&exit, "")?);
        for (variant, times) in VARIANTS.iter().zip(&mut times) {
            times.push(time(&program, variant.1)?);
        }
        for (module, times) in modules.iter().zip(&mut module_times) {
            times.push(time(module, VARIANTS[0].1)?);
        }
    }
    let mounts = std::fs::read_to_string("/proc/self/mounts")?.lines().count();
    println!("{} starts of each, on a host with {mounts} mounts; microseconds", arguments.rounds);
    println!(
        "{:30} {:>8} {:>8} {:>8} {:>12} {:>16}",
        "", "p10", "median", "p90", "over an exit", "over no sandbox"
    );
    print("a program that only exits", &plain, &plain, None);
    for ((name, _), of_this) in VARIANTS.iter().zip(&times) {
        print(name, of_this, &plain, Some(&times[0]));
    }
    println!("{:30} {:>8} {:>8} {:>8} {:>12} {:>16}", "", "", "", "", "", "over the first");
    for (name, of_this) in MODULES.iter().zip(&module_times) {
        print(name, of_this, &plain, Some(&module_times[0]));
    }
    Ok(())
}

fn compile(wastrel: &Path, module: &str, directory: &Path) -> Result<PathBuf> {
    let executable = directory.join(Path::new(module).file_stem().context("a module has a name")?);
    let mut command = Command::new(wastrel);
    command.args(["compile", "-C", "cache=n"]).arg(module).arg("-o").arg(&executable);
    let status = command.status().context("build it: cargo build --release")?;
    ensure!(status.success(), "{module} doesn't compile");
    Ok(executable)
}

fn build_exit(directory: &Path) -> Result<PathBuf> {
    let (source, executable) = (directory.join("exit.s"), directory.join("exit"));
    std::fs::write(&source, EXIT)?;
    let status = Command::new("gcc")
        .args(["-nostdlib", "-static", "-o"])
        .args([&executable, &source])
        .status()
        .context("gcc is missing")?;
    ensure!(status.success(), "gcc can't build a program that only exits");
    Ok(executable)
}

/// A row: the medians of the differences are of those of one round.
fn print(name: &str, times: &[Duration], exit: &[Duration], no_sandbox: Option<&Vec<Duration>>) {
    let over = |base: &[Duration]| {
        let mut added: Vec<_> =
            times.iter().zip(base).map(|(time, base)| micros(*time) - micros(*base)).collect();
        added.sort_by(f64::total_cmp);
        format!("{:.0}", added[(added.len() - 1) / 2])
    };
    let mut sorted = times.to_vec();
    sorted.sort();
    let at = |percent: usize| micros(sorted[(sorted.len() - 1) * percent / 100]);
    println!(
        "{name:30} {:8.0} {:8.0} {:8.0} {:>12} {:>16}",
        at(10),
        at(50),
        at(90),
        over(exit),
        no_sandbox.map_or(String::new(), |base| over(base))
    );
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn time(program: &Path, options: &str) -> Result<Duration> {
    let mut command = Command::new(program);
    command.env_clear().env("WASTREL_OPTIONS", options).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    ensure!(status.success(), "the program fails with {options}");
    Ok(time)
}
