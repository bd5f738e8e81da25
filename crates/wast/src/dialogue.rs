//! The dialogue with a script's executable: a command a line on its standard input, an answer a line on its output.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

/// How long an answer may take before the executable counts as hung.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the end of one that took longer begins.
pub const NO_ANSWER: &str = "no answer within";

/// What came of a dialogue.
pub struct Transcript {
    /// The answers, in the order of the commands.
    pub answers: Vec<String>,
    /// Why there are fewer answers than commands, if there are.
    pub end: Option<String>,
}

/// Gives the executable all commands and collects its answers.
///
/// # Errors
/// It can't be started.
pub fn hold(executable: &Path, commands: &[&str]) -> anyhow::Result<Transcript> {
    let stderr = tempfile::tempfile().context("cannot make a temporary file")?;
    let mut command = Command::new(executable);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr.try_clone()?);
    let mut child = start(&mut command).with_context(|| format!("cannot start {}", executable.display()))?;
    let mut stdin = child.stdin.take().context("the executable has no standard input")?;
    let stdout = child.stdout.take().context("the executable has no standard output")?;

    let (sender, receiver) = mpsc::channel();
    let mut answers = Vec::new();
    let end = thread::scope(|scope| {
        // An executable that ends early doesn't read on: how it ended says more than the failure to write.
        scope.spawn(move || stdin.write_all((commands.join("\n") + "\n").as_bytes()));
        scope.spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        while answers.len() < commands.len() {
            match receiver.recv_timeout(PATIENCE) {
                Ok(answer) => answers.push(answer),
                Err(RecvTimeoutError::Disconnected) => return Some(ending(&mut child, stderr)),
                Err(RecvTimeoutError::Timeout) => {
                    // Both threads end with the process; that it can't be killed means that it is gone.
                    let _ = child.kill();
                    return Some(format!("{NO_ANSWER} {} seconds", PATIENCE.as_secs()));
                }
            }
        }
        None
    });
    child.wait().context("cannot wait for the executable")?;
    Ok(Transcript { answers, end })
}

/// Starts an executable that this process has written.
fn start(command: &mut Command) -> io::Result<Child> {
    const TRIES: u32 = 1000;
    for _ in 0..TRIES {
        match command.spawn() {
            // A child of another thread has the descriptor by which the executable was written, until it executes what
            // it is for.
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => {
                thread::sleep(Duration::from_millis(1));
            }
            result => return result,
        }
    }
    command.spawn()
}

/// How a process ended that should have gone on.
fn ending(child: &mut Child, mut stderr: File) -> String {
    let status = match child.wait() {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let mut message = String::new();
    // Without its messages there is still the status.
    let _ = stderr.rewind().and_then(|()| stderr.read_to_string(&mut message));
    format!("the executable ended: {status}\n{message}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A dialogue with a shell script.
    fn hold_with(body: &str, commands: &[&str]) -> Transcript {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("executable");
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        hold(&path, commands).unwrap()
    }

    #[test]
    fn answers_come_in_order() {
        let transcript = hold_with("while read line; do echo \"ok $line\"; done", &["a", "b c"]);
        assert_eq!(transcript.answers, ["ok a", "ok b c"]);
        assert_eq!(transcript.end, None);
    }

    #[test]
    fn an_early_end_says_how() {
        let transcript = hold_with("read line; echo ok; echo oops >&2; exit 3", &["a", "b"]);
        assert_eq!(transcript.answers, ["ok"]);
        assert_eq!(transcript.end.unwrap(), "the executable ended: exit status: 3\noops");
    }
}
