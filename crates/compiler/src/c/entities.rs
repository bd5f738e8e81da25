//! Expressions that work on memories, tables and functions.

use super::expr::ExprPrinter;
use super::helpers::TEMPLATE;
use super::objects::Signature;
use super::prec::Prec;
use super::{type_letter, type_name};
use crate::images::Image;
use crate::index::*;
use crate::ir::*;
use crate::lower::in_registers;
use crate::plan::Bounds;
use std::fmt::Write;

impl ExprPrinter<'_> {
    /// Memory and table instructions other than accesses.
    pub(super) fn bulk(&mut self, id: ExprId) {
        match self.function.expr(id) {
            Expr::MemorySize(memory) => self.memory_helper("memory_size", *memory, &[]),
            Expr::MemoryGrow(memory, pages) => self.memory_helper("memory_grow", *memory, &[*pages]),
            Expr::MemoryFill(memory, operands) => self.memory_helper("memory_fill", *memory, operands),
            Expr::MemoryCopy(to, from, operands) if to == from => {
                self.memory_helper("memory_copy", *to, operands)
            }
            Expr::MemoryCopy(to, from, [to_at, from_at, n]) => {
                self.uses.helpers.insert("memory_copy_between");
                self.push("memory_copy_between(&");
                self.memory_name(*to);
                self.push(", ");
                self.args(&[*to_at]);
                self.push(", &");
                self.memory_name(*from);
                self.push(", ");
                self.args(&[*from_at, *n]);
                self.push(")");
            }
            Expr::MemoryInit(memory, data, operands) if self.image().has(*data) => {
                self.memory_helper("memory_init_dropped", *memory, operands);
            }
            Expr::MemoryInit(memory, data, operands) => {
                self.access("memory_init", *memory);
                self.args(operands);
                self.uses.datas.insert((self.this, *data));
                let name = &self.names.datas[self.this.at()][data.at()];
                let _ = write!(self.out, ", {name}, {})", self.names.data_length(self.this, *data));
            }
            Expr::DataPlace { first, count } => self.place(*first, *count),
            // It is dropped already.
            Expr::DataDrop(data) if self.image().has(*data) => self.push("(void)0"),
            Expr::DataDrop(data) => {
                self.uses.datas.insert((self.this, *data));
                let _ = write!(self.out, "{} = 0", self.names.data_length(self.this, *data));
            }
            Expr::ElemDrop(elem) => {
                let length = self.elem_length(*elem);
                let _ = write!(self.out, "{length} = 0");
            }
            Expr::ElemSet(elem, index, value) => {
                self.elem_items(*elem);
                let _ = write!(self.out, "{}[{index}] = ", self.names.elems[self.this.at()][elem.at()]);
                self.expr(*value, Prec::Assign);
            }
            Expr::TableGet(table, index) => {
                let ty = self.program.instance(self.this).module.tables[table.at()].ty.element_type;
                let is_any = self.ctypes().of_ref(ty).erased() == CType::Anyref;
                let name = if is_any { "table_get_ref" } else { "table_get" };
                self.table_helper(name, *table, &[*index]);
            }
            Expr::TableSet(table, index, value) => self.table_helper("table_set", *table, &[*index, *value]),
            Expr::TableSize(table) => {
                let name = if self.is_table64(*table) { "table_size_64" } else { "table_size" };
                self.table_helper(name, *table, &[]);
            }
            Expr::TableGrow(table, operands) => {
                let name = if self.is_table64(*table) { "table_grow_64" } else { "table_grow" };
                self.table_helper(name, *table, operands);
            }
            Expr::TableFill(table, operands) => self.table_helper("table_fill", *table, operands),
            Expr::TableCopy(to, from, [to_at, from_at, n]) => {
                self.uses.helpers.insert("table_copy");
                self.push("table_copy(&");
                self.table_name(*to);
                self.push(", ");
                self.args(&[*to_at]);
                self.push(", &");
                self.table_name(*from);
                self.push(", ");
                self.args(&[*from_at, *n]);
                self.push(")");
            }
            Expr::TableInit(table, elem, operands) => {
                self.uses.helpers.insert("table_init");
                self.push("table_init(&");
                self.table_name(*table);
                self.push(", ");
                self.args(operands);
                self.elem_items(*elem);
                let name = &self.names.elems[self.this.at()][elem.at()];
                let length = self.elem_length(*elem);
                let _ = write!(self.out, ", {name}, {length})");
            }
            other => unreachable!("{other:?} is printed elsewhere"),
        }
    }

    fn memory(&self, memory: MemIdx) -> (InstanceIdx, MemIdx) {
        self.program.instance(self.this).memories[memory.at()]
    }

    fn memory_name(&mut self, memory: MemIdx) {
        let at = self.memory(memory);
        self.uses.memories.insert(at);
        let name = &self.names.memories[at.0.at()][at.1.at()];
        self.out.push_str(name);
    }

    /// Begins a call of the helper that accesses a memory so.
    pub(super) fn access(&mut self, mnemonic: &str, memory: MemIdx) {
        let at = self.memory(memory);
        let place = &self.layout.memories[&at];
        let suffix = match (mnemonic, place.bounds) {
            (_, Bounds::Guarded) if !place.shared => "",
            _ if mnemonic.contains("atomic") => {
                if place.shared {
                    "_shared"
                } else {
                    ""
                }
            }
            ("memory_size" | "memory_grow", Bounds::Checked64) => "_64",
            ("memory_size" | "memory_grow" | "memory_fill" | "memory_copy", _) => "",
            ("memory_init" | "memory_init_dropped" | "memory_place" | "memory_place_all", _) => "",
            (_, Bounds::Guarded) => "",
            (_, Bounds::Checked) => "_checked",
            (_, Bounds::Checked64) => "_64",
        };
        let helper = super::find_helper([TEMPLATE, mnemonic, suffix]).map_or("", |helper| helper.name);
        debug_assert!(!helper.is_empty(), "no helper for {mnemonic}{suffix}");
        self.uses.memories.insert(at);
        self.uses.memory_helpers.entry(at).or_default().insert(helper);
        let prefix = self.names.memory_prefix(at);
        self.out.push_str(&prefix);
        self.out.push_str(&helper[TEMPLATE.len()..]);
        self.out.push('(');
    }

    /// An atomic access: the address is the first operand.
    pub(super) fn atomic(&mut self, mnemonic: &str, memory: MemIdx, offset: u64, operands: &[ExprId]) {
        self.access(mnemonic, memory);
        self.args(&operands[..1]);
        let _ = write!(self.out, ", {offset}");
        for &operand in &operands[1..] {
            self.push(", ");
            self.args(&[operand]);
        }
        self.push(")");
    }

    fn memory_helper(&mut self, mnemonic: &str, memory: MemIdx, args: &[ExprId]) {
        self.access(mnemonic, memory);
        self.args(args);
        self.push(")");
    }

    pub(super) fn image(&self) -> &Image {
        &self.layout.images[self.this.at()]
    }

    fn place(&mut self, first: u32, count: u32) {
        let piece = self.image().pieces[first as usize];
        let (symbol, table) = &self.names.images[self.this.at()];
        self.uses.images.insert(self.this);
        let plus = |n: u64| if n == 0 { String::new() } else { format!(" + {n}") };
        if count == 1 {
            self.access("memory_place", piece.memory);
            let _ = write!(self.out, "{}, {symbol}{}, {})", piece.to, plus(piece.from), piece.length);
        } else {
            self.access("memory_place_all", piece.memory);
            let (first, from) = (plus(u64::from(first)), plus(piece.from));
            let _ = write!(self.out, "{table}{first}, {count}, {symbol}{from})");
        }
    }

    fn is_table64(&self, table: TableIdx) -> bool {
        self.program.instance(self.this).module.tables[table.at()].ty.table64
    }

    fn table_name(&mut self, table: TableIdx) {
        let at = self.program.instance(self.this).tables[table.at()];
        self.uses.tables.insert(at);
        let name = &self.names.tables[at.0.at()][at.1.at()];
        self.out.push_str(name);
    }

    fn table_helper(&mut self, name: &'static str, table: TableIdx, args: &[ExprId]) {
        self.uses.helpers.insert(name);
        self.push(name);
        self.push("(&");
        self.table_name(table);
        if !args.is_empty() {
            self.push(", ");
        }
        self.args(args);
        self.push(")");
    }

    pub(super) fn call(&mut self, callee: Callee, args: &[ExprId]) {
        match callee {
            Callee::Func(func) => {
                let (at, defined) = super::program::definition(self.program, self.this, func);
                self.uses.funcs.insert((at, defined));
                let names = self.names;
                self.out.push_str(&names.funcs[self.this.at()][func.at()]);
                self.push("(");
                let casts = self.argument_casts(func);
                for (i, &arg) in args.iter().enumerate() {
                    if i > 0 {
                        self.push(", ");
                    }
                    match casts.get(i).copied().flatten() {
                        Some(ty) => self.convert(ty, arg),
                        None => self.assigned(arg, Prec::Assign),
                    }
                }
                self.push(")");
                return;
            }
            Callee::Indirect { table, index, ty } => {
                self.fn_cast(ty);
                let interval = self.interval(ty);
                let helper = if interval.0 == 1 { "table_callee" } else { "table_callee_subtype" };
                self.uses.helpers.insert(helper);
                let _ = write!(self.out, "{helper}(&");
                self.table_name(table);
                self.push(", ");
                self.args(&[index]);
                let _ = write!(self.out, ", {}", interval.1);
                if interval.0 != 1 {
                    let _ = write!(self.out, ", {}", interval.0);
                }
                self.push("))");
            }
            Callee::Ref { func, ty } => {
                self.fn_cast(ty);
                self.helper("ref_callee", &[func]);
                self.push(")");
            }
        }
        self.push("(");
        self.args(args);
        self.push(")");
    }

    /// What the result of a call is cast to, if an import is known to return less than the function says itself.
    pub(super) fn result_cast(&self, callee: Callee) -> Option<CType> {
        let Callee::Func(func) = callee else { return None };
        let (known, own) = self.two_signatures(func)?;
        if known.result == own.result { None } else { known.result }
    }

    /// What each argument of a call is cast to: of an import that takes other objects than the function says itself. From and to
    /// references to any object C converts by itself.
    fn argument_casts(&self, func: FuncIdx) -> Vec<Option<CType>> {
        let Some((known, own)) = self.two_signatures(func) else { return Vec::new() };
        let cast = |(known, own)| match (known, own) {
            (CType::Object(_), CType::Object(_)) if known != own => Some(own),
            _ => None,
        };
        known.params.into_iter().zip(own.params).map(cast).collect()
    }

    /// The types that an import is known by, and those that the function has.
    fn two_signatures(&self, func: FuncIdx) -> Option<(Signature, Signature)> {
        let (at, defined) = super::program::definition(self.program, self.this, func);
        let is_import = (at, defined) != (self.this, func);
        is_import.then(|| (self.file.c_signature(self.this, func), self.file.c_signature(at, defined)))
    }

    /// How many types a type and its subtypes are, and the first's number.
    fn interval(&self, ty: TypeIdx) -> (u32, u32) {
        let interval = self.intervals[self.program.instance(self.this).canonical[ty.at()].at()];
        (interval.last - interval.first + 1, interval.first)
    }

    fn fn_cast(&mut self, ty: TypeIdx) {
        let instance = self.program.instance(self.this);
        let (ty, ctypes) = (instance.module.type_func(ty), instance.ctypes());
        let params: Vec<CType> = ty.params().iter().map(|&ty| ctypes.of(ty)).collect();
        let keep = in_registers(params.iter().copied());
        let params: Vec<CType> =
            params.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(ty, _)| ty).collect();
        let result = ty.results().first().map(|&ty| ctypes.of(ty));
        let letters: String = params.iter().map(|&ty| type_letter(ty)).collect();
        let name =
            format!("fn_{letters}_{}", result.map_or("v".to_owned(), |ty| type_letter(ty).to_string()));
        let list: Vec<&str> = params.iter().map(|&ty| type_name(ty)).collect();
        let list = if list.is_empty() { "void".to_owned() } else { list.join(", ") };
        let declaration = format!("typedef {} (*{name})({list});\n", result.map_or("void", type_name));
        let _ = write!(self.out, "(({name})");
        self.uses.fn_types.insert(name, declaration);
    }
}
