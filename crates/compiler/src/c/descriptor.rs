//! What start-up reads: exports, instances, and the program itself.

use super::program::{Printer, definition};
use super::{Uses, arg_name, result_name, string};
use crate::index::*;
use crate::ir::CType;
use crate::lower::in_registers;
use crate::program::{ImportedFunc, letter, signature};
use std::fmt::Write;
use wasmparser::ExternalKind;

impl Printer<'_> {
    /// Exports, instances and the program itself.
    pub(super) fn tail(&self, out: &mut String, uses: &mut Uses) {
        let last = InstanceIdx(self.program.instances.len() as u32 - 1);
        let mut instances = String::new();
        for (index, instance) in self.program.instances.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            let wanted = |name: &str| match &self.config.entry {
                crate::Entry::Script => true,
                crate::Entry::Invoke(export) => at == last && export == name,
                crate::Entry::Command => false,
            };
            let exports: Vec<_> =
                instance.module.exports.iter().filter(|export| wanted(export.name)).collect();
            let name = &self.names.exports[index];
            let (list, count) = if exports.is_empty() {
                ("0".to_owned(), 0)
            } else {
                let entries: Vec<String> = exports
                    .iter()
                    .enumerate()
                    .map(|(i, export)| self.export(out, uses, at, i, export))
                    .collect();
                let _ = writeln!(
                    out,
                    "static const struct wastrel_export {name}[] = {{\n  {}}};\n",
                    entries.join(",\n  ")
                );
                (name.clone(), exports.len())
            };
            let _ = writeln!(
                instances,
                "  {{{}, {}, {list}, {count}}},",
                string(&instance.name),
                self.names.instantiates[index]
            );
        }
        let _ = writeln!(out, "static const struct wastrel_instance instances[] = {{\n{instances}}};\n");
        let (run, entry) = self.entry(out, uses, last);
        let memories = self.list(
            out,
            "memory",
            self.layout.memories.keys().map(|&at| {
                uses.memories.insert(at);
                self.names.memories[at.0.at()][at.1.at()].clone()
            }),
        );
        let mut tables = Vec::new();
        for (index, instance) in self.program.instances.iter().enumerate() {
            for &at in instance.tables.iter().filter(|at| at.0 == InstanceIdx(index as u32)) {
                if self.layout.single && !uses.tables.contains(&at) {
                    continue;
                }
                uses.tables.insert(at);
                tables.push(self.names.tables[at.0.at()][at.1.at()].clone());
            }
        }
        let tables = self.list(out, "table", tables.into_iter());
        let invoke = match &self.config.entry {
            crate::Entry::Invoke(_) => self.names.exports[last.at()].clone(),
            _ => "0".to_owned(),
        };
        let hosted = self
            .program
            .instances
            .iter()
            .flat_map(|i| &i.imported_funcs)
            .any(|f| matches!(f, ImportedFunc::Host(_)));
        let heap = match self.heap(out, uses) {
            Some(heap) => format!("\n  .heap = {heap}, .heap_setup = wastrel_heap_setup,"),
            None => String::new(),
        };
        let setup = if hosted { "wastrel_wasi_setup" } else { "0" };
        let _ = writeln!(
            out,
            "const struct wastrel_program wastrel_program = {{\n  .memories = {}, .memory_count = {},\n  .tables = {}, \
             .table_count = {},\n  .instances = instances, .instance_count = {},\n  .stack_size = 0x{:x},\n  \
             .run = {run},\n  .entry = {entry},\n  .invoke = {invoke},\n  .setup = {setup},{heap}\n}};",
            memories.0,
            memories.1,
            tables.0,
            tables.1,
            self.program.instances.len(),
            self.config.stack_size,
        );
    }

    fn list(&self, out: &mut String, what: &str, names: impl Iterator<Item = String>) -> (String, usize) {
        let names: Vec<String> = names.map(|name| format!("&{name}")).collect();
        if names.is_empty() {
            return ("0".to_owned(), 0);
        }
        let name = format!("{what}_list");
        let _ = writeln!(out, "static struct wastrel_{what} *const {name}[] = {{{}}};", names.join(", "));
        (name, names.len())
    }

    /// What the program runs, and the function that is its entry.
    fn entry(&self, out: &mut String, uses: &mut Uses, last: InstanceIdx) -> (&'static str, String) {
        let run = match self.config.entry {
            crate::Entry::Script => return ("wastrel_run_script", "0".to_owned()),
            crate::Entry::Command => "wastrel_run_command",
            crate::Entry::Invoke(_) => "wastrel_run_invoke",
        };
        let funcs: Vec<String> = self
            .layout
            .entries
            .iter()
            .map(|&func| {
                uses.funcs.insert(definition(self.program, last, func));
                self.names.funcs[last.at()][func.at()].clone()
            })
            .collect();
        let throws: Vec<&str> =
            self.layout.entries.iter().map(|&func| self.if_thrown(uses, last, func)).collect();
        let module = self.module(last);
        let returns_nothing =
            self.layout.entries.iter().all(|&func| module.func_type(func).results().is_empty());
        match &funcs[..] {
            [] => (run, "0".to_owned()),
            [one] if throws == [""] && returns_nothing => (run, one.clone()),
            several => {
                let calls = several.iter().zip(throws);
                let calls: String = calls.map(|(name, throws)| format!("  {name}();\n{throws}")).collect();
                let _ = writeln!(out, "static void entry(void) {{\n{calls}}}\n");
                (run, "entry".to_owned())
            }
        }
    }

    /// What follows a call of a function that nobody catches exceptions of.
    fn if_thrown(&self, uses: &mut Uses, at: InstanceIdx, func: FuncIdx) -> &'static str {
        if !self.may_throw.func(at, func) {
            return "";
        }
        uses.exception = true;
        uses.uncaught = true;
        uses.helpers.insert("thrown");
        "  if (thrown()) {\n    uncaught_exception();\n  }\n"
    }

    fn export(
        &self,
        out: &mut String,
        uses: &mut Uses,
        at: InstanceIdx,
        index: usize,
        export: &crate::module::Export,
    ) -> String {
        let instance = self.program.instance(at);
        let (name, length) = (string(export.name), export.name.len());
        match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => {
                let func = FuncIdx(export.index);
                let ty = instance.module.func_type(func);
                let invoke = format!("invoke_{}{index}", self.names.prefixes[at.at()]);
                self.invoke(out, uses, at, func, &invoke);
                format!(
                    "{{{name}, {length}, EXPORT_FUNC, \"{}\", {invoke}, 0}}",
                    signature(instance.ctypes(), ty)
                )
            }
            ExternalKind::Table => {
                let table = instance.tables[export.index as usize];
                uses.tables.insert(table);
                let entity = &self.names.tables[table.0.at()][table.1.at()];
                format!("{{{name}, {length}, EXPORT_TABLE, \"\", 0, &{entity}}}")
            }
            ExternalKind::Memory => {
                let memory = instance.memories[export.index as usize];
                uses.memories.insert(memory);
                let entity = &self.names.memories[memory.0.at()][memory.1.at()];
                format!("{{{name}, {length}, EXPORT_MEMORY, \"\", 0, &{entity}}}")
            }
            ExternalKind::Global => {
                let global = instance.globals[export.index as usize];
                uses.globals.insert(global);
                let entity = &self.names.globals[global.0.at()][global.1.at()];
                let owner = self.program.instance(global.0);
                let ty = letter(owner.ctypes(), owner.module.globals[global.1.at()].ty.content_type);
                format!("{{{name}, {length}, EXPORT_GLOBAL, \"{ty}\", 0, (void *)(u64)&{entity}}}")
            }
            ExternalKind::Tag => format!("{{{name}, {length}, EXPORT_TAG, \"\", 0, 0}}"),
        }
    }

    /// The uniform way to call an exported function.
    fn invoke(&self, out: &mut String, uses: &mut Uses, at: InstanceIdx, func: FuncIdx, name: &str) {
        let ty = self.module(at).func_type(func);
        let ctypes = self.program.instance(at).ctypes();
        uses.funcs.insert(definition(self.program, at, func));
        let keep = in_registers(ty.params().iter().map(|&ty| ctypes.of(ty)));
        let mut body = String::new();
        if ty.params().is_empty() {
            body.push_str("  (void)args;\n");
        }
        if ty.results().is_empty() {
            body.push_str("  (void)results;\n");
        }
        let mut args = Vec::new();
        for (place, &param) in ty.params().iter().enumerate() {
            let any = if ctypes.of(param).erased() == CType::Anyref { "(anyref)" } else { "" };
            let value = any.to_owned() + &slot("const ", "args", place, ctypes.of(param));
            if keep[place] {
                args.push(value);
            } else {
                let ty = ctypes.of(param).erased();
                uses.args.insert((place as u32, ty));
                let _ = writeln!(body, "  {} = {value};", arg_name(place as u32, ty));
            }
        }
        let result = ty.results().first().map(|&ty| slot("", "results", 0, ctypes.of(ty)) + " = ");
        let result = result.unwrap_or_default();
        let callee = &self.names.funcs[at.at()][func.at()];
        // Were it inlined here, backtraces would lack it.
        let _ = writeln!(body, "  __typeof__(&{callee}) volatile exported = {callee};");
        let _ = writeln!(body, "  {result}exported({});", args.join(", "));
        body.push_str(self.if_thrown(uses, at, func));
        for (place, &result) in ty.results().iter().enumerate().skip(1) {
            let slot = slot("", "results", place, ctypes.of(result));
            let ty = ctypes.of(result).erased();
            uses.results.insert((place as u32, ty));
            let _ = writeln!(body, "  {slot} = {};", result_name(place as u32, ty));
        }
        let _ = writeln!(
            out,
            "static void {name}(const union wastrel_value *args, union wastrel_value *results) {{\n{body}}}\n"
        );
    }
}

/// A value in transit, in an array of such.
fn slot(constant: &str, array: &str, place: usize, ty: CType) -> String {
    let field = match ty {
        CType::U32 => "i32",
        CType::U64 => "i64",
        CType::F32 => "f32",
        CType::F64 => "f64",
        CType::V128 => {
            // It is aligned as an i64 is.
            return format!("*({constant}unaligned_v128 *){array}[{place}].v128");
        }
        CType::Funcref | CType::Externref | CType::Anyref | CType::Exnref | CType::Object(_) => "ref",
        CType::U128 => unreachable!("it is of temporaries alone"),
    };
    format!("{array}[{place}].{field}")
}
