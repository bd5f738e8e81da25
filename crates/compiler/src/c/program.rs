//! Files: what stands around the bodies of functions.

use super::expr::ExprPrinter;
use super::helpers::{self, Memory};
use super::recursion::{self, CertainCalls};
use super::{Names, Uses, arg_name, comment, result_name, string, vectors, zero};
use crate::facts::MayThrow;
use crate::heap::Layouts;
use crate::index::*;
use crate::ir::*;
use crate::lower::in_registers;
use crate::module::Module;
use crate::plan::Layout;
use crate::program::{Config, ImportedFunc, Program, RESULT_TYPE};
use crate::types::TypeInterval;
use std::fmt::Write;
use wasmparser::{ConstExpr, ExternalKind, FuncType, Operator};

/// Prints the C of a program.
pub(crate) struct Printer<'p> {
    pub program: &'p Program<'p>,
    pub config: &'p Config,
    pub names: &'p Names,
    pub intervals: &'p [TypeInterval],
    pub objects: &'p Layouts,
    pub may_throw: &'p MayThrow,
    pub layout: &'p Layout,
}

/// A file in the making.
#[derive(Default)]
pub(crate) struct Unit {
    pub uses: Uses,
    /// Function definitions, each with whose it is.
    pub bodies: String,
    pub calls: CertainCalls,
}

/// Where a function is defined, or imported from outside of the program.
pub(super) fn definition(program: &Program, this: InstanceIdx, func: FuncIdx) -> (InstanceIdx, FuncIdx) {
    match program.instance(this).func(this, func) {
        ImportedFunc::Instance(at, func) => (at, func),
        ImportedFunc::Host(_) | ImportedFunc::Unknown(_) => (this, func),
    }
}

impl<'p> Printer<'p> {
    pub(super) fn module(&self, at: InstanceIdx) -> &'p Module<'p> {
        self.program.instance(at).module
    }

    /// "static " if the program is one file.
    pub(super) fn linkage(&self) -> &'static str {
        if self.layout.single { "static " } else { "" }
    }

    /// Adds a function to a file.
    pub(crate) fn function(&self, unit: &mut Unit, at: InstanceIdx, func: FuncIdx, function: &Function) {
        let module = self.module(at);
        let vars = self.names.locals(module, Some(func), function);
        let ty = module.func_type(func);
        if let Some(name) = module.names.funcs.get(&func.0)
            && *name != self.names.funcs[at.at()][func.at()]
        {
            let _ = writeln!(unit.bodies, "/* {} */", comment(name));
        }
        recursion::note(&mut unit.calls, self.program, (at, func), function);
        let text = self.body(&mut unit.uses, at, Some(ty), function, &vars);
        let head = self.head(at, func, Some(&vars));
        let _ = writeln!(unit.bodies, "{}{head} {text}", self.linkage());
    }

    fn body(
        &self,
        uses: &mut Uses,
        at: InstanceIdx,
        ty: Option<&FuncType>,
        function: &Function,
        vars: &[String],
    ) -> String {
        for var in &function.vars {
            self.mention(uses, var.ty);
        }
        let mut printer = ExprPrinter {
            program: self.program,
            names: self.names,
            layout: self.layout,
            relaxed_simd_deterministic: self.config.relaxed_simd_deterministic,
            intervals: self.intervals,
            file: self,
            objects: self.objects,
            this: at,
            ty,
            function,
            vars,
            uses,
            out: String::new(),
        };
        super::body::print(&mut printer);
        let text = printer.out;
        self.with_overflow_params(uses, at, ty, vars, text)
    }

    /// Reads the parameters that travel in statics first thing.
    fn with_overflow_params(
        &self,
        uses: &mut Uses,
        at: InstanceIdx,
        ty: Option<&FuncType>,
        vars: &[String],
        text: String,
    ) -> String {
        let Some(ty) = ty else { return text };
        let ctypes = self.program.instance(at).ctypes();
        let params: Vec<CType> = ty.params().iter().map(|&ty| ctypes.of(ty)).collect();
        let mut reads = String::new();
        for (place, register) in in_registers(params.iter().copied()).into_iter().enumerate() {
            if !register {
                let ty = params[place].erased();
                uses.args.insert((place as u32, ty));
                let declaration = self.declare(params[place], &vars[place]);
                let _ = writeln!(reads, "  {declaration} = {};", arg_name(place as u32, ty));
            }
        }
        if reads.is_empty() { text } else { text.replacen("{\n", &format!("{{\n{reads}"), 1) }
    }

    /// The head of a function, with the names of its parameters or without.
    fn head(&self, at: InstanceIdx, func: FuncIdx, vars: Option<&[String]>) -> String {
        let ty = self.module(at).func_type(func);
        let ctypes = self.program.instance(at).ctypes();
        let params: Vec<CType> = ty.params().iter().map(|&ty| ctypes.of(ty)).collect();
        let keep = in_registers(params.iter().copied());
        let list: Vec<String> = params
            .iter()
            .enumerate()
            .filter(|&(place, _)| keep[place])
            .map(|(place, &ty)| match vars {
                Some(vars) => self.declare(ty, &vars[place]),
                None => self.type_name(ty),
            })
            .collect();
        let list = if list.is_empty() { "void".to_owned() } else { list.join(", ") };
        let head = format!("{}({list})", self.names.funcs[at.at()][func.at()]);
        match ty.results().first() {
            Some(&ty) => self.declare(ctypes.of(ty), &head),
            None => format!("void {head}"),
        }
    }

    /// The text of a file that only holds functions.
    pub(crate) fn finish(&self, unit: Unit, title: &str) -> String {
        let mut uses = unit.uses;
        let funcs: Vec<_> = uses.funcs.iter().copied().collect();
        self.mention_all(&mut uses);
        let mut out = self.title(title, &uses);
        self.shared(&mut out, &mut uses, "extern ");
        for (at, func) in funcs {
            let _ = writeln!(out, "{};", self.head(at, func, None));
        }
        out.push('\n');
        out.push_str(recursion::pragma(&unit.calls));
        out.push_str(&unit.bodies);
        out
    }

    fn title(&self, title: &str, uses: &Uses) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let gc = if uses.heap { "#include \"wastrel_gc.h\"\n" } else { "" };
        format!(
            "/* {}: from WebAssembly by wastrel {version}. */\n#include \"wastrel.h\"\n{gc}\n",
            comment(title)
        )
    }

    /// Mentions the types of all functions and globals that a file mentions.
    fn mention_all(&self, uses: &mut Uses) {
        for (at, func) in uses.funcs.clone() {
            self.mention_signature(uses, at, func);
        }
        for (at, global) in uses.globals.clone() {
            let ty = self.module(at).globals[global.at()].ty.content_type;
            self.mention(uses, self.program.instance(at).ctypes().of(ty));
        }
    }

    /// Declares or defines what a file shares with others: its memories, tables, globals, segments, types and helpers.
    fn shared(&self, out: &mut String, uses: &mut Uses, linkage: &str) {
        let define = linkage != "extern ";
        self.structs(out, uses);
        for &at in &uses.memories {
            self.memory(out, at, linkage, define);
        }
        for &at in &uses.tables {
            self.table(out, at, linkage, define);
        }
        for &at in &uses.globals {
            self.global(out, at, linkage, define);
        }
        self.datas(out, uses, linkage, define);
        if !define {
            for &(at, elem) in &uses.elems {
                let name = &self.names.elems[at.at()][elem.at()];
                let length = self.names.elem_length(at, elem);
                let _ = writeln!(out, "extern const void *{name}[];\nextern u64 {length};");
            }
            for &(at, func) in &uses.refs {
                let _ = writeln!(
                    out,
                    "extern const struct wastrel_func ref_{};",
                    self.names.funcs[at.at()][func.at()]
                );
            }
        }
        for &(place, ty) in &uses.args {
            let _ = writeln!(out, "{linkage}{};", self.declare(ty, &arg_name(place, ty)));
        }
        for &(place, ty) in &uses.results {
            let _ = writeln!(out, "{linkage}{};", self.declare(ty, &result_name(place, ty)));
        }
        for declaration in uses.fn_types.values() {
            out.push_str(declaration);
        }
        self.exceptions(out, uses, linkage);
        out.push('\n');
        let memories: Vec<(Memory, Vec<&str>)> = uses
            .memory_helpers
            .iter()
            .map(|(&at, helpers)| (self.helper_memory(at), helpers.iter().copied().collect()))
            .collect();
        let memories: Vec<(&Memory, Vec<&str>)> =
            memories.iter().map(|(memory, h)| (memory, h.clone())).collect();
        out.push_str(&helpers::print(uses.helpers.iter().copied(), &memories));
        self.tags(out, uses);
        self.object_helpers(out, uses);
    }

    fn helper_memory(&self, at: (InstanceIdx, MemIdx)) -> Memory {
        let name = &self.names.memories[at.0.at()][at.1.at()];
        let place = &self.layout.memories[&at];
        let base = match place.base {
            Some(base) => format!("((u8 *)0x{base:x})"),
            None => format!("{name}.base"),
        };
        Memory {
            prefix: self.names.memory_prefix(at),
            base,
            // Another thread may let it grow.
            size: if place.shared {
                format!("*(const volatile u64 *)&{name}.size")
            } else {
                format!("{name}.size")
            },
            minimum: place.size,
            outlives_traps: self.config.outlives_traps,
            descriptor: name.clone(),
            shared: place.shared,
        }
    }

    fn memory(&self, out: &mut String, at: (InstanceIdx, MemIdx), linkage: &str, define: bool) {
        let name = &self.names.memories[at.0.at()][at.1.at()];
        if !define {
            let _ = writeln!(out, "extern struct wastrel_memory {name};");
            return;
        }
        let place = &self.layout.memories[&at];
        let base = place.base.map_or("0".to_owned(), |base| format!("(u8 *)0x{base:x}"));
        let _ = writeln!(out, "{linkage}struct wastrel_memory {name} = {{");
        let _ = writeln!(
            out,
            "  .base = {base}, .size = 0x{:x}, .maximum = 0x{:x}, .reserved = 0x{:x}, .page_shift = {}}};",
            place.size, place.maximum, place.reserved, place.page_shift
        );
    }

    fn table(&self, out: &mut String, at: (InstanceIdx, TableIdx), linkage: &str, define: bool) {
        let name = &self.names.tables[at.0.at()][at.1.at()];
        if !define {
            let _ = writeln!(out, "extern struct wastrel_table {name};");
            return;
        }
        let ty = self.module(at.0).tables[at.1.at()].ty;
        let maximum = ty.maximum.unwrap_or(if ty.table64 { u64::MAX } else { u64::from(u32::MAX) });
        let _ = writeln!(
            out,
            "{linkage}struct wastrel_table {name} = {{.size = {}, .maximum = {}}};",
            decimal(ty.initial),
            decimal(maximum)
        );
    }

    fn global(&self, out: &mut String, at: (InstanceIdx, GlobalIdx), linkage: &str, define: bool) {
        let name = &self.names.globals[at.0.at()][at.1.at()];
        let global = &self.module(at.0).globals[at.1.at()];
        let ty = self.program.instance(at.0).ctypes().of(global.ty.content_type);
        let literal = literal(global.init.as_ref());
        let constant = if !global.ty.mutable && literal.is_some() { "const " } else { "" };
        if !define {
            let _ = writeln!(out, "extern {};", self.declare_global(constant, ty, name));
            return;
        }
        let value = literal.unwrap_or_else(|| zero(ty).to_owned());
        let _ = writeln!(out, "{linkage}{} = {value};", self.declare_global(constant, ty, name));
    }

    /// Of a pointer, it is the pointer that may be constant.
    fn declare_global(&self, constant: &str, ty: CType, name: &str) -> String {
        match ty {
            CType::Object(_) => self.declare(ty, &format!("{constant}{name}")),
            _ => format!("{constant}{}", self.declare(ty, name)),
        }
    }

    /// The text of the file that holds what the whole program has once, besides functions.
    ///
    /// `initializers` are the functions that instantiate, one for each instance.
    pub(crate) fn finish_program(&self, mut unit: Unit, initializers: &[Function], title: &str) -> String {
        let mut rest = String::new();
        for (index, function) in initializers.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            let vars = self.names.locals(self.module(at), None, function);
            let body = self.body(&mut unit.uses, at, None, function, &vars);
            self.instantiate(&mut rest, &mut unit.uses, at, &body);
        }
        self.everything_if_shared(&mut unit.uses);
        self.tail(&mut rest, &mut unit.uses);
        let mut imports = String::new();
        self.imports(&mut imports, &mut unit.uses);
        let mut elems = String::new();
        self.elems(&mut elems, &mut unit.uses);
        let mut uncaught = String::new();
        if unit.uses.uncaught {
            self.uncaught(&mut uncaught, &mut unit.uses);
        }

        self.mention_all(&mut unit.uses);
        let mut out = self.title(title, &unit.uses);
        let linkage = self.linkage();
        self.shared(&mut out, &mut unit.uses, linkage);
        out.push_str(&self.hosts());
        for &(at, func) in &unit.uses.funcs {
            let _ = writeln!(out, "{linkage}{};", self.head(at, func, None));
        }
        for &(at, func) in &unit.uses.refs {
            let name = &self.names.funcs[at.at()][func.at()];
            let instance = self.program.instance(at);
            let ty = self.intervals[instance.canonical[instance.module.funcs[func.at()].at()].at()].first;
            let _ = writeln!(
                out,
                "{linkage}const struct wastrel_func ref_{name} = {{{ty}, (void (*)(void)){name}}};"
            );
        }
        out.push_str(&elems);
        out.push('\n');
        out.push_str(&imports);
        out.push_str(recursion::pragma(&unit.calls));
        out.push_str(&unit.bodies);
        out.push_str(&uncaught);
        out.push_str(&rest);
        out
    }

    /// What other files use is defined here whether this one uses it or not.
    fn everything_if_shared(&self, uses: &mut Uses) {
        if self.layout.single {
            return;
        }
        uses.exception |= self.program.instances.iter().any(|instance| !instance.tags.is_empty());
        for (index, instance) in self.program.instances.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            uses.memories.extend(instance.memories.iter().filter(|memory| memory.0 == at));
            uses.tables.extend(instance.tables.iter().filter(|table| table.0 == at));
            uses.globals.extend(instance.globals.iter().filter(|global| global.0 == at));
            uses.elems.extend((0..instance.module.elems.len() as u32).map(|i| (at, ElemIdx(i))));
            let datas = (0..instance.module.datas.len() as u32).map(DataIdx);
            let image = &self.layout.images[at.at()];
            uses.datas.extend(datas.filter(|&data| !image.has(data)).map(|data| (at, data)));
            super::referable::add(self.program, at, uses);
            let ctypes = instance.ctypes();
            let types = instance.module.types.iter().filter_map(|ty| match &ty.composite_type.inner {
                wasmparser::CompositeInnerType::Func(ty) => Some(ty),
                _ => None,
            });
            for ty in types {
                let params: Vec<CType> = ty.params().iter().map(|&ty| ctypes.of(ty).erased()).collect();
                for (place, keep) in in_registers(params.iter().copied()).into_iter().enumerate() {
                    if !keep {
                        uses.args.insert((place as u32, params[place]));
                    }
                }
                for (place, &ty) in ty.results().iter().enumerate().skip(1) {
                    uses.results.insert((place as u32, ctypes.of(ty).erased()));
                }
            }
        }
    }

    /// Prototypes of the host's functions.
    fn hosts(&self) -> String {
        let mut out = String::new();
        if self.program.instances.iter().any(|instance| !instance.string_constants.is_empty()) {
            out.push_str("externref js_string_constant(const char *text, u64 length);\n");
        }
        let mut seen = std::collections::BTreeSet::new();
        for instance in &self.program.instances {
            for imported in &instance.imported_funcs {
                if let ImportedFunc::Host(index) = imported
                    && seen.insert(*index)
                {
                    let host = &self.program.host[*index];
                    let (params, results) = host.signature.split_once('>').unwrap_or((host.signature, ""));
                    let ty = |letter: char| match letter {
                        'i' | RESULT_TYPE => "u32",
                        'I' => "u64",
                        'f' => "f32",
                        'F' => "f64",
                        'c' => "funcref",
                        'e' => "externref",
                        _ => "anyref",
                    };
                    let memory = host.memory.then(|| "struct wastrel_memory *".to_owned());
                    let params = params.chars().map(|c| ty(c).to_owned());
                    let further = results.chars().skip(1).map(|c| format!("{} *", ty(c)));
                    let list: Vec<String> = memory.into_iter().chain(params).chain(further).collect();
                    let list = if list.is_empty() { "void".to_owned() } else { list.join(", ") };
                    let result = results.chars().next().map_or("void", ty);
                    let _ = writeln!(out, "{result} {}({list});", host.symbol);
                }
            }
        }
        out
    }

    /// The functions that stand for imports that no instance provides.
    fn imports(&self, out: &mut String, uses: &mut Uses) {
        for (index, instance) in self.program.instances.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            for (func, &imported) in instance.imported_funcs.iter().enumerate() {
                let func = FuncIdx(func as u32);
                let wanted = !self.layout.single
                    || uses.funcs.contains(&(at, func))
                    || uses.refs.contains(&(at, func));
                if !wanted || matches!(imported, ImportedFunc::Instance(..)) {
                    continue;
                }
                uses.funcs.insert((at, func));
                let body = self.import_body(at, func, imported, uses);
                let ty = instance.module.func_type(func);
                let vars: Vec<String> = (0..ty.params().len()).map(import_param).collect();
                let body = self.with_overflow_params(uses, at, Some(ty), &vars, body);
                let _ = writeln!(out, "{}{} {body}", self.linkage(), self.head(at, func, Some(&vars)));
            }
        }
    }

    fn import_body(&self, at: InstanceIdx, func: FuncIdx, imported: ImportedFunc, uses: &mut Uses) -> String {
        let instance = self.program.instance(at);
        let ty = instance.module.func_type(func);
        match imported {
            ImportedFunc::Host(index) => {
                let host = &self.program.host[index];
                let mut args: Vec<String> =
                    host.memory.then(|| self.exported_memory(at, uses)).into_iter().collect();
                args.extend((0..ty.params().len()).map(import_param));
                let results: Vec<CType> =
                    ty.results().iter().map(|&ty| instance.ctypes().of(ty).erased()).collect();
                if host.signature.contains(RESULT_TYPE) {
                    let number = match ty.results().first().map(|&ty| instance.ctypes().of(ty)) {
                        Some(CType::Object(canonical)) => self.objects.of(canonical).number,
                        _ => 0,
                    };
                    args.push(number.to_string());
                }
                for (place, &ty) in results.iter().enumerate().skip(1) {
                    uses.results.insert((place as u32, ty));
                    args.push(format!("&{}", result_name(place as u32, ty)));
                }
                let result = if results.is_empty() { "" } else { "return " };
                format!("{{\n  {result}{}({});\n}}\n", host.symbol, args.join(", "))
            }
            ImportedFunc::Unknown(index) => {
                let import = &self.program.unknown_imports[index];
                let params = (0..ty.params().len()).map(import_param);
                let unused: String = params.map(|param| format!("  (void){param};\n")).collect();
                let (module, name) = (string(&import.module), string(&import.name));
                format!("{{\n{unused}  wastrel_trap_unknown_import({module}, {name});\n}}\n")
            }
            ImportedFunc::Instance(..) => unreachable!("it is defined by an instance"),
        }
    }

    /// The memory that a host function works on, as an argument.
    fn exported_memory(&self, at: InstanceIdx, uses: &mut Uses) -> String {
        let instance = self.program.instance(at);
        let export = instance.module.export("memory").filter(|export| export.kind == ExternalKind::Memory);
        match export {
            Some(export) => {
                let memory = instance.memories[export.index as usize];
                uses.memories.insert(memory);
                format!("&{}", self.names.memories[memory.0.at()][memory.1.at()])
            }
            None => "0".to_owned(),
        }
    }

    fn instantiate(&self, out: &mut String, uses: &mut Uses, at: InstanceIdx, body: &str) {
        let mut checks = String::new();
        let instance = self.program.instance(at);
        for check in &instance.size_checks {
            let condition = match *check {
                crate::program::SizeCheck::Memory(memory, pages) => {
                    let memory = instance.memories[memory.at()];
                    uses.memories.insert(memory);
                    let name = &self.names.memories[memory.0.at()][memory.1.at()];
                    format!("{name}.size >> {name}.page_shift < {pages}")
                }
                crate::program::SizeCheck::Table(table, elements) => {
                    let table = instance.tables[table.at()];
                    uses.tables.insert(table);
                    format!("{}.size < {elements}", self.names.tables[table.0.at()][table.1.at()])
                }
            };
            if !condition.ends_with("< 0") {
                let _ = writeln!(checks, "  if ({condition})\n    return 0;");
            }
        }
        let body = body.strip_prefix("{\n").and_then(|body| body.strip_suffix("}\n")).unwrap_or(body);
        let mut strings = String::new();
        for &(global, text) in &instance.string_constants {
            uses.globals.insert((at, global));
            let name = &self.names.globals[at.at()][global.at()];
            let _ = writeln!(strings, "  {name} = js_string_constant({}, {});", string(text), text.len());
        }
        let name = &self.names.instantiates[at.at()];
        let _ = writeln!(out, "static _Bool {name}(void) {{\n{checks}{strings}{body}  return 1;\n}}\n");
    }
}

/// A parameter of a function that stands for an import: nothing that a module names is called so.
fn import_param(place: usize) -> String {
    format!("arg_{place}")
}

/// A number as C, which takes literals past 63 bits for signed unless told otherwise.
fn decimal(value: u64) -> String {
    if value > i64::MAX as u64 { format!("0x{value:x}") } else { value.to_string() }
}

/// A constant expression that is one constant, as C.
pub(crate) fn literal(init: Option<&ConstExpr>) -> Option<String> {
    let mut reader = init?.get_operators_reader();
    let first = reader.read().ok()?;
    if !matches!(reader.read(), Ok(Operator::End)) {
        return None;
    }
    match first {
        Operator::I32Const { value } => Some(match value {
            0.. => value.to_string(),
            _ => format!("0x{value:x}u"),
        }),
        Operator::I64Const { value } => Some(match value {
            0..0x8000_0000 => value.to_string(),
            _ => format!("0x{value:x}ul"),
        }),
        Operator::F32Const { value } => {
            let value = f32::from_bits(value.bits());
            (value.is_finite() && !(value == 0.0 && value.is_sign_negative())).then(|| format!("{value:?}f"))
        }
        Operator::F64Const { value } => {
            let value = f64::from_bits(value.bits());
            (value.is_finite() && !(value == 0.0 && value.is_sign_negative())).then(|| format!("{value:?}"))
        }
        Operator::V128Const { value } => {
            let bits = u128::from_le_bytes(*value.bytes());
            Some(vectors::initializer([bits as u64, (bits >> 64) as u64]))
        }
        Operator::RefNull { .. } => Some("0".to_owned()),
        _ => None,
    }
}

/// A constant expression that is a reference to a function.
pub(crate) fn literal_func(expr: &ConstExpr) -> Option<FuncIdx> {
    let mut reader = expr.get_operators_reader();
    match (reader.read(), reader.read()) {
        (Ok(Operator::RefFunc { function_index }), Ok(Operator::End)) => Some(FuncIdx(function_index)),
        _ => None,
    }
}
