//! What packs make: objects of the collector's, of the type that stands for what is the host's, which are words that it doesn't look into.
//!
//! The first word tells what an object is, and how many of its bytes count.
//!
//! # Safety
//! A reference that a module passes is null, an i31, or the address of an object that is alive at least until the function that it
//! was passed to returns: the collector scans the stack, this code's frames on it included. Objects don't move.

use alloc::vec::Vec;
use core::slice;

use super::{Any, Extern, ResultType};
use crate::abi;
use crate::report::fatal;
use wastrel_gc::capi;
use wastrel_gc::object::{HEADER_SIZE, Object};

unsafe extern "C" {
    fn wastrel_trap(why: u32) -> !;
}

const TRAP_NULL_REFERENCE: u32 = 9;
const TRAP_ARRAY_OUT_OF_BOUNDS: u32 = 12;
const TRAP_CAST_FAILURE: u32 = 13;
const TRAP_ALLOCATION_TOO_LARGE: u32 = 14;

/// The number of the host's type.
const HOST: u32 = 1;

/// What an object of the host's is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    String = 1,
    Integer = 2,
    NegativeInteger = 3,
    File = 4,
    WeakMap = 5,
    WeakReference = 6,
    Registry = 7,
    Builder = 8,
    Reader = 9,
    Strings = 10,
    Instant = 11,
    ArrayReader = 12,
    /// Of UTF-16.
    CodeUnits = 13,
}

/// Ends the program: a module passed what a function can't take.
pub(crate) fn cast_failure() -> ! {
    // SAFETY: it has this type, and doesn't return.
    unsafe { wastrel_trap(TRAP_CAST_FAILURE) }
}

/// Ends the program: a module passed a place that isn't there.
pub(crate) fn out_of_bounds() -> ! {
    // SAFETY: as above.
    unsafe { wastrel_trap(TRAP_ARRAY_OUT_OF_BOUNDS) }
}

fn null_reference() -> ! {
    // SAFETY: as above.
    unsafe { wastrel_trap(TRAP_NULL_REFERENCE) }
}

impl Extern {
    pub(crate) const NULL: Extern = Extern(0);

    /// A new object, holding these bytes.
    pub(crate) fn new(kind: Kind, bytes: &[u8]) -> Extern {
        let words = 1 + bytes.len().div_ceil(8);
        let Ok(words) = u32::try_from(words) else {
            // SAFETY: as above.
            unsafe { wastrel_trap(TRAP_ALLOCATION_TOO_LARGE) }
        };
        let object = capi::new_array(HOST, words);
        let contents = (object.0 + HEADER_SIZE) as *mut u64;
        // SAFETY: the object has this many words, and nobody else knows of it.
        unsafe {
            contents.write(kind as u64 | (bytes.len() as u64) << 8);
            contents.add(1).cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
        Extern(object.0)
    }

    fn object(self) -> Object {
        match self.0 {
            0 => null_reference(),
            word if word & 7 != 0 => cast_failure(),
            word => Object(word),
        }
    }

    fn first_word(self) -> Option<u64> {
        let object = self.object();
        // SAFETY: an object of the host's has a first word, unless it is one of those that stand for values of a test.
        (object.type_index() == HOST && object.length() > 0)
            .then(|| unsafe { ((object.0 + HEADER_SIZE) as *const u64).read() })
    }

    /// Whether it is an object of the host's of this kind.
    pub(crate) fn is(self, kind: Kind) -> bool {
        self.first_word().is_some_and(|word| word & 0xff == kind as u64)
    }

    /// The bytes of an object of this kind; anything else is a failed cast.
    pub(crate) fn bytes<'a>(self, kind: Kind) -> &'a [u8] {
        self.bytes_mut(kind)
    }

    /// The same, to be written to.
    pub(crate) fn bytes_mut<'a>(self, kind: Kind) -> &'a mut [u8] {
        match self.first_word() {
            Some(word) if word & 0xff == kind as u64 => {
                let start = (self.0 + HEADER_SIZE + 8) as *mut u8;
                // SAFETY: `new` gave it room for that many bytes; functions of packs don't hold two of these to one object.
                unsafe { slice::from_raw_parts_mut(start, (word >> 8) as usize) }
            }
            _ => cast_failure(),
        }
    }

    /// The number that an object of this kind holds.
    pub(crate) fn number(self, kind: Kind) -> u64 {
        u64::from_ne_bytes(self.bytes(kind).try_into().unwrap_or_else(|_| cast_failure()))
    }

    /// The bytes of a string: one of the host's, or an array of bytes of the module's.
    pub(crate) fn text<'a>(self) -> &'a [u8] {
        let object = self.object();
        if object.type_index() == HOST {
            return self.bytes(Kind::String);
        }
        if !is_byte_array(object.type_index()) {
            cast_failure();
        }
        let start = (object.0 + HEADER_SIZE) as *const u8;
        // SAFETY: an array of bytes has as many as its length says, behind its header.
        unsafe { slice::from_raw_parts(start, object.length() as usize) }
    }

    /// A string of UTF-16.
    pub(crate) fn from_code_units(units: &[u16]) -> Extern {
        // SAFETY: two bytes for each, for as long.
        let bytes = unsafe { slice::from_raw_parts(units.as_ptr().cast(), units.len() * 2) };
        Extern::new(Kind::CodeUnits, bytes)
    }

    /// The code units of a string of UTF-16, if it is one.
    pub(crate) fn code_units<'a>(self) -> Option<&'a [u16]> {
        if self.0 == 0 || self.0 & 7 != 0 || !self.is(Kind::CodeUnits) {
            return None;
        }
        let bytes = self.bytes(Kind::CodeUnits);
        // SAFETY: they are aligned to 8, and `from_code_units` put two bytes for each.
        Some(unsafe { slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 2) })
    }

    /// Whether it is the module's own object rather than the host's.
    pub(crate) fn is_guest(self) -> bool {
        self.object().type_index() != HOST
    }
}

/// A new array of bytes, of a type of the module's.
pub(crate) fn byte_array(ty: ResultType, bytes: &[u8]) -> Any {
    if !is_byte_array(ty.0) {
        fatal(format_args!("the module asks for a string that isn't an array of bytes"));
    }
    let Ok(length) = u32::try_from(bytes.len()) else {
        // SAFETY: it doesn't return.
        unsafe { wastrel_trap(TRAP_ALLOCATION_TOO_LARGE) }
    };
    let array = capi::new_array(ty.0, length);
    let start = (array.0 + HEADER_SIZE) as *mut u8;
    // SAFETY: the array has as many bytes behind its header, and nobody else knows of it.
    unsafe { start.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    Any(array.0)
}

impl Any {
    /// The elements of an array of 16-bit numbers of the module's.
    pub(crate) fn units<'a>(self) -> &'a mut [u16] {
        let object = Extern(self.0).object();
        if !is_data_array(object.type_index(), 2) {
            cast_failure();
        }
        let start = (object.0 + HEADER_SIZE) as *mut u16;
        // SAFETY: it has as many as its length says, behind its header; functions of packs don't hold two of these.
        unsafe { slice::from_raw_parts_mut(start, object.length() as usize) }
    }
}

fn is_byte_array(ty: u32) -> bool {
    is_data_array(ty, 1)
}

/// Whether a type is that of arrays of numbers of this many bytes.
fn is_data_array(ty: u32, size: u32) -> bool {
    const DATA_ARRAY: u32 = 2;
    /// The beginning of `struct wastrel_gc_type`.
    #[repr(C)]
    struct Type {
        kind: u32,
        size: u32,
        references: u64,
    }
    abi::program_heap().is_some_and(|heap| {
        // SAFETY: the program's description of itself.
        let types = unsafe { abi::items(heap.types.cast::<Type>(), heap.type_count) };
        types.get(ty as usize).is_some_and(|ty| ty.kind == DATA_ARRAY && ty.size == size)
    })
}

/// Bytes that aren't all UTF-8, in their UTF-8 part changed by `change`: surrogates, which WTF-8 has too, stay as they are.
pub(crate) fn map_text(text: &[u8], change: impl Fn(&str) -> alloc::string::String) -> Vec<u8> {
    let mut mapped = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        mapped.extend_from_slice(change(chunk.valid()).as_bytes());
        mapped.extend_from_slice(chunk.invalid());
    }
    mapped
}
