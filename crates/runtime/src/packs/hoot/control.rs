//! The end of the program, and what helps to find out why it came.
//!
//! # Safety
//! The emitted C passes places for further results that can be written to.

use crate::packs::{Any, Extern, Func};
use crate::report::Output;
use crate::sys;

/// Ends the program with a status: `exit_group`.
pub(super) fn quit(status: u32) {
    sys::exit(status & 0xff)
}

/// Ends the program because of an error that nobody handled.
pub(super) fn die(message: Extern, _data: Any) {
    let mut output = Output::stderr();
    output.push(message.text());
    output.push(b"\n");
    output.flush();
    sys::exit(crate::report::FAILURE)
}

/// Writes a line to standard error.
pub(super) fn debug_str(text: Extern) {
    let mut output = Output::stderr();
    output.push(b"debug: ");
    output.push(text.text());
    output.push(b"\n");
}

/// The same with a number.
pub(super) fn debug_str_i32(text: Extern, n: u32) {
    use core::fmt::Write;
    let mut output = Output::stderr();
    output.push(b"debug: ");
    output.push(text.text());
    let _ = writeln!(output, ": {}", n.cast_signed());
}

/// The same with a value of Scheme's, of which only small integers are told.
pub(super) fn debug_str_scm(text: Extern, value: Any) {
    use core::fmt::Write;
    let mut output = Output::stderr();
    output.push(b"debug: ");
    output.push(text.text());
    // A fixnum is an i31 of twice its value.
    let _ = match value.0 & 3 {
        1 => writeln!(output, ": {}", (value.0 as u32).cast_signed() >> 2),
        _ => writeln!(output, ": #<object {:x}>", value.0),
    };
}

/// The name of a procedure's code: none is known.
pub(super) fn code_name(_function: Func) -> Extern {
    Extern::NULL
}

/// Where a procedure's code comes from, its line and column: nothing is known.
///
/// # Safety
/// The last two point to where results go.
#[unsafe(no_mangle)]
unsafe extern "C" fn hoot_code_source(_function: Func, line: *mut u32, column: *mut u32) -> Extern {
    // SAFETY: the emitted C passes places of its own.
    unsafe {
        line.write(0);
        column.write(0);
    }
    Extern::NULL
}

/// Whether a value is a function of the host's: there are none.
pub(super) fn is_extern_func(_value: Extern) -> u32 {
    0
}

/// A procedure as the host sees it: the object itself.
pub(super) fn procedure_to_extern(procedure: Any) -> Extern {
    Extern(procedure.0)
}
