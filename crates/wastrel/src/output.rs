//! What the command itself writes. `println!` and `eprintln!` panic where nobody reads on, or a disk is full.

use std::fmt::Display;
use std::io::{self, Write};

use anyhow::{Context, Result};

/// Writes a line to standard error. What can't be said there can't be said anywhere.
pub(crate) fn note(line: impl Display) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Writes to standard output.
///
/// # Errors
/// It can't be written.
pub(crate) fn print(text: impl Display) -> Result<()> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{text}").and_then(|()| stdout.flush()).context("cannot write to standard output")
}
