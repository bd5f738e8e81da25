//! C names for everything that has one: valid, unique, and as close to the module's own as can be.

use super::helpers::{self, TEMPLATE};
use super::reserved;
use crate::heap::{Layout, Layouts, Origin, Shape};
use crate::index::*;
use crate::ir::{Function, VarId, VarKind};
use crate::module::Module;
use crate::program::{ImportedFunc, Program};
use crate::types::FIRST_OBJECT;
use rustc_hash::FxHashSet;
use std::collections::HashMap;
use std::sync::LazyLock;
use wasmparser::ExternalKind;

/// The names of a program's functions, variables and segments. Where something is imported from another instance, its name
/// is that of the definition.
pub(crate) struct Names {
    taken: HashMap<String, u32>,
    /// By instance and index, as in the instance.
    pub funcs: Vec<Vec<String>>,
    pub tables: Vec<Vec<String>>,
    pub memories: Vec<Vec<String>>,
    pub globals: Vec<Vec<String>>,
    pub datas: Vec<Vec<String>>,
    pub elems: Vec<Vec<String>>,
    /// Of each instance, its initial data and the table of where that goes.
    pub images: Vec<(String, String)>,
    /// By number, from the first on, of each type of objects: see [`Names::object`].
    objects: Vec<ObjectNames>,
    /// What the names of an instance's own begin with: nothing if it is the only one.
    pub prefixes: Vec<String>,
    /// Of each instance, the function that makes it.
    pub instantiates: Vec<String>,
    /// Of each instance, the table of its exports.
    pub exports: Vec<String>,
    /// Something is called as variables without a name are.
    has_numbered: bool,
}

/// The names of a type of objects.
#[derive(Clone, Debug)]
pub(crate) struct ObjectNames {
    /// The tag of the struct, and what the names of its helpers end in.
    pub name: String,
    /// Its fields, if it is a struct.
    pub fields: Vec<String>,
}

impl Names {
    pub(crate) fn new(program: &Program, objects: &Layouts) -> Names {
        let mut names = Names {
            taken: HashMap::new(),
            funcs: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            datas: Vec::new(),
            elems: Vec::new(),
            images: Vec::new(),
            objects: Vec::new(),
            prefixes: Vec::new(),
            instantiates: Vec::new(),
            exports: Vec::new(),
            has_numbered: false,
        };
        // The linker sees the host's, and the functions of a program of several files.
        names.taken.extend(program.host.iter().map(|host| (host.symbol.to_owned(), 1)));
        for index in 0..program.instances.len() {
            let prefix = match program.instances.len() {
                1 => String::new(),
                _ => {
                    let name = sanitize(&program.instances[index].name);
                    let name = if name.is_empty() { format!("m{index}") } else { name };
                    names.unique(&name) + "_"
                }
            };
            let instantiate = names.unique(&format!("{prefix}instantiate"));
            names.instantiates.push(instantiate);
            let exports = names.unique(&format!("{prefix}exports"));
            names.exports.push(exports);
            names.prefixes.push(prefix);
            names.instance(program, InstanceIdx(index as u32));
        }
        names.objects(program, objects);
        names.has_numbered = names.taken.keys().any(|name| is_numbered(name));
        names
    }

    fn instance(&mut self, program: &Program, this: InstanceIdx) {
        let instance = program.instance(this);
        let module = instance.module;
        let prefix = self.prefixes[this.at()].clone();
        let exports = |kind: ExternalKind, index: u32| module.export_of(kind, index);
        let mut funcs = Vec::with_capacity(module.funcs.len());
        for index in 0..module.funcs.len() as u32 {
            let name = match instance.func(this, FuncIdx(index)) {
                ImportedFunc::Instance(at, func) if at != this => self.funcs[at.at()][func.at()].clone(),
                imported => {
                    let import = match imported {
                        ImportedFunc::Host(host) => Some(program.host[host].name),
                        ImportedFunc::Unknown(unknown) => {
                            Some(program.unknown_imports[unknown].name.as_str())
                        }
                        ImportedFunc::Instance(..) => None,
                    };
                    let own = module.names.funcs.get(&index).copied();
                    let hint = import.or(own).or_else(|| exports(ExternalKind::Func, index));
                    pick(&mut self.taken, Kind::Func, &prefix, hint, || format!("f{index}"))
                }
            };
            funcs.push(name);
        }
        self.funcs.push(funcs);
        let tables = instance.tables.iter().enumerate().map(|(index, &(at, table))| match at == this {
            false => self.tables[at.at()][table.at()].clone(),
            true => {
                let own = module.names.tables.get(&table.0).copied();
                let hint = own.or_else(|| exports(ExternalKind::Table, table.0));
                pick(&mut self.taken, Kind::Other, &prefix, hint, || format!("table{index}"))
            }
        });
        let tables = tables.collect();
        self.tables.push(tables);
        let memories = instance.memories.iter().enumerate().map(|(index, &(at, memory))| match at == this {
            false => self.memories[at.at()][memory.at()].clone(),
            true => {
                let own = module.names.memories.get(&memory.0).copied();
                let hint = own.or_else(|| exports(ExternalKind::Memory, memory.0));
                let kind = if (at, memory) == FIRST_MEMORY { Kind::FirstMemory } else { Kind::Memory };
                pick(&mut self.taken, kind, &prefix, hint, || format!("memory{index}"))
            }
        });
        let memories = memories.collect();
        self.memories.push(memories);
        let globals = instance.globals.iter().enumerate().map(|(index, &(at, global))| match at == this {
            false => self.globals[at.at()][global.at()].clone(),
            true => {
                let own = module.names.globals.get(&global.0).copied();
                let hint = own.or_else(|| exports(ExternalKind::Global, global.0));
                pick(&mut self.taken, Kind::Other, &prefix, hint, || format!("g{index}"))
            }
        });
        let globals = globals.collect();
        self.globals.push(globals);
        let datas = (0..module.datas.len() as u32)
            .map(|i| {
                let hint = module.names.datas.get(&i).copied();
                pick(&mut self.taken, Kind::Segment, &prefix, hint, || format!("data{i}"))
            })
            .collect();
        self.datas.push(datas);
        let elems = (0..module.elems.len() as u32)
            .map(|i| {
                let hint = module.names.elems.get(&i).copied();
                pick(&mut self.taken, Kind::Segment, &prefix, hint, || format!("elem{i}"))
            })
            .collect();
        self.elems.push(elems);
        let [data, places] =
            ["initial_data", "initial_places"].map(|name| self.unique(&format!("{prefix}{name}")));
        self.images.push((data, places));
    }

    /// Names objects after their types, whose names tell more in the instance that defines them first.
    fn objects(&mut self, program: &Program, objects: &Layouts) {
        let mut origins = HashMap::new();
        for (index, instance) in program.instances.iter().enumerate().rev() {
            for (ty, &canonical) in instance.canonical.iter().enumerate().rev() {
                origins.insert(canonical, (InstanceIdx(index as u32), ty as u32));
            }
        }
        for layout in objects.all() {
            let (at, hint, otherwise) = match layout.origin {
                Origin::Type(canonical) => {
                    let (at, ty) = origins[&canonical];
                    let own = program.instance(at).module.names.types.get(&ty).copied();
                    (at, own, format!("type{ty}"))
                }
                Origin::Tag(at, tag) => {
                    (at, program.instance(at).module.tag_name(tag), format!("tag{}", tag.0))
                }
            };
            let prefix = self.prefixes[at.at()].clone();
            let name = pick(&mut self.taken, Kind::Other, &prefix, hint, || otherwise.clone());
            let fields = self.fields(program, objects, layout, &origins);
            self.objects.push(ObjectNames { name, fields });
        }
    }

    /// The fields of a struct have the names that they have in its supertype, which is numbered before it.
    fn fields(
        &self,
        program: &Program,
        objects: &Layouts,
        layout: &Layout,
        origins: &HashMap<CanonicalType, (InstanceIdx, u32)>,
    ) -> Vec<String> {
        let Shape::Struct { fields, .. } = &layout.shape else { return Vec::new() };
        let (mut names, own) = match layout.origin {
            Origin::Type(canonical) => {
                let (at, ty) = origins[&canonical];
                let supertype = program.types.supertype(canonical);
                let inherited = supertype.map(|ty| self.object(objects.of(ty)).fields.clone());
                (inherited.unwrap_or_default(), program.instance(at).module.names.fields.get(&ty))
            }
            Origin::Tag(..) => (Vec::new(), None),
        };
        let mut taken = HashMap::from(["header", "new"].map(|name| (name.to_owned(), 1)));
        taken.extend(names.iter().map(|name| (name.clone(), 1)));
        for index in names.len()..fields.len() {
            let hint = own.and_then(|names| names.get(&(index as u32))).map(|name| sanitize(name));
            let name = hint.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("f{index}"));
            names.push(unique(&mut taken, &name, &|_, _| false));
        }
        names
    }

    /// The names of a type of objects.
    pub(crate) fn object(&self, layout: &Layout) -> &ObjectNames {
        &self.objects[(layout.number - FIRST_OBJECT) as usize]
    }

    /// A name that nothing else has, which begins like `name`.
    fn unique(&mut self, name: &str) -> String {
        unique(&mut self.taken, name, &|name, _| is_reserved_in_files(name))
    }

    /// How long a data segment is: nothing once it is dropped.
    pub(crate) fn data_length(&self, this: InstanceIdx, data: DataIdx) -> String {
        length(&self.datas[this.at()][data.at()])
    }

    /// How long an element segment is: nothing once it is dropped.
    pub(crate) fn elem_length(&self, this: InstanceIdx, elem: ElemIdx) -> String {
        length(&self.elems[this.at()][elem.at()])
    }

    /// What the names of a memory's helpers begin with: nothing for the first memory.
    pub(crate) fn memory_prefix(&self, at: (InstanceIdx, MemIdx)) -> String {
        if at == FIRST_MEMORY { String::new() } else { memory_prefix(&self.memories[at.0.at()][at.1.at()]) }
    }

    /// The names of a function's variables: none hides a name of the program.
    pub(crate) fn locals(&self, module: &Module, func: Option<FuncIdx>, function: &Function) -> Vec<String> {
        let own = func.and_then(|func| module.names.locals.get(&func.0));
        let mut taken = HashMap::new();
        let mut temps = 0;
        let mut names: Vec<String> = Vec::with_capacity(function.vars.len());
        for (index, var) in function.vars.iter().enumerate() {
            if let Some(&VarId(local)) = function.roles.get(&VarId(index as u32)) {
                names.push(names[local as usize].clone());
                continue;
            }
            if own.is_none() && !self.has_numbered {
                // Nearly always: no other name looks like these.
                let is_temp = var.kind == VarKind::Temp;
                temps += usize::from(is_temp);
                names.push(if is_temp { numbered("t", temps) } else { numbered("l", index) });
                continue;
            }
            let hint = own.and_then(|names| names.get(&(index as u32))).map(|name| sanitize(name));
            let name = match (var.kind, hint) {
                (VarKind::Temp, _) => {
                    temps += 1;
                    numbered("t", temps)
                }
                (_, Some(name)) if !name.is_empty() => name,
                _ => numbered("l", index),
            };
            names.push(unique(&mut taken, &name, &|name, _| self.taken.contains_key(name)));
        }
        names
    }
}

/// The one whose helpers are called as if it were the only one.
const FIRST_MEMORY: (InstanceIdx, MemIdx) = (InstanceIdx(0), MemIdx(0));

/// What is named: some names have others made of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Func,
    FirstMemory,
    Memory,
    /// Of data or of elements.
    Segment,
    Other,
}

impl Kind {
    /// What else is called after something of this name. Nothing else may have these names either.
    fn derived(self, name: &str) -> Vec<String> {
        match self {
            Kind::Memory => {
                let prefix = memory_prefix(name);
                templates().map(|helper| format!("{prefix}{helper}")).collect()
            }
            Kind::Segment => vec![length(name)],
            Kind::Func | Kind::FirstMemory | Kind::Other => Vec::new(),
        }
    }

    /// Whether something of this kind can't have such a name, because of the helpers.
    fn excludes(self, name: &str) -> bool {
        match self {
            // What a reference to it points to is called so; nothing else but helpers is.
            Kind::Func => helpers::find(&format!("ref_{name}")).is_some(),
            // Its helpers have parameters.
            Kind::FirstMemory | Kind::Memory => templates_hide(name),
            Kind::Segment | Kind::Other => false,
        }
    }
}

/// What the names of the helpers that there are for each memory end in.
fn templates() -> impl Iterator<Item = &'static str> {
    helpers::all().iter().filter_map(|helper| helper.name.strip_prefix(TEMPLATE))
}

/// Whether an identifier means something else in the helpers that mention their memory, such as a parameter.
fn templates_hide(name: &str) -> bool {
    static IDENTIFIERS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        let memory = ["MEMORY_BASE", "MEMORY_SIZE", "MEMORY_DESCRIPTOR"];
        let mut identifiers = FxHashSet::default();
        for text in helpers::all().iter().map(|helper| helper.text(None)) {
            if !memory.iter().any(|name| text.contains(name)) {
                continue;
            }
            // Comments mention what they like.
            let code = text.split("/*").filter_map(|text| text.rsplit("*/").next());
            let words = code.flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
            identifiers.extend(words.map(str::to_owned));
        }
        identifiers
    });
    IDENTIFIERS.contains(name)
}

fn length(segment: &str) -> String {
    format!("{segment}_length")
}

fn memory_prefix(memory: &str) -> String {
    format!("{memory}_")
}

fn pick(
    taken: &mut HashMap<String, u32>,
    kind: Kind,
    prefix: &str,
    hint: Option<&str>,
    otherwise: impl Fn() -> String,
) -> String {
    let name = hint.map(sanitize).filter(|name| !name.is_empty()).unwrap_or_else(otherwise);
    let excluded = |name: &str, taken: &HashMap<String, u32>| {
        let clashes = |derived: &String| {
            taken.contains_key(derived)
                || is_prefixed(derived)
                || is_reserved(derived)
                || is_reserved_in_files(derived)
        };
        is_reserved_in_files(name) || kind.excludes(name) || kind.derived(name).iter().any(clashes)
    };
    let name = unique(taken, &format!("{prefix}{name}"), &excluded);
    taken.extend(kind.derived(&name).into_iter().map(|derived| (derived, 1)));
    name
}

/// A name that isn't taken, reserved, or excluded, which may depend on what is taken: `name`, or `name_2` and so on.
fn unique(
    taken: &mut HashMap<String, u32>,
    name: &str,
    excluded: &dyn Fn(&str, &HashMap<String, u32>) -> bool,
) -> String {
    let renamed = is_prefixed(name).then(|| format!("wasm_{name}"));
    let name = renamed.as_deref().unwrap_or(name);
    let mut n = taken.get(name).copied().unwrap_or(0);
    loop {
        n += 1;
        let candidate = match n {
            1 => name.to_owned(),
            // A number may make it begin so.
            _ if is_prefixed(&format!("{name}_")) => format!("wasm_{name}_{n}"),
            _ => format!("{name}_{n}"),
        };
        let free = n == 1 || !taken.contains_key(&candidate);
        if free && !is_reserved(&candidate) && !excluded(&candidate, taken) {
            taken.insert(name.to_owned(), n);
            taken.entry(candidate.clone()).or_insert(1);
            return candidate;
        }
    }
}

/// Whether a name begins as those do that the program's own parts are given.
fn is_prefixed(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The name of a variable that has none.
fn numbered(letter: &str, number: usize) -> String {
    let mut name = String::with_capacity(8);
    name.push_str(letter);
    name.push_str(itoa::Buffer::new().format(number));
    name
}

/// Whether a name may be one of [`numbered`].
fn is_numbered(name: &str) -> bool {
    let digits = name.strip_prefix(['l', 't']);
    digits.is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
}

/// A C identifier as close to `name` as can be; empty if nothing of it is left. Long ones are cut.
fn sanitize(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take(120) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let end = out.trim_end_matches('_').len();
    out.truncate(end);
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    out
}

/// What names of helpers and of the runtime begin with, and those that the program's own parts are given.
const PREFIXES: &[&str] = &[
    "i32_",
    "i64_",
    "f32_",
    "f64_",
    "v128_",
    "i8x16_",
    "i16x8_",
    "i32x4_",
    "i64x2_",
    "f32x4_",
    "f64x2_",
    "memory_",
    "table_",
    "wastrel",
    "WASTREL",
    "wasi_",
    "TRAP_",
    "TYPE_",
    "EXPORT_",
    "force_",
    "unaligned_",
    "arg_",
    "result_",
    "fn_",
    "ref_",
    "new_",
    "zeroed_",
    "array_",
    "object_types",
    "heap_description",
    "reference_tables",
    "references_",
    "invoke_",
    "u64_from",
    "atomic_",
    "exception",
    "new_exception_",
    "thrown_",
];

/// Names that C or Wastrel knows already.
fn is_reserved(name: &str) -> bool {
    helpers::find(name).is_some() || reserved::ANYWHERE.binary_search(&name).is_ok()
}

/// Names that something knows already, unless they are hidden by a local variable's: a compiler, a linker, what stands around
/// functions, or helpers of the first memory, of which functions call those that [`is_prefixed`] tells.
fn is_reserved_in_files(name: &str) -> bool {
    let is_helper = super::find_helper([TEMPLATE, name, ""]).is_some();
    is_helper || reserved::IN_FILES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests;
