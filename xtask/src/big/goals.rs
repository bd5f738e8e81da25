//! What a first run, a full build and a second run of big modules may take, on two cores with nothing else to do.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::measure::load;

/// Seconds to the first output of SQLite, with this compiler alone.
const FIRST_OUTPUT: [(&str, f64); 3] = [("tcc", 0.8), ("clang", 3.0), ("gcc", 8.0)];
/// Seconds for the full build of SQLite.
const FULL_BUILD: [(&str, f64); 2] = [("clang", 20.0), ("gcc", 32.0)];
/// Milliseconds that a second run of CPython takes more than to execute the compiled file.
const SECOND_RUN: f64 = 5.0;
/// How often the second run is measured.
const PAIRS: usize = 31;

pub(super) fn check(wastrel: &Path, modules: &[PathBuf]) -> Result<()> {
    let module = |part: &str| {
        let found = modules
            .iter()
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(part)));
        found.with_context(|| format!("no module is called {part}"))
    };
    let (sqlite, python) = (module("sqlite")?, module("python")?);
    println!("load {}\n\n| what | took | goal | |\n|---|---|---|---|", load());
    for (compiler, goal) in FIRST_OUTPUT {
        if let Some(compiler) = command_of(compiler) {
            let seconds = first_output(wastrel, &compiler, sqlite)?;
            row(&format!("first output of SQLite, {compiler}"), seconds, goal, "s");
        }
    }
    for (compiler, goal) in FULL_BUILD {
        if let Some(compiler) = command_of(compiler) {
            let seconds = full_build(wastrel, &compiler, sqlite)?;
            row(&format!("-O2 build of SQLite, {compiler}"), seconds, goal, "s");
        }
    }
    row("second run of CPython, beyond executing it", second_run(wastrel, python)? * 1e3, SECOND_RUN, "ms");
    Ok(())
}

fn row(what: &str, took: f64, goal: f64, unit: &str) {
    let verdict = if took <= goal { "met" } else { "missed" };
    println!("| {what} | {took:.2} {unit} | {goal} {unit} | {verdict} |");
}

/// The command of a compiler, which may have a version in its name.
fn command_of(compiler: &str) -> Option<String> {
    let versions = (10..30).rev().map(|version| format!("{compiler}-{version}"));
    let is_there = |name: &String| {
        let mut command = Command::new(name);
        command.arg("-v").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let found = std::iter::once(compiler.to_owned()).chain(versions).find(is_there);
    if found.is_none() {
        println!("| {compiler} | isn't there | | |");
    }
    found
}

/// A command with a cache of its own.
fn command(wastrel: &Path, cache: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(wastrel);
    command.env("WASTREL_CACHE_DIR", cache).args(arguments).stdin(Stdio::null());
    command
}

/// How long it takes to the first byte that a program writes, with nothing in the cache.
fn first_output(wastrel: &Path, compiler: &str, module: &Path) -> Result<f64> {
    let cache = tempfile::tempdir()?;
    let start = Instant::now();
    let mut run = command(wastrel, cache.path(), &["run", "-C", &format!("compiler={compiler}")]);
    let mut child = run.arg(module).stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().context("it is piped")?;
    ensure!(output.read(&mut [0])? == 1, "it writes nothing");
    let seconds = start.elapsed().as_secs_f64();
    std::io::copy(&mut output, &mut std::io::sink())?;
    child.wait()?;
    end_background(cache.path())?;
    Ok(seconds)
}

/// Ends what optimises in the background with this cache, and waits until it is gone.
fn end_background(cache: &Path) -> Result<()> {
    let wanted = format!("WASTREL_CACHE_DIR={}", cache.display());
    let ours = || -> Result<Vec<i32>> {
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let entry = entry?;
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let is_ours = environment.split(|&byte| byte == 0).any(|word| word == wanted.as_bytes());
            if is_ours && command.split(|&byte| byte == 0).any(|word| word == b"optimise-in-background") {
                found.push(id);
            }
        }
        Ok(found)
    };
    loop {
        let processes = ours()?;
        if processes.is_empty() {
            return Ok(());
        }
        for process in processes {
            // An error means that it has just ended by itself.
            let _ = kill(Pid::from_raw(process), Signal::SIGTERM);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn full_build(wastrel: &Path, compiler: &str, module: &Path) -> Result<f64> {
    let directory = tempfile::tempdir()?;
    let compiler = format!("compiler={compiler}");
    let mut compile =
        command(wastrel, directory.path(), &["compile", "-C", "cache=n", "-C", &compiler, "-o"]);
    seconds(compile.arg(directory.path().join("program")).arg(module))
}

fn seconds(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{command:?} failed");
    Ok(start.elapsed().as_secs_f64())
}

/// By how much a run that finds its executable takes longer than the executable, of pairs the median.
fn second_run(wastrel: &Path, module: &Path) -> Result<f64> {
    let cache = tempfile::tempdir()?;
    let run = || {
        let mut run = command(wastrel, cache.path(), &["run", "-O", "opt-level=0"]);
        // The quickest to build.
        run.args(command_of("tcc").map(|tcc| format!("-Ccompiler={tcc}"))).arg(module).arg("-V");
        run
    };
    // That its file hasn't changed is known only once it hasn't for a while.
    seconds(&mut run())?;
    std::thread::sleep(Duration::from_secs(3));
    seconds(&mut run())?;
    let executable = fs::read_dir(cache.path().join("exe"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_none())
        .context("no executable is in the cache")?;
    let mut differences = Vec::new();
    for _ in 0..PAIRS {
        let run = seconds(&mut run())?;
        differences.push(run - seconds(Command::new(&executable).arg("-V"))?);
    }
    differences.sort_by(f64::total_cmp);
    Ok(differences[PAIRS / 2])
}
