//! Values of references.

use wasm_encoder::{AbstractHeapType, HeapType, Instruction, RefType, ValType};

use super::body::Body;
use super::shape::ELEMENTS;
use super::types::{Kind, heap};

impl Body<'_> {
    /// A reference of a type.
    pub(super) fn reference(&mut self, ty: RefType, depth: u32) {
        self.budget -= 1;
        if depth == 0 || self.budget <= 0 {
            return self.reference_leaf(ty);
        }
        match self.random.below(20) {
            0 | 1 => self.reference_leaf(ty),
            2 => {
                let locals = self.common_locals(|types, local| types.is(local, ValType::Ref(ty)));
                if locals.is_empty() {
                    return self.reference_leaf(ty);
                }
                let local = self.random.pick(&locals);
                self.value(self.local_type(local), depth - 1);
                self.put(Instruction::LocalTee(local));
            }
            3 => {
                self.reference(ty, depth - 1);
                self.reference(ty, depth - 1);
                self.value(ValType::I32, depth - 1);
                self.put(Instruction::TypedSelect(ValType::Ref(ty)));
            }
            4 | 5 => self.structured(ValType::Ref(ty), depth),
            6 => self.call(ValType::Ref(ty), depth),
            7 => self.of_table(ty, depth),
            8..11 => self.of_object(ValType::Ref(ty), depth),
            11..14 => self.cast(ty, depth),
            14 | 15 if !ty.nullable => self.not_null(ty, depth),
            _ => self.new_reference(ty, depth),
        }
    }

    /// A reference that little has to be done for.
    pub(super) fn reference_leaf(&mut self, ty: RefType) {
        let locals = self.common_locals(|types, local| types.is(local, ValType::Ref(ty)));
        let globals: Vec<_> = (self.shape.globals())
            .filter(|&(_, global, _)| self.shape.types.is(global, ValType::Ref(ty)))
            .map(|(index, _, _)| index)
            .collect();
        match self.random.below(4) {
            0 | 1 if !locals.is_empty() => {
                let local = self.random.pick(&locals);
                self.put(Instruction::LocalGet(local));
            }
            2 if !globals.is_empty() => {
                let global = self.random.pick(&globals);
                self.put(Instruction::GlobalGet(global));
            }
            3 if ty.nullable => self.put(Instruction::RefNull(ty.heap_type)),
            _ => self.simple(ty),
        }
    }

    /// What needs nothing else.
    fn simple(&mut self, ty: RefType) {
        use AbstractHeapType::{Any, Array, Eq, Exn, Extern, Func, I31, Struct};
        let number = self.random.next() as i32;
        match ty.heap_type {
            HeapType::Abstract { ty: Any | Eq | I31, .. } => {
                self.put_all([Instruction::I32Const(number), Instruction::RefI31]);
            }
            HeapType::Abstract { ty: Struct | Array, .. } => {
                let array = ty.heap_type == heap(Array);
                self.put(Instruction::GlobalGet(self.shape.constant_of(array.into())));
            }
            HeapType::Abstract { ty: Extern, .. } if self.shape.features.objects => self.put_all([
                Instruction::I32Const(number),
                Instruction::RefI31,
                Instruction::ExternConvertAny,
            ]),
            HeapType::Abstract { ty: Func, .. } => {
                let function = self.random.below(super::FUNCTIONS.into()) as u32;
                self.put(Instruction::RefFunc(function));
            }
            HeapType::Abstract { ty: Exn, .. } if !ty.nullable => self.new_exception(),
            HeapType::Concrete(at) if self.is_function(at) => self.function_of(at),
            HeapType::Concrete(at) => self.put(Instruction::GlobalGet(self.shape.constant_of(at))),
            heap_type => self.put(Instruction::RefNull(heap_type)),
        }
    }

    pub(super) fn is_function(&self, at: u32) -> bool {
        matches!(self.shape.types.kind(at), Kind::Func(..))
    }

    /// A function of a type.
    fn function_of(&mut self, at: u32) {
        let functions: Vec<_> = (0..super::FUNCTIONS)
            .filter(|&function| {
                let ty = HeapType::Concrete(self.shape.functions[function as usize]);
                self.shape.types.heap_is(ty, HeapType::Concrete(at))
            })
            .collect();
        let function = self.random.pick(&functions);
        self.put(Instruction::RefFunc(function));
    }

    /// A new object, or what is new of its kind.
    pub(super) fn new_reference(&mut self, ty: RefType, depth: u32) {
        use AbstractHeapType::{Any, Array, Eq, Exn, Extern, I31, Struct};
        let of = |heap_type| RefType { nullable: false, heap_type };
        match ty.heap_type {
            HeapType::Abstract { ty: Any, .. } if self.random.one_in(6) => {
                self.reference(RefType { heap_type: heap(Extern), ..ty }, depth - 1);
                self.put(Instruction::AnyConvertExtern);
            }
            HeapType::Abstract { ty: Extern, .. } if self.shape.features.objects => {
                self.reference(RefType { heap_type: heap(Any), ..ty }, depth - 1);
                self.put(Instruction::ExternConvertAny);
            }
            HeapType::Abstract { ty: Exn, .. } => self.new_exception(),
            HeapType::Abstract { ty: I31, .. } => self.new_i31(depth),
            HeapType::Abstract { ty: Any | Eq, .. } if self.random.one_in(4) => {
                self.reference(of(heap(I31)), depth);
            }
            HeapType::Abstract { ty: Any | Eq | Struct | Array, .. } => {
                let objects = self.objects_of(ty.heap_type);
                let at = self.random.pick(&objects);
                self.new_object(at, depth);
            }
            HeapType::Concrete(at) if !self.is_function(at) => {
                let objects = self.objects_of(ty.heap_type);
                let at = self.random.pick(&objects);
                self.new_object(at, depth);
            }
            _ => self.reference_leaf(ty),
        }
    }

    /// An integer, often calculated of others as languages do that have no larger ones.
    fn new_i31(&mut self, depth: u32) {
        if self.random.one_in(2) {
            self.value(ValType::I32, depth - 1);
            return self.put(Instruction::RefI31);
        }
        for _ in 0..2 {
            if self.random.one_in(3) {
                self.value(ValType::I32, depth - 1);
            } else {
                let nullable = self.shape.features.traps && self.random.one_in(3);
                self.reference(RefType { nullable, ..RefType::I31REF }, depth - 1);
                let signed = self.random.one_in(2);
                self.put(if signed { Instruction::I31GetS } else { Instruction::I31GetU });
            }
        }
        let subtracts = self.random.one_in(2);
        self.put(if subtracts { Instruction::I32Sub } else { Instruction::I32Add });
        self.put(Instruction::RefI31);
    }

    /// The types of objects that are subtypes.
    fn objects_of(&self, ty: HeapType) -> Vec<u32> {
        let types = &self.shape.types;
        types.objects().filter(|&at| types.heap_is(HeapType::Concrete(at), ty)).collect()
    }

    fn of_table(&mut self, ty: RefType, depth: u32) {
        let tables: Vec<_> = (1..self.shape.tables.len())
            .filter(|&table| self.shape.types.ref_is(self.shape.tables[table].element_type, ty))
            .collect();
        if tables.is_empty() {
            return self.new_reference(ty, depth);
        }
        let table = self.random.pick(&tables) as u32;
        self.table_index(table, ELEMENTS, depth - 1);
        self.put(Instruction::TableGet(table));
    }

    /// A type that this one may be cast to or from.
    fn related(&mut self, ty: HeapType) -> HeapType {
        use AbstractHeapType::{Array, Eq, I31, Struct};
        let top = self.shape.types.top(ty);
        let types = &self.shape.types;
        let mut related = vec![top, top, ty];
        if top == heap(AbstractHeapType::Any) {
            related.extend([heap(Eq), heap(I31), heap(Struct), heap(Array)]);
            related.extend(types.objects().map(HeapType::Concrete));
        } else if top == heap(AbstractHeapType::Func) {
            related.extend(self.shape.functions.iter().map(|&at| HeapType::Concrete(at)));
        }
        related.retain(|&one| self.shape.types.heap_is(ty, one) || one == top);
        self.random.pick(&related)
    }

    /// A reference of the type, by a cast of something that may be it, or of what it may be cast to.
    fn cast(&mut self, ty: RefType, depth: u32) {
        let from = RefType { nullable: true, heap_type: self.related(ty.heap_type) };
        let is_extern = from.heap_type == heap(AbstractHeapType::Extern);
        if from.heap_type == heap(AbstractHeapType::Exn) || is_extern && !self.shape.features.objects {
            return self.new_reference(ty, depth);
        }
        let block = [ValType::Ref(ty)];
        let nothing = RefType { nullable: true, heap_type: heap(AbstractHeapType::None) };
        let may_be_nothing = self.shape.types.ref_is(nothing, ty);
        match self.random.below(5) {
            0 if may_be_nothing && self.shape.features.traps => {
                self.reference(from, depth - 1);
                self.put(cast(nothing));
            }
            0 if may_be_nothing => {
                self.open_block(&block);
                self.reference(from, depth - 1);
                let (from_ref_type, to_ref_type) = (from, nothing);
                self.put(Instruction::BrOnCast { relative_depth: 0, from_ref_type, to_ref_type });
                self.put(Instruction::Drop);
                self.reference(ty, depth - 1);
                self.close();
            }
            1 if self.shape.features.traps => {
                self.reference(from, depth - 1);
                self.put(cast(ty));
            }
            0..3 => {
                let local = self.fresh(ValType::Ref(from));
                self.reference(from, depth - 1);
                self.put_all([Instruction::LocalTee(local), test(ty)]);
                self.open_if(&block);
                self.put_all([Instruction::LocalGet(local), cast(ty), Instruction::Else]);
                self.reference(ty, depth - 1);
                self.close();
            }
            3 => {
                self.open_block(&block);
                self.reference(from, depth - 1);
                self.put(Instruction::BrOnCast { relative_depth: 0, from_ref_type: from, to_ref_type: ty });
                self.put(Instruction::Drop);
                self.reference(ty, depth - 1);
                self.close();
            }
            _ => {
                let rest = RefType { nullable: !ty.nullable, heap_type: from.heap_type };
                self.open_block(&block);
                self.open_block(&[ValType::Ref(rest)]);
                self.reference(from, depth - 1);
                self.put(Instruction::BrOnCastFail {
                    relative_depth: 0,
                    from_ref_type: from,
                    to_ref_type: ty,
                });
                self.put(Instruction::Br(1));
                self.close();
                self.put(Instruction::Drop);
                self.reference(ty, depth - 1);
                self.close();
            }
        }
    }

    /// A reference that isn't null, of one that may be.
    fn not_null(&mut self, ty: RefType, depth: u32) {
        let block = [ValType::Ref(ty)];
        let nullable = RefType { nullable: true, ..ty };
        match self.random.below(3) {
            0 if self.shape.features.traps => {
                self.reference(nullable, depth - 1);
                self.put(Instruction::RefAsNonNull);
            }
            0 => {
                let local = self.fresh(ValType::Ref(nullable));
                self.reference(nullable, depth - 1);
                self.put_all([Instruction::LocalTee(local), Instruction::RefIsNull]);
                self.open_if(&block);
                self.reference(ty, depth - 1);
                self.put_all([Instruction::Else, Instruction::LocalGet(local), Instruction::RefAsNonNull]);
                self.close();
            }
            1 => {
                self.open_block(&block);
                self.open_block(&[]);
                self.reference(nullable, depth - 1);
                self.put_all([Instruction::BrOnNull(0), Instruction::Br(1)]);
                self.close();
                self.reference(ty, depth - 1);
                self.close();
            }
            _ => {
                self.open_block(&block);
                self.reference(nullable, depth - 1);
                self.put(Instruction::BrOnNonNull(0));
                self.reference(ty, depth - 1);
                self.close();
            }
        }
    }

    /// Any type of references that may be null.
    pub(super) fn any_reference_type(&mut self) -> RefType {
        let mut types: Vec<_> = self.shape.pool.iter().filter_map(reference).collect();
        types.push(RefType::FUNCREF);
        self.random.pick(&types)
    }

    /// What is asked of references.
    pub(super) fn question(&mut self, depth: u32) {
        let ty = self.any_reference_type();
        match self.random.below(3) {
            0 => {
                let eq = RefType { nullable: self.random.one_in(2), heap_type: heap(AbstractHeapType::Eq) };
                self.reference(eq, depth - 1);
                self.reference(RefType::EQREF, depth - 1);
                self.put(Instruction::RefEq);
            }
            1 if ty.heap_type != heap(AbstractHeapType::Exn) => {
                let from = self.related(ty.heap_type);
                self.reference(RefType { nullable: true, heap_type: from }, depth - 1);
                let nullable = self.random.one_in(2);
                self.put(test(RefType { nullable, ..ty }));
            }
            _ => {
                self.reference(ty, depth - 1);
                self.put(Instruction::RefIsNull);
            }
        }
    }
}

fn reference(ty: &ValType) -> Option<RefType> {
    if let ValType::Ref(ty) = ty { Some(*ty) } else { None }
}

fn cast(ty: RefType) -> Instruction<'static> {
    if ty.nullable {
        Instruction::RefCastNullable(ty.heap_type)
    } else {
        Instruction::RefCastNonNull(ty.heap_type)
    }
}

fn test(ty: RefType) -> Instruction<'static> {
    if ty.nullable {
        Instruction::RefTestNullable(ty.heap_type)
    } else {
        Instruction::RefTestNonNull(ty.heap_type)
    }
}
