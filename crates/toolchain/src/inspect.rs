//! What an executable says of itself.

use object::read::elf::ElfFile64;
use object::{Endianness, Object, ObjectSymbol};

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
