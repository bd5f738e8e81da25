//! Structs and arrays: made, looked at, changed.

use wasm_encoder::{FieldType, HeapType, Instruction, RefType, StorageType, ValType};

use super::body::Body;
use super::shape::{DROPPED_DATA, ELEMENTS, KEPT_DATA};
use super::types::Kind;

/// A field of structs, or the elements of arrays.
#[derive(Clone, Copy)]
struct Place {
    at: u32,
    /// None for an array.
    field: Option<u32>,
    ty: FieldType,
}

/// An array, and an index or the first of some, in locals.
struct Slice {
    at: u32,
    array: u32,
    index: u32,
}

fn object(at: u32, nullable: bool) -> RefType {
    RefType { nullable, heap_type: HeapType::Concrete(at) }
}

impl Body<'_> {
    /// All places in objects.
    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for at in self.shape.types.objects() {
            match self.shape.types.kind(at) {
                Kind::Struct(fields) => {
                    let place = |(field, &ty): (usize, _)| Place { at, field: Some(field as u32), ty };
                    places.extend(fields.iter().enumerate().map(place));
                }
                Kind::Array(ty) => places.push(Place { at, field: None, ty: *ty }),
                Kind::Func(..) => {}
            }
        }
        places
    }

    /// A struct or an array of this type.
    pub(super) fn new_object(&mut self, at: u32, depth: u32) {
        match self.shape.types.kind(at).clone() {
            Kind::Struct(fields) => {
                let defaultable = fields.iter().all(|field| field.element_type.is_defaultable());
                if defaultable && self.random.one_in(3) {
                    return self.put(Instruction::StructNewDefault(at));
                }
                for field in &fields {
                    self.value(field.element_type.unpack(), depth - 1);
                }
                self.put(Instruction::StructNew(at));
            }
            Kind::Array(field) => self.new_array(at, field, depth),
            Kind::Func(..) => {}
        }
    }

    fn new_array(&mut self, at: u32, field: FieldType, depth: u32) {
        let element = field.element_type.unpack();
        match self.random.below(5) {
            0 if field.element_type.is_defaultable() => {
                self.length(depth);
                self.put(Instruction::ArrayNewDefault(at));
            }
            1 if !matches!(element, ValType::Ref(_)) => {
                self.small(32, false, depth - 1);
                self.small(8, false, depth - 1);
                let array_data_index = self.data_segment();
                self.put(Instruction::ArrayNewData { array_type_index: at, array_data_index });
            }
            1 | 2 if matches!(element, ValType::Ref(_)) => {
                let Some(array_elem_index) = self.segment_for(element) else {
                    return self.array_of_elements(at, element, depth);
                };
                self.small(ELEMENTS / 2, false, depth - 1);
                self.small(ELEMENTS / 2, false, depth - 1);
                self.put(Instruction::ArrayNewElem { array_type_index: at, array_elem_index });
            }
            3 => {
                self.value(element, depth - 1);
                self.length(depth);
                self.put(Instruction::ArrayNew(at));
            }
            _ => self.array_of_elements(at, element, depth),
        }
    }

    fn array_of_elements(&mut self, at: u32, element: ValType, depth: u32) {
        let size = self.random.below(5) as u32;
        (0..size).for_each(|_| self.value(element, depth - 1));
        self.put(Instruction::ArrayNewFixed { array_type_index: at, array_size: size });
    }

    /// A length, mostly small, now and then so large that the array lies elsewhere.
    fn length(&mut self, depth: u32) {
        let limit = if self.random.one_in(30) { 0x2000 } else { 8 };
        self.small(limit, false, depth - 1);
    }

    /// A segment of data that is there.
    fn data_segment(&mut self) -> u32 {
        if self.shape.features.traps && self.random.one_in(4) { DROPPED_DATA } else { KEPT_DATA }
    }

    /// A segment whose elements may be elements of this type.
    fn segment_for(&mut self, element: ValType) -> Option<u32> {
        let fits = |segment: &u32| {
            let ty = self.shape.segments[*segment as usize];
            self.shape.types.is(ValType::Ref(ty), element)
        };
        let segments: Vec<_> = [1, 3, 4].into_iter().filter(fits).collect();
        if segments.is_empty() { None } else { Some(self.random.pick(&segments)) }
    }

    /// A value that comes of an object.
    pub(super) fn of_object(&mut self, ty: ValType, depth: u32) {
        if ty == ValType::I32 && self.random.one_in(3) {
            return self.about_object(depth);
        }
        let mut places = self.places();
        places.retain(|place| self.shape.types.is(place.ty.element_type.unpack(), ty));
        if places.is_empty() || !self.shape.features.objects {
            return self.leaf(ty);
        }
        let place = self.random.pick(&places);
        let struct_type_index = place.at;
        let signed = self.random.one_in(2);
        let packed = !matches!(place.ty.element_type, StorageType::Val(_));
        let Some(field_index) = place.field else {
            let get = match (packed, signed) {
                (false, _) => Instruction::ArrayGet(place.at),
                (true, true) => Instruction::ArrayGetS(place.at),
                (true, false) => Instruction::ArrayGetU(place.at),
            };
            return self.element(place.at, ty, get, depth);
        };
        self.object(place.at, depth - 1);
        self.put(match (packed, signed) {
            (false, _) => Instruction::StructGet { struct_type_index, field_index },
            (true, true) => Instruction::StructGetS { struct_type_index, field_index },
            (true, false) => Instruction::StructGetU { struct_type_index, field_index },
        });
    }

    /// An object of a type: not null, unless there may be traps.
    fn object(&mut self, at: u32, depth: u32) {
        let nullable = self.shape.features.traps && self.random.one_in(3);
        self.reference(object(at, nullable), depth);
    }

    /// A number about a reference.
    fn about_object(&mut self, depth: u32) {
        let i31 = RefType { nullable: self.shape.features.traps && self.random.one_in(3), ..RefType::I31REF };
        match self.random.below(6) {
            0 => {
                self.reference(i31, depth - 1);
                let signed = self.random.one_in(2);
                self.put(if signed { Instruction::I31GetS } else { Instruction::I31GetU });
            }
            1 => {
                let arrays: Vec<_> =
                    self.shape.types.objects().filter(|&at| self.shape.types.is_array(at)).collect();
                let array = self.random.pick(&arrays);
                if self.random.one_in(2) {
                    self.object(array, depth - 1);
                } else {
                    self.reference(RefType { nullable: false, ..RefType::ARRAYREF }, depth - 1);
                }
                self.put(Instruction::ArrayLen);
            }
            _ => self.question(depth),
        }
    }

    /// An element of an array, if it has any there.
    fn element(&mut self, at: u32, ty: ValType, get: Instruction<'static>, depth: u32) {
        if self.shape.features.traps && self.random.one_in(2) {
            self.object(at, depth - 1);
            self.small(4, false, depth - 1);
            return self.put(get);
        }
        let slice = self.slice(at, depth);
        let (array, index) = (slice.array, slice.index);
        self.put_all([
            Instruction::LocalGet(index),
            Instruction::LocalGet(array),
            Instruction::ArrayLen,
            Instruction::I32LtU,
        ]);
        self.open_if(&[ty]);
        self.put_all([Instruction::LocalGet(array), Instruction::LocalGet(index), get, Instruction::Else]);
        self.leaf(ty);
        self.close();
    }

    /// Two that may trap, each in its own ways: which of them does shows which came first.
    pub(super) fn rivals(&mut self) {
        (0..2).for_each(|_| self.may_trap());
        self.put(Instruction::I32Xor);
    }

    /// A number, if it doesn't trap.
    fn may_trap(&mut self) {
        let mut arrays = self.places();
        arrays
            .retain(|place| place.field.is_none() && place.ty.element_type == StorageType::Val(ValType::I32));
        match self.random.below(6) {
            0 => {
                self.leaf(ValType::I32);
                self.leaf(ValType::I32);
                self.put(Instruction::I32DivU);
            }
            1 => {
                self.leaf(ValType::F64);
                self.put(Instruction::I32TruncF64S);
            }
            2..6 if !arrays.is_empty() => {
                let at = self.random.pick(&arrays).at;
                if self.random.one_in(3) {
                    self.put(Instruction::RefNull(HeapType::Concrete(at)));
                } else {
                    self.reference_leaf(object(at, true));
                }
                self.small(8, false, 0);
                self.put(Instruction::ArrayGet(at));
            }
            _ => self.leaf(ValType::I32),
        }
    }

    /// An array and an index.
    fn slice(&mut self, at: u32, depth: u32) -> Slice {
        self.reference(object(at, false), depth - 1);
        let limit = self.random.pick(&[2, 8]);
        self.small(limit, false, depth - 1);
        let (array, index) = (self.fresh(ValType::Ref(object(at, true))), self.fresh(ValType::I32));
        self.put_all([Instruction::LocalSet(index), Instruction::LocalSet(array)]);
        Slice { at, array, index }
    }

    /// Whether so many elements are in it, if that may not be so.
    fn contains(&mut self, slice: &Slice, count: u32) {
        self.put_all([
            Instruction::LocalGet(slice.index),
            Instruction::LocalGet(count),
            Instruction::I32Add,
            Instruction::LocalGet(slice.array),
            Instruction::ArrayLen,
            Instruction::I32LeU,
        ]);
        if self.shape.features.traps && self.random.one_in(3) {
            self.put_all([Instruction::I32Const(1), Instruction::I32Or]);
        }
    }

    /// An object is changed.
    pub(super) fn object_statement(&mut self) {
        if self.random.one_in(3) {
            return self.refer_to_new();
        }
        let mut places = self.places();
        places.retain(|place| place.ty.mutable);
        if places.iter().any(|place| place.field.is_none()) && self.random.one_in(2) {
            // More is done to arrays, of which there are few.
            places.retain(|place| place.field.is_none());
        }
        if places.is_empty() {
            return self.call_statement();
        }
        let place = self.random.pick(&places);
        let value = place.ty.element_type.unpack();
        match place.field {
            Some(field_index) => {
                self.object(place.at, 4);
                self.value(value, 4);
                self.put(Instruction::StructSet { struct_type_index: place.at, field_index });
            }
            None if self.random.one_in(2) => {
                let slice = self.slice(place.at, 4);
                self.put_all([
                    Instruction::LocalGet(slice.index),
                    Instruction::LocalGet(slice.array),
                    Instruction::ArrayLen,
                    Instruction::I32LtU,
                ]);
                self.open_if(&[]);
                self.put_all([Instruction::LocalGet(slice.array), Instruction::LocalGet(slice.index)]);
                self.value(value, 4);
                self.put(Instruction::ArraySet(place.at));
                self.close();
            }
            None => self.elements(place),
        }
    }

    /// An object that was there from the start comes to refer to a new one, to which nothing else does: a collector that looks
    /// at new objects alone has to be told.
    fn refer_to_new(&mut self) {
        let mut places = self.places();
        places.retain(|place| {
            place.ty.mutable
                && matches!(place.ty.element_type, StorageType::Val(ValType::Ref(ty)) if self.has_objects(ty))
        });
        if places.is_empty() {
            return self.call_statement();
        }
        let place = self.random.pick(&places);
        let ValType::Ref(ty) = place.ty.element_type.unpack() else { return };
        let old = Instruction::GlobalGet(self.shape.constant_of(place.at));
        let new = RefType { nullable: false, ..ty };
        let Some(field_index) = place.field else {
            let index = self.random.below(4) as i32;
            self.put_all([
                old.clone(),
                Instruction::ArrayLen,
                Instruction::I32Const(index),
                Instruction::I32GtU,
            ]);
            self.open_if(&[]);
            self.put_all([old, Instruction::I32Const(index)]);
            self.new_reference(new, 3);
            self.put(Instruction::ArraySet(place.at));
            return self.close();
        };
        self.put(old);
        self.new_reference(new, 3);
        self.put(Instruction::StructSet { struct_type_index: place.at, field_index });
    }

    /// Whether references of this type may be to objects.
    fn has_objects(&self, ty: RefType) -> bool {
        let types = &self.shape.types;
        types.objects().any(|at| types.heap_is(HeapType::Concrete(at), ty.heap_type))
    }

    /// Several elements of an array are changed.
    fn elements(&mut self, place: Place) {
        let to = self.slice(place.at, 4);
        let count = self.fresh(ValType::I32);
        self.small(4, false, 3);
        self.put(Instruction::LocalSet(count));
        let element = place.ty.element_type.unpack();
        let is_reference = matches!(element, ValType::Ref(_));
        match self.random.below(4) {
            0 => {
                self.begin_elements(&to, count);
                self.value(element, 4);
                self.put_all([Instruction::LocalGet(count), Instruction::ArrayFill(place.at)]);
            }
            1 if is_reference && self.segment_for(element).is_some() => {
                let array_elem_index = self.segment_for(element).unwrap_or_default();
                self.begin_elements(&to, count);
                self.small(ELEMENTS / 2, false, 3);
                self.put(Instruction::LocalGet(count));
                self.put(Instruction::ArrayInitElem { array_type_index: place.at, array_elem_index });
            }
            1 if !is_reference => {
                let array_data_index = self.data_segment();
                self.begin_elements(&to, count);
                self.small(32, false, 3);
                self.put(Instruction::LocalGet(count));
                self.put(Instruction::ArrayInitData { array_type_index: place.at, array_data_index });
            }
            _ => {
                let mut sources = self.places();
                sources.retain(|source| {
                    source.field.is_none()
                        && match (source.ty.element_type, place.ty.element_type) {
                            (StorageType::Val(from), StorageType::Val(to)) => self.shape.types.is(from, to),
                            (from, to) => from == to,
                        }
                });
                let from = self.random.pick(&sources).at;
                let from = self.slice(from, 4);
                self.contains(&from, count);
                self.open_if(&[]);
                self.begin_elements(&to, count);
                self.put_all([
                    Instruction::LocalGet(from.array),
                    Instruction::LocalGet(from.index),
                    Instruction::LocalGet(count),
                    Instruction::ArrayCopy { array_type_index_dst: place.at, array_type_index_src: from.at },
                ]);
                self.close();
            }
        }
        self.close();
    }

    fn begin_elements(&mut self, to: &Slice, count: u32) {
        self.contains(to, count);
        self.open_if(&[]);
        self.put_all([Instruction::LocalGet(to.array), Instruction::LocalGet(to.index)]);
    }
}
