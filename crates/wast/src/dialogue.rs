//! The dialogue with a script's executable: a command a line on its standard input, an answer a line on its output.

use std::ffi::OsStr;
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
    /// What the executable wrote to its standard error, if it ended as it should.
    pub messages: String,
    /// Why there are fewer answers than commands, if there are.
    pub end: Option<String>,
}

/// Starts the executable with these flags in WASTREL_OPTIONS, or else with those that are there; gives it all commands and collects
/// its answers.
///
/// # Errors
/// It can't be started.
pub fn hold(executable: &Path, flags: Option<&OsStr>, commands: &[&str]) -> anyhow::Result<Transcript> {
    let stderr = tempfile::tempfile().context("cannot make a temporary file")?;
    let mut command = Command::new(executable);
    command.envs(flags.map(|flags| ("WASTREL_OPTIONS", flags)));
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
                Err(RecvTimeoutError::Disconnected) => return Some(ending(&mut child, &stderr)),
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
    let messages = if end.is_none() { written(&stderr) } else { String::new() };
    Ok(Transcript { answers, messages, end })
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
fn ending(child: &mut Child, stderr: &File) -> String {
    let status = match child.wait() {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    format!("the executable ended: {status}\n{}", written(stderr)).trim_end().to_owned()
}

/// What a file holds. There is less to tell if it can't be read, but nothing wrong with what it is about.
fn written(mut file: &File) -> String {
    let mut text = Vec::new();
    let _ = file.rewind().and_then(|()| file.read_to_end(&mut text));
    String::from_utf8_lossy(&text).into_owned()
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
        hold(&path, Some(OsStr::new("-D flag")), commands).unwrap()
    }

    #[test]
    fn answers_come_in_order() {
        let transcript = hold_with("while read line; do echo \"ok $line\"; done", &["a", "b c"]);
        assert_eq!(transcript.answers, ["ok a", "ok b c"]);
        assert_eq!(transcript.end, None);
    }

    #[test]
    fn flags_and_messages() {
        let transcript = hold_with("read line; echo \"ok $WASTREL_OPTIONS\"; echo message >&2", &["a"]);
        assert_eq!(transcript.answers, ["ok -D flag"]);
        assert_eq!(transcript.messages, "message\n");
    }

    #[test]
    fn an_early_end_says_how() {
        let transcript = hold_with("read line; echo ok; echo oops >&2; exit 3", &["a", "b"]);
        assert_eq!(transcript.answers, ["ok"]);
        assert_eq!(transcript.end.unwrap(), "the executable ended: exit status: 3\noops");
    }
}
