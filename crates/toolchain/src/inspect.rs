//! What an executable says of itself.

use object::read::elf::ElfFile64;
use object::{Endianness, Object, ObjectSection, ObjectSymbol};

/// An executable that Wastrel made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Executable {
    /// Whether it has its policy in it, and takes no other.
    pub is_sealed: bool,
}

/// Looks into a file. None if Wastrel didn't make it, as far as its symbols tell.
pub fn inspect(bytes: &[u8]) -> Option<Executable> {
    let elf = ElfFile64::<Endianness>::parse(bytes).ok()?;
    let defines = |name: &str| {
        elf.symbols().any(|symbol| symbol.is_definition() && symbol.name_bytes() == Ok(name.as_bytes()))
    };
    defines(wastrel_runtime::PROGRAM_SYMBOL)
        .then(|| Executable { is_sealed: defines(wastrel_runtime::SEALED_SYMBOL) })
}

/// What an object file begins with that clang makes with `-flto`.
const BITCODE: &[u8] = b"BC\xc0\xde";

/// Whether an object file is there to its end, as far as its sections tell. Bitcode tells nothing.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    bytes.starts_with(BITCODE)
        || ElfFile64::<Endianness>::parse(bytes)
            .is_ok_and(|elf| elf.sections().all(|section| section.data().is_ok()))
}
