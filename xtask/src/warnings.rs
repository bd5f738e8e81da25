//! `cargo xtask warnings`: whether compilers have anything to say about what Wastrel emits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;

use crate::suite;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the names of the files to check contain, such as v3/br.
    filter: Option<String>,
}

/// Warnings that need the optimiser's analysis come at -O2 alone.
const FLAGS: &[&str] = &[
    "-std=gnu11",
    "-ffreestanding",
    "-O2",
    "-Wall",
    "-Wextra",
    "-Wconversion",
    "-Werror",
    "-c",
    "-o",
    "/dev/null",
];

/// How many complaints are shown.
const SHOWN: usize = 10;

/// Emits the C of the suite with guard pages and with explicit checks, and compiles it with gcc and clang.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let directory = tempfile::tempdir().context("cannot make a directory for the C files")?;
    for checks in ["", "1"] {
        let keep = directory.path().join(if checks.is_empty() { "guard-pages" } else { "explicit-checks" });
        // The executables are beside the point here.
        let status = suite::test(arguments.filter.as_deref())
            .env("WASTREL_SUITE_COMPILER", "gcc")
            .env("WASTREL_SUITE_OPT_LEVEL", "0")
            .env("WASTREL_SUITE_EXPLICIT_CHECKS", checks)
            .env("WASTREL_SUITE_KEEP", &keep)
            .status()
            .context("cannot start cargo")?;
        ensure!(status.success(), "the suite fails");
    }
    let mut files = Vec::new();
    c_files(directory.path(), &mut files)?;
    ensure!(!files.is_empty(), "the suite emitted no C");
    let compilers = ["gcc".to_owned(), clang()];
    let complaints: Vec<String> = files
        .par_iter()
        .flat_map(|file| compilers.par_iter().map(move |compiler| complaint(compiler, file)))
        .filter_map(Result::transpose)
        .collect::<Result<_>>()?;
    for complaint in complaints.iter().take(SHOWN) {
        eprintln!("{complaint}");
    }
    ensure!(complaints.is_empty(), "{} of {} compilations give warnings", complaints.len(), 2 * files.len());
    println!("{} C files compile without warnings under gcc and clang", files.len());
    Ok(())
}

/// Adds all C files in a directory and those below it.
fn c_files(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            c_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a compiler has to say about a file.
fn complaint(compiler: &str, file: &Path) -> Result<Option<String>> {
    let output = Command::new(compiler)
        .args(FLAGS)
        .arg(file)
        .output()
        .with_context(|| format!("cannot start {compiler}"))?;
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok((!output.status.success()).then(|| format!("{compiler} {}\n{message}", file.display())))
}

/// What clang is called: distributions install some versions without the plain name.
pub(crate) fn clang() -> String {
    let names =
        std::iter::once("clang".to_owned()).chain((14..40).rev().map(|version| format!("clang-{version}")));
    names.into_iter().find(|name| starts(name)).unwrap_or_else(|| "clang".to_owned())
}

fn starts(name: &str) -> bool {
    Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}
