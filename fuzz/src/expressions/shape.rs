//! What a module has besides functions.

use wasm_encoder::{
    AbstractHeapType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements,
    ExportKind, ExportSection, FunctionSection, GlobalSection, GlobalType, HeapType, Instruction,
    MemorySection, MemoryType, Module, RefType, StorageType, TableSection, TableType, TagKind, TagSection,
    TagType, ValType,
};

use super::types::{Kind, Types, heap, nullable};
use super::{FUNCTIONS, Features};
use crate::generate::FUEL;
use crate::random::Random;

/// How many variable globals of each type there are; then comes the fuel.
pub(super) const GLOBALS: u32 = 2;

/// Bytes of data at the beginning of the memories, where accesses are.
pub(super) const DATA: usize = 4096;

/// Data segments: one that is there when the module is, one to be used later, and one to be dropped.
pub(super) const KEPT_DATA: u32 = 1;
pub(super) const DROPPED_DATA: u32 = 2;

/// How many elements a table and a segment have at least, but for the first table.
pub(super) const ELEMENTS: u32 = 8;

/// As of data, among the segments of elements.
pub(super) const DROPPED_ELEMENTS: u32 = 2;

pub(super) struct Shape {
    pub(super) features: Features,
    pub(super) types: Types,
    /// The types of locals and globals.
    pub(super) pool: Vec<ValType>,
    /// The types of the functions.
    pub(super) functions: Vec<u32>,
    pub(super) memories: Vec<MemoryType>,
    /// The first has each function twice, at its index and [`FUNCTIONS`] further on.
    pub(super) tables: Vec<TableType>,
    pub(super) tags: Vec<u32>,
    /// Globals with an object of each type, which is never another.
    constants: Vec<(RefType, ConstExpr)>,
    /// The types of the segments of elements.
    pub(super) segments: Vec<RefType>,
}

impl Shape {
    pub(super) fn random(random: &mut Random, features: Features) -> Shape {
        let mut pool = vec![ValType::I32, ValType::I64, ValType::F32, ValType::F64];
        if features.vectors {
            // There are more operators of vectors than all others.
            pool.extend([ValType::V128; 3]);
        }
        let mut types = Types::random(random, features, &pool);
        pool.extend(references(random, features, &types));
        let functions = functions(random, features, &mut types, &pool);
        let tags = if features.exceptions {
            let mut some = |count: u64| (0..count).map(|_| random.pick(&pool)).collect::<Vec<_>>();
            [Vec::new(), some(1), some(3)].map(|params| types.func(&params, &[])).to_vec()
        } else {
            Vec::new()
        };
        let mut shape = Shape {
            features,
            types,
            pool,
            functions,
            memories: memories(random, features),
            tables: Vec::new(),
            tags,
            constants: Vec::new(),
            segments: vec![RefType::FUNCREF; 3],
        };
        shape.constants = shape.constants(random);
        if features.objects {
            shape.segments.push(RefType { nullable: false, heap_type: HeapType::Concrete(0) });
            shape.segments.push(RefType { nullable: false, heap_type: heap(AbstractHeapType::Eq) });
        }
        shape.tables = shape.tables(random);
        shape
    }

    /// An object of each type, made of those before it.
    fn constants(&self, random: &mut Random) -> Vec<(RefType, ConstExpr)> {
        let mut constants: Vec<(RefType, ConstExpr)> = Vec::new();
        for at in self.types.objects() {
            let mut instructions = Vec::new();
            match self.types.kind(at) {
                Kind::Struct(fields) => {
                    for field in fields {
                        self.constant(random, field.element_type, &mut instructions);
                    }
                    instructions.push(Instruction::StructNew(at));
                }
                Kind::Array(field) if random.one_in(2) => {
                    self.constant(random, field.element_type, &mut instructions);
                    instructions.push(Instruction::I32Const(random.below(6) as i32));
                    instructions.push(Instruction::ArrayNew(at));
                }
                Kind::Array(field) => {
                    let size = random.below(4) as u32;
                    (0..size).for_each(|_| self.constant(random, field.element_type, &mut instructions));
                    let (array_type_index, array_size) = (at, size);
                    instructions.push(Instruction::ArrayNewFixed { array_type_index, array_size });
                }
                Kind::Func(..) => {}
            }
            let ty = RefType { nullable: false, heap_type: HeapType::Concrete(at) };
            constants.push((ty, ConstExpr::extended(instructions)));
        }
        constants
    }

    /// A constant of a type; one that can't be null refers to the object of a type before.
    fn constant(&self, random: &mut Random, ty: StorageType, instructions: &mut Vec<Instruction<'static>>) {
        let number = random.next();
        match ty {
            StorageType::I8 | StorageType::I16 => instructions.push(Instruction::I32Const(number as i32)),
            StorageType::Val(ValType::Ref(ty)) => match ty.heap_type {
                HeapType::Concrete(at) if !ty.nullable => {
                    instructions.push(Instruction::GlobalGet(self.constant_of(at)));
                }
                HeapType::Abstract { ty: AbstractHeapType::Eq | AbstractHeapType::Any, .. }
                    if random.one_in(2) =>
                {
                    instructions.push(Instruction::I32Const(number as i32));
                    instructions.push(Instruction::RefI31);
                }
                heap_type => instructions.push(Instruction::RefNull(heap_type)),
            },
            StorageType::Val(ty) => instructions.push(match ty {
                ValType::I32 => Instruction::I32Const(number as i32),
                ValType::I64 => Instruction::I64Const(number.cast_signed()),
                ValType::F32 => Instruction::F32Const((number as i16 as f32 / 8.0).into()),
                ValType::F64 => Instruction::F64Const((number as i32 as f64 * 1e20).into()),
                _ => Instruction::V128Const(i128::from(number) << 50),
            }),
        }
    }

    fn tables(&self, random: &mut Random) -> Vec<TableType> {
        let mut elements = vec![RefType::FUNCREF];
        if self.features.objects {
            elements.push(RefType::ANYREF);
            elements.push(RefType { nullable: true, heap_type: HeapType::Concrete(0) });
        }
        if self.features.many {
            elements.extend([RefType::EXTERNREF, RefType::FUNCREF]);
            elements.push(RefType { nullable: true, heap_type: HeapType::Concrete(self.functions[0]) });
        }
        let first = TableType {
            element_type: RefType::FUNCREF,
            table64: self.features.many && random.one_in(3),
            minimum: u64::from(2 * FUNCTIONS),
            maximum: random.one_in(2).then_some(u64::from(2 * FUNCTIONS)),
            shared: false,
        };
        let others = elements.into_iter().map(|element_type| TableType {
            element_type,
            table64: self.features.many && random.one_in(2),
            minimum: ELEMENTS.into(),
            maximum: Some(40),
            shared: false,
        });
        [first].into_iter().chain(others).collect()
    }

    /// The global that holds the fuel.
    pub(super) fn fuel(&self) -> u32 {
        self.pool.len() as u32 * GLOBALS
    }

    /// The global with the object of a type that was there from the start.
    pub(super) fn constant_of(&self, at: u32) -> u32 {
        self.fuel() + 1 + at
    }

    /// One of the [`GLOBALS`] variable globals of a type of the pool.
    pub(super) fn global_of(&self, ty: ValType, number: u32) -> u32 {
        let place = self.pool.iter().position(|&one| one == ty).unwrap_or_default();
        place as u32 * GLOBALS + number
    }

    /// All globals but the fuel, with their types and whether they are variable.
    pub(super) fn globals(&self) -> impl Iterator<Item = (u32, ValType, bool)> {
        let variable = self.pool.iter().flat_map(|&ty| [ty; GLOBALS as usize]);
        let constants = self.constants.iter().map(|(ty, _)| ValType::Ref(*ty));
        let first_constant = self.fuel() + 1;
        let variable = variable.enumerate().map(|(at, ty)| (at as u32, ty, true));
        variable.chain(constants.enumerate().map(move |(at, ty)| (first_constant + at as u32, ty, false)))
    }

    /// The module. `others` are exported beside what is there to be called from outside.
    pub(super) fn finish(
        &self,
        random: &mut Random,
        functions: &FunctionSection,
        others: &[(&str, u32)],
        code: &CodeSection,
    ) -> Vec<u8> {
        let mut exports = ExportSection::new();
        for index in 0..FUNCTIONS {
            exports.export(&format!("f{index}"), ExportKind::Func, index);
        }
        for (index, _, _) in self.globals() {
            exports.export(&format!("g{index}"), ExportKind::Global, index);
        }
        let mut memories = MemorySection::new();
        for (index, &memory) in self.memories.iter().enumerate() {
            memories.memory(memory);
            exports.export(&format!("memory{index}"), ExportKind::Memory, index as u32);
        }
        for &(name, index) in others {
            exports.export(name, ExportKind::Func, index);
        }
        let mut tables = TableSection::new();
        self.tables.iter().for_each(|&table| _ = tables.table(table));
        let mut tags = TagSection::new();
        for &func_type_idx in &self.tags {
            tags.tag(TagType { kind: TagKind::Exception, func_type_idx });
        }
        let data = self.data(random);
        let mut module = Module::new();
        module.section(&self.types.encode()).section(functions).section(&tables).section(&memories);
        if !self.tags.is_empty() {
            module.section(&tags);
        }
        module.section(&self.global_section()).section(&exports).section(&self.element_section());
        module.section(&DataCountSection { count: data.len() }).section(code).section(&data);
        module.finish()
    }

    fn global_section(&self) -> GlobalSection {
        let mut section = GlobalSection::new();
        for &val_type in &self.pool {
            for number in 0..GLOBALS {
                let ty = GlobalType { val_type, mutable: true, shared: false };
                section.global(ty, &initial(val_type, number));
            }
        }
        let fuel = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        section.global(fuel, &ConstExpr::i32_const(FUEL));
        for (ty, value) in &self.constants {
            section.global(GlobalType { val_type: ValType::Ref(*ty), mutable: false, shared: false }, value);
        }
        section
    }

    fn element_section(&self) -> ElementSection {
        let mut section = ElementSection::new();
        let offset = if self.tables[0].table64 { ConstExpr::i64_const(0) } else { ConstExpr::i32_const(0) };
        let each = |count: u32| (0..count).map(|at| at % FUNCTIONS).collect::<Vec<_>>();
        section.active(Some(0), &offset, Elements::Functions(each(2 * FUNCTIONS).into()));
        section.passive(Elements::Functions(each(ELEMENTS).into()));
        section.passive(Elements::Functions(each(ELEMENTS).into()));
        for &ty in &self.segments[3..] {
            let expression = |at: u32| match ty.heap_type {
                HeapType::Concrete(_) if at % 2 == 0 => ConstExpr::global_get(self.fuel() + 1),
                HeapType::Concrete(_) => self.constants[0].1.clone(),
                _ if at % 3 == 1 => ConstExpr::global_get(self.fuel() + 2),
                _ => ConstExpr::extended([Instruction::I32Const(at as i32 - 4), Instruction::RefI31]),
            };
            section.passive(Elements::Expressions(ty, (0..ELEMENTS).map(expression).collect()));
        }
        section
    }

    fn data(&self, random: &mut Random) -> DataSection {
        let mut section = DataSection::new();
        let offset =
            if self.memories[0].memory64 { ConstExpr::i64_const(0) } else { ConstExpr::i32_const(0) };
        section.active(0, &offset, random.bytes(DATA));
        section.passive(random.bytes(256));
        section.passive(random.bytes(256));
        section
    }
}

/// Types of references that locals and globals are of.
fn references(random: &mut Random, features: Features, types: &Types) -> Vec<ValType> {
    use AbstractHeapType::{Any, Array, Eq, Exn, Extern, Func, I31, Struct};
    let mut references = Vec::new();
    if features.objects {
        references.extend([HeapType::Concrete(0), HeapType::Concrete(1), heap(Any)]);
        references.extend(types.objects().skip(2).filter(|_| random.one_in(2)).map(HeapType::Concrete));
        let others = [heap(Eq), heap(I31), heap(Struct), heap(Array), heap(Extern), heap(Func)];
        references.extend(others.into_iter().filter(|_| random.one_in(2)));
    } else if random.one_in(2) {
        references.extend([heap(Extern), heap(Func)]);
    }
    if features.exceptions {
        references.push(heap(Exn));
    }
    references.into_iter().map(nullable).collect()
}

/// The types of the functions.
fn functions(random: &mut Random, features: Features, types: &mut Types, pool: &[ValType]) -> Vec<u32> {
    let mut functions = Vec::new();
    if features.objects {
        functions.extend(types.related_funcs(random, &pool[..4]));
    }
    while functions.len() < FUNCTIONS as usize {
        let mut list = |limit: u64| (0..random.below(limit)).map(|_| random.pick(pool)).collect::<Vec<_>>();
        let (mut params, mut results) = (list(10), list(3));
        // Those that take what only the module has are called by others alone.
        let mut non_null = |types: &mut Vec<ValType>| {
            for ty in types {
                if let ValType::Ref(ty) = ty
                    && features.objects
                    && ty.heap_type != heap(AbstractHeapType::Exn)
                    && random.one_in(8)
                {
                    ty.nullable = false;
                }
            }
        };
        non_null(&mut params);
        non_null(&mut results);
        functions.push(types.func(&params, &results));
    }
    functions
}

fn memories(random: &mut Random, features: Features) -> Vec<MemoryType> {
    let plain =
        MemoryType { minimum: 1, maximum: Some(2), memory64: false, shared: false, page_size_log2: None };
    let mut memories = vec![MemoryType { shared: features.atomics && random.one_in(2), ..plain }];
    if features.many {
        memories[0].memory64 = random.one_in(3);
        memories.push(MemoryType { memory64: random.one_in(2), ..plain });
        if random.one_in(2) {
            let (minimum, maximum) = (2 * DATA as u64, Some(2 * DATA as u64 + 10));
            memories.push(MemoryType { minimum, maximum, page_size_log2: Some(0), ..plain });
        }
    }
    memories
}

fn initial(ty: ValType, number: u32) -> ConstExpr {
    match ty {
        ValType::I32 => ConstExpr::i32_const(number as i32 - 7),
        ValType::I64 => ConstExpr::i64_const(i64::from(number) << 40),
        ValType::F32 => ConstExpr::f32_const((number as f32 - 0.5).into()),
        ValType::F64 => ConstExpr::f64_const((f64::from(number) * 1e20).into()),
        ValType::V128 => ConstExpr::v128_const(0x0123_4567_89ab_cdef << number),
        ValType::Ref(ty) => match ty.heap_type {
            HeapType::Abstract { ty: AbstractHeapType::Any | AbstractHeapType::I31, .. } if number > 0 => {
                ConstExpr::extended([Instruction::I32Const(-5), Instruction::RefI31])
            }
            heap_type => ConstExpr::ref_null(heap_type),
        },
    }
}
