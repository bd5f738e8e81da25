//! `cargo xtask wasi-testsuite DIR`: the upstream suite, from a checkout of its branch `prod/testsuite-base`, which has the
//! programs built.
//!
//! Beside `NAME.wasm` there may be `NAME.json`, which says how to run it and what to expect. Each program is compiled once and
//! run in every sandbox, with permissive and with strict error numbers, and where we are root also as another user.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The checkout.
    directory: PathBuf,
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// Further options of `wastrel compile`, as in `--option=-Ccompiler=tcc`.
    #[arg(long)]
    option: Vec<String>,
    /// Only programs whose name has this in it.
    #[arg(long, default_value = "")]
    filter: String,
}

/// How a program is run and what comes of it, in the words of the suite.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Specification {
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    root: Option<PathBuf>,
    #[serde(default)]
    exit_code: i32,
    stdout: Option<String>,
    stderr: Option<String>,
}

/// A program of the suite, compiled.
struct Program {
    name: String,
    executable: PathBuf,
    /// The directory that the program's root is relative to.
    directory: PathBuf,
    specification: Specification,
}

/// The ways in which the whole suite is run.
struct Run {
    sandbox: &'static str,
    user: Option<u32>,
    strict_errors: bool,
}

/// The user "nobody".
const NOBODY: u32 = 65534;

const TIME_LIMIT: Duration = Duration::from_secs(20);

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let work = tempfile::tempdir()?;
    fs::set_permissions(work.path(), fs::Permissions::from_mode(0o755))?;
    let programs = compile_all(arguments, work.path())?;
    ensure!(!programs.is_empty(), "no programs in {}", arguments.directory.display());
    let mut failures = 0;
    for run in runs()? {
        failures += run_all(&programs, &run, work.path())?;
    }
    ensure!(failures == 0, "{failures} failures");
    Ok(())
}

/// Every sandbox, both kinds of error numbers, and as root another user besides.
fn runs() -> Result<Vec<Run>> {
    let is_root =
        fs::metadata("/proc/self").map(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata))? == 0;
    let users = if is_root { &[None, Some(NOBODY)][..] } else { &[None] };
    let mut runs = Vec::new();
    for &user in users {
        for sandbox in ["namespace", "strict", "landlock", "openat2"] {
            for strict_errors in [false, true] {
                runs.push(Run { sandbox, user, strict_errors });
            }
        }
    }
    Ok(runs)
}

/// Compiles the programs into `work`.
fn compile_all(arguments: &Arguments, work: &Path) -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    for suite in ["c", "assemblyscript", "rust"] {
        let directory = arguments.directory.join("tests").join(suite).join("testsuite/wasm32-wasip1");
        let mut modules: Vec<_> = fs::read_dir(&directory)
            .with_context(|| format!("{}", directory.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        modules.retain(|path| path.extension().is_some_and(|extension| extension == "wasm"));
        modules.sort();
        for module in modules {
            let stem = module.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{suite}/{stem}");
            if !name.contains(&arguments.filter) {
                continue;
            }
            let executable = work.join(format!("{suite}-{stem}"));
            compile(arguments, &module, &executable)?;
            let specification = read_specification(&module.with_extension("json"))?;
            programs.push(Program { name, executable, directory: directory.clone(), specification });
        }
    }
    Ok(programs)
}

fn read_specification(path: &Path) -> Result<Specification> {
    if !path.exists() {
        return Ok(Specification::default());
    }
    serde_json::from_str(&fs::read_to_string(path)?).with_context(|| format!("{}", path.display()))
}

fn compile(arguments: &Arguments, module: &Path, executable: &Path) -> Result<()> {
    let status = Command::new(&arguments.wastrel)
        .arg("compile")
        .args(&arguments.option)
        .arg(module)
        .arg("-o")
        .arg(executable)
        .status()
        .with_context(|| format!("{} doesn't start", arguments.wastrel.display()))?;
    ensure!(status.success(), "{} doesn't compile", module.display());
    Ok(())
}

/// Runs all programs in one way, and returns how many failed.
fn run_all(programs: &[Program], run: &Run, work: &Path) -> Result<usize> {
    let roots = work.join("roots");
    let mut failures = 0;
    for program in programs {
        if let Err(error) = run_one(program, run, &roots) {
            failures += 1;
            println!("{}: {error:#}", program.name);
        }
    }
    if roots.exists() {
        fs::remove_dir_all(&roots)?;
    }
    println!(
        "{} of {} with --sandbox={}{}{}",
        programs.len() - failures,
        programs.len(),
        run.sandbox,
        if run.strict_errors { ", strict errors" } else { "" },
        run.user.map_or(String::new(), |user| format!(", as user {user}")),
    );
    Ok(failures)
}

fn run_one(program: &Program, run: &Run, roots: &Path) -> Result<()> {
    let Specification { args, env, root, exit_code, stdout, stderr } = &program.specification;
    let mut options = format!("--sandbox={}", run.sandbox);
    if let Some(root) = root {
        let copy = roots.join(program.name.replace('/', "-"));
        copy_tree(&program.directory.join(root), &copy, run.user)?;
        options += &format!(" --dir {}", quote(&format!("{}::/", copy.display())));
    }
    for (name, value) in env {
        options += &format!(" --env {}", quote(&format!("{name}={value}")));
    }
    // Only programs in Rust look for it; others count their variables.
    if run.strict_errors && program.name.starts_with("rust/") {
        options += " --env ERRNO_MODE_UNIX=1";
    }
    let mut command = Command::new(&program.executable);
    command.args(args).env_clear().env("WASTREL_OPTIONS", options);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(user) = run.user {
        command.uid(user).gid(user);
    }
    let outcome = wait(command.spawn()?)?;
    ensure!(
        outcome.status == Some(*exit_code),
        "exit status {:?} instead of {exit_code}: {}",
        outcome.status,
        outcome.stderr.trim_end()
    );
    for (name, got, expected) in [("stdout", &outcome.stdout, stdout), ("stderr", &outcome.stderr, stderr)] {
        if let Some(expected) = expected {
            ensure!(got == expected, "{name} is {got:?} instead of {expected:?}");
        }
    }
    Ok(())
}

struct Outcome {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Waits for a program whose output fits into pipes.
fn wait(mut child: Child) -> Result<Outcome> {
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > TIME_LIMIT {
            child.kill()?;
            child.wait()?;
            bail!("still running after {TIME_LIMIT:?}");
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    child.stdout.take().context("stdout is piped")?.read_to_end(&mut stdout)?;
    child.stderr.take().context("stderr is piped")?.read_to_end(&mut stderr)?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Outcome { status: status.code(), stdout: text(stdout), stderr: text(stderr) })
}

/// Copies a directory with all in it, but for what an earlier run left behind.
fn copy_tree(from: &Path, to: &Path, user: Option<u32>) -> Result<()> {
    fs::create_dir_all(to)?;
    chown(to, user, user)?;
    for entry in fs::read_dir(from).with_context(|| format!("{}", from.display()))? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.extension().is_some_and(|extension| extension == "cleanup") {
            continue;
        }
        if source.is_dir() {
            copy_tree(&source, &target, user)?;
        } else {
            fs::copy(&source, &target)?;
            chown(&target, user, user)?;
        }
    }
    Ok(())
}

/// Quotes a word for WASTREL_OPTIONS.
fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
