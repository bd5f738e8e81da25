//! Strings of UTF-16 code units.
//!
//! # Safety
//! The emitted C passes a text with its length.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ffi::c_char;
use core::slice;

use crate::packs::object::{cast_failure, out_of_bounds};
use crate::packs::{Any, Extern};

/// The code units of what must be a string.
fn units<'a>(string: Extern) -> &'a [u16] {
    string.code_units().unwrap_or_else(|| cast_failure())
}

/// The same value, which must be a string.
pub(super) fn cast(value: Extern) -> Extern {
    units(value);
    value
}

/// Whether a value is a string.
pub(super) fn test(value: Extern) -> u32 {
    value.code_units().is_some().into()
}

/// The string of an array's elements from one place to before another.
pub(super) fn from_char_code_array(array: Any, start: u32, end: u32) -> Extern {
    match array.units().get(start as usize..end as usize) {
        // What is allocated meanwhile doesn't move the array.
        Some(units) => Extern::from_code_units(units),
        None => out_of_bounds(),
    }
}

/// Writes a string into an array, from a place on: how many code units.
pub(super) fn into_char_code_array(string: Extern, array: Any, start: u32) -> u32 {
    let units = units(string);
    match array.units().get_mut(start as usize..).and_then(|rest| rest.get_mut(..units.len())) {
        Some(place) => place.copy_from_slice(units),
        None => out_of_bounds(),
    }
    units.len() as u32
}

/// The string of one code unit.
pub(super) fn from_char_code(unit: u32) -> Extern {
    Extern::from_code_units(&[unit as u16])
}

/// The string of one character, or of a surrogate that has no other half.
pub(super) fn from_code_point(point: u32) -> Extern {
    match (u16::try_from(point), char::from_u32(point)) {
        (Ok(unit), _) => Extern::from_code_units(&[unit]),
        (_, Some(character)) => Extern::from_code_units(character.encode_utf16(&mut [0; 2])),
        _ => out_of_bounds(),
    }
}

/// The code unit at a place.
pub(super) fn char_code_at(string: Extern, index: u32) -> u32 {
    match units(string).get(index as usize) {
        Some(&unit) => unit.into(),
        None => out_of_bounds(),
    }
}

/// The character that begins at a place, or a surrogate that begins none.
pub(super) fn code_point_at(string: Extern, index: u32) -> u32 {
    let first = char_code_at(string, index);
    match char::decode_utf16(units(string)[index as usize..].iter().copied()).next() {
        Some(Ok(character)) => character.into(),
        _ => first,
    }
}

/// How many code units there are.
pub(super) fn length(string: Extern) -> u32 {
    units(string).len() as u32
}

/// One string behind another.
pub(super) fn concat(first: Extern, second: Extern) -> Extern {
    let both: Vec<u16> = [units(first), units(second)].concat();
    Extern::from_code_units(&both)
}

/// The string from one place to before another, both of which end where the string does.
pub(super) fn substring(string: Extern, start: u32, end: u32) -> Extern {
    let units = units(string);
    let end = units.len().min(end as usize);
    Extern::from_code_units(units.get(start as usize..end).unwrap_or_default())
}

/// Whether two strings are the same, or both null.
pub(super) fn equals(first: Extern, second: Extern) -> u32 {
    let text = |string: Extern| (string != Extern::NULL).then(|| units(string));
    (text(first) == text(second)).into()
}

/// -1, 0 or 1 as the first string is before, like or behind the second, by code units.
pub(super) fn compare(first: Extern, second: Extern) -> u32 {
    match units(first).cmp(units(second)) {
        Ordering::Less => u32::MAX,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

/// The string of a constant, which is UTF-8.
///
/// # Safety
/// The text has this length.
#[unsafe(no_mangle)]
unsafe extern "C" fn js_string_constant(text: *const c_char, length: u64) -> Extern {
    // SAFETY: as the caller vouches; only the emitted C calls it.
    let text = unsafe { slice::from_raw_parts(text.cast(), length as usize) };
    let units: Vec<u16> = core::str::from_utf8(text).unwrap_or_default().encode_utf16().collect();
    Extern::from_code_units(&units)
}
