//! `wastrel wast`: runs scripts of the WebAssembly test suite.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use wastrel_toolchain::{Compiler, CompilerLocation, OptLevel};
use wastrel_wast::Options;

use crate::options::OptionGroups;
use crate::output::{note, print};
use crate::policy::Policy;
use crate::program::stem;

/// Run .wast test scripts; what doesn't hold is shown with its line and column
#[derive(Args, Debug)]
pub(crate) struct Wast {
    #[command(flatten)]
    groups: OptionGroups,
    /// The scripts
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Wast {
    /// Runs all scripts, then fails if one of them did.
    pub(crate) fn execute(&self) -> Result<()> {
        let settings = self.groups.settings()?;
        let compiler = Compiler::probe(CompilerLocation::find(settings.compiler.as_deref())?)?;
        let flags = Policy::of(&settings).into_variable();
        let (mut passed, mut failed) = (0, 0);
        for file in &self.files {
            let text =
                fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
            let keep = settings.keep_c.as_ref().map(|directory| directory.join(stem(file)));
            let options = Options {
                compiler: &compiler,
                opt_level: settings.opt_level.unwrap_or(OptLevel::Default),
                target_cpu: settings.target_cpu.as_deref(),
                signals_based_traps: settings.signals_based_traps,
                relaxed_simd_deterministic: settings.relaxed_simd_deterministic,
                stack_size: settings.max_wasm_stack,
                flags: flags.as_deref(),
                jobs: settings.jobs(),
                keep: keep.as_deref(),
            };
            let report = wastrel_wast::run(file, &text, &options)
                .with_context(|| format!("failed to run {}", file.display()))?;
            if !report.messages.is_empty() {
                note(report.messages.trim_end());
            }
            for failure in &report.failures {
                print(format!("{}:{failure}\n", file.display()))?;
            }
            passed += report.passed;
            failed += report.failures.len();
        }
        ensure!(failed == 0, "{failed} of {} directives don't hold", passed + failed);
        print(format!("{passed} directives hold\n"))
    }
}
