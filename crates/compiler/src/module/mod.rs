//! Decoding and validation, by wasmparser, in one pass; function bodies are kept for the lowering, which validates them
//! operator by operator as it goes.

mod hints;
mod names;

pub(crate) use hints::BranchHints;
pub(crate) use names::Names;

use crate::index::*;
use crate::{Error, Features};
use std::ops::Range;
use wasmparser::{
    ConstExpr, Data, ElementItems, ElementKind, ExternalKind, FuncToValidate, FuncType, FunctionBody,
    GlobalType, MemoryType, Parser, Payload, SubType, TableInit, TableType, TypeRef, ValidPayload, Validator,
    ValidatorResources,
};

/// A decoded module. All but the bodies of its functions is validated.
pub struct Module<'a> {
    pub(crate) types: Vec<SubType>,
    /// Recursion groups, as ranges of `types`.
    pub(crate) rec_groups: Vec<Range<u32>>,
    pub(crate) imports: Vec<Import<'a>>,
    /// The type of each function, imports first.
    pub(crate) funcs: Vec<TypeIdx>,
    /// Each table, imports first; an imported one has no initial value.
    pub(crate) tables: Vec<Table<'a>>,
    pub(crate) memories: Vec<MemoryType>,
    /// Each global, imports first; an imported one has no initial value.
    pub(crate) globals: Vec<Global<'a>>,
    /// The function type of each tag, imports first.
    pub(crate) tags: Vec<TypeIdx>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<FuncIdx>,
    pub(crate) elems: Vec<Elem<'a>>,
    pub(crate) datas: Vec<Data<'a>>,
    pub(crate) bodies: Vec<Body<'a>>,
    pub(crate) names: Names<'a>,
    pub(crate) branch_hints: BranchHints,
}

/// An import; of functions, tables, memories, globals and tags alike.
pub(crate) struct Import<'a> {
    pub module: &'a str,
    pub name: &'a str,
    pub ty: TypeRef,
}

/// A table and the value its elements begin with.
pub(crate) struct Table<'a> {
    pub ty: TableType,
    pub init: Option<ConstExpr<'a>>,
}

/// A global and its initial value.
pub(crate) struct Global<'a> {
    pub ty: GlobalType,
    pub init: Option<ConstExpr<'a>>,
}

/// An export.
pub(crate) struct Export<'a> {
    pub name: &'a str,
    pub kind: ExternalKind,
    pub index: u32,
}

/// An element segment, each item an expression or a function.
pub(crate) struct Elem<'a> {
    pub kind: ElementKind<'a>,
    pub ty: wasmparser::RefType,
    pub items: Vec<ElemItem<'a>>,
}

/// One item of an element segment.
pub(crate) enum ElemItem<'a> {
    Func(FuncIdx),
    Expr(ConstExpr<'a>),
}

/// The body of a function that the module defines.
pub(crate) struct Body<'a> {
    pub body: FunctionBody<'a>,
    validate: FuncToValidate<ValidatorResources>,
}

impl Body<'_> {
    /// A fresh validation of this body.
    pub(crate) fn to_validate(&self) -> FuncToValidate<ValidatorResources> {
        FuncToValidate {
            resources: self.validate.resources.clone(),
            index: self.validate.index,
            ty: self.validate.ty,
            features: self.validate.features,
        }
    }
}

impl<'a> Module<'a> {
    /// Decodes a binary module and validates everything but function bodies.
    ///
    /// # Errors
    /// Malformed or invalid input, and proposals that aren't supported, each with its offset.
    pub fn decode(bytes: &'a [u8]) -> Result<Module<'a>, Error> {
        let mut module = Module {
            types: Vec::new(),
            rec_groups: Vec::new(),
            imports: Vec::new(),
            funcs: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            exports: Vec::new(),
            start: None,
            elems: Vec::new(),
            datas: Vec::new(),
            bodies: Vec::new(),
            names: Names::default(),
            branch_hints: BranchHints::default(),
        };
        let mut validator = Validator::new_with_features(Features::supported());
        let mut parser = Parser::new(0);
        parser.set_features(Features::supported());
        for payload in parser.parse_all(bytes) {
            let payload = payload?;
            if let Payload::Version { encoding: wasmparser::Encoding::Component, .. } = payload {
                return Err(Error::at(0, "this is a component; Wastrel compiles core modules".to_owned()));
            }
            if let ValidPayload::Func(validate, body) = validator.payload(&payload)? {
                module.bodies.push(Body { body, validate });
            }
            module.payload(payload)?;
        }
        Ok(module)
    }

    /// Validates the function bodies too, which otherwise happens when they are lowered.
    ///
    /// # Errors
    /// As [`Module::decode`].
    pub fn validate_bodies(&self) -> Result<(), Error> {
        let mut allocations = Default::default();
        for body in &self.bodies {
            let mut validator = body.to_validate().into_validator(allocations);
            validator.validate(&body.body)?;
            allocations = validator.into_allocations();
        }
        Ok(())
    }

    fn payload(&mut self, payload: Payload<'a>) -> Result<(), Error> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    let start = self.types.len() as u32;
                    self.types.extend(group?.into_types());
                    self.rec_groups.push(start..self.types.len() as u32);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    self.import(import.module, import.name, import.ty);
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.funcs.push(TypeIdx(ty?));
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    let table = table?;
                    let init = match table.init {
                        TableInit::RefNull => None,
                        TableInit::Expr(expr) => Some(expr),
                    };
                    self.tables.push(Table { ty: table.ty, init });
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.memories.push(memory?);
                }
            }
            Payload::TagSection(section) => {
                for tag in section {
                    self.tags.push(TypeIdx(tag?.func_type_idx));
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push(Global { ty: global.ty, init: Some(global.init_expr) });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.exports.push(Export { name: export.name, kind: export.kind, index: export.index });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(FuncIdx(func)),
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    self.elem(element)?;
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    self.datas.push(data?);
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                wasmparser::KnownCustom::Name(reader) => self.names.read(reader),
                wasmparser::KnownCustom::BranchHints(reader) => self.branch_hints.read(reader),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, module: &'a str, name: &'a str, ty: TypeRef) {
        match ty {
            TypeRef::Func(index) | TypeRef::FuncExact(index) => self.funcs.push(TypeIdx(index)),
            TypeRef::Table(ty) => self.tables.push(Table { ty, init: None }),
            TypeRef::Memory(ty) => self.memories.push(ty),
            TypeRef::Global(ty) => self.globals.push(Global { ty, init: None }),
            TypeRef::Tag(ty) => self.tags.push(TypeIdx(ty.func_type_idx)),
        }
        self.imports.push(Import { module, name, ty });
    }

    fn elem(&mut self, element: wasmparser::Element<'a>) -> Result<(), Error> {
        let (ty, items) = match element.items {
            ElementItems::Functions(section) => {
                let items = section.into_iter().map(|f| Ok(ElemItem::Func(FuncIdx(f?))));
                (wasmparser::RefType::FUNC, items.collect::<Result<_, Error>>()?)
            }
            ElementItems::Expressions(ty, section) => {
                let items = section.into_iter().map(|e| Ok(ElemItem::Expr(e?)));
                (ty, items.collect::<Result<_, Error>>()?)
            }
        };
        self.elems.push(Elem { kind: element.kind, ty, items });
        Ok(())
    }

    /// The names of its exports, in order.
    pub fn export_names(&self) -> impl Iterator<Item = &'a str> {
        self.exports.iter().map(|export| export.name)
    }

    /// How many functions are imported.
    pub(crate) fn imported_funcs(&self) -> u32 {
        (self.funcs.len() - self.bodies.len()) as u32
    }

    /// The type of a function.
    pub(crate) fn func_type(&self, func: FuncIdx) -> &FuncType {
        self.type_func(self.funcs[func.at()])
    }

    /// A type that validation has found to be a function type.
    pub(crate) fn type_func(&self, ty: TypeIdx) -> &FuncType {
        self.types[ty.at()].unwrap_func()
    }

    /// The name that something is exported by.
    pub(crate) fn export_of(&self, kind: ExternalKind, index: u32) -> Option<&'a str> {
        self.exports.iter().find(|export| export.kind == kind && export.index == index).map(|e| e.name)
    }

    /// What people call a tag.
    pub(crate) fn tag_name(&self, tag: TagIdx) -> Option<&'a str> {
        self.names.tags.get(&tag.0).copied().or_else(|| self.export_of(ExternalKind::Tag, tag.0))
    }

    /// The export of this name.
    pub(crate) fn export(&self, name: &str) -> Option<&Export<'a>> {
        self.exports.iter().find(|export| export.name == name)
    }
}
