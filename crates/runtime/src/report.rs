//! What the runtime says on standard error and output.
//!
//! # Safety
//! The descriptor number written to is the process's own: borrowing it for a write is sound even if it is closed, the
//! write then fails.

use core::fmt::{self, Write};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;

use crate::sys;

/// The exit status of an error that isn't the guest's.
pub(crate) const FAILURE: u32 = 1;

/// Text on its way out, in few writes so that lines of several processes don't mix. The last is written on drop.
pub(crate) struct Output {
    descriptor: i32,
    buffer: [u8; 1024],
    length: usize,
}

impl Output {
    /// To standard error, which the guest can't take from us: its descriptor 2 is its own affair.
    pub(crate) fn stderr() -> Output {
        Output { descriptor: 2, buffer: [0; 1024], length: 0 }
    }

    /// To standard output.
    pub(crate) fn stdout() -> Output {
        Output { descriptor: 1, ..Output::stderr() }
    }

    /// Adds text that may not be UTF-8.
    pub(crate) fn push(&mut self, mut text: &[u8]) {
        while !text.is_empty() {
            if self.length == self.buffer.len() {
                self.flush();
            }
            let room = (self.buffer.len() - self.length).min(text.len());
            self.buffer[self.length..self.length + room].copy_from_slice(&text[..room]);
            self.length += room;
            text = &text[room..];
        }
    }

    /// Writes what is there.
    pub(crate) fn flush(&mut self) {
        // SAFETY: see the top of the file.
        let descriptor = unsafe { BorrowedFd::borrow_raw(self.descriptor) };
        let mut rest = &self.buffer[..self.length];
        while !rest.is_empty() {
            match rustix::io::write(descriptor, rest) {
                Ok(written) if written > 0 => rest = &rest[written..],
                Err(Errno::INTR) => {}
                // There is nobody left to tell.
                _ => break,
            }
        }
        self.length = 0;
    }
}

impl Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Ends the program with a message, for whatever is not the guest's doing.
pub(crate) fn fatal(message: fmt::Arguments<'_>) -> ! {
    let mut output = Output::stderr();
    let _ = writeln!(output, "Error: {message}");
    drop(output);
    sys::exit(FAILURE)
}

/// An error of the host, in words.
pub(crate) struct Reason(pub(crate) Errno);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.0 {
            Errno::PERM => "operation not permitted",
            Errno::NOENT => "no such file or directory",
            Errno::NOMEM => "cannot allocate memory",
            Errno::ACCESS => "permission denied",
            Errno::EXIST => "exists already",
            Errno::NOTDIR => "not a directory",
            Errno::INVAL => "invalid argument",
            Errno::MFILE => "too many open files",
            Errno::NOSPC => "no space left",
            Errno::NOSYS => "not implemented",
            Errno::LOOP => "too many levels of symbolic links",
            Errno::NAMETOOLONG => "name too long",
            Errno::OPNOTSUPP => "not supported",
            other => return write!(f, "error {}", other.raw_os_error()),
        };
        f.write_str(words)
    }
}
