//! How long commands take, and how much memory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

/// What a command took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Taken {
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// Seconds of all cores together.
    pub(super) cpu: f64,
    /// Megabytes of memory of that of its processes that needs most.
    pub(super) memory: f64,
}

impl std::fmt::Display for Taken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:.1}, {:.1}, {:.0}", self.wall, self.cpu, self.memory)
    }
}

/// Runs a command to its end. The kernel tells of all processes that have ended so far, so there is one of us for each command.
pub(super) fn measure(command: &Command) -> Result<Taken> {
    let output = Command::new(std::env::current_exe()?)
        .args(["big", "--measure", "--"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The same, in the process that is for it.
pub(super) fn measure_here(command: &[PathBuf]) -> Result<()> {
    let (program, arguments) = command.split_first().context("a command")?;
    let start = Instant::now();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status()?;
    let wall = start.elapsed().as_secs_f64();
    ensure!(status.success(), "{} failed", program.display());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = (usage.user_time() + usage.system_time()).num_milliseconds() as f64 / 1000.0;
    let taken = Taken { wall, cpu, memory: usage.max_rss() as f64 / 1000.0 };
    println!("{}", serde_json::to_string(&taken)?);
    Ok(())
}

/// How busy the machine is with other things: processes that want to run, over the last minute.
pub(super) fn load() -> String {
    let text = std::fs::read_to_string(Path::new("/proc/loadavg")).unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
