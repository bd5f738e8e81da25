//! `cargo xtask shape`: how the emitted C looks, in numbers, beside that of wasm2c for the same modules.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasmparser::{Parser, Payload};

use crate::bench;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// A directory with the sources of CoreMark, which is left out without.
    #[arg(long)]
    coremark: Option<PathBuf>,
}

/// What is counted in functions of modules, not in what stands around them.
#[derive(Default)]
struct Shape {
    lines: usize,
    gotos: usize,
    /// Assignments to variables that stand for operands on the stack.
    temporaries: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    println!("per 100 operators, in functions     lines  gotos  temporaries assigned");
    for name in ["coremark", "sqlite"] {
        for program in bench::programs(arguments.coremark.as_deref(), name)? {
            let module = bench::module(&program)?;
            let operators = operators(&fs::read(&module)?)?;
            println!("{name}: {operators} operators");
            let work = tempfile::tempdir()?;
            print("wastrel", &ours(&arguments.wastrel, &module, work.path())?, operators);
            print("wasm2c", &wasm2c(&module, work.path())?, operators);
        }
    }
    Ok(())
}

fn print(name: &str, shape: &Shape, operators: usize) {
    let per = |count: usize| count as f64 * 100.0 / operators as f64;
    println!(
        "    {name:28} {:8.1} {:6.2} {:12.2}",
        per(shape.lines),
        per(shape.gotos),
        per(shape.temporaries)
    );
}

fn operators(module: &[u8]) -> Result<usize> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            let mut reader = body.get_operators_reader()?;
            while !reader.eof() {
                reader.read()?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn ours(wastrel: &Path, module: &Path, work: &Path) -> Result<Shape> {
    let directory = work.join("wastrel");
    let status = Command::new(wastrel)
        .args(["compile", "--emit=c"])
        .arg(module)
        .arg("-o")
        .arg(&directory)
        .status()
        .with_context(|| format!("{} doesn't start", wastrel.display()))?;
    ensure!(status.success(), "it doesn't compile");
    let mut shape = Shape::default();
    for entry in fs::read_dir(&directory)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("c")) {
            count(&fs::read_to_string(path)?, is_our_temporary, &mut shape);
        }
    }
    Ok(shape)
}

fn wasm2c(module: &Path, work: &Path) -> Result<Shape> {
    let file = work.join("wasm2c.c");
    let status = Command::new("wasm2c").arg(module).arg("-o").arg(&file).status();
    ensure!(status.context("wasm2c, of the package wabt, is missing")?.success(), "wasm2c fails");
    let mut shape = Shape::default();
    count(&fs::read_to_string(file)?, is_temporary_of_wasm2c, &mut shape);
    Ok(shape)
}

/// Counts in the definitions of functions that are no helpers.
fn count(text: &str, is_temporary: fn(&str) -> bool, shape: &mut Shape) {
    let mut inside = false;
    for line in text.lines() {
        if !line.starts_with([' ', '#', '/', '}']) && line.ends_with(") {") && !line.contains("inline") {
            inside = true;
        }
        if inside {
            shape.lines += 1;
            shape.gotos += usize::from(line.contains("goto "));
            shape.temporaries += usize::from(line.split_once(" = ").is_some_and(|(to, _)| is_temporary(to)));
        }
        inside &= !line.starts_with('}');
    }
}

/// `u32 t12`, or `t12` if it is declared elsewhere.
fn is_our_temporary(assigned: &str) -> bool {
    let name = assigned.rsplit(' ').next().unwrap_or("");
    is_numbered(name, "t") && !assigned.contains('(')
}

/// `w2c_i0` and so on: a letter for the type, and the height of the stack.
fn is_temporary_of_wasm2c(assigned: &str) -> bool {
    ["w2c_i", "w2c_j", "w2c_f", "w2c_d"].iter().any(|prefix| is_numbered(assigned.trim(), prefix))
}

fn is_numbered(name: &str, prefix: &str) -> bool {
    let number = name.strip_prefix(prefix);
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}
