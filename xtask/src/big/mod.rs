//! `cargo xtask big`: what it takes to compile big modules, as a table. What was measured is kept, since all of it takes hours.

mod goals;
mod measure;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use object::{Object, ObjectSection};
use serde::{Deserialize, Serialize};

use measure::{Taken, load, measure, measure_here};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// The levels to compile at, as in `--level=0 --level=2`; none: the C is only written.
    #[arg(long)]
    level: Vec<String>,
    /// The C compilers.
    #[arg(long, default_values = ["gcc"])]
    compiler: Vec<String>,
    /// A Python interpreter with the package `wasmtime`, to compare with.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Where what was measured is kept: what is there isn't measured again.
    #[arg(long, default_value = "target/big.json")]
    results: PathBuf,
    /// Check the goals for the first run, the full build and the second run, of modules called sqlite and python.
    #[arg(long)]
    goals: bool,
    /// The modules. With --measure: a command.
    #[arg(required = true)]
    modules: Vec<PathBuf>,
    /// Run a command, and print its time and memory: for the use of this command itself.
    #[arg(long, hide = true)]
    measure: bool,
}

/// What is known of a module.
#[derive(Default, Serialize, Deserialize)]
struct Row {
    bytes: usize,
    code: usize,
    c_lines: usize,
    c_bytes: usize,
    /// By name: "emission", "wasmtime", or a compiler and its level.
    steps: BTreeMap<String, Step>,
}

#[derive(Serialize, Deserialize)]
struct Step {
    taken: Taken,
    /// When it began.
    load: String,
    /// Of an executable: its bytes, and those of its machine code.
    size: Option<(u64, u64)>,
}

const EMISSION: &str = "emission";
const WASMTIME: &str = "wasmtime";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.measure {
        return measure_here(&arguments.modules);
    }
    if arguments.goals {
        return goals::check(&wastrel(arguments)?, &arguments.modules);
    }
    let mut rows: BTreeMap<String, Row> = match fs::read(&arguments.results) {
        Ok(text) => serde_json::from_slice(&text)?,
        Err(_) => BTreeMap::new(),
    };
    for module in &arguments.modules {
        for step in steps(arguments) {
            let row = rows.entry(name(module)).or_default();
            if !row.steps.contains_key(&step) {
                eprintln!("{}: {step}", module.display());
                take(arguments, module, &step, row).with_context(|| module.display().to_string())?;
                fs::write(&arguments.results, serde_json::to_string_pretty(&rows)?)?;
            }
        }
    }
    print(&steps(arguments), arguments.modules.iter().map(|module| (name(module), &rows[&name(module)])));
    Ok(())
}

fn name(module: &Path) -> String {
    module.file_stem().unwrap_or_default().display().to_string()
}

fn steps(arguments: &Arguments) -> Vec<String> {
    let mut steps = vec![EMISSION.to_owned()];
    for compiler in &arguments.compiler {
        steps.extend(arguments.level.iter().map(|level| format!("{compiler} -O{level}")));
    }
    steps.extend(arguments.python.iter().map(|_| WASMTIME.to_owned()));
    steps
}

fn wastrel(arguments: &Arguments) -> Result<PathBuf> {
    fs::canonicalize(&arguments.wastrel).context("build it: cargo build --release")
}

/// Takes one step of a module.
fn take(arguments: &Arguments, module: &Path, name: &str, row: &mut Row) -> Result<()> {
    let load = load();
    let directory = tempfile::tempdir()?;
    let output = directory.path().join("output");
    let mut command = Command::new(wastrel(arguments)?);
    match (name, &arguments.python) {
        (WASMTIME, Some(python)) => {
            command = Command::new(python);
            command.args(["-c", COMPILE_WITH_WASMTIME]).arg(module);
        }
        (EMISSION, _) => {
            command.args(["compile", "--emit", "c", "-o"]).arg(&output).arg(module);
        }
        _ => {
            let (compiler, level) = name.split_once(" -O").context("a compiler and a level")?;
            command.args(["compile", "-C", "cache=n", "-C", &format!("compiler={compiler}")]);
            command.args(["-O", &format!("opt-level={level}"), "-o"]).arg(&output).arg(module);
        }
    }
    let taken = measure(&command)?;
    let mut size = None;
    if name == EMISSION {
        let bytes = fs::read(module)?;
        *row = Row { bytes: bytes.len(), code: code_size(&bytes)?, ..Row::default() };
        (row.c_lines, row.c_bytes) = c_size(&output)?;
    } else if name != WASMTIME {
        size = Some((fs::metadata(&output)?.len(), text_size(&output)?));
    }
    row.steps.insert(name.to_owned(), Step { taken, load, size });
    Ok(())
}

fn print<'r>(steps: &[String], rows: impl Iterator<Item = (String, &'r Row)>) {
    println!(
        "Of each step: seconds, seconds of all cores together, MB of memory of the process that needs most; then the load of the\n\
         machine by other things when it began. Of an executable also: its MB, and its machine code over the module's.\n"
    );
    println!(
        "| module | MB | code MB | C lines, MB | seconds of emission for a MB of code | {} |",
        steps.join(" | ")
    );
    println!("|---|---|---|---|---|{}", "---|".repeat(steps.len()));
    for (name, row) in rows {
        let per_code =
            row.steps.get(EMISSION).map_or(f64::NAN, |emission| emission.taken.wall / mega(row.code));
        print!("| {name} | {:.1} | {:.1} |", mega(row.bytes), mega(row.code));
        print!(" {}, {:.1} | {per_code:.2} |", row.c_lines, mega(row.c_bytes));
        for step in steps {
            match row.steps.get(step) {
                Some(Step { taken, load, size: Some((size, text)) }) => {
                    let text = *text as f64 / row.code as f64;
                    print!(" {taken}; {load}; {:.1}, {text:.1} |", *size as f64 / 1e6);
                }
                Some(Step { taken, load, size: None }) => print!(" {taken}; {load} |"),
                None => print!(" - |"),
            }
        }
        println!();
    }
}

const COMPILE_WITH_WASMTIME: &str = "import sys, wasmtime
config = wasmtime.Config()
config.wasm_exceptions = True
wasmtime.Module.from_file(wasmtime.Engine(config), sys.argv[1])";

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The lines and bytes of the C in a directory.
fn c_size(directory: &Path) -> Result<(usize, usize)> {
    let (mut lines, mut bytes) = (0, 0);
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            let text = fs::read(&path)?;
            lines += text.iter().filter(|&&byte| byte == b'\n').count();
            bytes += text.len();
        }
    }
    Ok((lines, bytes))
}

/// The bytes of a module's code section.
fn code_size(module: &[u8]) -> Result<usize> {
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        if let wasmparser::Payload::CodeSectionStart { size, .. } = payload? {
            return Ok(size as usize);
        }
    }
    bail!("it has no code")
}

/// The bytes of machine code in an executable.
fn text_size(executable: &Path) -> Result<u64> {
    let bytes = fs::read(executable)?;
    let file = object::File::parse(&*bytes)?;
    Ok(file.section_by_name(".text").context("it has no .text")?.size())
}
