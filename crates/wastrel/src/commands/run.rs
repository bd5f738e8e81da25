//! `wastrel run`: compile, or find in the cache, and run.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Error, Result, bail, ensure};
use clap::Args;

use crate::policy::{self, Policy, PolicyOptions};
use crate::program::{ProgramOptions, Source};
use crate::tiers::{self, Executable};

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
    fn module_and_args(&self) -> Result<(&Path, &[OsString])> {
        let (module, arguments) = self.module_and_args.split_first().context("clap requires a module")?;
        Ok((Path::new(module), arguments))
    }

    /// What is run.
    pub(crate) fn source(&self) -> Result<Source> {
        Source::new(self.module_and_args()?.0, &self.program)
    }

    /// Runs the program in this process's stead; returns only errors.
    pub(crate) fn execute(&self) -> Result<()> {
        let (module, arguments) = self.module_and_args()?;
        let source = self.source()?;
        let mut policy = self.policy.policy(&source.settings);
        let cannot_run = || format!("cannot run {}", module.display());
        let executable = if let Some(found) = source.executable()? {
            ensure!(
                module != Path::new("-"),
                "an executable can't be run from standard input: name its file"
            );
            if let Some(bytes) = source.settings.max_wasm_stack {
                policy.flag("-W", OsStr::new(&format!("max-wasm-stack={bytes}")));
            }
            self.check_compiled(module, found, &policy)?;
            Executable::There(module.canonicalize().with_context(cannot_run)?)
        } else {
            tiers::prepare(&source)?
        };
        source.reporter.finish()?;
        let mut command = Command::new(executable.path());
        // The name without the path, which is no business of the program's.
        command.arg0(module.file_name().unwrap_or(module.as_os_str())).args(arguments);
        command.envs(policy.into_variable().map(|flags| (policy::VARIABLE, flags)));
        let error = command.exec();
        let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
        let mut error = Error::from(error);
        // What the user didn't name is executable, unless nothing is where it lies.
        if let (true, Executable::Open(_), Ok(path)) =
            (is_denied, &executable, fs::read_link(executable.path()))
        {
            let advice = "is its file system mounted noexec?";
            error = error.context(format!("cannot execute {}: {advice}", path.display()));
        }
        Err(error).with_context(cannot_run)
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
