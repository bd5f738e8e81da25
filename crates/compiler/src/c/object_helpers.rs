//! The helpers that each type of objects has of its own: what makes objects, and what accesses the elements of arrays.

use super::objects::{ObjectHelper, type_number};
use super::{Printer, Uses};
use crate::heap::{Field, Layout, Shape, Storage};
use crate::ir::CType;
use crate::types::FIRST_OBJECT;
use std::fmt::Write;

impl Printer<'_> {
    /// The helpers of types that a file uses.
    pub(super) fn object_helpers(&self, out: &mut String, uses: &Uses) {
        for &(number, helper) in &uses.object_helpers {
            let layout = &self.objects.all()[(number - FIRST_OBJECT) as usize];
            let name = &self.names.object(layout).name;
            let function = helper.name(name);
            match &layout.shape {
                Shape::Struct { fields, size } => {
                    self.struct_helper(out, layout, helper, &function, fields, *size);
                }
                Shape::Array { element } => {
                    self.array_helper(out, layout, helper, &function, element.storage)
                }
            }
            out.push('\n');
        }
    }

    fn struct_helper(
        &self,
        out: &mut String,
        layout: &Layout,
        helper: ObjectHelper,
        function: &str,
        fields: &[Field],
        size: u32,
    ) {
        let names = self.names.object(layout);
        let zeroed = helper == ObjectHelper::Zeroed;
        let params: Vec<String> = fields
            .iter()
            .zip(&names.fields)
            .map(|(field, name)| self.declare(field.storage.value(), &format!("{name}_")))
            .collect();
        let params = if zeroed || params.is_empty() { "void".to_owned() } else { params.join(", ") };
        let name = &names.name;
        let _ = writeln!(out, "static inline struct {name} *{function}({params}) {{");
        let number = type_number(name);
        let _ = writeln!(out, "  struct {name} *object = wastrel_gc_new_struct({number}, {size});");
        for (field, name) in fields.iter().zip(&names.fields) {
            let value = match field.storage {
                Storage::Value(CType::V128) if zeroed => "(v128){0}".to_owned(),
                _ if zeroed => "0".to_owned(),
                storage => format!("{}{name}_", narrowing(storage)),
            };
            let _ = writeln!(out, "  object->{name} = {value};");
        }
        out.push_str("  return object;\n}\n");
    }

    fn array_helper(
        &self,
        out: &mut String,
        layout: &Layout,
        helper: ObjectHelper,
        function: &str,
        storage: Storage,
    ) {
        let name = &self.names.object(layout).name;
        let (number, size) = (type_number(name), storage.size());
        let value = self.declare(storage.value(), "value");
        let stored = format!("{}value", narrowing(storage));
        let make = |length: &str| {
            format!("  struct {name} *array = wastrel_gc_new_array({number}, {length}, {size});\n")
        };
        let check = "  if (index >= array->length)\n    array_out_of_bounds(array);\n";
        let text = match helper {
            ObjectHelper::New => format!(
                "static inline struct {name} *{function}({value}, u32 length) {{\n{}  for (u32 i = 0; i < length; \
                 i++)\n    array->elements[i] = {stored};\n  return array;\n}}\n",
                make("length")
            ),
            ObjectHelper::Zeroed => format!(
                "static inline struct {name} *{function}(u32 length) {{\n  return \
                 wastrel_gc_new_array_zeroed({number}, length, {size});\n}}\n"
            ),
            ObjectHelper::NewFixed(n) => {
                let params: Vec<String> =
                    (0..n).map(|i| self.declare(storage.value(), &format!("e{i}"))).collect();
                let params = if n == 0 { "void".to_owned() } else { params.join(", ") };
                let cast = narrowing(storage);
                let stores: String =
                    (0..n).map(|i| format!("  array->elements[{i}] = {cast}e{i};\n")).collect();
                format!(
                    "static inline struct {name} *{function}({params}) {{\n{}{stores}  return array;\n}}\n",
                    make(&n.to_string())
                )
            }
            ObjectHelper::Get | ObjectHelper::SignedGet => {
                let head = format!("{function}(const struct {name} *array, u32 index)");
                let head = self.declare(storage.value(), &head);
                let cast = match (storage, helper) {
                    (Storage::I8, ObjectHelper::SignedGet) => "(u32)(s32)(s8)",
                    (Storage::I16, ObjectHelper::SignedGet) => "(u32)(s32)(s16)",
                    _ => "",
                };
                format!("static inline {head} {{\n{check}  return {cast}array->elements[index];\n}}\n")
            }
            ObjectHelper::Set => {
                let barrier = match storage.is_reference() {
                    true => "  wastrel_gc_barrier(array, &array->elements[index]);\n",
                    false => "",
                };
                format!(
                    "static inline void {function}(struct {name} *array, u32 index, {value}) {{\n{check}  \
                     array->elements[index] = {stored};\n{barrier}}}\n"
                )
            }
            ObjectHelper::Fill => {
                let barrier = match storage.is_reference() {
                    true => "  wastrel_gc_barrier_range(array, &array->elements[index], n);\n",
                    false => "",
                };
                format!(
                    "static inline void {function}(struct {name} *array, u32 index, {value}, u32 n) {{\n  \
                     array_in_bounds(array, index, n);\n  for (u32 i = 0; i < n; i++)\n    array->elements[index + i] \
                     = {stored};\n{barrier}}}\n"
                )
            }
        };
        out.push_str(&text);
    }
}

/// What C wants before a value that is stored in fewer bits.
fn narrowing(storage: Storage) -> &'static str {
    match storage {
        Storage::I8 => "(u8)",
        Storage::I16 => "(u16)",
        Storage::Value(_) => "",
    }
}
