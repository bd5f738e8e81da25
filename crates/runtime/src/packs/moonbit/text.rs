//! Strings of the host's, and arrays of them. A builder, and what reads a string or an array, is an object that holds the number of a state here:
//! its user finishes it, which frees the state.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use crate::packs::Extern;
use crate::packs::object::{Kind, cast_failure};
use crate::process::Single;

/// States by number; none where one was finished.
pub(super) struct States<T>(Single<RefCell<Vec<Option<T>>>>);

impl<T> States<T> {
    pub(super) const fn new() -> States<T> {
        States(Single::new(RefCell::new(Vec::new())))
    }

    pub(super) fn insert(&self, kind: Kind, state: T) -> Extern {
        let mut states = self.0.borrow_mut();
        let free = states.iter().position(Option::is_none).unwrap_or(states.len());
        if free == states.len() {
            states.push(None);
        }
        states[free] = Some(state);
        Extern::new(kind, &(free as u64).to_ne_bytes())
    }

    fn with<R>(&self, kind: Kind, object: Extern, action: impl FnOnce(&mut T) -> R) -> R {
        let number = object.number(kind) as usize;
        match self.0.borrow_mut().get_mut(number).and_then(Option::as_mut) {
            Some(state) => action(state),
            None => cast_failure(),
        }
    }

    fn take(&self, kind: Kind, object: Extern) -> T {
        let number = object.number(kind) as usize;
        let state = self.0.borrow_mut().get_mut(number).and_then(Option::take);
        state.unwrap_or_else(|| cast_failure())
    }
}

static BUILDERS: States<Vec<u16>> = States::new();
static READERS: States<(Vec<u16>, usize)> = States::new();
static ARRAY_READERS: States<(Vec<Vec<u8>>, usize)> = States::new();

/// What the string after an array's last one is.
const END_OF_ARRAY: &[u8] = b"ffi_end_of_/string_array";

/// Begins a string.
pub(super) fn begin_create() -> Extern {
    BUILDERS.insert(Kind::Builder, Vec::new())
}

/// Adds a code unit, or a character that has two.
pub(super) fn append(builder: Extern, unit: u32) {
    BUILDERS.with(Kind::Builder, builder, |units| match u16::try_from(unit) {
        Ok(unit) => units.push(unit),
        Err(_) => {
            let character = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
            units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
        }
    });
}

/// The string.
pub(super) fn finish_create(builder: Extern) -> Extern {
    let text = String::from_utf16_lossy(&BUILDERS.take(Kind::Builder, builder));
    Extern::new(Kind::String, text.as_bytes())
}

/// Begins to read a string.
pub(super) fn begin_read(text: Extern) -> Extern {
    let units = String::from_utf8_lossy(text.text()).encode_utf16().collect();
    READERS.insert(Kind::Reader, (units, 0))
}

/// The next code unit: -1 at the end.
pub(super) fn read(reader: Extern) -> u32 {
    READERS.with(Kind::Reader, reader, |(units, at)| {
        let unit = units.get(*at).map_or(u32::MAX, |&unit| unit.into());
        *at += 1;
        unit
    })
}

/// Ends reading a string.
pub(super) fn finish_read(reader: Extern) {
    READERS.take(Kind::Reader, reader);
}

/// An array of strings: each, and a NUL.
pub(super) fn array<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Extern {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend_from_slice(text);
        bytes.push(0);
    }
    Extern::new(Kind::Strings, &bytes)
}

/// Begins to read an array of strings.
pub(super) fn begin_read_array(texts: Extern) -> Extern {
    let mut texts: Vec<Vec<u8>> =
        texts.bytes(Kind::Strings).split(|&byte| byte == 0).map(<[u8]>::to_vec).collect();
    texts.pop();
    ARRAY_READERS.insert(Kind::ArrayReader, (texts, 0))
}

/// The next string; at the end one that says so.
pub(super) fn read_from_array(reader: Extern) -> Extern {
    ARRAY_READERS.with(Kind::ArrayReader, reader, |(texts, at)| {
        let text = texts.get(*at).map_or(END_OF_ARRAY, Vec::as_slice);
        *at += 1;
        Extern::new(Kind::String, text)
    })
}

/// Ends reading an array of strings.
pub(super) fn finish_read_array(reader: Extern) {
    ARRAY_READERS.take(Kind::ArrayReader, reader);
}
