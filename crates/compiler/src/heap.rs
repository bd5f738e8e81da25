//! The objects of a program: how structs, arrays and exceptions lie in memory, and what number the collector knows each type by.
//!
//! An object begins with four bytes that tell its type; see `wastrel_gc.h`. A field lies at the lowest free place that fits it, so
//! that a subtype, which begins with the fields of its supertype, has them where that has them; the first may be in the upper half
//! of the first word.

use crate::index::*;
use crate::ir::CType;
use crate::program::Program;
use crate::types::{FIRST_OBJECT, Kind, TypeInterval};
use std::collections::BTreeMap;
use wasmparser::{CompositeInnerType, FieldType, StorageType};

/// All layouts of a program, in the order of their numbers.
pub(crate) struct Layouts {
    layouts: Vec<Layout>,
    types: BTreeMap<CanonicalType, u32>,
    tags: BTreeMap<(InstanceIdx, TagIdx), u32>,
    intervals: Vec<TypeInterval>,
    structs: u32,
    arrays: u32,
}

/// How the objects of a type lie in memory.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The number of the type.
    pub number: u32,
    pub origin: Origin,
    pub shape: Shape,
}

/// What a layout is the layout of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Type(CanonicalType),
    /// The exceptions of a tag, by where it is defined. The fields are what they carry.
    Tag(InstanceIdx, TagIdx),
}

/// What an object consists of.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// The fields in their order, and how many bytes it takes.
    Struct {
        fields: Vec<Field>,
        size: u32,
    },
    Array {
        element: Field,
    },
}

/// A field, or the elements of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub storage: Storage,
    pub mutable: bool,
    /// Where it is, in bytes from the beginning of the object.
    pub offset: u32,
}

/// How a value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    I8,
    I16,
    Value(CType),
}

impl Storage {
    /// How many bytes it takes.
    pub(crate) fn size(self) -> u32 {
        match self {
            Storage::I8 => 1,
            Storage::I16 => 2,
            Storage::Value(ty) => ty.size(),
        }
    }

    /// The type of values that are read from it.
    pub(crate) fn value(self) -> CType {
        match self {
            Storage::I8 | Storage::I16 => CType::U32,
            Storage::Value(ty) => ty,
        }
    }

    /// Whether the collector looks at it.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Storage::Value(ty) if ty.may_be_object())
    }
}

impl Layout {
    /// Which words of a struct hold references: bit `i % 64` of word `i / 64` for each.
    pub(crate) fn reference_map(&self) -> Vec<u64> {
        let Shape::Struct { fields, size } = &self.shape else { return Vec::new() };
        let mut map = vec![0; (*size as usize / 8).div_ceil(64)];
        for field in fields.iter().filter(|field| field.storage.is_reference()) {
            let word = field.offset as usize / 8;
            map[word / 64] |= 1 << (word % 64);
        }
        map
    }
}

impl Layouts {
    /// The layouts of a program's types and tags.
    pub(crate) fn new(program: &Program, intervals: &[TypeInterval]) -> Layouts {
        let mut layouts = Layouts {
            layouts: Vec::new(),
            types: BTreeMap::new(),
            tags: BTreeMap::new(),
            intervals: intervals.to_vec(),
            structs: program.types.count(Kind::Struct),
            arrays: program.types.count(Kind::Array),
        };
        for instance in &program.instances {
            let ctypes = instance.ctypes();
            for (ty, &canonical) in instance.module.types.iter().zip(&instance.canonical) {
                let interval = intervals[canonical.at()];
                let field = |field: &FieldType| {
                    let storage = match field.element_type {
                        StorageType::I8 => Storage::I8,
                        StorageType::I16 => Storage::I16,
                        StorageType::Val(ty) => Storage::Value(ctypes.of(ty)),
                    };
                    Field { storage, mutable: field.mutable, offset: 8 }
                };
                let shape = match &ty.composite_type.inner {
                    CompositeInnerType::Struct(ty) => place(ty.fields.iter().map(field).collect()),
                    CompositeInnerType::Array(ty) => Shape::Array { element: field(&ty.0) },
                    CompositeInnerType::Func(_) | CompositeInnerType::Cont(_) => continue,
                };
                if layouts.types.insert(canonical, interval.first - FIRST_OBJECT).is_none() {
                    let origin = Origin::Type(canonical);
                    layouts.layouts.push(Layout { number: interval.first, origin, shape });
                }
            }
        }
        layouts.layouts.sort_by_key(|layout| layout.number);
        layouts.tags(program);
        layouts
    }

    /// An exception is an object with what it carries for fields; its type's number tells its tag.
    fn tags(&mut self, program: &Program) {
        for (index, instance) in program.instances.iter().enumerate() {
            let this = InstanceIdx(index as u32);
            let ctypes = instance.ctypes();
            for &(at, tag) in instance.tags.iter().filter(|tag| tag.0 == this) {
                let ty = instance.module.type_func(instance.module.tags[tag.at()]);
                let fields = ty.params().iter().map(|&ty| {
                    let storage = Storage::Value(ctypes.of(ty));
                    Field { storage, mutable: false, offset: 0 }
                });
                let number = FIRST_OBJECT + self.layouts.len() as u32;
                self.tags.insert((at, tag), self.layouts.len() as u32);
                self.layouts.push(Layout {
                    number,
                    origin: Origin::Tag(at, tag),
                    shape: place(fields.collect()),
                });
            }
        }
    }

    /// All of them, in the order of their numbers, from [`FIRST_OBJECT`] on.
    pub(crate) fn all(&self) -> &[Layout] {
        &self.layouts
    }

    /// The layout of a struct or array type.
    pub(crate) fn of(&self, ty: CanonicalType) -> &Layout {
        &self.layouts[self.types[&ty] as usize]
    }

    /// The numbers of a type and its subtypes.
    pub(crate) fn interval(&self, ty: CanonicalType) -> TypeInterval {
        self.intervals[ty.at()]
    }

    /// The number of the first struct type and how many there are.
    pub(crate) fn structs(&self) -> (u32, u32) {
        (FIRST_OBJECT, self.structs)
    }

    /// The number of the first array type and how many there are.
    pub(crate) fn arrays(&self) -> (u32, u32) {
        (FIRST_OBJECT + self.structs, self.arrays)
    }

    /// The layout of a tag's exceptions, by where the tag is defined.
    pub(crate) fn of_tag(&self, tag: (InstanceIdx, TagIdx)) -> &Layout {
        &self.layouts[self.tags[&tag] as usize]
    }
}

/// Gives each field of a struct its place, in their order.
fn place(mut fields: Vec<Field>) -> Shape {
    // What is free between fields: ranges of bytes, in order.
    let mut holes: Vec<(u32, u32)> = vec![(4, 8)];
    let mut end = 8;
    for field in &mut fields {
        let size = field.storage.size();
        let aligned = |at: u32| at.next_multiple_of(size.min(8));
        let hole = holes.iter().position(|&(from, to)| aligned(from) + size <= to);
        let Some(hole) = hole else {
            field.offset = aligned(end);
            if field.offset > end {
                holes.push((end, field.offset));
            }
            end = field.offset + size;
            continue;
        };
        let (from, to) = holes.remove(hole);
        field.offset = aligned(from);
        let rest = [(from, field.offset), (field.offset + size, to)];
        let rest: Vec<_> = rest.into_iter().filter(|(from, to)| from < to).collect();
        holes.splice(hole..hole, rest);
    }
    Shape::Struct { fields, size: end.next_multiple_of(8) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets(storages: &[Storage]) -> (Vec<u32>, u32) {
        let fields = storages.iter().map(|&storage| Field { storage, mutable: true, offset: 0 }).collect();
        match place(fields) {
            Shape::Struct { fields, size } => (fields.iter().map(|field| field.offset).collect(), size),
            Shape::Array { .. } => unreachable!("a struct was placed"),
        }
    }

    const I32: Storage = Storage::Value(CType::U32);
    const I64: Storage = Storage::Value(CType::U64);
    const REF: Storage = Storage::Value(CType::Anyref);

    #[test]
    fn the_upper_half_of_the_header_is_used() {
        assert_eq!(offsets(&[I32]), (vec![4], 8));
        assert_eq!(offsets(&[REF, I32]), (vec![8, 4], 16));
        assert_eq!(offsets(&[Storage::I8, Storage::I16, I64]), (vec![4, 6, 8], 16));
    }

    #[test]
    fn holes_are_filled() {
        assert_eq!(offsets(&[I32, Storage::I8, I64, I32, Storage::I16]), (vec![4, 8, 16, 12, 10], 24));
    }

    #[test]
    fn a_struct_begins_with_the_fields_of_its_supertype_where_that_has_them() {
        let all = [I32, Storage::I8, REF, Storage::I16, I64, Storage::I8, I32];
        let (whole, _) = offsets(&all);
        for n in 0..all.len() {
            assert_eq!(offsets(&all[..n]).0, whole[..n]);
        }
    }

    #[test]
    fn the_map_tells_where_references_are() {
        let field = |storage, offset| Field { storage, mutable: true, offset };
        let layout = Layout {
            number: 2,
            origin: Origin::Type(CanonicalType(0)),
            shape: Shape::Struct { fields: vec![field(REF, 8), field(I64, 16), field(REF, 520)], size: 528 },
        };
        assert_eq!(layout.reference_map(), [2, 2]);
    }
}
