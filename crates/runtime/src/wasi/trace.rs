//! `WASTREL_LOG=wasi=trace`: each call of WASI on a line of standard error, its arguments decoded, with what came of it.

use alloc::vec;
use core::fmt::{Display, Write};

use super::errno::Errno;
use super::memory::{GuestMemory, Ptr};
use super::types::{Fd, Fdflags, Fstflags, GuestValue, Lookupflags, Oflags, Riflags, Rights, Sdflags};
use super::{Out, Text, TextLength};
use crate::report::Output;

/// A parameter of a function of WASI.
pub(crate) trait Argument {
    /// Its type, as `wastrel.h` has it.
    const LETTER: u8;

    /// Writes it as it came in.
    fn show(&self, trace: &mut Trace<'_>);

    /// Writes what is now where it points, if that is a result.
    fn show_output(&self, _trace: &mut Trace<'_>) {}

    /// Whether there is something to write then.
    const IS_OUTPUT: bool = false;
}

/// A line of the trace.
pub(crate) struct Trace<'a> {
    output: Output,
    memory: &'a GuestMemory,
    arguments: u32,
    /// A string whose length is the next argument.
    text: Option<Ptr<u8>>,
    failed: bool,
}

impl<'a> Trace<'a> {
    pub(crate) fn new(memory: &'a GuestMemory, function: &str) -> Trace<'a> {
        let mut trace = Trace { output: Output::stderr(), memory, arguments: 0, text: None, failed: false };
        trace.write(format_args!("{function}("));
        trace
    }

    fn write(&mut self, text: core::fmt::Arguments<'_>) {
        let _ = self.output.write_fmt(text);
    }

    pub(crate) fn argument<T: Argument>(&mut self, name: &str, value: &T) {
        let separator = if self.arguments > 0 { ", " } else { "" };
        self.arguments += 1;
        self.write(format_args!("{separator}{name}="));
        value.show(self);
    }

    /// Of a function that doesn't return.
    pub(crate) fn no_result(&mut self) {
        self.write(format_args!(")"));
    }

    pub(crate) fn result(&mut self, result: Result<(), Errno>) {
        match result {
            Ok(()) => self.write(format_args!(") = success")),
            Err(errno) => self.write(format_args!(") = {errno}")),
        }
        self.failed = result.is_err();
    }

    pub(crate) fn output<T: Argument>(&mut self, name: &str, value: &T) {
        if T::IS_OUTPUT && !self.failed {
            self.write(format_args!(", {name}="));
            value.show_output(self);
        }
    }
}

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        self.write(format_args!("\n"));
    }
}

/// Numbers are written as such.
macro_rules! numbers {
    ($($ty:ty: $letter:literal,)*) => {
        $(impl Argument for $ty {
            const LETTER: u8 = $letter;
            fn show(&self, trace: &mut Trace<'_>) {
                trace.write(format_args!("{self}"));
            }
        })*
    };
}

numbers! { u32: b'i', u64: b'I', i64: b'I', }

/// Flags are written by their names.
macro_rules! flags {
    ($($ty:ty: $letter:literal,)*) => {
        $(impl Argument for $ty {
            const LETTER: u8 = $letter;
            fn show(&self, trace: &mut Trace<'_>) {
                if bitflags::parser::to_writer(self, &mut trace.output).is_ok() && self.is_empty() {
                    trace.write(format_args!("0"));
                }
            }
        })*
    };
}

flags! {
    Fdflags: b'i',
    Fstflags: b'i',
    Lookupflags: b'i',
    Oflags: b'i',
    Riflags: b'i',
    Rights: b'I',
    Sdflags: b'i',
}

impl Argument for Text {
    const LETTER: u8 = b'i';
    fn show(&self, trace: &mut Trace<'_>) {
        trace.text = Some(self.0);
        self.0.show(trace);
    }
}

impl Argument for TextLength {
    const LETTER: u8 = b'i';
    fn show(&self, trace: &mut Trace<'_>) {
        self.0.show(trace);
        if let Some(text) = trace.text.take()
            && let Ok(buffer) = trace.memory.buffer(text, self.0.min(4096))
        {
            let mut bytes = vec![0; buffer.len()];
            buffer.copy_to(&mut bytes);
            trace.write(format_args!(" \"{}\"", bytes.escape_ascii()));
        }
    }
}

impl Argument for Fd {
    const LETTER: u8 = b'i';
    fn show(&self, trace: &mut Trace<'_>) {
        trace.write(format_args!("{}", self.0));
    }
}

impl<T> Argument for Ptr<T> {
    const LETTER: u8 = b'i';
    fn show(&self, trace: &mut Trace<'_>) {
        trace.write(format_args!("{:#x}", self.address()));
    }
}

impl<T: GuestValue + Display> Argument for Out<T> {
    const LETTER: u8 = b'i';
    const IS_OUTPUT: bool = true;
    fn show(&self, trace: &mut Trace<'_>) {
        self.0.show(trace);
    }
    fn show_output(&self, trace: &mut Trace<'_>) {
        if let Ok(value) = trace.memory.read(self.0) {
            trace.write(format_args!("{value}"));
        }
    }
}
