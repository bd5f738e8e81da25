//! `cargo xtask bench`: programs in C, compiled by gcc -O2, and to WebAssembly by clang -O2 and from there by Wastrel; the times
//! that they take against each other.
//!
//! Programs are those of `benches`; SQLite comes from the crate that bundles it, CoreMark from a directory of its sources.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::kernels;
use crate::warnings::clang;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    pub(crate) wastrel: PathBuf,
    /// How often each program is run in each way.
    #[arg(long, default_value_t = 9)]
    pub(crate) rounds: usize,
    /// A directory with the sources of CoreMark, which is left out without.
    #[arg(long)]
    coremark: Option<PathBuf>,
    /// Further options of `wastrel compile`, as in `--option=-Ccompiler=clang`.
    #[arg(long)]
    pub(crate) option: Vec<String>,
    /// The kernels with vectors instead, against native code with SSE's intrinsics and against wasmtime.
    #[arg(long, conflicts_with = "exceptions")]
    kernels: bool,
    /// What exceptions cost instead, against C++ and wasmtime.
    #[arg(long)]
    exceptions: bool,
    /// A Python interpreter with the package `wasmtime`, for these two.
    #[arg(long, default_value = "python3")]
    pub(crate) python: PathBuf,
    /// Only programs whose name has this in it.
    #[arg(default_value = "")]
    pub(crate) filter: String,
}

/// A program of the table.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// What it is compiled from, and with which options besides -O2.
    options: Vec<String>,
    arguments: &'static [&'static str],
}

/// Programs of one file in `benches`.
const PLAIN: &[&str] = &["fib", "sort", "hash", "matrix", "interpreter"];

/// The crate whose package has the sources of SQLite.
const SQLITE: &str = "libsqlite3-sys";
const SQLITE_VERSION: &str = "0.35.0";

/// CoreMark's arguments: the seeds of a performance run, and how many iterations.
const COREMARK_ARGUMENTS: &[&str] = &["0x0", "0x0", "0x66", "8000"];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.kernels {
        return kernels::vectors(arguments);
    }
    if arguments.exceptions {
        return kernels::exceptions(arguments);
    }
    println!(
        "seconds of user and system time, medians of {} interleaved runs, and the median of their ratios",
        arguments.rounds
    );
    println!("{:12} {:>8} {:>8} {:>6}", "", "gcc -O2", "wastrel", "ratio");
    let mut logs = Vec::new();
    for program in &programs(arguments.coremark.as_deref(), &arguments.filter)? {
        let (native, ours) = (native(program)?, ours(arguments, program)?);
        ensure!(
            essence(&output(&native, program)?) == essence(&output(&ours, program)?),
            "{} doesn't compute the same natively and by way of WebAssembly",
            program.name
        );
        let mut times = Vec::new();
        for round in 0..arguments.rounds {
            // Neither is always the first.
            times.push(if round % 2 == 0 {
                let first = time(&native, program)?;
                (first, time(&ours, program)?)
            } else {
                let first = time(&ours, program)?;
                (time(&native, program)?, first)
            });
        }
        let (native, ours) = (median(times.iter().map(|t| t.0)), median(times.iter().map(|t| t.1)));
        let ratio = median(times.iter().map(|t| t.1 / t.0));
        println!("{:12} {native:8.3} {ours:8.3} {ratio:6.3}", program.name);
        logs.push(ratio.ln());
    }
    ensure!(!logs.is_empty(), "there is no such program");
    println!("{:12} {:24.3}", "mean", (logs.iter().sum::<f64>() / logs.len() as f64).exp());
    if arguments.coremark.is_none() {
        println!("without CoreMark: --coremark DIRECTORY says where its sources are");
    }
    Ok(())
}

/// What clang uses without being told from version 20 on, and older ones only if they are.
const FEATURES: &[&str] = &["-mbulk-memory", "-msign-ext", "-mnontrapping-fptoint"];

/// The programs whose names have this in them.
pub(crate) fn programs(coremark: Option<&Path>, filter: &str) -> Result<Vec<Program>> {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches");
    let source = |name: &str| benches.join(name).with_extension("c").display().to_string();
    let mut programs = Vec::new();
    if let Some(directory) = coremark {
        let at = |name: &str| directory.join(name).display().to_string();
        let mut options = vec!["-DPERFORMANCE_RUN=1".to_owned(), "-DFLAGS_STR=\"-O2\"".to_owned()];
        options.extend(["-I".to_owned(), at(""), "-I".to_owned(), at("posix")]);
        let files =
            ["core_list_join", "core_main", "core_matrix", "core_state", "core_util", "posix/core_portme"];
        options.extend(files.iter().map(|name| at(&format!("{name}.c"))));
        programs.push(Program { name: "coremark", options, arguments: COREMARK_ARGUMENTS });
    }
    for name in PLAIN {
        programs.push(Program { name, options: vec![source(name)], arguments: &[] });
    }
    programs.retain(|program| program.name.contains(filter));
    if "sqlite".contains(filter) {
        let directory = sqlite()?;
        // What sorting spills stays in memory: the program is given no directory.
        let omit = [
            "-DSQLITE_THREADSAFE=0",
            "-DSQLITE_OMIT_LOAD_EXTENSION",
            "-DSQLITE_OMIT_WAL",
            "-DSQLITE_TEMP_STORE=3",
        ];
        let mut options: Vec<String> = omit.iter().map(|&option| option.to_owned()).collect();
        options.extend([
            format!("-I{directory}"),
            format!("{directory}/sqlite3.c"),
            source("sqlite"),
            "-lm".into(),
        ]);
        programs.push(Program { name: "sqlite", options, arguments: &[] });
    }
    Ok(programs)
}

/// The directory of SQLite's sources, which cargo fetches.
fn sqlite() -> Result<String> {
    let project = tempfile::tempdir()?;
    let manifest = format!(
        "[package]\nname = \"fetch\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n\
         [dependencies]\n{SQLITE} = \"={SQLITE_VERSION}\"\n"
    );
    fs::write(project.path().join("Cargo.toml"), manifest)?;
    fs::write(project.path().join("lib.rs"), "")?;
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1"])
        .current_dir(project.path())
        .output()
        .context("cargo doesn't start")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo lists no packages")?;
    let package = packages.iter().find(|package| package["name"] == SQLITE);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let directory = Path::new(manifest.context("cargo doesn't say where it is")?).with_file_name("sqlite3");
    Ok(directory.display().to_string())
}

/// Where what is built stays.
pub(crate) fn directory() -> Result<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    fs::create_dir_all(&directory)?;
    Ok(directory)
}

fn native(program: &Program) -> Result<PathBuf> {
    let executable = directory()?.join(format!("{}.native", program.name));
    compile(Command::new("gcc").args(["-O2", "-w", "-o"]).arg(&executable).args(&program.options))?;
    Ok(executable)
}

/// Compiles a program to WebAssembly.
pub(crate) fn module(program: &Program) -> Result<PathBuf> {
    let module = directory()?.join(format!("{}.wasm", program.name));
    let mut command = Command::new(clang());
    command.args(["--target=wasm32-wasi", "-O2", "-w"]).args(FEATURES);
    command.arg("-o").arg(&module).args(&program.options);
    compile(&mut command)?;
    Ok(module)
}

fn ours(arguments: &Arguments, program: &Program) -> Result<PathBuf> {
    let module = module(program)?;
    let executable = directory()?.join(format!("{}.wastrel", program.name));
    let mut command = Command::new(&arguments.wastrel);
    command.arg("compile").args(&arguments.option).arg(module).arg("-o").arg(&executable);
    compile(&mut command)?;
    Ok(executable)
}

pub(crate) fn compile(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{:?} doesn't start", command.get_program()))?;
    if !output.status.success() {
        bail!("{command:?} fails:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

fn output(executable: &Path, program: &Program) -> Result<String> {
    let output = Command::new(executable).args(program.arguments).output()?;
    ensure!(output.status.success(), "{} fails", executable.display());
    Ok(String::from_utf8(output.stdout)?)
}

/// What a program prints, without what depends on time and compiler: of CoreMark, its checksums.
fn essence(output: &str) -> String {
    if !output.contains("CoreMark") {
        return output.to_owned();
    }
    output.lines().filter(|line| line.starts_with('[') || line.starts_with("Correct")).fold(
        String::new(),
        |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        },
    )
}

/// The time that a run takes of the processor.
fn time(executable: &Path, program: &Program) -> Result<f64> {
    let output = Command::new("bash")
        .args(["-c", "TIMEFORMAT='%3U %3S'; time \"$@\" >/dev/null", "bash"])
        .arg(executable)
        .args(program.arguments)
        .output()
        .context("bash, which measures, is missing")?;
    let text = String::from_utf8(output.stderr)?;
    let times: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    Ok(times.iter().sum())
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
