//! `wastrel compile`: an executable, an object file, or the C.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::error::ErrorKind;
use clap::{Args, ValueEnum};
use wastrel_compiler::Plan;
use wastrel_toolchain::{Cache, Scratch, check_output, write_c};

use crate::policy::PolicyOptions;
use crate::program::{ProgramOptions, Source, stem};
use crate::tiers::Tier;

/// Compile a WebAssembly program to a standalone executable
#[derive(Args, Debug)]
pub(crate) struct Compile {
    #[command(flatten)]
    program: ProgramOptions,
    /// Where the result goes: a file; for --emit c a directory, or "-" to print the C
    /// [default: the module's name in the current directory, for obj with .o, for c with .c.d]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// What to make
    #[arg(long, value_enum, default_value_t = Emit::Exe)]
    emit: Emit,
    /// Fix what the program may do: it gets what the flags below give it, and nothing else, whatever WASTREL_OPTIONS says
    /// when it starts
    #[arg(long)]
    seal: bool,
    #[command(flatten)]
    policy: PolicyOptions,
    /// The module, binary or text, or "-" for standard input
    #[arg(value_name = "WASM")]
    module: PathBuf,
}

/// What to make.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Emit {
    /// The C files, with all that is needed to compile them and a Makefile
    C,
    /// A relocatable object file, with the runtime in it
    Obj,
    /// A static executable
    Exe,
}

impl Compile {
    /// Compiles.
    pub(crate) fn execute(&self) -> Result<()> {
        let source = Source::new(&self.module, &self.program)?;
        let output = self.output.clone().unwrap_or_else(|| self.default_output());
        let policy = self.policy.policy(&source.settings);
        if !self.seal && !policy.is_empty() {
            let message = "--dir, --env, -W gc-heap-limit and the like are for the program's start: say them when it runs, or fix them with --seal\n";
            clap::Error::raw(ErrorKind::MissingRequiredArgument, message).exit();
        }
        let sealed_policy = self.seal.then(|| policy.into_sealed()).transpose()?;
        let sealed_policy = sealed_policy.as_deref();
        if let Emit::C = self.emit {
            let cpu = source.settings.target_cpu.as_deref();
            source.with_plan(|plan| {
                if output == Path::new("-") {
                    print(plan)
                } else {
                    write_c(plan, sealed_policy, cpu, &output, source.jobs())
                }
            })?;
            return source.reporter.finish();
        }
        ensure!(output != Path::new("-"), "-o - prints C, with --emit c: name a file");
        check_output(&output)?;
        source.check_result(&output)?;
        let tier = Tier::full(&source)?;
        // Without a cache, or with one that can only be read, there is room beside other temporary files.
        let cache = if source.settings.cache { Cache::open().ok() } else { None };
        let in_cache = cache.as_ref().and_then(|cache| cache.scratch().ok());
        let scratch = in_cache.map_or_else(|| Scratch::new_in(&env::temp_dir()), Ok)?;
        let built = source.with_plan(|plan| {
            source.with_build(&tier, cache.as_ref(), sealed_policy, |build| match self.emit {
                Emit::Obj => build.object(plan, &scratch),
                _ => build.executable(plan, &scratch),
            })
        })?;
        scratch.install(&built, &output)?;
        if let Some(cache) = cache {
            // It is no reason to fail.
            let _ = cache.clean();
        }
        source.reporter.finish()
    }

    fn default_output(&self) -> PathBuf {
        let stem = stem(&self.module);
        match self.emit {
            Emit::C => format!("{stem}.c.d"),
            Emit::Obj => format!("{stem}.o"),
            Emit::Exe => stem,
        }
        .into()
    }
}

fn print(plan: &Plan<'_>) -> Result<()> {
    let mut stdout = io::stdout().lock();
    for index in 0..plan.unit_count() {
        stdout.write_all(plan.unit(index)?.text.as_bytes()).context("cannot write to standard output")?;
    }
    Ok(())
}
