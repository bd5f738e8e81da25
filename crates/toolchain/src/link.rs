//! The command that links.

use std::process::Command;

use anyhow::{Context, Result};

use crate::compiler::in_path;
use crate::{Compiler, CompilerKind, OptLevel, flags};

/// What is linked.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// A static position-independent executable without a libc.
    Executable,
    /// A relocatable object file.
    Object,
}

impl Target {
    /// The file name of the result, in the directory where the command runs.
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Target::Executable => "program",
            Target::Object => "program.o",
        }
    }
}

/// What the linker is told of an executable, besides its kind.
const EXECUTABLE: &[&str] = &[
    "--gc-sections",
    // Backtraces walk the stack by it.
    "--eh-frame-hdr",
    // Line numbers of the runtime, which came with Rust's own library.
    "--strip-debug",
    // Same input, same bytes.
    "--build-id=none",
    // Read-only data in the pages of the code: separate ones cost 6 KB of padding, and faults at start-up.
    "-znoseparate-code",
    // What tcc compiles lacks the mark that says so.
    "-znoexecstack",
];

/// The command that links these files; with `lto`, optimising so hard in so many processes.
///
/// # Errors
/// The compiler is tcc, which can't link such an executable, and there is no linker.
pub(crate) fn command(
    compiler: &Compiler,
    target: Target,
    lto: Option<(OptLevel, usize)>,
    inputs: &[String],
) -> Result<Command> {
    let mut command = match compiler.kind() {
        CompilerKind::Gcc | CompilerKind::Clang => {
            let mut command = compiler.command();
            command.args(["-nostdlib", "-nostartfiles"]);
            if let Some((level, jobs)) = lto {
                command.args(flags::for_link_with_lto(compiler, level, jobs, target));
            }
            match target {
                Target::Executable => {
                    command.arg("-static-pie").args(EXECUTABLE.iter().map(|flag| format!("-Wl,{flag}")));
                }
                Target::Object => {
                    command.args(["-r", "-Wl,-u,_start"]);
                }
            }
            command
        }
        CompilerKind::Tcc => {
            let linker = in_path("ld")
                .context("tcc compiles, but there is no ld in PATH to link: install binutils")?;
            let mut command = Command::new(linker);
            match target {
                Target::Executable => {
                    command.args(["-static", "-pie", "--no-dynamic-linker", "-ztext"]).args(EXECUTABLE);
                }
                Target::Object => {
                    command.args(["-r", "-u", "_start"]);
                }
            }
            command
        }
    };
    command.args(["-o", target.file_name()]).args(inputs);
    Ok(command)
}
