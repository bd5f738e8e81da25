//! A guest that makes calls of WASI as a test spells them: `tests/programs/calls.c`.

use super::{Outcome, Program};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The sandboxes that tests of what WASI does run in: they must agree. What a host can't do in one, it can in the other.
const SANDBOXES: [&str; 2] = ["auto", "landlock"];

/// A directory that a guest has as descriptor 3, under the name "/".
pub(crate) struct Guest {
    directory: tempfile::TempDir,
    options: String,
}

impl Program {
    /// The program that makes calls.
    pub(crate) fn calls() -> &'static Program {
        static PROGRAM: OnceLock<Program> = OnceLock::new();
        PROGRAM.get_or_init(|| Program::new("calls"))
    }
}

impl Guest {
    pub(crate) fn new() -> Guest {
        Guest { directory: tempfile::tempdir().expect("a temporary directory"), options: String::new() }
    }

    /// Gives it further options.
    pub(crate) fn with(mut self, options: &str) -> Guest {
        self.options += " ";
        self.options += options;
        self
    }

    /// A path in its directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// A command that makes these calls.
    pub(crate) fn command<'a>(&self, sandbox: &str, calls: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Program::calls().command();
        let directory = self.directory.path().display();
        let options = format!("--sandbox={sandbox} --dir {directory}::/ {}", self.options);
        command.env("WASTREL_OPTIONS", options).args(calls).stdin(Stdio::null());
        command
    }

    /// Makes the calls in each sandbox, beginning each time with the directory as `prepare` leaves it, and expects for each call
    /// the error's name and what comes out.
    #[track_caller]
    pub(crate) fn expect(&self, prepare: impl Fn(&Path), calls: &[(&str, &str)]) {
        for sandbox in SANDBOXES {
            for entry in self.directory.path().read_dir().expect("a directory") {
                let path = entry.expect("an entry").path();
                let remove = if path.is_dir() && !path.is_symlink() {
                    std::fs::remove_dir_all
                } else {
                    std::fs::remove_file
                };
                remove(&path).expect("what is left over goes away");
            }
            prepare(self.directory.path());
            let outcome = Outcome::of(&mut self.command(sandbox, calls.iter().map(|&(call, _)| call)));
            compare(&outcome, calls, sandbox);
        }
    }
}

/// Checks what came of calls.
#[track_caller]
pub(crate) fn compare(outcome: &Outcome, calls: &[(&str, &str)], context: &str) {
    let results: Vec<_> = outcome.stdout.lines().map(named).collect();
    for (&(call, expected), got) in calls.iter().zip(&results) {
        assert_eq!(got, expected, "{context}: {call}");
    }
    assert_eq!(results.len(), calls.len(), "{context}: {outcome:?}");
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{context}");
}

/// A result with the error's name in the place of its number.
fn named(result: &str) -> String {
    let (errno, rest) = result.split_at(result.find(' ').unwrap_or(result.len()));
    let name = match errno {
        "0" => "ok",
        "2" => "acces",
        "6" => "again",
        "8" => "badf",
        "20" => "exist",
        "21" => "fault",
        "22" => "fbig",
        "25" => "ilseq",
        "28" => "inval",
        "31" => "isdir",
        "32" => "loop",
        "37" => "nametoolong",
        "44" => "noent",
        "51" => "nospc",
        "54" => "notdir",
        "55" => "notempty",
        "57" => "notsock",
        "58" => "notsup",
        "60" => "nxio",
        "63" => "perm",
        "64" => "pipe",
        "69" => "rofs",
        "70" => "spipe",
        "75" => "xdev",
        "76" => "notcapable",
        errno => errno,
    };
    format!("{name}{rest}")
}

/// The bytes that the guest shows.
pub(crate) fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (byte, length) = match rest.strip_prefix("\\x") {
            Some(digits) => (u8::from_str_radix(&digits[..2], 16).expect("digits"), 4),
            None => (rest.as_bytes()[0], 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    bytes
}
