//! The only place that knows how C is spelled.

mod bits;
mod body;
mod comparisons;
mod constants;
mod decls;
mod descriptor;
mod entities;
mod exceptions;
mod expr;
mod flat;
pub(crate) mod helpers;
mod names;
mod object_exprs;
mod object_helpers;
mod objects;
mod prec;
mod program;
mod recursion;
mod referable;
mod reserved;
mod segments;
mod updates;
mod vectors;
mod zeroes;

pub(crate) use names::Names;
pub(crate) use program::{Printer, Unit, literal, literal_func};

use crate::index::*;
use crate::ir::CType;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The name of a C type; of references to objects of whatever type, that of all such.
pub(crate) fn type_name(ty: CType) -> &'static str {
    match ty {
        CType::U32 => "u32",
        CType::U64 => "u64",
        CType::F32 => "f32",
        CType::F64 => "f64",
        CType::V128 => "v128",
        CType::Funcref => "funcref",
        CType::Externref => "externref",
        CType::Anyref | CType::Object(_) => "anyref",
        CType::U128 => "u128",
        CType::Exnref => "exnref",
    }
}

/// A type in the names of types of functions.
fn type_letter(ty: CType) -> char {
    match ty {
        CType::U32 => 'i',
        CType::U64 => 'I',
        CType::F32 => 'f',
        CType::F64 => 'F',
        // v is for void.
        CType::V128 => 'V',
        CType::Funcref => 'c',
        CType::Externref => 'e',
        CType::Anyref | CType::Object(_) => 'a',
        CType::U128 => unreachable!("it is of temporaries alone"),
        CType::Exnref => 'x',
    }
}

/// What the text of a file uses and therefore declares.
#[derive(Default)]
pub(crate) struct Uses {
    /// Helpers that are not for a memory.
    pub helpers: FxHashSet<&'static str>,
    /// The helpers of each memory, by where it is defined.
    pub memory_helpers: BTreeMap<(InstanceIdx, MemIdx), FxHashSet<&'static str>>,
    /// Functions, as the instance that mentions them has them.
    pub funcs: BTreeSet<(InstanceIdx, FuncIdx)>,
    /// Functions that a reference is made of, by where they are defined or imported.
    pub refs: BTreeSet<(InstanceIdx, FuncIdx)>,
    pub memories: BTreeSet<(InstanceIdx, MemIdx)>,
    pub tables: BTreeSet<(InstanceIdx, TableIdx)>,
    pub globals: BTreeSet<(InstanceIdx, GlobalIdx)>,
    pub datas: BTreeSet<(InstanceIdx, DataIdx)>,
    /// Instances whose initial data it writes.
    pub images: BTreeSet<InstanceIdx>,
    pub elems: BTreeSet<(InstanceIdx, ElemIdx)>,
    /// Of these, the ones whose items it uses, not only whether they are dropped.
    pub elem_items: BTreeSet<(InstanceIdx, ElemIdx)>,
    /// And those whose number of items it uses.
    pub elem_lengths: BTreeSet<(InstanceIdx, ElemIdx)>,
    /// Types of objects, by number.
    pub objects: BTreeSet<u32>,
    /// Those whose numbers it uses by name.
    pub type_numbers: BTreeSet<u32>,
    /// Helpers of types of objects, by the type's number.
    pub object_helpers: BTreeSet<(u32, objects::ObjectHelper)>,
    /// Whether it works on objects.
    pub heap: bool,
    /// Tags, by where they are defined.
    pub tags: BTreeMap<(InstanceIdx, TagIdx), exceptions::TagUses>,
    /// The pending exception.
    pub exception: bool,
    /// The function that ends the program because of it.
    pub uncaught: bool,
    /// C function types by name.
    pub fn_types: BTreeMap<String, String>,
    /// Statics for parameters, and for results.
    pub args: BTreeSet<(u32, CType)>,
    pub results: BTreeSet<(u32, CType)>,
}

/// The helper whose name is made of these parts, with underscores for dots.
fn find_helper(parts: [&str; 3]) -> Option<&'static helpers::Helper> {
    // Every access is looked up so: no string is made.
    let mut name = [0; 64];
    let mut length = 0;
    for &byte in parts.iter().flat_map(|part| part.as_bytes()) {
        *name.get_mut(length)? = if byte == b'.' { b'_' } else { byte };
        length += 1;
    }
    helpers::find(std::str::from_utf8(&name[..length]).ok()?)
}

/// What begins as zero or null in C.
fn zero(ty: CType) -> &'static str {
    match ty {
        CType::V128 | CType::U128 => "{0}",
        _ => "0",
    }
}

/// The static that a parameter travels in.
fn arg_name(place: u32, ty: CType) -> String {
    format!("arg_{}_{place}", type_name(ty))
}

/// The static that a result travels in.
fn result_name(place: u32, ty: CType) -> String {
    format!("result_{}_{place}", type_name(ty))
}

/// A C string literal.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' | b'?' => {
                out.push('\\');
                out.push(byte as char);
            }
            b' '..=b'~' => out.push(byte as char),
            // Three octal digits always: what follows can't be taken for a fourth.
            _ => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    out + "\""
}

/// Text for a comment: it can't end it, nor continue a line.
fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || reorders(c) { ' ' } else { c })
        .collect::<String>()
        // First what becomes part of what must not be there.
        .replace('\\', "/")
        .replace("*/", "* /")
        .replace("/*", "/ *")
}

/// Whether a character changes the direction of the text that follows, so that code reads as what it isn't.
fn reorders(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::comment;

    /// Whoever names a function says nothing but that.
    #[test]
    fn a_comment_is_a_comment() {
        for name in ["*/ code /*", "*\\ code \\*", "a\n#define b", "??/", "**//", "/\\*", "*\\/"] {
            let text = comment(name);
            let ends = text.contains("*/") || text.contains("/*");
            assert!(!ends && !text.contains(['\\', '\n']), "{name:?} became {text:?}");
        }
    }
}
