//! Runs `.wast` scripts through Wastrel.
//!
//! A script becomes one executable and a dialogue with it. All modules of the script and their instances are one closed
//! program, compiled with [`Entry::Script`]; its executable does what it is told a line at a time (`invoke 3 0
//! i32:0000002a`) and answers (`ok i32:0000002b`). What the script expects of the answers stays here.
//!
//! ```text
//! text ─ parse ─→ directives ─ Binaries, Modules ─→ modules ─ Linker ─→ Program + commands ─ dialogue ─→ Report
//! ```
#![forbid(unsafe_code)]

mod answer;
pub mod dialogue;
mod executable;
mod script;
mod value;

use std::fmt;
use std::path::Path;

use anyhow::ensure;
use wast::Wast;
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};

use crate::dialogue::Transcript;
pub use crate::executable::Options;
use crate::script::{Binaries, Linked, Linker};

/// How a script went.
#[derive(Debug)]
pub struct Report {
    /// How many directives hold.
    pub passed: usize,
    /// Those that don't, in the order of the script.
    pub failures: Vec<Failure>,
    /// What the script's executable wrote to its standard error, if it did all that it was told.
    pub messages: String,
}

/// A directive that doesn't hold.
#[derive(Debug)]
pub struct Failure {
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Of what kind the failure is.
    pub kind: FailureKind,
    /// What is wrong.
    pub message: String,
}

/// The kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// Something was done, and wrongly.
    Wrong,
    /// A module that should be fine was not accepted.
    Rejected,
    /// The directive needs an instance of a module that was rejected.
    NotRun,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

/// Runs a script. `path` is what messages call it.
///
/// # Errors
/// The script doesn't parse, or its program can't be compiled.
pub fn run(path: &Path, text: &str, options: &Options) -> anyhow::Result<Report> {
    let located = |mut error: wast::Error| {
        error.set_path(path);
        error.set_text(text);
        error
    };
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer).map_err(located)?;
    let mut script: Wast<'_> = parser::parse(&buffer).map_err(located)?;

    let binaries = Binaries::encode(&mut script);
    let modules = binaries.decode();
    let Linked { program, prelude, directives } = Linker::link(&script, &modules)?;

    let steps = directives.iter().filter_map(|checked| checked.as_ref().ok()?.as_ref());
    let commands: Vec<_> = prelude.iter().chain(steps).map(|step| step.command.as_str()).collect();
    let Transcript { answers, messages, mut end } = executable::run(&program, &commands, options)?;
    let mut answers = answers.iter();
    if prelude.is_some() {
        ensure!(answers.next().is_some_and(|answer| answer == "ok"), "spectest: {}", end.unwrap_or_default());
    }

    let mut report = Report { passed: 0, failures: Vec::new(), messages };
    for (directive, checked) in std::iter::zip(&script.directives, &directives) {
        let result = match checked {
            Ok(None) => Ok(()),
            Ok(Some(step)) => match answers.next() {
                Some(answer) => answer::check(answer, step.expect),
                // The first without an answer is the one at which it ended.
                None => Err(end.take().unwrap_or_else(|| "not run: the executable has ended".to_owned())),
            }
            .map_err(|message| (FailureKind::Wrong, message)),
            Err(problem) => Err((problem.kind, problem.message.clone())),
        };
        match result {
            Ok(()) => report.passed += 1,
            Err((kind, message)) => {
                let (line, column) = directive.span().linecol_in(text);
                report.failures.push(Failure { line: line + 1, column: column + 1, kind, message });
            }
        }
    }
    Ok(report)
}
