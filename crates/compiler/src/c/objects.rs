//! Objects: their structs, and what the collector is told of them.

use super::program::Printer;
use super::{Uses, arg_name, result_name};
use crate::heap::{Field, Layout, Shape, Storage};
use crate::index::*;
use crate::ir::CType;
use crate::lower::in_registers;
use crate::program::ImportedFunc;
use crate::types::FIRST_OBJECT;
use std::fmt::Write;

/// A helper that is for one type of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObjectHelper {
    /// struct.new, array.new.
    New,
    /// struct.new_default, array.new_default.
    Zeroed,
    /// array.new_fixed of so many elements.
    NewFixed(u32),
    Get,
    SignedGet,
    Set,
    Fill,
}

impl ObjectHelper {
    /// Whether it makes an object.
    pub(super) fn allocates(self) -> bool {
        matches!(self, ObjectHelper::New | ObjectHelper::Zeroed | ObjectHelper::NewFixed(_))
    }

    /// Its name, for a type of this name.
    pub(super) fn name(self, ty: &str) -> String {
        match self {
            ObjectHelper::New => format!("new_{ty}"),
            ObjectHelper::Zeroed => format!("zeroed_{ty}"),
            ObjectHelper::NewFixed(n) => format!("array_of{n}_{ty}"),
            ObjectHelper::Get => format!("array_get_{ty}"),
            ObjectHelper::SignedGet => format!("array_sget_{ty}"),
            ObjectHelper::Set => format!("array_set_{ty}"),
            ObjectHelper::Fill => format!("array_fill_{ty}"),
        }
    }
}

/// The name of the number of a type of objects.
pub(super) fn type_number(name: &str) -> String {
    format!("TYPE_{name}")
}

/// The types of a function as C has them; further parameters and results travel in statics.
pub(super) struct Signature {
    pub(super) params: Vec<CType>,
    pub(super) result: Option<CType>,
}

impl Printer<'_> {
    /// The name of a C type.
    pub(super) fn type_name(&self, ty: CType) -> String {
        match ty {
            CType::Object(ty) => format!("struct {} *", self.names.object(self.objects.of(ty)).name),
            ty => super::type_name(ty).to_owned(),
        }
    }

    /// A declaration of something of a C type.
    pub(super) fn declare(&self, ty: CType, name: &str) -> String {
        let mut out = String::new();
        self.write_declaration(&mut out, ty, name);
        out
    }

    /// Likewise, to where it belongs.
    pub(super) fn write_declaration(&self, out: &mut String, ty: CType, name: &str) {
        match ty {
            CType::Object(_) => out.push_str(&self.type_name(ty)),
            ty => {
                out.push_str(super::type_name(ty));
                out.push(' ');
            }
        }
        out.push_str(name);
    }

    /// Notes that a file mentions a type.
    pub(super) fn mention(&self, uses: &mut Uses, ty: CType) {
        if let CType::Object(ty) = ty {
            uses.objects.insert(self.objects.of(ty).number);
        }
    }

    /// Notes that a file mentions the types of a function.
    pub(super) fn mention_signature(&self, uses: &mut Uses, at: InstanceIdx, func: FuncIdx) {
        let instance = self.program.instance(at);
        let ty = instance.module.func_type(func);
        for &ty in ty.params().iter().chain(ty.results()) {
            self.mention(uses, instance.ctypes().of(ty));
        }
    }

    /// The types of a function as C has them.
    pub(super) fn c_signature(&self, at: InstanceIdx, func: FuncIdx) -> Signature {
        let instance = self.program.instance(at);
        let ty = instance.module.func_type(func);
        let params: Vec<CType> = ty.params().iter().map(|&ty| instance.ctypes().of(ty)).collect();
        let keep = in_registers(params.iter().copied());
        Signature {
            params: params.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(ty, _)| ty).collect(),
            result: ty.results().first().map(|&ty| instance.ctypes().of(ty)),
        }
    }

    /// The structs of the types that a file mentions, and the types' numbers.
    pub(super) fn structs(&self, out: &mut String, uses: &Uses) {
        let layout = |number: u32| &self.objects.all()[(number - FIRST_OBJECT) as usize];
        for &number in &uses.objects {
            self.object_struct(out, layout(number));
        }
        let mut numbers = uses.type_numbers.clone();
        let makers = uses.object_helpers.iter().filter(|(_, helper)| helper.allocates());
        numbers.extend(makers.map(|(number, _)| number));
        let tags = uses.tags.iter().filter(|(_, helpers)| helpers.new || helpers.thrown);
        numbers.extend(tags.map(|(&tag, _)| self.objects.of_tag(tag).number));
        if !numbers.is_empty() {
            let named =
                numbers.iter().map(|&number| (type_number(&self.names.object(layout(number)).name), number));
            let list: String = named.map(|(name, number)| format!("  {name} = {number},\n")).collect();
            let _ = writeln!(out, "enum {{\n{list}}};\n");
        }
    }

    fn object_struct(&self, out: &mut String, layout: &Layout) {
        let names = self.names.object(layout);
        let _ = writeln!(out, "struct {} {{\n  u32 header;", names.name);
        match &layout.shape {
            Shape::Struct { fields, .. } => {
                let mut places: Vec<(&Field, &String)> = fields.iter().zip(&names.fields).collect();
                places.sort_by_key(|(field, _)| field.offset);
                for (field, name) in places {
                    let _ = writeln!(out, "  {};", self.declare_storage(field.storage, name));
                }
            }
            Shape::Array { element } => {
                let _ = writeln!(
                    out,
                    "  u32 length;\n  {}[];",
                    self.declare_storage(element.storage, "elements")
                );
            }
        }
        out.push_str("};\n\n");
    }

    fn declare_storage(&self, storage: Storage, name: &str) -> String {
        match storage {
            // Objects are aligned to eight bytes, and so are their fields, whatever comes before: a subtype may have more there.
            Storage::Value(CType::V128) => format!("v128_field {name}"),
            Storage::I8 => format!("u8 {name}"),
            Storage::I16 => format!("u16 {name}"),
            Storage::Value(ty) => self.declare(ty, name),
        }
    }

    /// What the collector is told of the program: an expression for `wastrel_program.heap`, if it has objects.
    pub(super) fn heap(&self, out: &mut String, uses: &mut Uses) -> Option<&'static str> {
        let hosts = self.program.instances.iter().flat_map(|instance| &instance.imported_funcs).any(
            |func| matches!(func, ImportedFunc::Host(index) if self.program.host[*index].works_on_objects()),
        );
        let strings = self.program.instances.iter().any(|instance| !instance.string_constants.is_empty());
        if !hosts && !strings && (self.objects.all().is_empty() || (self.layout.single && !uses.heap)) {
            return None;
        }
        uses.heap = true;
        self.type_table(out);
        let (roots, root_count) = self.roots(out, uses);
        let tables = uses.tables.iter().filter(|at| {
            let table = self.module(at.0).tables[at.1.at()].ty.element_type;
            self.program.instance(at.0).ctypes().of_ref(table).may_be_object()
        });
        let tables: Vec<String> =
            tables.map(|at| format!("&{}", self.names.tables[at.0.at()][at.1.at()])).collect();
        let table_count = tables.len();
        let tables = if tables.is_empty() {
            "0"
        } else {
            let list = tables.join(", ");
            let _ = writeln!(out, "static struct wastrel_table *const reference_tables[] = {{{list}}};");
            "reference_tables"
        };
        let _ = writeln!(
            out,
            "static const struct wastrel_heap heap_description = {{\n  .types = object_types, .type_count = {},\n  \
             .roots = {roots}, .root_count = {root_count},\n  .tables = {tables}, .table_count = {table_count},\n}};\n",
            self.objects.all().len() as u32 + FIRST_OBJECT,
        );
        Some("&heap_description")
    }

    fn type_table(&self, out: &mut String) {
        // Nothing, and what is the host's: words that the collector doesn't look into.
        let mut entries =
            "  {GC_STRUCT, 8, {0}},     /* 0 */\n  {GC_DATA_ARRAY, 8, {0}}, /* 1 */\n".to_owned();
        for layout in self.objects.all() {
            let (kind, size, map) = match &layout.shape {
                Shape::Struct { size, .. } => match layout.reference_map()[..] {
                    [map] => ("GC_STRUCT", *size, format!("{{0x{map:x}}}")),
                    ref map => {
                        let words: Vec<String> = map.iter().map(|word| format!("0x{word:x}")).collect();
                        let words = words.join(", ");
                        let _ =
                            writeln!(out, "static const u64 references_{}[] = {{{words}}};", layout.number);
                        ("GC_LARGE_STRUCT", *size, format!("{{.map = references_{}}}", layout.number))
                    }
                },
                Shape::Array { element } if element.storage.is_reference() => {
                    ("GC_REF_ARRAY", 8, "{0}".to_owned())
                }
                Shape::Array { element } => ("GC_DATA_ARRAY", element.storage.size(), "{0}".to_owned()),
            };
            let name = &self.names.object(layout).name;
            let row = format!("{{{kind}, {size}, {map}}},");
            let _ = writeln!(entries, "  {row:<24} /* {}: {name} */", layout.number);
        }
        let _ = writeln!(out, "static const struct wastrel_gc_type object_types[] = {{\n{entries}}};");
    }

    /// The words outside of the heap that may hold references.
    fn roots(&self, out: &mut String, uses: &Uses) -> (&'static str, usize) {
        let mut roots: Vec<(String, u64)> = Vec::new();
        for &(at, global) in &uses.globals {
            let ty = self.module(at).globals[global.at()].ty.content_type;
            if self.program.instance(at).ctypes().of(ty).may_be_object() {
                roots.push((format!("&{}", self.names.globals[at.at()][global.at()]), 1));
            }
        }
        let elems = if self.layout.single { &uses.elem_items } else { &uses.elems };
        for &(at, elem) in elems {
            let segment = &self.module(at).elems[elem.at()];
            if self.program.instance(at).ctypes().of_ref(segment.ty).may_be_object()
                && !segment.items.is_empty()
            {
                roots.push((self.names.elems[at.at()][elem.at()].clone(), segment.items.len() as u64));
            }
        }
        if uses.exception {
            roots.push(("&exception".to_owned(), 1));
        }
        let statics = uses.args.iter().map(|&(place, ty)| (ty, arg_name(place, ty)));
        let statics = statics.chain(uses.results.iter().map(|&(place, ty)| (ty, result_name(place, ty))));
        roots.extend(statics.filter(|(ty, _)| ty.may_be_object()).map(|(_, name)| (format!("&{name}"), 1)));
        if roots.is_empty() {
            return ("0", 0);
        }
        let entries: Vec<String> =
            roots.iter().map(|(words, count)| format!("{{{words}, {count}}}")).collect();
        let _ =
            writeln!(out, "static const struct wastrel_roots roots[] = {{\n  {}}};", entries.join(",\n  "));
        ("roots", roots.len())
    }
}
