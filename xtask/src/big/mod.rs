//! `cargo xtask big`: what it takes to compile big modules, as a table.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use object::{Object, ObjectSection};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// The levels to compile at, as in `--level=0 --level=2`; none: the C is only written.
    #[arg(long)]
    level: Vec<String>,
    /// The C compiler.
    #[arg(long, default_value = "gcc")]
    compiler: String,
    /// A Python interpreter with the package `wasmtime`, to compare with.
    #[arg(long)]
    python: Option<PathBuf>,
    /// The modules. With --measure: a command.
    #[arg(required = true)]
    modules: Vec<PathBuf>,
    /// Run a command, and print its time and memory: for the use of this command itself.
    #[arg(long, hide = true)]
    measure: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.measure {
        return measure_here(&arguments.modules);
    }
    println!(
        "Of each step: seconds, seconds of all cores together, MB of memory of the process that needs most.\n"
    );
    print!("| module | MB | code MB | emission | C lines, MB |");
    for level in &arguments.level {
        print!(" {} -O{level}, text / code |", arguments.compiler);
    }
    println!(" wasmtime |\n|---|---|---|---|---|{}---|", "---|".repeat(arguments.level.len()));
    for module in &arguments.modules {
        println!("{}", row(arguments, module).with_context(|| module.display().to_string())?);
    }
    Ok(())
}

fn row(arguments: &Arguments, module: &Path) -> Result<String> {
    let bytes = fs::read(module)?;
    let code = code_size(&bytes)?;
    let directory = tempfile::tempdir()?;
    let c = directory.path().join("c");
    let wastrel = fs::canonicalize(&arguments.wastrel).context("build it: cargo build --release")?;
    let mut emit = Command::new(&wastrel);
    emit.args(["compile", "--emit", "c", "-o"]).arg(&c).arg(module);
    let emission = measure(&emit)?;
    let (mut lines, mut c_bytes) = (0, 0);
    for entry in fs::read_dir(&c)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "c") && !path.ends_with("segments.c") {
            let text = fs::read(&path)?;
            lines += text.iter().filter(|&&byte| byte == b'\n').count();
            c_bytes += text.len();
        }
    }
    fs::remove_dir_all(&c)?;
    let name = module.file_stem().unwrap_or_default().display();
    let mut row = format!(
        "| {name} | {:.1} | {:.1} | {emission} | {lines}, {:.1} |",
        mega(bytes.len()),
        mega(code),
        mega(c_bytes)
    );
    for level in &arguments.level {
        let output = directory.path().join("program");
        let mut compile = Command::new(&wastrel);
        compile.args(["compile", "-C", "cache=n", "-C", &format!("compiler={}", arguments.compiler)]);
        compile.args(["-O", &format!("opt-level={level}"), "-o"]).arg(&output).arg(module);
        let built = measure(&compile)?;
        row += &format!(" {built}, {:.1} |", text_size(&output)? as f64 / code as f64);
    }
    match &arguments.python {
        Some(python) => {
            let mut compile = Command::new(python);
            compile.args(["-c", WASMTIME]).arg(module);
            row += &format!(" {} |", measure(&compile)?);
        }
        None => row += " - |",
    }
    Ok(row)
}

const WASMTIME: &str = "import sys, wasmtime
config = wasmtime.Config()
config.wasm_exceptions = True
wasmtime.Module.from_file(wasmtime.Engine(config), sys.argv[1])";

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// How long a command takes, and the memory of that of its processes that needs most. The kernel tells of all processes
/// that have ended so far, so there is one of us for each command.
fn measure(command: &Command) -> Result<String> {
    let output = Command::new(std::env::current_exe()?)
        .args(["big", "--measure", "--"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn measure_here(command: &[PathBuf]) -> Result<()> {
    let (program, arguments) = command.split_first().context("a command")?;
    let start = Instant::now();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status()?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "{} failed", program.display());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = (usage.user_time() + usage.system_time()).num_milliseconds() as f64 / 1000.0;
    print!("{seconds:.1}, {cpu:.1}, {}", usage.max_rss() / 1000);
    Ok(())
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
