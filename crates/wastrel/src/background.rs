//! A process that goes on when this one has become the program that it runs.
//!
//! It must be no trouble to anybody: not a child of the program, not in its session, holding none of its files (a pipe
//! ends when all who hold it are gone), of low priority, and not there for ever.

use std::env;
use std::ffi::OsString;
use std::process::{self, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// The hidden command, which takes what `run` does.
pub(crate) const COMMAND: &str = "optimise-in-background";

/// It ends after so long, done or not. On a machine that is always busy it gets a tenth of a core or less.
pub(crate) const LIMIT: Duration = Duration::from_secs(30 * 60);

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

/// Does `work`, unless it takes longer than `limit`: then `give_up` is called, and the process ends with all that it started.
pub(crate) fn within<T>(limit: Duration, work: impl FnOnce() -> T, give_up: impl FnOnce() + Send) -> T {
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
                wastrel_toolchain::interrupt(|| {
                    give_up();
                    process::exit(1);
                });
            }
        });
        let result = work();
        drop(done);
        result
    })
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
