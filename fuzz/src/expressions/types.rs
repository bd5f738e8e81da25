//! The types that a module declares: of objects, which may be subtypes of one another, and of functions.

use wasm_encoder::{
    AbstractHeapType, ArrayType, BlockType, CompositeInnerType, CompositeType, FieldType, FuncType, HeapType,
    RefType, StorageType, StructType, SubType, TypeSection, ValType,
};

use super::Features;
use crate::random::Random;

/// What a type is of.
#[derive(Clone, PartialEq)]
pub(super) enum Kind {
    Struct(Vec<FieldType>),
    Array(FieldType),
    Func(Vec<ValType>, Vec<ValType>),
}

struct Def {
    kind: Kind,
    is_final: bool,
    supertype: Option<u32>,
}

/// All types of a module: those of objects, then those of functions.
#[derive(Default)]
pub(super) struct Types {
    defs: Vec<Def>,
    /// How many types are in each recursion group.
    groups: Vec<usize>,
    /// How many are of objects.
    objects: u32,
}

/// A heap type that isn't declared.
pub(super) const fn heap(ty: AbstractHeapType) -> HeapType {
    HeapType::Abstract { shared: false, ty }
}

/// A reference that may be null.
pub(super) fn nullable(heap_type: HeapType) -> ValType {
    ValType::Ref(RefType { nullable: true, heap_type })
}

impl Types {
    /// Types of objects, if there are to be any.
    pub(super) fn random(random: &mut Random, features: Features, numbers: &[ValType]) -> Types {
        let mut types = Types::default();
        if features.objects {
            let count = 3 + random.below(5) as u32;
            while types.objects < count {
                let members = (1 + random.below(3) as u32).min(count - types.objects);
                let end = types.objects + members;
                for _ in 0..members {
                    types.object(random, numbers, end);
                }
                types.groups.push(members as usize);
            }
        }
        types
    }

    /// One more type of objects, in a group that goes up to `end`. The first is of structs, the second of arrays.
    fn object(&mut self, random: &mut Random, numbers: &[ValType], end: u32) {
        let is_array = self.objects == 1 || self.objects > 1 && random.one_in(3);
        let supertypes: Vec<_> = (0..self.objects)
            .filter(|&at| !self.def(at).is_final && is_array == matches!(self.def(at).kind, Kind::Array(_)))
            .collect();
        let supertype =
            if supertypes.is_empty() || random.one_in(3) { None } else { Some(random.pick(&supertypes)) };
        let kind = match supertype.map(|supertype| self.def(supertype).kind.clone()) {
            Some(Kind::Struct(mut fields)) => {
                for field in &mut fields {
                    self.refine(random, field);
                }
                fields.extend((0..random.below(3)).map(|_| self.field(random, numbers, end)));
                Kind::Struct(fields)
            }
            Some(Kind::Array(mut field)) => {
                self.refine(random, &mut field);
                Kind::Array(field)
            }
            _ if is_array => Kind::Array(self.field(random, numbers, end)),
            _ => Kind::Struct((0..1 + random.below(5)).map(|_| self.field(random, numbers, end)).collect()),
        };
        self.defs.push(Def { kind, is_final: random.one_in(3), supertype });
        self.objects += 1;
    }

    fn field(&self, random: &mut Random, numbers: &[ValType], end: u32) -> FieldType {
        use AbstractHeapType::{Any, Array, Eq, Extern, Func, I31, Struct};
        let element_type = match random.below(12) {
            0 => StorageType::I8,
            1 => StorageType::I16,
            2..7 => StorageType::Val(random.pick(numbers)),
            7 | 8 => {
                let ty = random.pick(&[Any, Any, Eq, I31, Struct, Array, Extern, Func]);
                StorageType::Val(nullable(heap(ty)))
            }
            // There is a first object only if one can be made before it refers to another.
            9 if self.objects > 0 => {
                let heap_type = HeapType::Concrete(random.below(self.objects.into()) as u32);
                StorageType::Val(ValType::Ref(RefType { nullable: false, heap_type }))
            }
            _ => StorageType::Val(nullable(HeapType::Concrete(random.below(end.into()) as u32))),
        };
        FieldType { element_type, mutable: !random.one_in(3) }
    }

    /// In a subtype, a field that is never written may be of a subtype.
    fn refine(&self, random: &mut Random, field: &mut FieldType) {
        let StorageType::Val(ValType::Ref(ty)) = field.element_type else { return };
        let subtypes: Vec<_> = (0..self.objects)
            .filter(|&at| self.heap_is(HeapType::Concrete(at), ty.heap_type))
            .map(HeapType::Concrete)
            .collect();
        if !field.mutable && !subtypes.is_empty() && random.one_in(2) {
            let heap_type = random.pick(&subtypes);
            let refined = RefType { nullable: ty.nullable && random.one_in(2), heap_type };
            field.element_type = StorageType::Val(ValType::Ref(refined));
        }
    }

    fn def(&self, at: u32) -> &Def {
        &self.defs[at as usize]
    }

    pub(super) fn kind(&self, at: u32) -> &Kind {
        &self.def(at).kind
    }

    /// The types of objects.
    pub(super) fn objects(&self) -> std::ops::Range<u32> {
        0..self.objects
    }

    pub(super) fn is_array(&self, at: u32) -> bool {
        matches!(self.kind(at), Kind::Array(_))
    }

    /// The parameters and the results of a type of functions.
    pub(super) fn signature(&self, at: u32) -> (Vec<ValType>, Vec<ValType>) {
        match self.kind(at) {
            Kind::Func(params, results) => (params.clone(), results.clone()),
            _ => (Vec::new(), Vec::new()),
        }
    }

    pub(super) fn supertype(&self, at: u32) -> Option<u32> {
        self.def(at).supertype
    }

    /// The type of functions with these parameters and results.
    pub(super) fn func(&mut self, params: &[ValType], results: &[ValType]) -> u32 {
        let kind = Kind::Func(params.to_vec(), results.to_vec());
        let is_plain = |def: &Def| def.is_final && def.supertype.is_none() && def.kind == kind;
        if let Some(at) = self.defs.iter().position(is_plain) {
            return at as u32;
        }
        self.defs.push(Def { kind, is_final: true, supertype: None });
        self.groups.push(1);
        self.defs.len() as u32 - 1
    }

    /// Two types of functions, of which the second is a subtype of the first. They take some numbers, so that they are seldom
    /// types of another module in the same program too.
    pub(super) fn related_funcs(&mut self, random: &mut Random, numbers: &[ValType]) -> [u32; 2] {
        use AbstractHeapType::{Any, Eq};
        let numbers: Vec<_> = (0..2 + random.below(4)).map(|_| random.pick(numbers)).collect();
        let func = |param, result| {
            let params = [&numbers[..], &[nullable(heap(param))]].concat();
            Kind::Func(params, vec![nullable(heap(result)), numbers[0]])
        };
        let first = self.defs.len() as u32;
        self.defs.push(Def { kind: func(Eq, Any), is_final: false, supertype: None });
        self.defs.push(Def { kind: func(Any, Eq), is_final: true, supertype: Some(first) });
        self.groups.push(2);
        [first, first + 1]
    }

    /// The type of a block without parameters.
    pub(super) fn block(&mut self, results: &[ValType]) -> BlockType {
        match results {
            [] => BlockType::Empty,
            [one] => BlockType::Result(*one),
            _ => BlockType::FunctionType(self.func(&[], results)),
        }
    }

    /// Whether the one is a subtype of the other.
    pub(super) fn is(&self, sub: ValType, sup: ValType) -> bool {
        match (sub, sup) {
            (ValType::Ref(sub), ValType::Ref(sup)) => self.ref_is(sub, sup),
            _ => sub == sup,
        }
    }

    pub(super) fn ref_is(&self, sub: RefType, sup: RefType) -> bool {
        (sup.nullable || !sub.nullable) && self.heap_is(sub.heap_type, sup.heap_type)
    }

    pub(super) fn heap_is(&self, sub: HeapType, sup: HeapType) -> bool {
        use AbstractHeapType::{Any, Array, Eq, Func, I31, NoFunc, None as Nothing, Struct};
        let is_function = |at| matches!(self.kind(at), Kind::Func(..));
        match (sub, sup) {
            (sub, sup) if sub == sup => true,
            (HeapType::Concrete(sub), HeapType::Concrete(_)) => {
                self.supertype(sub).is_some_and(|super_| self.heap_is(HeapType::Concrete(super_), sup))
            }
            (HeapType::Concrete(at), HeapType::Abstract { ty, .. }) => match self.kind(at) {
                Kind::Struct(_) => matches!(ty, Struct | Eq | Any),
                Kind::Array(_) => matches!(ty, Array | Eq | Any),
                Kind::Func(..) => ty == Func,
            },
            (HeapType::Abstract { ty, .. }, HeapType::Concrete(at)) => {
                ty == if is_function(at) { NoFunc } else { Nothing }
            }
            (HeapType::Abstract { ty: sub, .. }, HeapType::Abstract { ty: sup, .. }) => match sup {
                Any => matches!(sub, Eq | I31 | Struct | Array | Nothing),
                Eq => matches!(sub, I31 | Struct | Array | Nothing),
                I31 | Struct | Array => sub == Nothing,
                _ => bottom(sup) == sub,
            },
            _ => false,
        }
    }

    /// The supertype of all that are comparable with this one.
    pub(super) fn top(&self, ty: HeapType) -> HeapType {
        use AbstractHeapType::{Any, Exn, Extern, Func, NoExn, NoExtern, NoFunc};
        heap(match ty {
            HeapType::Concrete(at) if matches!(self.kind(at), Kind::Func(..)) => Func,
            HeapType::Abstract { ty: Func | NoFunc, .. } => Func,
            HeapType::Abstract { ty: Extern | NoExtern, .. } => Extern,
            HeapType::Abstract { ty: Exn | NoExn, .. } => Exn,
            _ => Any,
        })
    }

    /// The section.
    pub(super) fn encode(&self) -> TypeSection {
        let mut section = TypeSection::new();
        let mut types = self.defs.iter().map(encoded);
        for &members in &self.groups {
            let group: Vec<_> = types.by_ref().take(members).collect();
            match &group[..] {
                [one] => section.ty().subtype(one),
                _ => section.ty().rec(group),
            }
        }
        section
    }
}

/// The type that has no values, below a type that is declared nowhere.
fn bottom(ty: AbstractHeapType) -> AbstractHeapType {
    use AbstractHeapType::{Exn, Extern, Func, NoExn, NoExtern, NoFunc, None as Nothing};
    match ty {
        Func => NoFunc,
        Extern => NoExtern,
        Exn => NoExn,
        _ => Nothing,
    }
}

fn encoded(def: &Def) -> SubType {
    let inner = match &def.kind {
        Kind::Struct(fields) => CompositeInnerType::Struct(StructType { fields: fields.clone().into() }),
        Kind::Array(field) => CompositeInnerType::Array(ArrayType(*field)),
        Kind::Func(params, results) => {
            CompositeInnerType::Func(FuncType::new(params.iter().copied(), results.iter().copied()))
        }
    };
    SubType {
        is_final: def.is_final,
        supertype_idxs: def.supertype.into_iter().collect(),
        composite_type: CompositeType { inner, shared: false, descriptor: None, describes: None },
    }
}
