//! `--invoke`: an export called with arguments from the command line, its results printed.
//!
//! # Safety
//! An export's `invoke` takes as many arguments and gives as many results as its type says.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Write;

use crate::abi::{Export, Value};
use crate::process::{Phase, Process, enter_phase};
use crate::report::{Output, fatal};

/// Calls a function with the arguments of the command line, and prints its results one a line.
pub(crate) fn invoke(export: &'static Export) {
    enter_phase(Phase::Invoke(export.name()));
    let mut types = export.ty().split(|&letter| letter == b'>');
    let (parameters, results) = (types.next().unwrap_or_default(), types.next().unwrap_or_default());
    let arguments = arguments(export, parameters);
    let mut values = vec![Value { v128: [0; 2] }; results.len()];
    if let Some(invoke) = export.invoke {
        // SAFETY: see the top of the file.
        unsafe { invoke(arguments.as_ptr(), values.as_mut_ptr()) };
    }
    let mut output = Output::stdout();
    for (&letter, &value) in results.iter().zip(&values) {
        print(&mut output, letter, value);
    }
}

fn arguments(export: &Export, parameters: &[u8]) -> Vec<Value> {
    let name = export.name().escape_ascii();
    let given = Process::get().arguments.get(1..).unwrap_or_default();
    if given.len() < parameters.len() {
        fatal(format_args!(
            "not enough arguments for `{name}`: it takes {}, {} given",
            parameters.len(),
            given.len()
        ));
    }
    let parse = |(&letter, argument): (&u8, &&core::ffi::CStr)| {
        argument.to_str().ok().and_then(|text| parse(letter, text)).unwrap_or_else(|| {
            let argument = argument.to_bytes().escape_ascii();
            fatal(format_args!("`{argument}` is not {}, as `{name}` wants it", type_name(letter)))
        })
    };
    parameters.iter().zip(given).map(parse).collect()
}

/// The value that `text` spells, if values of the type can be spelled.
fn parse(letter: u8, text: &str) -> Option<Value> {
    match letter {
        b'i' => integer(text, 32).map(|bits| Value { i32: bits as u32 }),
        b'I' => integer(text, 64).map(|bits| Value { i64: bits }),
        b'f' => text.parse().ok().map(|f32| Value { f32 }),
        b'F' => text.parse().ok().map(|f64| Value { f64 }),
        _ => None,
    }
}

/// A decimal or hexadecimal integer of so many bits, signed or not.
fn integer(text: &str, bits: u32) -> Option<u64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let magnitude = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(digits) if !digits.starts_with('+') => u64::from_str_radix(digits, 16).ok()?,
        Some(_) => return None,
        None => digits.parse().ok()?,
    };
    let limit = if negative { 1 << (bits - 1) } else { u64::MAX >> (64 - bits) };
    (magnitude <= limit).then_some(if negative { magnitude.wrapping_neg() } else { magnitude })
}

fn type_name(letter: u8) -> &'static str {
    match letter {
        b'i' => "an i32",
        b'I' => "an i64",
        b'f' => "an f32",
        b'F' => "an f64",
        _ => "a value that a command line can give",
    }
}

fn print(output: &mut Output, letter: u8, value: Value) {
    // SAFETY: the letter says which field was written, and all bits were written before.
    let _ = unsafe {
        match letter {
            b'i' => writeln!(output, "{}", value.i32.cast_signed()),
            b'I' => writeln!(output, "{}", value.i64.cast_signed()),
            b'f' => writeln!(output, "{}", value.f32),
            b'F' => writeln!(output, "{}", value.f64),
            b'v' => writeln!(output, "{}", u128::from(value.v128[1]) << 64 | u128::from(value.v128[0])),
            _ if value.reference.is_null() => writeln!(output, "<null>"),
            b'c' => writeln!(output, "<funcref>"),
            b'e' => writeln!(output, "<externref>"),
            b'x' => writeln!(output, "<exnref>"),
            _ => writeln!(output, "<anyref>"),
        }
    };
}
