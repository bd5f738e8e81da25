//! The type graph of a program: which types of which modules are the same, and which are subtypes of which.
//!
//! Types are canonicalised by recursion group (spec 3.3.2 "type equivalence"): two groups are the same if they have the same
//! shape once references inside the group are written relative to it and references outside as canonical types.

use crate::index::{CanonicalType, TypeIdx};
use crate::ir::CType;
use crate::module::Module;
use std::collections::HashMap;
use wasmparser::{
    AbstractHeapType as Heap, CompositeInnerType, HeapType, PackedIndex, RefType, StorageType, SubType,
    UnpackedIndex, ValType,
};

/// The canonical types of a program.
#[derive(Default)]
pub(crate) struct TypeGraph {
    groups: HashMap<String, u32>,
    supertypes: Vec<Option<CanonicalType>>,
    kinds: Vec<Kind>,
}

/// What a type describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Func,
    Struct,
    Array,
    Cont,
}

impl Kind {
    /// What a type describes.
    pub(crate) fn of(ty: &SubType) -> Kind {
        match &ty.composite_type.inner {
            CompositeInnerType::Func(_) => Kind::Func,
            CompositeInnerType::Struct(_) => Kind::Struct,
            CompositeInnerType::Array(_) => Kind::Array,
            CompositeInnerType::Cont(_) => Kind::Cont,
        }
    }
}

/// The number of the first type of objects. Below it the type table has an entry of the collector's own and one that stands for
/// what is the host's.
pub(crate) const FIRST_OBJECT: u32 = 2;

/// The numbers of a type and its subtypes: a type numbered `first..=last` is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TypeInterval {
    pub first: u32,
    pub last: u32,
}

impl TypeGraph {
    /// Adds the types of a module: the canonical type of each.
    pub(crate) fn add(&mut self, module: &Module) -> Vec<CanonicalType> {
        let mut canonical: Vec<CanonicalType> = Vec::with_capacity(module.types.len());
        for group in &module.rec_groups {
            let types = &module.types[group.start as usize..group.end as usize];
            let spell = |index: PackedIndex| spell_index(index, group.start, &canonical);
            let key = types.iter().map(|ty| spell_sub_type(ty, &spell)).collect::<Vec<_>>().join(";");
            let first = match self.groups.get(&key) {
                Some(&first) => first,
                None => {
                    let first = self.supertypes.len() as u32;
                    for ty in types {
                        let supertype = ty.supertype_idxs.first().map(|index| match index.unpack() {
                            UnpackedIndex::Module(i) if i >= group.start => {
                                CanonicalType(first + i - group.start)
                            }
                            UnpackedIndex::Module(i) => canonical[i as usize],
                            UnpackedIndex::RecGroup(i) => CanonicalType(first + i),
                            UnpackedIndex::Id(_) => unreachable!("types are read as they are in the module"),
                        });
                        self.supertypes.push(supertype);
                        self.kinds.push(Kind::of(ty));
                    }
                    self.groups.insert(key, first);
                    first
                }
            };
            canonical.extend((0..types.len() as u32).map(|i| CanonicalType(first + i)));
        }
        canonical
    }

    /// How many types there are.
    pub(crate) fn len(&self) -> usize {
        self.supertypes.len()
    }

    /// Whether one type is another or declared (transitively) as its subtype.
    pub(crate) fn is_subtype(&self, ty: CanonicalType, of: CanonicalType) -> bool {
        let mut ty = Some(ty);
        while let Some(this) = ty {
            if this == of {
                return true;
            }
            ty = self.supertypes[this.at()];
        }
        false
    }

    /// What a type describes.
    pub(crate) fn kind(&self, ty: CanonicalType) -> Kind {
        self.kinds[ty.at()]
    }

    /// What a type is declared to be a subtype of.
    pub(crate) fn supertype(&self, ty: CanonicalType) -> Option<CanonicalType> {
        self.supertypes[ty.at()]
    }

    /// Numbers the types depth first, so that the subtypes of a type are an interval that begins with it. Functions are numbered from
    /// 0 on; structs from [`FIRST_OBJECT`] on, and then arrays, so that all structs are an interval, and all objects.
    pub(crate) fn intervals(&self) -> Vec<TypeInterval> {
        let mut children = vec![Vec::new(); self.supertypes.len()];
        let mut roots = Vec::new();
        for (index, supertype) in self.supertypes.iter().enumerate() {
            match supertype {
                Some(supertype) => children[supertype.at()].push(index),
                None => roots.push(index),
            }
        }
        let mut intervals = vec![TypeInterval { first: 0, last: 0 }; self.supertypes.len()];
        let mut next = 0;
        for kind in [Kind::Func, Kind::Struct, Kind::Array] {
            if kind == Kind::Struct {
                next = FIRST_OBJECT;
            }
            let roots = roots.iter().rev().filter(|&&root| self.kinds[root] == kind);
            let mut work: Vec<(usize, bool)> = roots.map(|&root| (root, false)).collect();
            while let Some((index, done)) = work.pop() {
                if done {
                    intervals[index].last = next - 1;
                    continue;
                }
                intervals[index].first = next;
                next += 1;
                work.push((index, true));
                work.extend(children[index].iter().rev().map(|&child| (child, false)));
            }
        }
        intervals
    }

    /// How many types describe this.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        self.kinds.iter().filter(|&&this| this == kind).count() as u32
    }
}

/// The types of a module as C has them.
#[derive(Clone, Copy)]
pub(crate) struct CTypes<'m> {
    pub types: &'m [SubType],
    pub canonical: &'m [CanonicalType],
}

impl CTypes<'_> {
    /// The C type of values of this type.
    pub(crate) fn of(self, ty: ValType) -> CType {
        match ty {
            ValType::I32 => CType::U32,
            ValType::I64 => CType::U64,
            ValType::F32 => CType::F32,
            ValType::F64 => CType::F64,
            ValType::V128 => CType::V128,
            ValType::Ref(ty) => self.of_ref(ty),
        }
    }

    /// The C type of references of this type.
    pub(crate) fn of_ref(self, ty: RefType) -> CType {
        if let Some(index) = ty.type_index().and_then(|index| index.unpack().as_module_index()) {
            return match Kind::of(&self.types[index as usize]) {
                Kind::Struct | Kind::Array => CType::Object(self.canonical[index as usize]),
                Kind::Func | Kind::Cont => CType::Funcref,
            };
        }
        match abstract_heap(ty) {
            Some(Heap::Extern | Heap::NoExtern) => CType::Externref,
            Some(Heap::Func | Heap::NoFunc) | None => CType::Funcref,
            Some(Heap::Exn | Heap::NoExn) => CType::Exnref,
            Some(_) => CType::Anyref,
        }
    }
}

/// A value type of a module, comparable across modules: references to its types are canonical.
pub(crate) fn spell_val_type(ty: ValType, canonical: &[CanonicalType]) -> String {
    spell_val(ty, &|index| spell_index(index, u32::MAX, canonical))
}

/// Whether a value of one reference type can stand for another across modules (spec 3.3.5 matching), each in its module.
pub(crate) fn ref_matches(
    graph: &TypeGraph,
    sub: (RefType, &[CanonicalType]),
    sup: (RefType, &[CanonicalType]),
) -> bool {
    let nullable = !sub.0.is_nullable() || sup.0.is_nullable();
    let concrete = |ty: RefType, canonical: &[CanonicalType]| {
        ty.type_index().and_then(|index| index.unpack().as_module_index()).map(|i| canonical[TypeIdx(i).at()])
    };
    let heap = match (concrete(sub.0, sub.1), concrete(sup.0, sup.1)) {
        (Some(sub), Some(sup)) => graph.is_subtype(sub, sup),
        (Some(sub), None) => match abstract_heap(sup.0) {
            Some(Heap::Func) => graph.kind(sub) == Kind::Func,
            Some(Heap::Struct) => graph.kind(sub) == Kind::Struct,
            Some(Heap::Array) => graph.kind(sub) == Kind::Array,
            Some(Heap::Any | Heap::Eq) => matches!(graph.kind(sub), Kind::Struct | Kind::Array),
            _ => false,
        },
        (None, Some(sup)) => match abstract_heap(sub.0) {
            Some(Heap::NoFunc) => graph.kind(sup) == Kind::Func,
            Some(Heap::None) => matches!(graph.kind(sup), Kind::Struct | Kind::Array),
            _ => false,
        },
        (None, None) => match (abstract_heap(sub.0), abstract_heap(sup.0)) {
            (Some(sub), Some(sup)) => abstract_matches(sub, sup),
            _ => false,
        },
    };
    nullable && heap
}

fn abstract_heap(ty: RefType) -> Option<Heap> {
    match ty.heap_type() {
        HeapType::Abstract { ty, .. } => Some(ty),
        HeapType::Concrete(_) | HeapType::Exact(_) => None,
    }
}

fn abstract_matches(sub: Heap, sup: Heap) -> bool {
    sub == sup
        || match sup {
            Heap::Func => sub == Heap::NoFunc,
            Heap::Extern => sub == Heap::NoExtern,
            Heap::Exn => sub == Heap::NoExn,
            Heap::Any => matches!(sub, Heap::Eq | Heap::I31 | Heap::Struct | Heap::Array | Heap::None),
            Heap::Eq => matches!(sub, Heap::I31 | Heap::Struct | Heap::Array | Heap::None),
            Heap::I31 | Heap::Struct | Heap::Array => sub == Heap::None,
            _ => false,
        }
}

fn spell_index(index: PackedIndex, group: u32, canonical: &[CanonicalType]) -> String {
    match index.unpack() {
        UnpackedIndex::Module(i) if i >= group => format!("rec{}", i - group),
        UnpackedIndex::Module(i) => format!("#{}", canonical[i as usize].0),
        UnpackedIndex::RecGroup(i) => format!("rec{i}"),
        UnpackedIndex::Id(_) => unreachable!("types are read as they are in the module"),
    }
}

fn spell_sub_type(ty: &SubType, index: &dyn Fn(PackedIndex) -> String) -> String {
    let supertypes: Vec<String> = ty.supertype_idxs.iter().map(|&i| index(i)).collect();
    let list = |types: &[ValType]| types.iter().map(|&ty| spell_val(ty, index)).collect::<Vec<_>>().join(" ");
    let field = |field: &wasmparser::FieldType| {
        let mutable = if field.mutable { "mut " } else { "" };
        match field.element_type {
            StorageType::I8 => format!("{mutable}i8"),
            StorageType::I16 => format!("{mutable}i16"),
            StorageType::Val(ty) => format!("{mutable}{}", spell_val(ty, index)),
        }
    };
    let composite = match &ty.composite_type.inner {
        CompositeInnerType::Func(ty) => format!("func {} -> {}", list(ty.params()), list(ty.results())),
        CompositeInnerType::Struct(ty) => {
            format!("struct {}", ty.fields.iter().map(field).collect::<Vec<_>>().join(","))
        }
        CompositeInnerType::Array(ty) => format!("array {}", field(&ty.0)),
        CompositeInnerType::Cont(_) => "cont".to_owned(),
    };
    let finality = if ty.is_final { "final" } else { "open" };
    format!("{finality} {} {composite}", supertypes.join(" "))
}

fn spell_val(ty: ValType, index: &dyn Fn(PackedIndex) -> String) -> String {
    match ty {
        ValType::Ref(ty) => {
            let null = if ty.is_nullable() { "null " } else { "" };
            match ty.type_index() {
                Some(i) => format!("(ref {null}{})", index(i)),
                None => format!("(ref {null}{:?})", ty.heap_type()),
            }
        }
        ty => ty.to_string(),
    }
}
