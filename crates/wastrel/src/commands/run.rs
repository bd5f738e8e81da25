//! `wastrel run`: compile, or find in the cache, and run.

use std::convert::Infallible;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use wastrel_toolchain::{Cache, CompilerLocation, Key, KeyHasher, Scratch};

use crate::options::WasiGroup;
use crate::policy::{self, Policy};
use crate::program::{ProgramOptions, Source};

/// Compile a WebAssembly program, keep the executable in a cache, and run it
#[derive(Args, Debug)]
pub(crate) struct Run {
    #[command(flatten)]
    program: ProgramOptions,
    /// Give the program a directory, under its own name or as GUEST, to read only with "::ro"
    #[arg(long, value_name = "HOST[::GUEST[::ro]]")]
    dir: Vec<OsString>,
    /// Give the program an environment variable; without VAL, with the value that it has here
    #[arg(long, value_name = "NAME[=VAL]")]
    env: Vec<OsString>,
    /// What the program gets as its own name, instead of the module's file name
    #[arg(long, value_name = "NAME")]
    argv0: Option<OsString>,
    /// Which walls to build around the program
    #[arg(long, value_enum, value_name = "MODE")]
    sandbox: Option<Sandbox>,
    #[command(flatten)]
    wasi: WasiGroup,
    /// The module, binary or text, or "-" for standard input; what follows are the program's own arguments
    #[arg(value_names = ["WASM", "ARGS"], required = true, trailing_var_arg = true)]
    module_and_args: Vec<OsString>,
}

/// Which walls to build.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sandbox {
    /// Namespaces, or Landlock where those are forbidden
    Auto,
    /// Namespaces, Landlock and a filter of system calls
    Namespace,
    /// The same, with the host's file system unmounted
    Strict,
    /// Landlock and a filter of system calls
    Landlock,
    /// A filter of system calls, and checked paths
    Openat2,
    /// None
    None,
}

impl Run {
    /// Runs the program in this process's stead; returns only errors.
    pub(crate) fn execute(&self) -> Result<()> {
        let (module, arguments) = self.module_and_args.split_first().context("clap requires a module")?;
        let source = Source::read(Path::new(module), &self.program)?;
        let mut policy = Policy::default();
        self.wasi.items().for_each(|item| policy.flag("-S", OsStr::new(&item)));
        if let Some(mode) = self.sandbox.and_then(|mode| mode.to_possible_value()) {
            policy.flag("--sandbox", OsStr::new(mode.get_name()));
        }
        for (name, values) in [("--dir", &self.dir), ("--env", &self.env)] {
            values.iter().for_each(|value| policy.flag(name, value));
        }
        if let Some(name) = &self.argv0 {
            policy.flag("--argv0", name);
        }

        let location = CompilerLocation::find(source.settings.compiler.as_deref())?;
        let executable = prepare(&source, location)?;
        let mut command = Command::new(executable.path());
        // The name without the path, which is no business of the program's.
        command.arg0(Path::new(module).file_name().unwrap_or(module)).args(arguments);
        command.envs(policy.into_variable().map(|flags| (policy::VARIABLE, flags)));
        match exec(&mut command).with_context(|| format!("cannot run {}", module.display()))? {}
    }
}

/// An executable that is ready to run.
enum Executable {
    /// In the cache.
    Cached(PathBuf),
    /// Nowhere: its file is open, and has no name any more.
    Open(File),
}

impl Executable {
    fn path(&self) -> PathBuf {
        match self {
            Executable::Cached(path) => path.clone(),
            Executable::Open(file) => format!("/proc/self/fd/{}", file.as_raw_fd()).into(),
        }
    }
}

/// Finds the executable in the cache, or builds it.
fn prepare(source: &Source, location: CompilerLocation) -> Result<Executable> {
    let cache = if source.settings.cache { open_cache() } else { None };
    let Some(cache) = cache else {
        let scratch = Scratch::new_in(&env::temp_dir())?;
        let built = build(source, location, &scratch)?;
        return Ok(Executable::Open(File::open(built)?));
    };

    let entry = cache.executable(&key(source, &location)?);
    if source.settings.keep_c.is_none() && entry.exists() {
        source.say(&format!("cached: {}", entry.display()));
        return Ok(Executable::Cached(entry));
    }
    let scratch = cache.scratch()?;
    let built = build(source, location, &scratch)?;
    scratch.install(&built, &entry)?;
    Ok(Executable::Cached(entry))
}

/// Without a cache a program runs all the same.
fn open_cache() -> Option<Cache> {
    Cache::open().inspect_err(|error| eprintln!("warning: {error:#}")).ok()
}

fn key(source: &Source, location: &CompilerLocation) -> Result<Key> {
    let mut hasher = KeyHasher::new()?;
    hasher.part("compiler", location.identity()?.as_bytes());
    source.hash(&mut hasher);
    Ok(hasher.finish())
}

fn build(source: &Source, location: CompilerLocation, scratch: &Scratch) -> Result<PathBuf> {
    source.with_build(location, |build| source.with_plan(|plan| build.executable(plan, scratch)))
}

fn exec(command: &mut Command) -> Result<Infallible> {
    Err(command.exec().into())
}
