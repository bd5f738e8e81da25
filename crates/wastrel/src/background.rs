//! A process that goes on when this one has become the program that it runs.
//!
//! It must be no trouble to anybody: not a child of the program, not in its session, holding none of its files (a pipe
//! ends when all who hold it are gone), and of low priority.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The hidden command, which takes what `run` does.
pub(crate) const COMMAND: &str = "optimise-in-background";

/// Says that the process is detached already.
pub(crate) const DETACHED: &str = "--detached";

/// Starts the hidden command for the program of this command line.
pub(crate) fn start() -> Result<()> {
    // A process between, which ends at once, so that the other one isn't our child.
    let status = command(&[])?.status().context("cannot start it")?;
    ensure!(status.success(), "it failed ({status})");
    Ok(())
}

/// The process between: leaves all that it was born with, and starts the one that stays.
pub(crate) fn detach() -> Result<()> {
    rustix::process::setsid().context("cannot leave the session")?;
    rustix::process::nice(10).context("cannot lower the priority")?;
    // What the caller of `wastrel` left open.
    close_fds::set_fds_cloexec(3, &[]);
    command(&[DETACHED])?.spawn().context("cannot start it")?;
    Ok(())
}

/// The hidden command with the arguments of `run` that this process was given.
fn command(flags: &[&str]) -> Result<Command> {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let own = ["run", COMMAND];
    if arguments.first().is_some_and(|first| own.iter().any(|own| first == own)) {
        arguments.remove(0);
    }
    let mut command = Command::new(env::current_exe().context("cannot find the running executable")?);
    command.arg(COMMAND).args(flags).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}
