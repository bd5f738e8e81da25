//! Characters to standard output and from standard input, a UTF-16 code unit at a time.

use alloc::vec::Vec;
use core::cell::RefCell;

use crate::process::{self, Single};
use crate::wasi::named;

/// Standard output on its way out.
struct Output {
    bytes: Vec<u8>,
    /// The first half of a character.
    high: Option<u16>,
    /// Whether the end of the program flushes it.
    registered: bool,
}

static OUTPUT: Single<RefCell<Output>> =
    Single::new(RefCell::new(Output { bytes: Vec::new(), high: None, registered: false }));

/// As much as is kept back.
const BUFFER: usize = 4096;

/// Prints a code unit. Two that make one character are printed as that; one without its other half as U+FFFD. What is printed is written
/// at the end of a line, or of the program.
pub(super) fn print_char(unit: u32) {
    let mut output = OUTPUT.borrow_mut();
    if !output.registered {
        output.registered = true;
        process::at_end(flush);
    }
    let unit = unit as u16;
    let high = output.high.take();
    if high.is_none() && (0xd800..0xdc00).contains(&unit) {
        output.high = Some(unit);
        return;
    }
    for character in char::decode_utf16(high.into_iter().chain([unit])) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        output.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    if unit == u16::from(b'\n') || output.bytes.len() >= BUFFER {
        named::write_standard(1, &output.bytes);
        output.bytes.clear();
    }
}

fn flush() {
    let mut output = OUTPUT.borrow_mut();
    if output.high.take().is_some() {
        output.bytes.extend_from_slice("\u{fffd}".as_bytes());
    }
    named::write_standard(1, &output.bytes);
    output.bytes.clear();
}

/// Reads a byte: -1 at the end.
pub(super) fn read_char() -> u32 {
    let mut byte = [0];
    match named::read_standard(&mut byte) {
        0 => u32::MAX,
        _ => byte[0].into(),
    }
}
