//! Structs, arrays and i31s, and the tests and casts of references.
//!
//! An allocation is an expression without effects: nobody can see when it happens, and one whose object nobody wants doesn't.
//! Reading an immutable field reads nothing that is written later. What C knows of a reference is in its [`CType`]; where more has to
//! be known than that, [`Expr::Convert`] says so.

use super::Lowering;
use super::effects::Effects;
use super::stack::Pending;
use crate::heap::{Field, Layout, Shape};
use crate::index::*;
use crate::ir::*;
use wasmparser::{AbstractHeapType as Heap, HeapType, Operator, RefType};

/// A struct of more fields is filled by statements: tcc calls no function of 256 arguments.
const MANY_FIELDS: usize = 192;

/// Past this offset the field of a null reference may be anything: the first page is nobody's, but what follows it may be.
const FAULTS: u32 = 4096;

impl Lowering<'_, '_> {
    pub(super) fn object(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::StructNew { struct_type_index } => self.struct_new(struct_type_index),
            Operator::StructNewDefault { struct_type_index } => {
                self.allocate(struct_type_index, ObjectOp::NewDefault, Vec::new());
            }
            Operator::StructGet { struct_type_index, field_index }
            | Operator::StructGetU { struct_type_index, field_index } => {
                self.struct_get(struct_type_index, field_index, false);
            }
            Operator::StructGetS { struct_type_index, field_index } => {
                self.struct_get(struct_type_index, field_index, true);
            }
            Operator::StructSet { struct_type_index, field_index } => {
                self.struct_set(struct_type_index, field_index);
            }
            Operator::RefI31 => {
                let value = self.stack.pop();
                self.push_object(ObjectOp::I31New, &[&value], CType::Anyref, Effects::default());
            }
            Operator::I31GetS => self.i31_get(true),
            Operator::I31GetU => self.i31_get(false),
            Operator::RefEq => {
                let (b, a) = (self.stack.pop(), self.stack.pop());
                self.push_object(ObjectOp::Eq, &[&a, &b], CType::U32, Effects::default());
            }
            Operator::AnyConvertExtern => self.reinterpret(CType::Anyref),
            Operator::ExternConvertAny => self.reinterpret(CType::Externref),
            Operator::RefTestNonNull { hty } => self.ref_test(hty, false),
            Operator::RefTestNullable { hty } => self.ref_test(hty, true),
            Operator::RefCastNonNull { hty } => self.ref_cast(hty, false),
            Operator::RefCastNullable { hty } => self.ref_cast(hty, true),
            _ => return self.array(operator),
        }
        true
    }

    fn array(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::ArrayNew { array_type_index } => {
                let mut args = self.stack.pop_n(2);
                args[0] = self.stored(array_type_index, 0, args[0].clone());
                self.allocate(array_type_index, ObjectOp::New, args);
            }
            Operator::ArrayNewDefault { array_type_index } => {
                let length = self.stack.pop();
                self.allocate(array_type_index, ObjectOp::NewDefault, vec![length]);
            }
            Operator::ArrayNewFixed { array_type_index, array_size } => {
                self.array_new_fixed(array_type_index, array_size);
            }
            Operator::ArrayNewData { array_type_index, array_data_index } => {
                let op = ObjectOp::NewData(DataIdx(array_data_index));
                self.array_of_segment(array_type_index, op, Trap::MemoryBounds);
            }
            Operator::ArrayNewElem { array_type_index, array_elem_index } => {
                let op = ObjectOp::NewElem(ElemIdx(array_elem_index));
                self.array_of_segment(array_type_index, op, Trap::TableBounds);
            }
            Operator::ArrayGet { array_type_index } | Operator::ArrayGetU { array_type_index } => {
                self.array_get(array_type_index, false);
            }
            Operator::ArrayGetS { array_type_index } => self.array_get(array_type_index, true),
            Operator::ArraySet { array_type_index } => {
                let mut args = self.stack.pop_n(3);
                args[2] = self.stored(array_type_index, 0, args[2].clone());
                self.array_write(array_type_index, ObjectOp::ArraySet, args);
            }
            Operator::ArrayFill { array_type_index } => {
                let mut args = self.stack.pop_n(4);
                args[2] = self.stored(array_type_index, 0, args[2].clone());
                self.array_write(array_type_index, ObjectOp::ArrayFill, args);
            }
            Operator::ArrayCopy { array_type_index_dst, .. } => {
                let args = self.stack.pop_n(5);
                self.array_write(array_type_index_dst, ObjectOp::ArrayCopy, args);
            }
            Operator::ArrayInitData { array_type_index, array_data_index } => {
                let args = self.stack.pop_n(4);
                self.array_write(array_type_index, ObjectOp::InitData(DataIdx(array_data_index)), args);
            }
            Operator::ArrayInitElem { array_type_index, array_elem_index } => {
                let args = self.stack.pop_n(4);
                self.array_write(array_type_index, ObjectOp::InitElem(ElemIdx(array_elem_index)), args);
            }
            Operator::ArrayLen => {
                let array = self.stack.pop();
                let (force, effects) = self.may_be_null(0);
                self.push_object(ObjectOp::ArrayLen { force }, &[&array], CType::U32, effects);
            }
            _ => return false,
        }
        true
    }

    /// Whether an operand may be null, and what an access to it does then.
    fn may_be_null(&self, depth: usize) -> (bool, Effects) {
        let nullable = self.nullable[depth];
        (nullable, Effects::default().trapping(nullable.then_some(Trap::Null)))
    }

    fn canonical(&self, ty: u32) -> CanonicalType {
        self.ctypes.canonical[ty as usize]
    }

    /// The layout of what [`Lowering::as_object`] gave.
    fn layout_of(&self, object: &Pending) -> &Layout {
        match object.ty {
            CType::Object(ty) => self.layouts.of(ty),
            ty => unreachable!("an access to an object of C type {ty:?}"),
        }
    }

    /// A value as it is stored in a field of a type.
    fn stored(&mut self, ty: u32, field: usize, value: Pending) -> Pending {
        let to = field_of(self.layouts.of(self.canonical(ty)), field).storage.value();
        self.stack.converted(value, to)
    }

    /// A reference as one to an object of this type or of a subtype. What was cast to none is of any type, and C may know it as
    /// what it was before.
    fn as_object(&mut self, object: Pending, ty: CanonicalType) -> Pending {
        match object.ty {
            CType::Object(own) if self.is_below(own, ty) => object,
            _ => self.stack.converted(object, CType::Object(ty)),
        }
    }

    /// Whether a type is another or a subtype of it.
    fn is_below(&self, ty: CanonicalType, of: CanonicalType) -> bool {
        let of = self.layouts.interval(of);
        (of.first..=of.last).contains(&self.layouts.interval(ty).first)
    }

    fn push_object(&mut self, op: ObjectOp, operands: &[&Pending], ty: CType, effects: Effects) {
        let args = operands.iter().map(|operand| operand.expr).collect();
        self.stack.push(Expr::Object(op, args), ty, effects, operands);
    }

    /// Allocates an object of a type.
    fn allocate(&mut self, ty: u32, op: ObjectOp, args: Vec<Pending>) {
        let canonical = self.canonical(ty);
        let operands: Vec<&Pending> = args.iter().collect();
        let exprs = args.iter().map(|arg| arg.expr).collect();
        let expr = Expr::Allocate(canonical, op, exprs);
        self.stack.push(expr, CType::Object(canonical), Effects::default(), &operands);
    }

    fn struct_new(&mut self, ty: u32) {
        let Shape::Struct { fields, .. } = &self.layouts.of(self.canonical(ty)).shape else {
            unreachable!("validated code makes structs of struct types")
        };
        let mut args = self.stack.pop_n(fields.len());
        for (field, arg) in args.iter_mut().enumerate() {
            *arg = self.stored(ty, field, arg.clone());
        }
        if args.len() <= MANY_FIELDS {
            return self.allocate(ty, ObjectOp::New, args);
        }
        self.filled(ty, args, Vec::new(), |field| ObjectOp::FieldInit { field });
    }

    /// Allocates an object of zeros, of this length if it is an array, and fills it.
    fn filled(
        &mut self,
        ty: u32,
        mut args: Vec<Pending>,
        length: Vec<ExprId>,
        init: impl Fn(u32) -> ObjectOp,
    ) {
        self.in_order(&mut args);
        let canonical = self.canonical(ty);
        let object = Expr::Allocate(canonical, ObjectOp::NewDefault, length);
        let object = Pending {
            expr: self.stack.function.add(object),
            ty: CType::Object(canonical),
            effects: Effects::default(),
            seq: self.stack.seq,
            nodes: 2,
        };
        let object = self.stack.temporary(object);
        for (index, arg) in args.iter().enumerate() {
            let expr = Expr::Object(init(index as u32), vec![object.expr, arg.expr]);
            let expr = self.stack.function.add(expr);
            self.stack.emit(Stmt::Do(expr));
        }
        self.stack.push_pending(object);
    }

    fn struct_get(&mut self, ty: u32, field: u32, signed: bool) {
        let object = self.stack.pop();
        let object = self.as_object(object, self.canonical(ty));
        let place = *field_of(self.layout_of(&object), field as usize);
        let (mut force, mut effects) = self.may_be_null(0);
        let object = if force && place.offset + 16 > FAULTS {
            (force, effects) = (false, Effects::default());
            self.non_null(object)
        } else {
            object
        };
        if place.mutable {
            effects = effects.reading_state();
        }
        let value = place.storage.value();
        // What forces a load knows of a reference only that it is one.
        let read = if force { value.erased() } else { value };
        self.push_object(ObjectOp::FieldGet { field, signed, force }, &[&object], read, effects);
        self.convert_top(value);
    }

    fn struct_set(&mut self, ty: u32, field: u32) {
        let mut value = self.stack.pop();
        let mut object = self.stack.pop();
        let canonical = self.canonical(ty);
        object = self.as_object(object, canonical);
        let place = *field_of(self.layout_of(&object), field as usize);
        let storage = field_of(self.layouts.of(canonical), field as usize).storage;
        value = self.stack.converted(value, storage.value());
        if self.nullable[1] && place.offset + 16 > FAULTS {
            self.in_order(std::slice::from_mut(&mut value));
            object = self.non_null(object);
        }
        if storage.is_reference() {
            // It is mentioned twice.
            object = self.stack.simple(object);
        }
        let expr = Expr::Object(ObjectOp::FieldSet { field }, vec![object.expr, value.expr]);
        self.stack.write_state(expr);
    }

    /// A reference that a trap has shown not to be null.
    pub(super) fn non_null(&mut self, object: Pending) -> Pending {
        let effects = object.effects.clone().trapping(Some(Trap::Null));
        let expr = self.stack.function.add(Expr::RefAsNonNull(object.expr));
        let checked = Pending { expr, ty: object.ty.erased(), effects, ..object };
        self.stack.converted(checked, object.ty)
    }

    /// The elements are stored in an array of zeros if they are many.
    fn array_new_fixed(&mut self, ty: u32, n: u32) {
        const MANY: u32 = 16;
        let mut args = self.stack.pop_n(n as usize);
        for arg in &mut args {
            *arg = self.stored(ty, 0, arg.clone());
        }
        if n <= MANY {
            return self.allocate(ty, ObjectOp::NewFixed, args);
        }
        let length = self.stack.function.add(Expr::Const(Const::I32(n)));
        self.filled(ty, args, vec![length], |index| ObjectOp::ElementInit { index });
    }

    fn array_of_segment(&mut self, ty: u32, op: ObjectOp, trap: Trap) {
        let args = self.stack.pop_n(2);
        let canonical = self.canonical(ty);
        let effects = Effects::default().reading_state().trapping(Some(trap));
        let expr = Expr::Allocate(canonical, op, args.iter().map(|arg| arg.expr).collect());
        self.stack.push(expr, CType::Object(canonical), effects, &[&args[0], &args[1]]);
    }

    fn array_get(&mut self, ty: u32, signed: bool) {
        let (index, array) = (self.stack.pop(), self.stack.pop());
        let array = self.as_object(array, self.canonical(ty));
        let element = *field_of(self.layout_of(&array), 0);
        let trap = if self.nullable[1] { Trap::Arithmetic } else { Trap::ArrayBounds };
        let mut effects = Effects::default().trapping(Some(trap));
        if element.mutable {
            effects = effects.reading_state();
        }
        self.push_object(ObjectOp::ArrayGet { signed }, &[&array, &index], element.storage.value(), effects);
    }

    /// Writes to an array, the first of the operands.
    fn array_write(&mut self, ty: u32, op: ObjectOp, mut args: Vec<Pending>) {
        let canonical = self.canonical(ty);
        let typed = matches!(op, ObjectOp::ArraySet | ObjectOp::ArrayFill);
        args[0] = match (typed, args[0].ty) {
            (true, from) if from != CType::Object(canonical) => {
                self.stack.converted(args[0].clone(), CType::Object(canonical))
            }
            (true, _) => args[0].clone(),
            (false, _) => self.as_object(args[0].clone(), canonical),
        };
        let expr = Expr::Object(op, args.iter().map(|arg| arg.expr).collect());
        self.stack.write_state(expr);
    }

    fn i31_get(&mut self, signed: bool) {
        let reference = self.stack.pop();
        let (nullable, effects) = self.may_be_null(0);
        self.push_object(ObjectOp::I31Get { signed, nullable }, &[&reference], CType::U32, effects);
    }

    /// Takes the reference on the stack for one of another hierarchy.
    fn reinterpret(&mut self, to: CType) {
        let reference = self.stack.pop();
        let expr = Expr::Convert(to, reference.ty, reference.expr);
        self.stack.push(expr, to, Effects::default(), &[&reference]);
    }

    /// What C knows of the value on the stack is from now on this.
    pub(super) fn convert_top(&mut self, to: CType) {
        let value = self.stack.pop();
        let value = self.stack.converted(value, to);
        self.stack.push_pending(value);
    }

    /// What a test has to look at.
    pub(super) fn test_target(&self, reference: &Pending, hty: HeapType) -> Target {
        let proven = |target: Target| match (reference.ty, target) {
            (CType::Object(ty), Target::Objects { first, count }) => {
                let interval = self.layouts.interval(ty);
                first <= interval.first && interval.last < first + count
            }
            (CType::Object(_), Target::Eq { .. }) => true,
            _ => false,
        };
        let objects = |(first, count): (u32, u32)| Target::Objects { first, count };
        let target = match hty {
            HeapType::Concrete(index) | HeapType::Exact(index) => {
                let index = index.as_module_index().unwrap_or_default();
                let interval = self.layouts.interval(self.canonical(index));
                let (first, count) = (interval.first, interval.last - interval.first + 1);
                match self.ctypes.of_ref(RefType::new(true, hty).unwrap_or(RefType::FUNCREF)) {
                    CType::Object(_) => Target::Objects { first, count },
                    _ => Target::Funcs { first, count },
                }
            }
            HeapType::Abstract { ty, .. } => match ty {
                Heap::Struct => objects(self.layouts.structs()),
                Heap::Array => objects(self.layouts.arrays()),
                Heap::I31 => Target::I31,
                Heap::Eq => {
                    let (first, _) = self.layouts.structs();
                    Target::Eq { first, count: self.layouts.structs().1 + self.layouts.arrays().1 }
                }
                Heap::None | Heap::NoFunc | Heap::NoExtern | Heap::NoExn => Target::None,
                _ => Target::All,
            },
        };
        if proven(target) { Target::All } else { target }
    }

    /// Whether a reference is of a type, as a condition.
    pub(super) fn tested(
        &mut self,
        reference: &Pending,
        target: Target,
        null: bool,
        nullable: bool,
    ) -> Pending {
        let expr = match target {
            Target::All if null || !nullable => Expr::Const(Const::I32(1)),
            Target::All => {
                let is_null = self.stack.function.add(Expr::RefIsNull(reference.expr));
                let expr = self.stack.function.negate(is_null);
                return Pending { expr, ty: CType::U32, nodes: reference.nodes + 2, ..reference.clone() };
            }
            Target::None if null && nullable => Expr::RefIsNull(reference.expr),
            Target::None => Expr::Const(Const::I32(0)),
            _ => {
                let test = Test { target, null, nullable, object: matches!(reference.ty, CType::Object(_)) };
                Expr::Object(ObjectOp::Test(test), vec![reference.expr])
            }
        };
        let expr = self.stack.function.add(expr);
        Pending { expr, ty: CType::U32, nodes: reference.nodes + 1, ..reference.clone() }
    }

    fn ref_test(&mut self, hty: HeapType, null: bool) {
        let mut reference = self.stack.pop();
        let target = self.test_target(&reference, hty);
        if matches!(target, Target::All | Target::None) {
            // The reference may not be mentioned any more.
            self.in_order(std::slice::from_mut(&mut reference));
        }
        let test = self.tested(&reference, target, null, self.nullable[0]);
        self.stack.push_pending(test);
    }

    /// The C type of what a cast gives.
    pub(super) fn cast_type(&self, from: CType, hty: HeapType) -> CType {
        let to = RefType::new(true, hty).map_or(from, |ty| self.ctypes.of_ref(ty));
        match (from, to) {
            (CType::Object(from), CType::Object(to)) => {
                CType::Object(if self.is_below(from, to) { from } else { to })
            }
            (CType::Object(_), CType::Anyref) => from,
            _ => to,
        }
    }

    fn ref_cast(&mut self, hty: HeapType, null: bool) {
        let reference = self.stack.pop();
        let target = self.test_target(&reference, hty);
        let nullable = self.nullable[0];
        let to = self.cast_type(reference.ty, hty);
        if target == Target::All && (null || !nullable) {
            let reference = self.stack.converted(reference, to);
            return self.stack.push_pending(reference);
        }
        let test = Test { target, null, nullable, object: matches!(reference.ty, CType::Object(_)) };
        let effects = Effects::default().trapping(Some(Trap::Cast));
        self.push_object(ObjectOp::Cast(test), &[&reference], to.erased(), effects);
        self.convert_top(to);
    }

    /// Branches without the reference if it is null, else goes on with it.
    pub(super) fn br_on_null(&mut self, depth: u32) {
        let reference = self.stack.pop();
        let reference = self.reference_to_test(reference);
        let cond = self.is_null(&reference, true);
        self.br_if(depth, cond);
        self.stack.push_pending(reference);
    }

    /// Branches with the reference unless it is null.
    pub(super) fn br_on_non_null(&mut self, depth: u32) {
        let reference = self.stack.pop();
        let reference = self.reference_to_test(reference);
        let cond = self.is_null(&reference, false);
        self.stack.push_pending(reference);
        self.br_if(depth, cond);
        let reference = self.stack.pop();
        debug_assert!(!reference.effects.must_happen());
    }

    /// A reference that is read twice, and by the condition of a branch.
    fn reference_to_test(&mut self, reference: Pending) -> Pending {
        match self.stack.function.expr(reference.expr) {
            Expr::RefNull(_) => reference,
            _ => self.stack.temporary(reference),
        }
    }

    fn is_null(&mut self, reference: &Pending, null: bool) -> Pending {
        let mut expr = self.stack.function.add(Expr::RefIsNull(reference.expr));
        if !null {
            expr = self.stack.function.negate(expr);
        }
        Pending { expr, ty: CType::U32, effects: reference.effects.clone(), seq: self.stack.seq, nodes: 2 }
    }

    /// Branches with the reference if it is of a type, else goes on with it; or the other way round.
    pub(super) fn br_on_cast(&mut self, depth: u32, from: RefType, to: RefType, fails: bool) {
        let reference = self.stack.pop();
        let reference = self.reference_to_test(reference);
        let target = self.test_target(&reference, to.heap_type());
        let mut cond = self.tested(&reference, target, to.is_nullable(), from.is_nullable());
        if fails {
            cond.expr = self.stack.function.negate(cond.expr);
        }
        let ty = self.cast_type(reference.ty, to.heap_type());
        let cast = self.stack.converted(reference.clone(), ty);
        let (taken, left) = if fails { (reference, cast) } else { (cast, reference) };
        self.stack.push_pending(taken);
        self.br_if(depth, cond);
        self.stack.pop();
        self.stack.push_pending(left);
    }
}

/// A field of a struct; of an array, its elements.
fn field_of(layout: &Layout, field: usize) -> &Field {
    match &layout.shape {
        Shape::Struct { fields, .. } => &fields[field],
        Shape::Array { element } => element,
    }
}
