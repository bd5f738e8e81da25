//! The executable of a script: built, and put through its dialogue.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::Context;
use wastrel_compiler::{Config, Entry, Program, plan};
use wastrel_toolchain::{Build, Compiler, OptLevel, Scratch};

use crate::dialogue::{self, Transcript};

/// Enough for what scripts compute, and soon exhausted by those that want just that.
const STACK_SIZE: u64 = 1 << 20;

/// How scripts are compiled.
pub struct Options<'a> {
    /// With what.
    pub compiler: &'a Compiler,
    /// How hard it tries.
    pub opt_level: OptLevel,
    /// The machine whose instructions it may use (`-C target-cpu`).
    pub target_cpu: Option<&'a str>,
    /// Out-of-bounds accesses fault instead of being checked (`-O signals-based-traps`).
    pub signals_based_traps: bool,
    /// Relaxed vector instructions give what the deterministic profile says (`-W relaxed-simd-deterministic`).
    pub relaxed_simd_deterministic: bool,
    /// The script's stack in bytes (`-W max-wasm-stack`), if not the usual 1 MB.
    pub stack_size: Option<u64>,
    /// What the executable finds in WASTREL_OPTIONS, if not what is there.
    pub flags: Option<&'a OsStr>,
    /// How many processes compile at once.
    pub jobs: usize,
    /// Where to leave the C files, the executable and the commands that it is given; otherwise they go.
    pub keep: Option<&'a Path>,
}

/// Builds the executable and gives it the commands.
///
/// # Errors
/// It can't be built or started.
pub(crate) fn run(
    program: &Program<'_>,
    commands: &[&str],
    options: &Options<'_>,
) -> anyhow::Result<Transcript> {
    if commands.is_empty() {
        return Ok(Transcript { answers: Vec::new(), messages: String::new(), end: None });
    }
    let config = Config {
        signals_based_traps: options.signals_based_traps,
        relaxed_simd_deterministic: options.relaxed_simd_deterministic,
        stack_size: options.stack_size.unwrap_or(STACK_SIZE),
        entry: Entry::Script,
        outlives_traps: true,
        ..Config::default()
    };
    let plan = plan(program, &config)?;
    let build = Build {
        compiler: options.compiler,
        opt_level: options.opt_level,
        target_cpu: options.target_cpu,
        jobs: options.jobs,
        frame_per_call: true,
        sealed_policy: None,
        cc_flags: &[],
        lto: false,
        exact_tail_calls: false,
        cache: None,
        keep_c: options.keep,
        watcher: &|_| {},
    };
    let scratch = Scratch::new_in(&std::env::temp_dir())?;
    let executable = build.executable(&plan, &scratch)?;
    let transcript = dialogue::hold(&executable, options.flags, commands)?;
    if let Some(directory) = options.keep {
        fs::write(directory.join("commands"), commands.join("\n") + "\n")
            .with_context(|| format!("cannot write to {}", directory.display()))?;
        scratch.install(&executable, &directory.join("program"))?;
    }
    Ok(transcript)
}
