//! The C of small modules, read and approved: each file of `tests/emit` is a module and, as `;;` comments below it, the
//! functions that it becomes. `BLESS=1` rewrites the comments.
//!
//! A first line `;;! OPTION…` changes how a module is compiled (`explicit-checks`: accesses are checked rather than left to
//! fault; `relaxed-simd-deterministic`) or what is shown of its C (`instantiate`: what makes the instance, too; `file`: all of it).

use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wastrel_compiler::{Config, Entry, Module, Program, plan};

/// Stands between a module and its C.
const DIVIDER: &str = "\n;; ---\n";

fn main() -> ExitCode {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/emit");
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .expect("tests/emit exists")
        .map(|entry| entry.expect("it is readable").path())
        .collect();
    paths.sort();
    let trials = paths.into_iter().map(|path| {
        let name = path.file_stem().expect("files have names").to_string_lossy().into_owned();
        Trial::test(name, move || check(&path))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// Compares the C of a file's module with what the file expects, or makes it expect that.
fn check(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let (wat, expected) = text.split_once(DIVIDER).unwrap_or((text.trim_end(), ""));
    let actual = as_comment(&emit(wat)?);
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, format!("{wat}{DIVIDER}{actual}"))?;
        return Ok(());
    }
    if expected == actual {
        return Ok(());
    }
    Err(format!("the C is not the expected; BLESS=1 accepts it:\n{}", difference(expected, &actual)).into())
}

/// The C of a module in text format.
fn emit(wat: &str) -> Result<String, Failed> {
    let options: Vec<&str> = wat
        .lines()
        .next()
        .and_then(|line| line.strip_prefix(";;! "))
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let bytes = wat::parse_str(wat)?;
    let module = Module::decode(&bytes)?;
    let mut program = Program::new(&[]);
    program.instantiate("test", &module, &|_| None)?;
    let mut config = Config { entry: Entry::Script, ..Config::default() };
    for option in &options {
        match *option {
            "explicit-checks" => config.signals_based_traps = false,
            "outlives-traps" => config.outlives_traps = true,
            "relaxed-simd-deterministic" => config.relaxed_simd_deterministic = true,
            "instantiate" | "file" => {}
            other => return Err(format!("unknown option {other}").into()),
        }
    }
    let file = plan(&program, &config)?.unit(0)?;
    if options.contains(&"file") {
        return Ok(file.text);
    }
    Ok(definitions(&file.text, options.contains(&"instantiate")))
}

/// The definitions of a file's functions; what makes the instance only if asked for.
fn definitions(text: &str, instantiate: bool) -> String {
    let last = |chunk: &str| chunk.starts_with("static _Bool instantiate");
    let is_definition = |chunk: &&str| {
        let helper = chunk.contains("static inline ") || chunk.contains("void uncaught_exception(");
        chunk.trim_end().ends_with("\n}") && !helper
    };
    let mut shown: Vec<&str> = Vec::new();
    for chunk in text.split("\n\n").filter(is_definition) {
        if last(chunk) && !instantiate {
            break;
        }
        shown.push(chunk);
        if last(chunk) {
            break;
        }
    }
    shown.join("\n\n")
}

fn as_comment(c: &str) -> String {
    c.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", format!(";; {line}").trim_end());
        out
    })
}

/// The first lines that differ.
fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same = expected.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let lines = |sign: char, lines: &[&str]| {
        lines.iter().skip(same).take(12).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("line {}:\n{}{}", same + 1, lines('-', &expected), lines('+', &actual))
}
