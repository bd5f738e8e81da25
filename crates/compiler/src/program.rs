//! A closed program: instances of modules, each import resolved.

use crate::index::*;
use crate::ir::CType;
use crate::module::{Import, Module};
use crate::types::{CTypes, TypeGraph, ref_matches, spell_val_type};
use std::fmt::Display;
use wasmparser::{ExternalKind, GlobalType, MemoryType, TableType, TypeRef, ValType};

pub use crate::index::InstanceIdx;

/// A function that the host provides, as the runtime's table lists it.
#[derive(Clone, Copy, Debug)]
pub struct HostFunction {
    /// The module name that imports it.
    pub module: &'static str,
    /// The name that imports it.
    pub name: &'static str,
    /// The C function: takes `struct wastrel_memory *` first if `memory` says so, then the parameters.
    pub symbol: &'static str,
    /// Its type in letters, as in `wastrel.h`: parameters, `>`, results. A parameter `#` is none of the import's: it is the number of the
    /// type of objects that the import returns. Results after the first go where further C parameters point.
    pub signature: &'static str,
    /// Whether it works on the memory that the calling instance exports as "memory".
    pub memory: bool,
}

/// The letter of a parameter that the compiler adds.
pub(crate) const RESULT_TYPE: char = '#';

impl HostFunction {
    /// Whether it takes or makes objects.
    pub(crate) fn works_on_objects(&self) -> bool {
        self.signature.contains(['a', 'e'])
    }
}

/// What the program does once it is set up.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Of the last instance: `_initialize`, then `_start` or else `main: () -> ()`; whatever of these it exports.
    Command,
    /// Of the last instance: `_initialize` if exported, then this export, with arguments from the command line.
    Invoke(String),
    /// What the lines of its standard input say.
    Script,
}

/// What decides how the C comes out.
#[derive(Clone, Debug)]
pub struct Config {
    /// Out-of-bounds accesses of 32-bit memories fault instead of being checked (`-O signals-based-traps`).
    pub signals_based_traps: bool,
    /// Where the first memory is mapped (`-O memory-base`), if `signals_based_traps`.
    pub memory_base: u64,
    /// Relaxed vector instructions give what the deterministic profile says (`-W relaxed-simd-deterministic`), not what
    /// suits the machine.
    pub relaxed_simd_deterministic: bool,
    /// Bytes of stack for the program (`-W max-wasm-stack`).
    pub stack_size: u64,
    /// The module name whose imported globals are strings, each the text of its own name (`-W imported-string-constants`).
    pub string_constants: String,
    /// What the program does.
    pub entry: Entry,
    /// Somebody looks at memories and globals after a trap, so C compilers may move nothing across an access that faults then.
    pub outlives_traps: bool,
    /// The estimated cost (about one a wasm operator) that translation units have; what costs less is one.
    pub unit_cost: u64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            signals_based_traps: true,
            memory_base: 0x1000_0000,
            relaxed_simd_deterministic: false,
            stack_size: 256 << 20,
            string_constants: "'".to_owned(),
            entry: Entry::Command,
            outlives_traps: false,
            unit_cost: 75_000,
        }
    }
}

/// An import that doesn't fit what it is resolved to, or names an instance that has no such export.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct LinkError {
    /// What doesn't fit, with the import's names.
    pub message: String,
}

/// A function import that nobody provides: calling it traps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownImport {
    /// The module it is asked from.
    pub module: String,
    /// Its name there.
    pub name: String,
}

/// A closed program: instances in order, every import resolved to an earlier instance, the host, or nothing.
pub struct Program<'a> {
    pub(crate) host: &'a [HostFunction],
    string_constants: &'a str,
    pub(crate) instances: Vec<Instance<'a>>,
    pub(crate) types: TypeGraph,
    pub(crate) unknown_imports: Vec<UnknownImport>,
}

/// A module, and what its imports are.
pub(crate) struct Instance<'a> {
    pub name: String,
    pub module: &'a Module<'a>,
    /// The canonical type of each type of the module.
    pub canonical: Vec<CanonicalType>,
    /// What each imported function is.
    pub imported_funcs: Vec<ImportedFunc>,
    /// Where each table is defined, imports first; likewise memories, globals and tags.
    pub tables: Vec<(InstanceIdx, TableIdx)>,
    pub memories: Vec<(InstanceIdx, MemIdx)>,
    pub globals: Vec<(InstanceIdx, GlobalIdx)>,
    pub tags: Vec<(InstanceIdx, TagIdx)>,
    /// Sizes that imported memories and tables must have when the instance is made.
    pub size_checks: Vec<SizeCheck>,
    /// Imported globals that are strings, and their text.
    pub string_constants: Vec<(GlobalIdx, &'a str)>,
}

/// What an imported function is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ImportedFunc {
    /// A function that an instance defines.
    Instance(InstanceIdx, FuncIdx),
    /// By index in [`Program::host`].
    Host(usize),
    /// By index in [`Program::unknown_imports`].
    Unknown(usize),
}

/// A size that something imported must have, which can't be known before the program runs, since it can grow.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SizeCheck {
    /// In pages.
    Memory(MemIdx, u64),
    /// In elements.
    Table(TableIdx, u64),
}

impl<'a> Program<'a> {
    /// An empty program on a host that provides these functions.
    pub fn new(host: &'a [HostFunction]) -> Program<'a> {
        Program {
            host,
            string_constants: "",
            instances: Vec::new(),
            types: TypeGraph::default(),
            unknown_imports: Vec::new(),
        }
    }

    /// Imported globals of this module name, as [`Config::string_constants`] says, are strings.
    pub fn with_string_constants(self, module: &'a str) -> Program<'a> {
        Program { string_constants: module, ..self }
    }

    /// Adds an instance of `module`. `resolve` says which instance a module name of its imports stands for; names it
    /// doesn't know are looked up among the host's functions; functions that nobody provides become
    /// [`Program::unknown_imports`].
    ///
    /// # Errors
    /// Imports that don't fit, and unknown imports other than functions.
    pub fn instantiate(
        &mut self,
        name: &str,
        module: &'a Module<'a>,
        resolve: &dyn Fn(&str) -> Option<InstanceIdx>,
    ) -> Result<InstanceIdx, LinkError> {
        let index = InstanceIdx(self.instances.len() as u32);
        let mut instance = Instance {
            name: name.to_owned(),
            module,
            canonical: self.types.add(module),
            imported_funcs: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            size_checks: Vec::new(),
            string_constants: Vec::new(),
        };
        for import in &module.imports {
            match resolve(import.module) {
                Some(from) => self.link(&mut instance, import, from)?,
                None if self.is_string_constant(import) => {
                    let global = GlobalIdx(instance.globals.len() as u32);
                    instance.string_constants.push((global, import.name));
                    instance.globals.push((index, global));
                }
                None => self.link_host(&mut instance, import)?,
            }
        }
        let defined = |imported: usize, all: usize| imported as u32..all as u32;
        let new = defined(instance.tables.len(), module.tables.len()).map(|i| (index, TableIdx(i)));
        instance.tables.extend(new);
        let new = defined(instance.memories.len(), module.memories.len()).map(|i| (index, MemIdx(i)));
        instance.memories.extend(new);
        let new = defined(instance.globals.len(), module.globals.len()).map(|i| (index, GlobalIdx(i)));
        instance.globals.extend(new);
        let new = defined(instance.tags.len(), module.tags.len()).map(|i| (index, TagIdx(i)));
        instance.tags.extend(new);
        self.instances.push(instance);
        Ok(index)
    }

    /// The function imports that nobody provides, in order.
    pub fn unknown_imports(&self) -> &[UnknownImport] {
        &self.unknown_imports
    }

    pub(crate) fn instance(&self, index: InstanceIdx) -> &Instance<'a> {
        &self.instances[index.at()]
    }

    /// The type of a memory, by where it is defined.
    pub(crate) fn memory(&self, (instance, memory): (InstanceIdx, MemIdx)) -> &MemoryType {
        &self.instance(instance).module.memories[memory.at()]
    }

    fn table(&self, (instance, table): (InstanceIdx, TableIdx)) -> &TableType {
        &self.instance(instance).module.tables[table.at()].ty
    }

    /// Resolves an import to an export of an instance.
    fn link(
        &mut self,
        instance: &mut Instance<'a>,
        import: &Import,
        from: InstanceIdx,
    ) -> Result<(), LinkError> {
        let source = self.instance(from);
        let incompatible = |what: String| {
            Err(LinkError {
                message: format!("incompatible import type: {}.{}: {what}", import.module, import.name),
            })
        };
        let Some(export) = source.module.export(import.name) else {
            return Err(LinkError { message: format!("unknown import: {}.{}", import.module, import.name) });
        };
        let index = export.index;
        match (import.ty, export.kind) {
            (TypeRef::Func(ty) | TypeRef::FuncExact(ty), ExternalKind::Func | ExternalKind::FuncExact) => {
                let func = source.func(from, FuncIdx(index));
                // What is only handed on has the type that it has where it is defined, which may say more.
                let (owner, defined) = match func {
                    ImportedFunc::Instance(owner, defined) if owner != from => {
                        (self.instance(owner), defined)
                    }
                    _ => (source, FuncIdx(index)),
                };
                let actual = owner.canonical[owner.module.funcs[defined.at()].at()];
                if !self.types.is_subtype(actual, instance.canonical[ty as usize]) {
                    let actual = owner.module.func_type(defined);
                    return incompatible(differs("function", actual, instance.module.type_func(TypeIdx(ty))));
                }
                instance.imported_funcs.push(func);
            }
            (TypeRef::Table(ty), ExternalKind::Table) => {
                let table = source.tables[index as usize];
                let actual = self.table(table);
                let same_elements =
                    spell_val_type(ValType::Ref(actual.element_type), &self.instance(table.0).canonical)
                        == spell_val_type(ValType::Ref(ty.element_type), &instance.canonical);
                if !same_elements || actual.table64 != ty.table64 || !within(actual.maximum, ty.maximum) {
                    return incompatible(differs("table", table_text(actual), table_text(&ty)));
                }
                instance
                    .size_checks
                    .push(SizeCheck::Table(TableIdx(instance.tables.len() as u32), ty.initial));
                instance.tables.push(table);
            }
            (TypeRef::Memory(ty), ExternalKind::Memory) => {
                let memory = source.memories[index as usize];
                let actual = self.memory(memory);
                let same = actual.memory64 == ty.memory64
                    && actual.shared == ty.shared
                    && actual.page_size_log2.unwrap_or(16) == ty.page_size_log2.unwrap_or(16);
                if !same || !within(actual.maximum, ty.maximum) {
                    return incompatible(differs("memory", memory_text(actual), memory_text(&ty)));
                }
                instance
                    .size_checks
                    .push(SizeCheck::Memory(MemIdx(instance.memories.len() as u32), ty.initial));
                instance.memories.push(memory);
            }
            (TypeRef::Global(ty), ExternalKind::Global) => {
                let global = source.globals[index as usize];
                let owner = self.instance(global.0);
                let actual = owner.module.globals[global.1.at()].ty;
                if !self.global_matches((actual, &owner.canonical), (ty, &instance.canonical)) {
                    return incompatible(differs("global", global_text(actual), global_text(ty)));
                }
                instance.globals.push(global);
            }
            (TypeRef::Tag(ty), ExternalKind::Tag) => {
                let actual = source.canonical[source.module.tags[index as usize].at()];
                if actual != instance.canonical[ty.func_type_idx as usize] {
                    let actual = source.module.type_func(source.module.tags[index as usize]);
                    let wanted = instance.module.type_func(TypeIdx(ty.func_type_idx));
                    return incompatible(differs("tag", actual, wanted));
                }
                instance.tags.push(source.tags[index as usize]);
            }
            _ => return incompatible("it is of another kind".to_owned()),
        }
        Ok(())
    }

    fn global_matches(
        &self,
        (actual, from): (GlobalType, &[CanonicalType]),
        (wanted, to): (GlobalType, &[CanonicalType]),
    ) -> bool {
        let same = spell_val_type(actual.content_type, from) == spell_val_type(wanted.content_type, to);
        let subtype = match (actual.content_type, wanted.content_type) {
            (ValType::Ref(sub), ValType::Ref(sup)) => ref_matches(&self.types, (sub, from), (sup, to)),
            _ => same,
        };
        actual.mutable == wanted.mutable && if wanted.mutable { same } else { subtype }
    }

    /// Whether an import is a string, whose text is its name.
    fn is_string_constant(&self, import: &Import) -> bool {
        let TypeRef::Global(GlobalType { content_type: ValType::Ref(ty), mutable: false, .. }) = import.ty
        else {
            return false;
        };
        !self.string_constants.is_empty()
            && import.module == self.string_constants
            && ty.heap_type() == wasmparser::HeapType::EXTERN
    }

    /// Resolves an import to a function of the host, or to nothing.
    fn link_host(&mut self, instance: &mut Instance<'a>, import: &Import) -> Result<(), LinkError> {
        let (TypeRef::Func(ty) | TypeRef::FuncExact(ty)) = import.ty else {
            return Err(LinkError { message: format!("unknown import: {}.{}", import.module, import.name) });
        };
        let host = self.host.iter().position(|f| f.module == import.module && f.name == import.name);
        let func = match host {
            Some(index) => {
                let signature = signature(instance.ctypes(), instance.module.type_func(TypeIdx(ty)));
                if signature != self.host[index].signature.replace(RESULT_TYPE, "") {
                    let message = format!(
                        "incompatible import type: {}.{} has type {}, not {signature}",
                        import.module, import.name, self.host[index].signature
                    );
                    return Err(LinkError { message });
                }
                ImportedFunc::Host(index)
            }
            None => {
                let unknown =
                    UnknownImport { module: import.module.to_owned(), name: import.name.to_owned() };
                self.unknown_imports.push(unknown);
                ImportedFunc::Unknown(self.unknown_imports.len() - 1)
            }
        };
        instance.imported_funcs.push(func);
        Ok(())
    }
}

impl Instance<'_> {
    /// Its module's types as C has them.
    pub(crate) fn ctypes(&self) -> CTypes<'_> {
        CTypes { types: &self.module.types, canonical: &self.canonical }
    }

    /// What a function is once imports are followed to where they are defined; `this` is this instance.
    pub(crate) fn func(&self, this: InstanceIdx, func: FuncIdx) -> ImportedFunc {
        match self.imported_funcs.get(func.at()) {
            Some(&imported) => imported,
            None => ImportedFunc::Instance(this, func),
        }
    }
}

/// Whether a maximum is within what an importer allows.
fn within(actual: Option<u64>, wanted: Option<u64>) -> bool {
    match (actual, wanted) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(actual), Some(wanted)) => actual <= wanted,
    }
}

/// How the type of what is exported differs from the one that it is imported with, each as in the text format. Numbers of types are
/// those of their module.
fn differs(kind: &str, actual: impl Display, wanted: impl Display) -> String {
    let spell = |ty: &dyn Display| ty.to_string().replace("(module ", "(type ");
    let (actual, wanted) = (spell(&actual), spell(&wanted));
    if actual == wanted {
        return format!(
            "the {kind}'s type has the same form, {actual}, but another recursion group, supertype or finality"
        );
    }
    format!("the {kind} has type {actual}, not {wanted}")
}

fn table_text(ty: &TableType) -> String {
    let address = if ty.table64 { "i64 " } else { "" };
    format!("{address}{} {}", limits(ty.initial, ty.maximum), ty.element_type)
}

fn memory_text(ty: &MemoryType) -> String {
    let address = if ty.memory64 { "i64 " } else { "" };
    let shared = if ty.shared { " shared" } else { "" };
    let page_size = ty.page_size_log2.map(|log2| format!(" (pagesize {})", 1u64 << log2)).unwrap_or_default();
    format!("{address}{}{shared}{page_size}", limits(ty.initial, ty.maximum))
}

fn limits(initial: u64, maximum: Option<u64>) -> String {
    maximum.map_or(initial.to_string(), |maximum| format!("{initial} {maximum}"))
}

fn global_text(ty: GlobalType) -> String {
    if ty.mutable { format!("(mut {})", ty.content_type) } else { ty.content_type.to_string() }
}

/// A function type of a module in the letters of `wastrel.h`.
pub(crate) fn signature(types: CTypes, ty: &wasmparser::FuncType) -> String {
    let letters = |list: &[ValType]| list.iter().map(|&ty| letter(types, ty)).collect::<String>();
    format!("{}>{}", letters(ty.params()), letters(ty.results()))
}

/// A value type of a module in the letters of `wastrel.h`.
pub(crate) fn letter(types: CTypes, ty: ValType) -> char {
    use wasmparser::{AbstractHeapType as Heap, HeapType};
    match ty {
        ValType::I32 => 'i',
        ValType::I64 => 'I',
        ValType::F32 => 'f',
        ValType::F64 => 'F',
        ValType::V128 => 'v',
        ValType::Ref(ty) => match ty.heap_type() {
            HeapType::Abstract { ty: Heap::Extern | Heap::NoExtern, .. } => 'e',
            HeapType::Abstract { ty: Heap::Exn | Heap::NoExn, .. } => 'x',
            HeapType::Abstract { ty: Heap::Func | Heap::NoFunc, .. } => 'c',
            HeapType::Abstract { .. } => 'a',
            HeapType::Concrete(_) | HeapType::Exact(_) => match types.of_ref(ty) {
                CType::Funcref => 'c',
                _ => 'a',
            },
        },
    }
}
