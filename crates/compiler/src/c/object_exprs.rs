//! Expressions that work on objects.

use super::expr::ExprPrinter;
use super::objects::ObjectHelper;
use super::prec::Prec;
use crate::heap::{Layout, Origin, Shape, Storage};
use crate::index::CanonicalType;
use crate::ir::*;
use crate::ops::NumericOp;
use crate::types::FIRST_OBJECT;
use std::fmt::Write;

impl<'p> ExprPrinter<'p> {
    /// The C type of a reference of the any hierarchy, as the lowering knows it.
    pub(super) fn object_type(&self, id: ExprId) -> CType {
        match self.function.expr(id) {
            Expr::Var(var) => self.function.var(*var).ty,
            Expr::Convert(to, ..) | Expr::RefNull(to) => *to,
            Expr::Allocate(ty, ..) => CType::Object(*ty),
            Expr::Select(_, a, _) => self.object_type(*a),
            Expr::Payload(tag, place, _) => self.payload_type(*tag, *place),
            Expr::GlobalGet(global) => {
                let global = &self.program.instance(self.this).module.globals[global.at()];
                self.ctypes().of(global.ty.content_type)
            }
            Expr::Call { callee: Callee::Func(func), .. } => {
                let ty = self.program.instance(self.this).module.func_type(*func);
                ty.results().first().map_or(CType::Anyref, |&ty| self.ctypes().of(ty))
            }
            Expr::Object(
                op @ (ObjectOp::FieldGet { force: false, .. } | ObjectOp::ArrayGet { .. }),
                args,
            ) => {
                let layout = self.layout_of(args[0]);
                match (&layout.shape, op) {
                    (Shape::Struct { fields, .. }, ObjectOp::FieldGet { field, .. }) => {
                        fields[*field as usize].storage.value()
                    }
                    (Shape::Array { element }, _) => element.storage.value(),
                    _ => CType::Anyref,
                }
            }
            _ => CType::Anyref,
        }
    }

    /// The layout of the object that an expression refers to, whose C type says which.
    fn layout_of(&self, object: ExprId) -> &'p Layout {
        match self.object_type(object) {
            CType::Object(ty) => self.file.objects.of(ty),
            ty => unreachable!("an access to an object of C type {ty:?}"),
        }
    }

    pub(super) fn object_prec(&self, id: ExprId) -> Prec {
        match self.function.expr(id) {
            Expr::Convert(..) => Prec::Unary,
            Expr::Object(ObjectOp::FieldGet { force: false, signed, .. }, args) => {
                match (self.field(id, args[0]).1, signed) {
                    (Storage::Value(CType::V128), _) => Prec::Unary,
                    (Storage::Value(_), _) => Prec::Primary,
                    _ => Prec::Unary,
                }
            }
            Expr::Object(ObjectOp::FieldSet { .. }, args) if !self.field(id, args[0]).1.is_reference() => {
                Prec::Assign
            }
            Expr::Object(ObjectOp::ElementInit { .. } | ObjectOp::FieldInit { .. }, args)
                if !self.allocates(args[1]) =>
            {
                Prec::Assign
            }
            Expr::Object(ObjectOp::Eq, _) => Prec::Equality,
            _ => Prec::Primary,
        }
    }

    /// The name of the field that an expression reads or writes, and how it is stored.
    fn field(&self, id: ExprId, object: ExprId) -> (String, Storage) {
        let layout = self.layout_of(object);
        let Expr::Object(
            ObjectOp::FieldGet { field, .. } | ObjectOp::FieldSet { field } | ObjectOp::FieldInit { field },
            _,
        ) = self.function.expr(id)
        else {
            unreachable!("it has no field")
        };
        let Shape::Struct { fields, .. } = &layout.shape else { unreachable!("only structs have fields") };
        let name = self.file.names.object(layout).fields[*field as usize].clone();
        (name, fields[*field as usize].storage)
    }

    /// A conversion, which C does by itself where a value is assigned that it takes for one of any type of object.
    pub(super) fn convert(&mut self, to: CType, value: ExprId) {
        self.file.mention(self.uses, to);
        let _ = write!(self.out, "({})", self.file.type_name(to));
        self.expr(value, Prec::Unary);
    }

    pub(super) fn assigned(&mut self, id: ExprId, min: Prec) {
        match *self.function.expr(id) {
            Expr::Convert(CType::Object(_), CType::Anyref, value) => self.expr(value, min),
            _ => self.expr(id, min),
        }
    }

    pub(super) fn allocate(&mut self, ty: CanonicalType, op: ObjectOp, args: &[ExprId]) {
        self.uses.heap = true;
        let layout = self.file.objects.of(ty);
        let helper = match op {
            ObjectOp::New => ObjectHelper::New,
            ObjectOp::NewDefault => ObjectHelper::Zeroed,
            ObjectOp::NewFixed => ObjectHelper::NewFixed(args.len() as u32),
            ObjectOp::NewData(data) => {
                let (bytes, size) = (self.data(data), element_size(layout));
                self.convert_prefix(ty);
                self.helper("array_new_data", &[]);
                self.reopen();
                let number = self.type_number(layout);
                let _ = write!(self.out, "{number}, {size}, ");
                self.args(args);
                let _ = write!(self.out, ", {bytes})");
                return;
            }
            ObjectOp::NewElem(elem) => {
                let items = self.elem(elem);
                self.convert_prefix(ty);
                self.helper("array_new_elem", &[]);
                self.reopen();
                let number = self.type_number(layout);
                let _ = write!(self.out, "{number}, ");
                self.args(args);
                let _ = write!(self.out, ", {items})");
                return;
            }
            _ => unreachable!("{op:?} allocates nothing"),
        };
        self.object_helper(layout, helper, args);
    }

    /// What allocates for all types gives a reference of any.
    fn convert_prefix(&mut self, ty: CanonicalType) {
        self.file.mention(self.uses, CType::Object(ty));
        let _ = write!(self.out, "({})", self.file.type_name(CType::Object(ty)));
    }

    /// Goes on with the arguments of the call that was just printed.
    fn reopen(&mut self) {
        self.out.pop();
    }

    fn object_helper(&mut self, layout: &Layout, helper: ObjectHelper, args: &[ExprId]) {
        self.uses.objects.insert(layout.number);
        self.uses.object_helpers.insert((layout.number, helper));
        match helper {
            ObjectHelper::Get | ObjectHelper::SignedGet | ObjectHelper::Set => {
                self.uses.helpers.insert("array_out_of_bounds");
            }
            ObjectHelper::Fill => {
                self.uses.helpers.insert("array_in_bounds");
            }
            ObjectHelper::New | ObjectHelper::Zeroed | ObjectHelper::NewFixed(_) => {}
        }
        let name = helper.name(&self.file.names.object(layout).name);
        self.push(&name);
        self.push("(");
        if helper.allocates() {
            self.args(args);
        } else {
            self.accessing_args(args);
        }
        self.push(")");
    }

    /// Arguments for what accesses the first of them, which faults if that is null.
    fn accessing_args(&mut self, args: &[ExprId]) {
        if !self.file.config.outlives_traps {
            return self.args(args);
        }
        self.settled_object(args[0]);
        for &arg in &args[1..] {
            self.push(", ");
            self.assigned(arg, Prec::Assign);
        }
    }

    /// A helper that accesses the first of its arguments, which faults if that is null.
    fn accessing_helper(&mut self, name: &'static str, args: &[ExprId]) {
        self.helper(name, &[]);
        self.reopen();
        self.accessing_args(args);
        self.push(")");
    }

    /// An object that is about to be accessed, and may be null, as C's `void *`.
    fn settled_object(&mut self, object: ExprId) {
        self.helper("settled_object", &[]);
        self.reopen();
        self.assigned(object, Prec::Assign);
        self.push(")");
    }

    /// An object, to be followed by `->` and a field of it; an access that faults if it may be null.
    fn accessed(&mut self, object: ExprId, may_be_null: bool) {
        if !may_be_null || !self.file.config.outlives_traps {
            return self.expr(object, Prec::Primary);
        }
        let name = &self.names.object(self.layout_of(object)).name;
        let _ = write!(self.out, "((struct {name} *)");
        self.settled_object(object);
        self.push(")");
    }

    pub(super) fn object(&mut self, id: ExprId, op: ObjectOp, args: &[ExprId]) {
        match op {
            ObjectOp::FieldGet { signed, force, .. } => self.field_get(id, args[0], signed, force),
            // What is allocated is younger than the object, which the collector may find old by then.
            ObjectOp::FieldInit { .. } => self.field_set(id, args[0], args[1], self.allocates(args[1])),
            ObjectOp::FieldSet { .. } => self.field_set(id, args[0], args[1], true),
            ObjectOp::ArrayGet { signed } => {
                let helper = if signed { ObjectHelper::SignedGet } else { ObjectHelper::Get };
                self.object_helper(self.layout_of(args[0]), helper, args);
            }
            ObjectOp::ArraySet => self.barriered(args, ObjectHelper::Set),
            ObjectOp::ArrayFill => self.barriered(args, ObjectHelper::Fill),
            ObjectOp::ElementInit { index } if self.allocates(args[1]) => {
                // What is allocated is younger than the array, which the collector may find old by then.
                self.uses.heap = true;
                self.helper("store_ref", &[args[0]]);
                self.reopen();
                self.push(", &");
                self.expr(args[0], Prec::Primary);
                let _ = write!(self.out, "->elements[{index}], ");
                self.assigned(args[1], Prec::Assign);
                self.push(")");
            }
            ObjectOp::ElementInit { index } => {
                let storage = element(self.layout_of(args[0]));
                self.expr(args[0], Prec::Primary);
                let _ = write!(self.out, "->elements[{index}] = ");
                self.narrowed(storage, args[1]);
            }
            ObjectOp::ArrayLen { force: true } => self.accessing_helper("array_len", args),
            ObjectOp::ArrayLen { force: false } => self.helper("array_len_non_null", args),
            ObjectOp::ArrayCopy => {
                let layout = self.layout_of(args[0]);
                let refs = element(layout).is_reference();
                self.uses.heap |= refs;
                self.accessing_helper(if refs { "array_copy_refs" } else { "array_copy" }, args);
                self.reopen();
                let _ = if refs { Ok(()) } else { write!(self.out, ", {}", element_size(layout)) };
                self.push(")");
            }
            ObjectOp::InitData(data) => {
                let (bytes, size) = (self.data(data), element_size(self.layout_of(args[0])));
                self.accessing_helper("array_init_data", args);
                self.reopen();
                let _ = write!(self.out, ", {size}, {bytes})");
            }
            ObjectOp::InitElem(elem) => {
                let refs = element(self.layout_of(args[0])).is_reference();
                self.uses.heap |= refs;
                let items = self.elem(elem);
                self.accessing_helper(if refs { "array_init_elem_refs" } else { "array_init_elem" }, args);
                self.reopen();
                let _ = write!(self.out, ", {items})");
            }
            ObjectOp::I31New => self.i31_new(args[0]),
            ObjectOp::I31Get { signed, nullable } => {
                let name = match (signed, nullable) {
                    (true, true) => "i31_get_s",
                    (true, false) => "i31_get_s_non_null",
                    (false, true) => "i31_get_u",
                    (false, false) => "i31_get_u_non_null",
                };
                self.helper(name, args);
            }
            ObjectOp::Eq => self.ref_eq(args[0], args[1]),
            ObjectOp::Test(test) => self.test(test, args, false),
            ObjectOp::Cast(test) => self.test(test, args, true),
            _ => unreachable!("{op:?} allocates"),
        }
    }

    /// ref.i31. A sum or a difference of what i31.get gives, which is most of what OCaml calculates, leaves the tags on.
    fn i31_new(&mut self, value: ExprId) {
        let (name, operands) = match *self.function.expr(value) {
            Expr::Binary(NumericOp::I32Add, a, b) => ("i31_add", [a, b]),
            Expr::Binary(NumericOp::I32Sub, a, b) => ("i31_sub", [a, b]),
            _ => return self.helper("i31_new", &[value]),
        };
        let tagged = operands.map(|operand| self.tagged(operand));
        if tagged == [None, None] {
            return self.helper("i31_new", &[value]);
        }
        self.uses.helpers.insert(name);
        self.push(name);
        self.push("(");
        for (index, reference) in tagged.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            match reference {
                Some(reference) => self.assigned(reference, Prec::Assign),
                None => self.helper("i31_new", &[operands[index]]),
            }
        }
        self.push(")");
    }

    /// The reference that an integer is got from, if that is sure not to be null.
    fn tagged(&self, value: ExprId) -> Option<ExprId> {
        match self.function.expr(value) {
            Expr::Object(ObjectOp::I31Get { nullable: false, .. }, args) => Some(args[0]),
            _ => None,
        }
    }

    /// Whether evaluating an expression makes an object.
    fn allocates(&self, id: ExprId) -> bool {
        let mut allocates = matches!(self.function.expr(id), Expr::Allocate(..));
        // Expressions are of bounded depth: the lowering sees to it.
        self.function.operands(id, |operand| allocates |= self.allocates(operand));
        allocates
    }

    /// An object that another one's field refers to may be of a type that nothing else here mentions.
    fn mention_type_of(&mut self, object: ExprId) {
        self.uses.objects.insert(self.layout_of(object).number);
    }

    fn field_get(&mut self, id: ExprId, object: ExprId, signed: bool, force: bool) {
        self.mention_type_of(object);
        let (name, storage) = self.field(id, object);
        let force = force.then(|| match storage.value() {
            CType::U32 => "force_u32",
            CType::U64 => "force_u64",
            CType::F32 => "force_f32",
            CType::F64 => "force_f64",
            CType::V128 => "force_v128",
            _ => "force_ref",
        });
        if let Some(force) = force {
            self.helper(force, &[]);
            self.reopen();
        }
        self.push(match (storage, signed) {
            (Storage::I8, true) => "(u32)(s32)(s8)",
            (Storage::I16, true) => "(u32)(s32)(s16)",
            (Storage::I8 | Storage::I16, false) => "(u32)",
            // To gcc, one that may lie anywhere isn't of the type of one that may not.
            (Storage::Value(CType::V128), _) if force.is_none() => "(v128)",
            (Storage::Value(_), _) => "",
        });
        self.accessed(object, force.is_some());
        let _ = write!(self.out, "->{name}");
        if force.is_some() {
            self.push(")");
        }
    }

    fn field_set(&mut self, id: ExprId, object: ExprId, value: ExprId, barrier: bool) {
        self.mention_type_of(object);
        let (name, storage) = self.field(id, object);
        if barrier && storage.is_reference() {
            self.uses.heap = true;
            self.accessing_helper("store_ref", &[object]);
            self.reopen();
            self.push(", &");
            self.expr(object, Prec::Primary);
            let _ = write!(self.out, "->{name}, ");
            match *self.function.expr(value) {
                Expr::Convert(CType::Object(_), CType::Object(_), value) => self.expr(value, Prec::Assign),
                _ => self.assigned(value, Prec::Assign),
            }
            return self.push(")");
        }
        self.accessed(object, true);
        let _ = write!(self.out, "->{name} = ");
        self.narrowed(storage, value);
    }

    /// A value as it is stored.
    fn narrowed(&mut self, storage: Storage, value: ExprId) {
        match storage {
            Storage::I8 => self.push("(u8)"),
            Storage::I16 => self.push("(u16)"),
            Storage::Value(_) => return self.assigned(value, Prec::Assign),
        }
        self.expr(value, Prec::Unary);
    }

    fn barriered(&mut self, args: &[ExprId], helper: ObjectHelper) {
        let layout = self.layout_of(args[0]);
        self.uses.heap |= element(layout).is_reference();
        self.object_helper(layout, helper, args);
    }

    fn ref_eq(&mut self, a: ExprId, b: ExprId) {
        let types = (self.object_type(a), self.object_type(b));
        if matches!(types, (CType::Object(a), CType::Object(b)) if a != b) {
            self.push("(anyref)");
            self.expr(a, Prec::Unary);
        } else {
            self.expr(a, Prec::Relation);
        }
        self.push(" == ");
        self.expr(b, Prec::Relation);
    }

    /// A test or a cast: the helper for what may come and what may pass.
    fn test(&mut self, test: Test, args: &[ExprId], cast: bool) {
        let kind = if cast { "cast" } else { "is" };
        let (what, numbers) = match test.target {
            Target::Objects { first, count } if test.object => {
                ("object", Some((self.first(first, count), count)))
            }
            Target::Objects { first, count } => ("ref", Some((self.first(first, count), count))),
            Target::Eq { first, count } => ("eq", Some((self.first(first, count), count))),
            Target::Funcs { first, count } => ("func", Some((first.to_string(), count))),
            Target::I31 => ("i31", None),
            Target::All => ("any", None),
            Target::None => ("none", None),
        };
        let null = match (test.nullable, test.null) {
            (true, true) => "_or_null",
            (true, false) => "",
            (false, _) => "_non_null",
        };
        let name = format!("{what}_{kind}{null}");
        let helper = super::helpers::find(&name).map_or("", |helper| helper.name);
        debug_assert!(!helper.is_empty(), "no helper {name}");
        self.helper(helper, args);
        if let Some((first, count)) = numbers {
            self.reopen();
            let _ = write!(self.out, ", {first}, {count})");
        }
    }

    /// The number of the first of so many types: by its name, if they are a type and its subtypes.
    fn first(&mut self, first: u32, count: u32) -> String {
        let layout = self.objects.all().get((first - FIRST_OBJECT) as usize);
        let is_family = |layout: &&Layout| match layout.origin {
            Origin::Type(ty) => self.objects.interval(ty).last - first + 1 == count,
            Origin::Tag(..) => false,
        };
        match layout.filter(is_family) {
            Some(layout) => self.type_number(layout),
            None => first.to_string(),
        }
    }

    /// The number of a type, by its name.
    fn type_number(&mut self, layout: &Layout) -> String {
        self.uses.type_numbers.insert(layout.number);
        super::objects::type_number(&self.names.object(layout).name)
    }

    /// The bytes of a data segment, and how many there are.
    fn data(&mut self, data: crate::index::DataIdx) -> String {
        if self.image().has(data) {
            // It is dropped already.
            return "(const u8 *)\"\", 0".to_owned();
        }
        self.uses.datas.insert((self.this, data));
        let name = &self.names.datas[self.this.at()][data.at()];
        format!("{name}, {}", self.names.data_length(self.this, data))
    }

    /// Uses the items of an element segment.
    pub(super) fn elem_items(&mut self, elem: crate::index::ElemIdx) {
        self.uses.elems.insert((self.this, elem));
        self.uses.elem_items.insert((self.this, elem));
    }

    /// The items of an element segment, and how many there are.
    fn elem(&mut self, elem: crate::index::ElemIdx) -> String {
        self.elem_items(elem);
        let name = &self.names.elems[self.this.at()][elem.at()];
        format!("{name}, {}", self.elem_length(elem))
    }

    /// Uses the number of items of an element segment.
    pub(super) fn elem_length(&mut self, elem: crate::index::ElemIdx) -> String {
        self.uses.elems.insert((self.this, elem));
        self.uses.elem_lengths.insert((self.this, elem));
        self.names.elem_length(self.this, elem)
    }
}

/// How the elements of an array are stored.
fn element(layout: &Layout) -> Storage {
    match &layout.shape {
        Shape::Array { element } => element.storage,
        Shape::Struct { .. } => unreachable!("an array has elements"),
    }
}

fn element_size(layout: &Layout) -> u32 {
    element(layout).size()
}
