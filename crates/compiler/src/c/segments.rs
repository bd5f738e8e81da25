//! Segments, and the initial data that is made of them.

use super::Uses;
use super::program::{Printer, definition, literal_func};
use crate::index::*;
use crate::module::{Elem, ElemItem};
use std::collections::BTreeSet;
use std::fmt::Write;

impl Printer<'_> {
    /// Data segments and initial data, whose bytes stand in an object file of their own.
    pub(super) fn datas(&self, out: &mut String, uses: &Uses, linkage: &str, define: bool) {
        for &(at, data) in &uses.datas {
            let name = &self.names.datas[at.at()][data.at()];
            let segment = &self.module(at).datas[data.at()];
            let _ = writeln!(out, "extern const u8 {name}[];");
            let length = self.names.data_length(at, data);
            let value = if define { format!(" = {}", segment.data.len()) } else { String::new() };
            let _ = writeln!(out, "{linkage}u64 {length}{value};");
        }
        for &at in &uses.images {
            self.image(out, at);
        }
    }

    /// The initial data of an instance.
    fn image(&self, out: &mut String, at: InstanceIdx) {
        let image = &self.layout.images[at.at()];
        let (data, places) = &self.names.images[at.at()];
        let _ = writeln!(out, "extern const u8 {data}[];");
        if image.has_table() {
            let rows: Vec<String> =
                image.pieces.iter().map(|piece| format!("{{{}, {}}}", piece.to, piece.length)).collect();
            let lines: Vec<String> = rows.chunks(6).map(|line| line.join(", ")).collect();
            let _ = writeln!(out, "static const u64 {places}[][2] = {{\n  {}}};", lines.join(",\n  "));
        }
    }

    /// Element segments. What isn't constant in them is assigned when the module is instantiated.
    pub(super) fn elems(&self, out: &mut String, uses: &mut Uses) {
        for (index, instance) in self.program.instances.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            for (i, elem) in instance.module.elems.iter().enumerate() {
                let index = ElemIdx(i as u32);
                if self.layout.single && !uses.elems.contains(&(at, index)) {
                    continue;
                }
                let name = &self.names.elems[at.at()][i];
                let declares = matches!(elem.kind, wasmparser::ElementKind::Declared);
                let length = if declares { 0 } else { elem.items.len() };
                let linkage = self.linkage();
                let items = self.elem_items(at, elem, uses);
                // One that is only dropped refers to functions all the same.
                // And what isn't constant in one is assigned, though nothing may ever be read from it.
                let unused = |used: &BTreeSet<_>| match self.layout.single && !used.contains(&(at, index)) {
                    true => " __attribute__((unused))",
                    false => "",
                };
                let (items_unused, length_unused) = (unused(&uses.elem_items), unused(&uses.elem_lengths));
                let length_name = self.names.elem_length(at, index);
                let _ = writeln!(out, "{linkage}const void *{name}[]{items_unused} = {{\n  {items}}};");
                let _ = writeln!(out, "{linkage}u64 {length_name}{length_unused} = {length};");
            }
        }
        let funcs: Vec<_> = uses.refs.iter().copied().collect();
        uses.funcs.extend(funcs);
    }

    /// The items of an element segment, those that are no constants as 0.
    fn elem_items(&self, at: InstanceIdx, elem: &Elem, uses: &mut Uses) -> String {
        let mut items = Vec::with_capacity(elem.items.len());
        for item in &elem.items {
            let func = match item {
                ElemItem::Func(func) => Some(*func),
                ElemItem::Expr(expr) => literal_func(expr),
            };
            items.push(match func {
                Some(func) => {
                    let (at, func) = definition(self.program, at, func);
                    uses.refs.insert((at, func));
                    uses.funcs.insert((at, func));
                    format!("&ref_{}", self.names.funcs[at.at()][func.at()])
                }
                None => "0".to_owned(),
            });
        }
        if items.is_empty() {
            items.push("0".to_owned());
        }
        items.join(",\n  ")
    }
}
