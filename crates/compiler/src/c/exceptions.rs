//! Exceptions: expressions, and what is declared for each tag.

use super::expr::ExprPrinter;
use super::objects::type_number;
use super::prec::Prec;
use super::program::Printer;
use super::{Uses, string};
use crate::heap::Shape;
use crate::index::*;
use crate::ir::*;
use std::fmt::Write;

/// Which of a tag's helpers a file uses, besides its structure.
#[derive(Clone, Copy, Default)]
pub(crate) struct TagUses {
    /// `new_exception_…`.
    pub new: bool,
    /// `thrown_…`.
    pub thrown: bool,
}

impl ExprPrinter<'_> {
    /// Expressions on exceptions.
    pub(super) fn exception(&mut self, id: ExprId) {
        match self.function.expr(id) {
            Expr::NewException(tag, args) => {
                let name = self.tag(*tag, |uses| uses.new = true);
                let _ = write!(self.out, "new_exception_{name}(");
                self.args(args);
                self.push(")");
            }
            Expr::Throw(exception) => {
                self.uses.exception = true;
                self.push("exception = ");
                self.expr(*exception, Prec::Assign);
            }
            Expr::Thrown => {
                self.uses.exception = true;
                self.helper("thrown", &[]);
            }
            Expr::ThrownTag(tag) => {
                let name = self.tag(*tag, |uses| uses.thrown = true);
                let _ = write!(self.out, "thrown_{name}()");
            }
            Expr::CatchException => {
                self.uses.exception = true;
                self.helper("catch_exception", &[]);
            }
            Expr::Payload(tag, place, exception) => {
                let name = self.tag(*tag, |_| {});
                // As for the fields of objects.
                let is_vector = self.payload_type(*tag, *place) == CType::V128;
                self.push(if is_vector { "((v128)" } else { "" });
                let _ = write!(self.out, "((const struct {name} *)");
                self.expr(*exception, Prec::Unary);
                let layout = self.objects.of_tag(self.program.instance(self.this).tags[tag.at()]);
                let _ = write!(self.out, ")->{}", self.names.object(layout).fields[*place as usize]);
                self.push(if is_vector { ")" } else { "" });
            }
            Expr::Uncaught => {
                self.uses.uncaught = true;
                self.push("uncaught_exception()");
            }
            other => unreachable!("{other:?} is printed elsewhere"),
        }
    }

    /// What objects of a tag are called, the use of which is noted.
    fn tag(&mut self, tag: TagIdx, note: impl Fn(&mut TagUses)) -> String {
        let at = self.program.instance(self.this).tags[tag.at()];
        let layout = self.objects.of_tag(at);
        note(self.uses.tags.entry(at).or_default());
        self.uses.objects.insert(layout.number);
        self.uses.heap = true;
        self.names.object(layout).name.clone()
    }

    /// What an exception carries at a place.
    pub(super) fn payload_type(&self, tag: TagIdx, place: u32) -> CType {
        let instance = self.program.instance(self.this);
        instance
            .ctypes()
            .of(instance.module.type_func(instance.module.tags[tag.at()]).params()[place as usize])
    }
}

impl Printer<'_> {
    /// Declares what a file uses of exceptions; what needs the helper `thrown` and its like stands before it.
    pub(super) fn exceptions(&self, out: &mut String, uses: &mut Uses, linkage: &str) {
        if uses.tags.values().any(|uses| uses.thrown) {
            uses.exception = true;
            uses.helpers.insert("exception_type");
        }
        if uses.exception {
            let _ = writeln!(out, "{linkage}exnref exception;");
        }
    }

    /// The helpers of the tags that a file uses.
    pub(super) fn tags(&self, out: &mut String, uses: &Uses) {
        for (&at, uses) in &uses.tags {
            let layout = self.objects.of_tag(at);
            let names = self.names.object(layout);
            let (name, number) = (&names.name, type_number(&names.name));
            if let (Shape::Struct { fields, size }, true) = (&layout.shape, uses.new) {
                let named = || fields.iter().zip(&names.fields);
                let list: Vec<String> =
                    named().map(|(field, name)| self.declare(field.storage.value(), name)).collect();
                let list = if list.is_empty() { "void".to_owned() } else { list.join(", ") };
                let sets: String = named().map(|(_, name)| format!("  new->{name} = {name};\n")).collect();
                let _ = writeln!(
                    out,
                    "static inline exnref new_exception_{name}({list}) {{\n  struct {name} *new = \
                     wastrel_gc_new_struct({number}, {size});\n{sets}  return (exnref)new;\n}}\n"
                );
            }
            if uses.thrown {
                let _ = writeln!(
                    out,
                    "static inline _Bool thrown_{name}(void) {{\n  return exception_type(exception) == \
                     {number};\n}}\n"
                );
            }
        }
    }

    /// Defines the function that ends the program because of an exception that nobody caught.
    pub(super) fn uncaught(&self, out: &mut String, uses: &mut Uses) {
        uses.exception = true;
        uses.helpers.insert("exception_type");
        let mut cases = String::new();
        for (index, instance) in self.program.instances.iter().enumerate() {
            let own = instance.tags.iter().filter(|tag| tag.0 == InstanceIdx(index as u32));
            for &at in own {
                let name = instance.module.tag_name(at.1);
                let name = string(&name.map_or(format!("<wasm tag {}>", at.1.0), str::to_owned));
                let number = self.objects.of_tag(at).number;
                let _ = writeln!(cases, "  case {number}:\n    tag = {name};\n    break;");
            }
        }
        let _ = writeln!(
            out,
            "/* Ends the program because of the pending exception. */\nstatic void uncaught_exception(void) {{\n  \
             const char *tag = \"\";\n  switch (exception_type(exception)) {{\n{cases}  }}\n  exception = 0;\n  \
             wastrel_trap_uncaught_exception(tag);\n}}\n"
        );
    }
}
