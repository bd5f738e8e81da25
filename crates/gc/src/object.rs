//! What an object looks like: a header of 8 bytes, then its fields or elements.
//!
//! The header is two 32-bit words. The first is the number of the object's type shifted left by one, with the *old* bit
//! in bit 0. An array keeps its length in the second; of a struct the second word is the program's, its first four bytes
//! of fields. Keeping the old bit beside the type number leaves all 32 bits to the length, so an array needs no third
//! word, and costs a type test nothing: a test that a type lies in an interval is one subtraction and one
//! comparison whether or not the bounds are doubled.
//!
//! # Safety
//!
//! An [`Object`] is the address of a header. Whoever makes one vouches that the header is readable and writable, that
//! its type is in the table, and that the object's bytes follow it.
#![allow(unsafe_code)]

/// Bytes of a header.
pub const HEADER_SIZE: usize = 8;

/// Bit 0 of a header: the object survived a collection and no store into it has been logged since.
pub(crate) const OLD: u32 = 1;

/// Type number of the fillers that keep unused memory parseable. No object has it.
pub(crate) const FILLER: u32 = 0;

/// The shape of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// A struct of at most 64 words: bit `i` of `map` is set if word `i` holds a reference.
    Struct = 0,
    /// An array whose elements are references.
    RefArray = 1,
    /// An array whose elements hold no references.
    DataArray = 2,
    /// A struct of more than 64 words: `map` is the address of as many 64-bit words as it takes.
    LargeStruct = 3,
}

/// One entry of the type table.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TypeInfo {
    /// The shape.
    pub kind: Kind,
    /// Bytes of a struct, the header included, a multiple of 8; bytes of one element of an array.
    pub size: u32,
    /// Which words of a struct hold references (word 0 is the header and never does), or the address of such a map.
    pub map: u64,
}

impl TypeInfo {
    /// A struct of at most 64 words.
    pub const fn structure(size: u32, map: u64) -> TypeInfo {
        TypeInfo { kind: Kind::Struct, size, map }
    }

    /// An array of references.
    pub const fn ref_array() -> TypeInfo {
        TypeInfo { kind: Kind::RefArray, size: 8, map: 0 }
    }

    /// An array of plain data.
    pub const fn data_array(element_size: u32) -> TypeInfo {
        TypeInfo { kind: Kind::DataArray, size: element_size, map: 0 }
    }

    /// Bytes of an object of this type: a multiple of 8.
    #[inline]
    pub fn object_size(&self, length: u32) -> usize {
        match self.kind {
            Kind::Struct | Kind::LargeStruct => self.size as usize,
            Kind::RefArray | Kind::DataArray => {
                (HEADER_SIZE + length as usize * self.size as usize).next_multiple_of(8)
            }
        }
    }
}

/// Whether a word is a reference to memory: neither null nor an i31, which has bit 0 set.
#[inline]
pub(crate) fn is_reference(word: usize) -> bool {
    word != 0 && word & 1 == 0
}

/// The address of an object's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Object(pub usize);

impl Object {
    #[inline]
    fn header(self) -> *mut u32 {
        core::ptr::with_exposed_provenance_mut(self.0)
    }

    /// The number of its type.
    #[inline]
    pub fn type_index(self) -> u32 {
        // SAFETY: see the module's contract.
        unsafe { *self.header() >> 1 }
    }

    /// Of an array, its length.
    #[inline]
    pub fn length(self) -> u32 {
        // SAFETY: see the module's contract.
        unsafe { *self.header().add(1) }
    }

    /// Writes the header of a new object.
    #[inline]
    pub(crate) fn initialize(self, type_index: u32, length: u32) {
        // SAFETY: see the module's contract; a header is aligned to 8 bytes.
        unsafe { *self.header().cast::<u64>() = u64::from(type_index) << 1 | u64::from(length) << 32 }
    }

    /// Whether a store into it must be logged.
    #[inline]
    pub(crate) fn is_old(self) -> bool {
        // SAFETY: see the module's contract.
        unsafe { *self.header() & OLD != 0 }
    }

    #[inline]
    pub(crate) fn set_old(self) {
        // SAFETY: see the module's contract.
        unsafe { *self.header() |= OLD }
    }

    #[inline]
    pub(crate) fn clear_old(self) {
        // SAFETY: see the module's contract.
        unsafe { *self.header() &= !OLD }
    }

    /// Bytes that it takes.
    #[inline]
    pub fn size(self, types: &[TypeInfo]) -> usize {
        types[self.type_index() as usize].object_size(self.length())
    }

    /// The address of its word `index`; word 0 is the header.
    #[inline]
    pub fn slot(self, index: usize) -> *mut usize {
        core::ptr::with_exposed_provenance_mut::<usize>(self.0).wrapping_add(index)
    }

    /// What its word `index` holds.
    #[inline]
    pub fn word(self, index: usize) -> usize {
        // SAFETY: see the module's contract; callers stay within the object.
        unsafe { *self.slot(index) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_whole_words_and_include_the_header() {
        assert_eq!(TypeInfo::structure(24, 0b110).object_size(7), 24);
        assert_eq!(TypeInfo::ref_array().object_size(0), 8);
        assert_eq!(TypeInfo::ref_array().object_size(3), 32);
        assert_eq!(TypeInfo::data_array(1).object_size(1), 16);
        assert_eq!(TypeInfo::data_array(2).object_size(4), 16);
        assert_eq!(TypeInfo::data_array(16).object_size(u32::MAX), 8 + 16 * 0xffff_ffff);
    }

    #[test]
    fn null_and_i31_are_no_references() {
        assert!(!is_reference(0));
        assert!(!is_reference(1));
        assert!(!is_reference((-5i64 << 1 | 1) as usize));
        assert!(is_reference(8));
    }

    #[test]
    fn a_header_holds_type_length_and_age_apart() {
        let mut memory = [0u64; 2];
        let object = Object(memory.as_mut_ptr().expose_provenance());
        object.initialize(0x7fff_ffff, u32::MAX);
        assert!(!object.is_old());
        object.set_old();
        assert!(object.is_old());
        assert_eq!((object.type_index(), object.length()), (0x7fff_ffff, u32::MAX));
        object.clear_old();
        assert!(!object.is_old());
        assert_eq!((object.type_index(), object.length()), (0x7fff_ffff, u32::MAX));
    }
}
