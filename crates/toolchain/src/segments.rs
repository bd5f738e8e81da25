//! Data that goes into the executable as it is, past the C compiler.

use std::ffi::CStr;

use anyhow::Result;
use object::write::{Object, StandardSection, Symbol, SymbolSection};
use object::{Architecture, BinaryFormat, Endianness, SectionKind, SymbolFlags, SymbolKind, SymbolScope};
use wastrel_compiler::{Plan, Segment};

/// The data segments of a program, and the policy that is sealed into it.
pub(crate) fn of_program<'a>(plan: &'a Plan<'_>, sealed_policy: Option<&'a CStr>) -> Vec<Segment<'a>> {
    let mut segments = plan.segments();
    segments.extend(
        sealed_policy.map(|policy| Segment {
            symbol: wastrel_runtime::SEALED_SYMBOL,
            bytes: policy.to_bytes_with_nul(),
        }),
    );
    segments
}

/// A relocatable object file that defines these symbols as read-only data.
///
/// # Errors
/// More data than an object file can hold.
pub(crate) fn object_file(segments: &[Segment<'_>]) -> Result<Vec<u8>> {
    let mut object = Object::new(BinaryFormat::Elf, Architecture::X86_64, Endianness::Little);
    for segment in segments {
        // A section each, so that the linker leaves out what is not used.
        let name = format!(".rodata.{}", segment.symbol).into_bytes();
        let section = object.add_section(Vec::new(), name, SectionKind::ReadOnlyData);
        object.set_section_data(section, segment.bytes, 16);
        object.add_symbol(Symbol {
            name: segment.symbol.as_bytes().to_vec(),
            value: 0,
            size: segment.bytes.len() as u64,
            kind: SymbolKind::Data,
            scope: SymbolScope::Linkage,
            weak: false,
            section: SymbolSection::Section(section),
            flags: SymbolFlags::None,
        });
    }
    // Without this mark the linker would make the stack executable.
    object.add_section(Vec::new(), b".note.GNU-stack".to_vec(), SectionKind::Note);
    // An object file without any section of code or data is refused by some linkers.
    object.section_id(StandardSection::Text);
    Ok(object.write()?)
}
