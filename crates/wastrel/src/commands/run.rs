//! `wastrel run`: compile, or find in the cache, and run.

use std::convert::Infallible;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use wastrel_toolchain::{Cache, CompilerLocation, Key, KeyHasher, Scratch};

use crate::policy::{self, Policy, PolicyOptions};
use crate::program::{ProgramOptions, Source};

/// Compile a WebAssembly program, keep the executable in a cache, and run it
#[derive(Args, Debug)]
pub(crate) struct Run {
    #[command(flatten)]
    program: ProgramOptions,
    #[command(flatten)]
    policy: PolicyOptions,
    /// The module, binary or text, or "-" for standard input, or an executable that was compiled from one; what follows are the program's own arguments
    #[arg(value_names = ["WASM", "ARGS"], required = true, trailing_var_arg = true)]
    module_and_args: Vec<OsString>,
}

impl Run {
    /// Runs the program in this process's stead; returns only errors.
    pub(crate) fn execute(&self) -> Result<()> {
        let (module, arguments) = self.module_and_args.split_first().context("clap requires a module")?;
        let module = Path::new(module);
        let source = Source::read(module, &self.program)?;
        let mut policy = self.policy.policy();
        let executable = if let Some(found) = source.executable()? {
            if let Some(bytes) = source.settings.max_wasm_stack {
                policy.flag("-W", OsStr::new(&format!("max-wasm-stack={bytes}")));
            }
            self.check_compiled(module, found, &policy)?;
            Executable::There(module.canonicalize()?)
        } else {
            let location = CompilerLocation::find(source.settings.compiler.as_deref())?;
            prepare(&source, location)?
        };
        let mut command = Command::new(executable.path());
        // The name without the path, which is no business of the program's.
        command.arg0(module.file_name().unwrap_or(module.as_os_str())).args(arguments);
        command.envs(policy.into_variable().map(|flags| (policy::VARIABLE, flags)));
        match exec(&mut command).with_context(|| format!("cannot run {}", module.display()))? {}
    }

    /// Checks that the flags mean something to a program that is compiled already.
    fn check_compiled(
        &self,
        module: &Path,
        found: wastrel_toolchain::Executable,
        policy: &Policy,
    ) -> Result<()> {
        let module = module.display();
        if let Some(flag) = self.program.compiling() {
            bail!("{module} is compiled already: {flag} has no effect on it");
        }
        ensure!(
            policy.is_empty() || !found.is_sealed,
            "{module} was compiled with --seal: what it may do is fixed, and no flag changes it"
        );
        Ok(())
    }
}

/// An executable that is ready to run.
enum Executable {
    /// In the cache, or where it was asked for.
    There(PathBuf),
    /// Nowhere: its file is open, and has no name any more.
    Open(File),
}

impl Executable {
    fn path(&self) -> PathBuf {
        match self {
            Executable::There(path) => path.clone(),
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
        return Ok(Executable::There(entry));
    }
    let scratch = cache.scratch()?;
    let built = build(source, location, &scratch)?;
    scratch.install(&built, &entry)?;
    Ok(Executable::There(entry))
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
    source.with_build(location, None, |build| source.with_plan(|plan| build.executable(plan, scratch)))
}

fn exec(command: &mut Command) -> Result<Infallible> {
    Err(command.exec().into())
}
