//! The helpers that emitted C calls for what C has no exact operator for.
//!
//! They are C: `helpers/*.h` holds snippets, each below a line `//! helper: NAME; needs: OTHER, …`, in an order where
//! what a snippet needs stands before it. A file of emitted C carries those that it uses and no others.
//!
//! A helper whose name begins with `MEMORY_` is a template. For a memory, every identifier in it that begins so is
//! rewritten: `MEMORY_BASE`, `MEMORY_INDEX`, `MEMORY_SIZE`, `MEMORY_MINIMUM` and `MEMORY_DESCRIPTOR` to what [`Memory`]
//! says, any other to the memory's prefix and the rest. What is accessed is written `*(TYPE *)MEMORY_at…(…)`; in a shared
//! memory, it is volatile: a C compiler that thinks itself alone may read a value twice, and check the one to use the other.
//!
//! Where a float operation is plain C, a constant operand can make it no operation for the C compiler, which then
//! forgets to quiet a signalling NaN: `x * 1`, `x / 1`, `x - 0`, `x + -0`, `x * -1`, `x / -1`, `-0 - x` and what
//! commutes with these. gcc 12 folds them at every level unless -fsignaling-nans, clang 19 from -O1. `f32_opaque` and
//! `f64_opaque` around the constant prevent it; of what else is folded (`x * 2`, `x - x`, `0 * x`, `x + 0`,
//! infinities), nothing loses the quieting. `f32_demote_f64` is a helper because gcc (with -fsignaling-nans too) and
//! clang drop it after a promotion; a demotion of any other operation can be a plain cast.

use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The files, in the order in which helpers appear in emitted C.
const FILES: &[&str] = &[
    include_str!("helpers/int.h"),
    include_str!("helpers/wide.h"),
    include_str!("helpers/float.h"),
    include_str!("helpers/convert.h"),
    include_str!("helpers/memory.h"),
    include_str!("helpers/memory_guarded.h"),
    include_str!("helpers/memory_checked.h"),
    include_str!("helpers/memory_64.h"),
    include_str!("helpers/atomic.h"),
    include_str!("helpers/atomic_shared.h"),
    include_str!("helpers/bulk.h"),
    include_str!("helpers/table.h"),
    include_str!("helpers/refs.h"),
    include_str!("helpers/exceptions.h"),
    include_str!("helpers/objects.h"),
    include_str!("helpers/casts.h"),
    include_str!("helpers/simd_lanes.h"),
    include_str!("helpers/simd_compare.h"),
    include_str!("helpers/simd_integer.h"),
    include_str!("helpers/simd_widths.h"),
    include_str!("helpers/simd_float.h"),
    include_str!("helpers/simd_relaxed.h"),
    include_str!("helpers/simd_memory_guarded.h"),
    include_str!("helpers/simd_memory_checked.h"),
    include_str!("helpers/simd_memory_64.h"),
];

/// The line that introduces a helper begins so.
const MARKER: &str = "//! helper: ";

/// What the name of a helper begins with if there is one for each memory.
pub(super) const TEMPLATE: &str = "MEMORY_";

/// The helper that keeps accesses that may fault in their place.
const SETTLED: &str = "settled";

static TABLE: LazyLock<Table> = LazyLock::new(Table::parse);

struct Table {
    helpers: Vec<Helper>,
    by_name: FxHashMap<&'static str, usize>,
}

/// A piece of C that emitted C may use: a function, or a type or declaration that such functions need.
#[derive(Debug)]
pub(crate) struct Helper {
    /// What it declares. The mnemonic of an instruction, with underscores for dots, where it is one.
    pub(crate) name: &'static str,
    /// The names of the helpers it uses itself.
    pub(crate) needs: Vec<&'static str>,
    /// Its C, with the comment above it, ending in a newline.
    text: &'static str,
}

/// How the C spells a memory.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    /// What the names of its helpers begin with: nothing for the first, `NAME_` for others.
    pub(crate) prefix: String,
    /// A `u8 *` expression: where it begins.
    pub(crate) base: String,
    /// A `u64` expression: the bytes that can be accessed now.
    pub(crate) size: String,
    /// The bytes that it has from the start and never loses.
    pub(crate) minimum: u64,
    /// Whether a trap isn't the end of all that can look at it.
    pub(crate) outlives_traps: bool,
    /// Its `struct wastrel_memory`.
    pub(crate) descriptor: String,
    /// Whether others may write to it meanwhile.
    pub(crate) shared: bool,
}

impl Table {
    fn parse() -> Table {
        let helpers: Vec<Helper> =
            FILES.iter().flat_map(|file| file.split(MARKER).skip(1)).map(Helper::parse).collect();
        let by_name = helpers.iter().enumerate().map(|(index, helper)| (helper.name, index)).collect();
        Table { helpers, by_name }
    }
}

impl Helper {
    /// `snippet` is what follows a marker, up to the next.
    fn parse(snippet: &'static str) -> Helper {
        let (head, text) = snippet.split_once('\n').expect("a helper has a text");
        let (name, needs) = head.split_once("; needs: ").unwrap_or((head, ""));
        let needs = needs.split(", ").filter(|need| !need.is_empty()).collect();
        Helper { name, needs, text: text.trim_end_matches('\n') }
    }

    /// Whether there is one for each memory that uses it.
    pub(crate) fn is_template(&self) -> bool {
        self.name.starts_with(TEMPLATE)
    }

    /// Its C, `memory` being the one that it is for if it is a template.
    pub(crate) fn text(&self, memory: Option<&Memory>) -> Cow<'static, str> {
        match memory {
            Some(memory) if self.is_template() => Cow::Owned(memory.instantiate(self.text)),
            _ => Cow::Borrowed(self.text),
        }
    }
}

impl Memory {
    /// `text` with the identifiers that begin with `MEMORY_` rewritten for this memory.
    fn instantiate(&self, text: &str) -> String {
        let accesses = if self.shared { "volatile *)MEMORY_at" } else { "*)MEMORY_at" };
        // An atomic access is what it is.
        let text =
            text.replace("*)MEMORY_at", accesses).replace("volatile *)MEMORY_atomic", "*)MEMORY_atomic");
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(TEMPLATE) {
            let (before, from) = rest.split_at(at);
            let end = from.find(|c: char| !is_identifier(c)).unwrap_or(from.len());
            let (identifier, after) = from.split_at(end);
            out.push_str(before);
            if before.ends_with(is_identifier) {
                out.push_str(identifier);
            } else {
                self.rewrite(identifier, &mut out);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn rewrite(&self, identifier: &str, out: &mut String) {
        match &identifier[TEMPLATE.len()..] {
            "BASE" => out.push_str(&self.base),
            "INDEX" if self.outlives_traps => {
                out.push_str(&format!("{SETTLED}((u64)address + offset, {})", self.minimum));
            }
            "INDEX" => out.push_str("((u64)address + offset)"),
            "SIZE" => out.push_str(&self.size),
            "MINIMUM" => out.push_str(&self.minimum.to_string()),
            "DESCRIPTOR" => out.push_str(&self.descriptor),
            name => {
                out.push_str(&self.prefix);
                out.push_str(name);
            }
        }
    }
}

fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// All helpers, in the order in which they may stand in a file.
pub(crate) fn all() -> &'static [Helper] {
    &TABLE.helpers
}

/// The helper of this name, if there is one.
pub(crate) fn find(name: &str) -> Option<&'static Helper> {
    TABLE.by_name.get(name).map(|&index| &TABLE.helpers[index])
}

/// The helpers of these names and all that they need, in the order of [`all`], in which they compile.
///
/// # Panics
/// If there is no helper of a name.
pub(crate) fn closure<'n>(used: impl Iterator<Item = &'n str>) -> Vec<&'static Helper> {
    let mut wanted: FxHashSet<&str> =
        used.inspect(|name| assert!(find(name).is_some(), "no helper {name}")).collect();
    let mut helpers: Vec<&Helper> = Vec::new();
    for helper in all().iter().rev() {
        if wanted.contains(helper.name) {
            wanted.extend(&helper.needs);
            helpers.push(helper);
        }
    }
    helpers.reverse();
    helpers
}

/// The C of all helpers that a file uses, `used` listing those for no memory in particular and, for each memory that
/// it accesses, those templates (`MEMORY_i32_load`…) that it uses with it.
pub(crate) fn print<'n>(used: impl Iterator<Item = &'n str>, memories: &[(&Memory, Vec<&'n str>)]) -> String {
    let templates = memories.iter().flat_map(|(_, names)| names.iter().copied());
    let faults = |(memory, names): &(&Memory, Vec<&'n str>)| {
        memory.outlives_traps
            && closure(names.iter().copied()).iter().any(|helper| helper.name == "MEMORY_at")
    };
    let settled = memories.iter().any(faults).then_some(SETTLED);
    let mut pieces: Vec<Cow<'static, str>> = closure(used.chain(templates).chain(settled))
        .iter()
        .filter(|helper| !helper.is_template())
        .map(|helper| helper.text(None))
        .collect();
    for (memory, names) in memories {
        let helpers = closure(names.iter().copied());
        pieces.extend(
            helpers.iter().filter(|helper| helper.is_template()).map(|helper| helper.text(Some(memory))),
        );
    }
    pieces.iter().map(|piece| format!("{piece}\n\n")).collect()
}
