//! Modules whose functions compute: deep expressions among statements, so that operators that want operands of one type find
//! them. wasm-smith, which takes what it finds on the stack, executes such operators seldom.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, Instruction, MemorySection, MemoryType, Module, TypeSection, ValType,
};

use crate::generate::{FUEL, REFUEL};
use crate::operators::{OPS, Op, TYPES};
use crate::random::Random;

/// How many globals of each type there are; then comes the fuel.
const GLOBALS: u32 = 2;

/// Bytes of data at the beginning of the memory, where accesses are.
const DATA: usize = 4096;

/// The module of a seed.
pub(crate) fn module(random: &mut Random) -> Vec<u8> {
    let vectors = random.one_in(2);
    let features = Features { atomics: random.one_in(4), traps: random.one_in(5), vectors };
    let types: &[_] = if vectors { &TYPES } else { &TYPES[..4] };
    let mut list =
        |limit: u64| (0..random.below(limit)).map(|_| random.pick(types)).map(encoded).collect::<Vec<_>>();
    let signatures: Vec<_> = (0..6).map(|_| (list(10), list(3))).collect();
    let mut sections = Sections::default();
    for (params, results) in &signatures {
        sections.types.ty().function(params.iter().copied(), results.iter().copied());
    }
    for index in 0..signatures.len() {
        let mut body = Body {
            random: &mut *random,
            features,
            types,
            signatures: &signatures,
            index,
            locals: signatures[index].0.clone(),
            first_scratch: 0,
            instructions: Vec::new(),
            budget: 150,
        };
        sections.code.function(&body.function());
        sections.functions.function(index as u32);
        sections.exports.export(&format!("f{index}"), ExportKind::Func, index as u32);
    }
    sections.finish(types, random)
}

fn encoded(ty: wasmparser::ValType) -> ValType {
    ty.try_into().expect("a type of numbers")
}

#[derive(Default)]
struct Sections {
    types: TypeSection,
    functions: FunctionSection,
    exports: ExportSection,
    code: CodeSection,
}

impl Sections {
    fn finish(mut self, types: &[wasmparser::ValType], random: &mut Random) -> Vec<u8> {
        let count = self.functions.len();
        self.types.ty().function([], []);
        self.functions.function(count);
        let mut refuel = Function::new([]);
        refuel.instruction(&Instruction::I32Const(FUEL));
        refuel.instruction(&Instruction::GlobalSet(types.len() as u32 * GLOBALS));
        refuel.instruction(&Instruction::End);
        self.code.function(&refuel);
        let mut globals = GlobalSection::new();
        for &ty in types {
            for number in 0..GLOBALS {
                self.exports.export(&format!("g{}", globals.len()), ExportKind::Global, globals.len());
                let ty = GlobalType { val_type: encoded(ty), mutable: true, shared: false };
                globals.global(ty, &initial(ty.val_type, number));
            }
        }
        let fuel = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(fuel, &ConstExpr::i32_const(FUEL));
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: Some(2),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        self.exports.export("memory", ExportKind::Memory, 0);
        self.exports.export(REFUEL, ExportKind::Func, count);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(0), random.bytes(DATA));
        let mut module = Module::new();
        module.section(&self.types).section(&self.functions).section(&memories).section(&globals);
        module.section(&self.exports).section(&self.code).section(&data);
        module.finish()
    }
}

fn initial(ty: ValType, number: u32) -> ConstExpr {
    match ty {
        ValType::I32 => ConstExpr::i32_const(number as i32 - 7),
        ValType::I64 => ConstExpr::i64_const(i64::from(number) << 40),
        ValType::F32 => ConstExpr::f32_const((number as f32 - 0.5).into()),
        ValType::F64 => ConstExpr::f64_const((f64::from(number) * 1e20).into()),
        _ => ConstExpr::v128_const(0x0123_4567_89ab_cdef << number),
    }
}

#[derive(Clone, Copy)]
struct Features {
    vectors: bool,
    atomics: bool,
    traps: bool,
}

/// A function that is made.
struct Body<'a> {
    random: &'a mut Random,
    features: Features,
    types: &'a [wasmparser::ValType],
    signatures: &'a [(Vec<ValType>, Vec<ValType>)],
    /// Which function it is.
    index: usize,
    /// The types of its locals, parameters first.
    locals: Vec<ValType>,
    /// A local of each type in the order of `TYPES`, for a value that is looked at twice, and then counters of loops.
    first_scratch: u32,
    instructions: Vec<Instruction<'static>>,
    /// How many operators it may still have.
    budget: i32,
}

/// How deep loops are nested at most.
const LOOPS: u32 = 2;

impl Body<'_> {
    fn function(&mut self) -> Function {
        let (params, results) = &self.signatures[self.index];
        for &ty in self.types {
            self.locals.extend([encoded(ty); 2]);
        }
        self.first_scratch = self.locals.len() as u32;
        self.burn_fuel();
        while self.budget > 0 {
            self.statement(0);
        }
        for &ty in results {
            self.budget = 20;
            self.value(ty, 4);
        }
        let scratch = self.types.iter().map(|&ty| encoded(ty)).chain([ValType::I32; LOOPS as usize]);
        let locals = self.locals[params.len()..].iter().copied().chain(scratch);
        let mut function = Function::new_with_locals_types(locals);
        for instruction in &self.instructions {
            function.instruction(instruction);
        }
        function.instruction(&Instruction::End);
        function
    }

    fn put(&mut self, instruction: Instruction<'static>) {
        self.instructions.push(instruction);
    }

    fn burn_fuel(&mut self) {
        let fuel = self.types.len() as u32 * GLOBALS;
        self.instructions.extend([
            Instruction::GlobalGet(fuel),
            Instruction::I32Eqz,
            Instruction::If(BlockType::Empty),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::GlobalGet(fuel),
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::GlobalSet(fuel),
        ]);
    }

    /// A statement, within so many loops.
    fn statement(&mut self, loops: u32) {
        self.budget -= 1;
        match self.random.below(14) {
            0..4 => {
                let (local, ty) = self.local();
                self.value(ty, 5);
                self.put(Instruction::LocalSet(local));
            }
            4 => {
                let (global, ty) = self.global();
                self.value(ty, 5);
                self.put(Instruction::GlobalSet(global));
            }
            5..8 => self.many_results(),
            8 | 9 => {
                self.value(ValType::I32, 4);
                self.put(Instruction::If(BlockType::Empty));
                self.statement(loops);
                if self.random.one_in(2) {
                    self.put(Instruction::Else);
                    self.statement(loops);
                }
                self.put(Instruction::End);
            }
            10 => {
                self.put(Instruction::Block(BlockType::Empty));
                self.statement(loops);
                self.value(ValType::I32, 3);
                self.put(Instruction::BrIf(0));
                self.statement(loops);
                self.put(Instruction::End);
            }
            11 if loops < LOOPS => {
                let counter = self.first_scratch + self.types.len() as u32 + loops;
                let rounds = 1 + self.random.below(4) as i32;
                self.instructions.extend([
                    Instruction::I32Const(rounds),
                    Instruction::LocalSet(counter),
                    Instruction::Loop(BlockType::Empty),
                ]);
                self.statement(loops + 1);
                self.statement(loops + 1);
                self.instructions.extend([
                    Instruction::LocalGet(counter),
                    Instruction::I32Const(1),
                    Instruction::I32Sub,
                    Instruction::LocalTee(counter),
                    Instruction::BrIf(0),
                    Instruction::End,
                ]);
            }
            12 => self.switch(loops),
            _ => self.call_statement(),
        }
    }

    /// A statement behind one of several blocks.
    fn switch(&mut self, loops: u32) {
        let blocks = 2 + self.random.below(3) as u32;
        (0..blocks).for_each(|_| self.put(Instruction::Block(BlockType::Empty)));
        self.value(ValType::I32, 3);
        let targets: Vec<_> =
            (0..self.random.below(6)).map(|_| self.random.below(blocks.into()) as u32).collect();
        let default = self.random.below(blocks.into()) as u32;
        self.put(Instruction::BrTable(targets.into(), default));
        for _ in 0..blocks {
            self.put(Instruction::End);
            self.statement(loops);
        }
    }

    fn call_statement(&mut self) {
        if self.index == 0 {
            return;
        }
        let callee = self.random.below(self.index as u64) as usize;
        let (params, results) = &self.signatures[callee];
        params.iter().for_each(|&ty| self.value(ty, 3));
        self.put(Instruction::Call(callee as u32));
        self.set_locals(results);
    }

    /// An operator with any number of results.
    fn many_results(&mut self) {
        let features = self.features;
        let fits = |op: &&Op| op.results.len() != 1 && fits(op, features);
        let ops: Vec<_> = OPS.iter().filter(fits).collect();
        let op = self.random.pick(&ops);
        self.operands(op, 4);
        let results: Vec<_> = op.results.iter().map(|&ty| encoded(ty)).collect();
        self.set_locals(&results);
    }

    /// Values that are on the stack go to locals.
    fn set_locals(&mut self, types: &[ValType]) {
        for &ty in types.iter().rev() {
            let locals: Vec<_> = (0..self.locals.len()).filter(|&local| self.locals[local] == ty).collect();
            let local = self.random.pick(&locals) as u32;
            self.put(Instruction::LocalSet(local));
        }
    }

    fn local(&mut self) -> (u32, ValType) {
        let local = self.random.below(self.locals.len() as u64) as usize;
        (local as u32, self.locals[local])
    }

    fn global(&mut self) -> (u32, ValType) {
        let ty = self.random.below(self.types.len() as u64) as usize;
        (ty as u32 * GLOBALS + self.random.below(GLOBALS.into()) as u32, encoded(self.types[ty]))
    }

    /// A value of a type, whose bits are the same everywhere.
    fn value(&mut self, ty: ValType, depth: u32) {
        self.budget -= 1;
        if depth == 0 || self.budget <= 0 {
            return self.leaf(ty);
        }
        match self.random.below(16) {
            0 => self.leaf(ty),
            1 => {
                self.value(ty, depth - 1);
                let locals: Vec<_> =
                    (0..self.locals.len()).filter(|&local| self.locals[local] == ty).collect();
                let local = self.random.pick(&locals) as u32;
                self.put(Instruction::LocalTee(local));
            }
            2 => {
                self.value(ty, depth - 1);
                self.value(ty, depth - 1);
                self.value(ValType::I32, depth - 1);
                self.put(Instruction::Select);
            }
            3 => {
                self.value(ValType::I32, depth - 1);
                self.put(Instruction::If(BlockType::Result(ty)));
                self.value(ty, depth - 1);
                self.put(Instruction::Else);
                self.value(ty, depth - 1);
                self.put(Instruction::End);
            }
            4 | 5 => self.call(ty, depth),
            _ => self.operator(ty, depth),
        }
    }

    fn leaf(&mut self, ty: ValType) {
        let locals: Vec<_> = (0..self.locals.len()).filter(|&local| self.locals[local] == ty).collect();
        match self.random.below(6) {
            0 | 1 => self.constant(ty),
            2 => {
                let place = self.types.iter().position(|&one| encoded(one) == ty).unwrap_or_default();
                let global = place as u32 * GLOBALS + self.random.below(GLOBALS.into()) as u32;
                self.put(Instruction::GlobalGet(global));
            }
            _ => {
                let local = self.random.pick(&locals) as u32;
                self.put(Instruction::LocalGet(local));
            }
        }
    }

    fn constant(&mut self, ty: ValType) {
        const INTEGERS: &[i64] =
            &[0, 1, -1, 2, 7, 31, 32, 63, 64, 255, 0x7fff_ffff, -0x8000_0000, i64::MAX, i64::MIN];
        const FLOATS: &[f64] =
            &[0.0, -0.0, 1.0, -2.5, 0.1, 4e9, -9e18, 1e-310, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
        let integer =
            if self.random.one_in(3) { self.random.next().cast_signed() } else { self.random.pick(INTEGERS) };
        let float = self.random.pick(FLOATS);
        let low = self.random.next();
        self.put(match ty {
            ValType::I32 => Instruction::I32Const(integer as i32),
            ValType::I64 => Instruction::I64Const(integer),
            ValType::F32 => Instruction::F32Const((float as f32).into()),
            ValType::F64 => Instruction::F64Const(float.into()),
            _ => Instruction::V128Const(i128::from(integer) << 64 | i128::from(low)),
        });
    }

    /// A call of an earlier function that has one result of the type, if there is any.
    fn call(&mut self, ty: ValType, depth: u32) {
        let callees: Vec<_> = (0..self.index).filter(|&callee| self.signatures[callee].1 == [ty]).collect();
        if callees.is_empty() {
            return self.operator(ty, depth);
        }
        let callee = self.random.pick(&callees);
        self.signatures[callee].0.iter().for_each(|&ty| self.value(ty, depth - 1));
        self.put(Instruction::Call(callee as u32));
    }

    fn operator(&mut self, ty: ValType, depth: u32) {
        let features = self.features;
        let fits = |op: &&Op| op.results.len() == 1 && encoded(op.results[0]) == ty && fits(op, features);
        let ops: Vec<_> = OPS.iter().filter(fits).collect();
        let op = self.random.pick(&ops);
        self.operands(op, depth);
        if let Some(shape) = may_be_nan(op) {
            self.canonical(shape);
        }
    }

    /// An operator behind its operands.
    fn operands(&mut self, op: &Op, depth: u32) {
        for (index, &ty) in op.params.iter().enumerate() {
            self.value(encoded(ty), depth - 1);
            let last = index + 1 == op.params.len();
            if op.is_access() && index == 0 && !(self.features.traps && self.random.one_in(20)) {
                self.instructions.extend([Instruction::I32Const(DATA as i32 - 64), Instruction::I32And]);
                if op.is_atomic() {
                    self.instructions.extend([Instruction::I32Const(!15), Instruction::I32And]);
                }
            } else if op.is_division() && last && !self.features.traps {
                // Neither 0 nor -1.
                self.instructions.extend(match ty {
                    wasmparser::ValType::I32 => [
                        Instruction::I32Const(0xffff),
                        Instruction::I32And,
                        Instruction::I32Const(3),
                        Instruction::I32Or,
                    ],
                    _ => [
                        Instruction::I64Const(0xffff),
                        Instruction::I64And,
                        Instruction::I64Const(3),
                        Instruction::I64Or,
                    ],
                });
            }
        }
        let offset = if op.is_atomic() { 0 } else { self.random.below(40) };
        self.put(op.instruction(offset));
    }

    /// Makes the value on the stack have the bits that a NaN always has, if it is one.
    fn canonical(&mut self, shape: Shape) {
        let scratch = |place: u32| self.first_scratch + place;
        self.instructions.extend(match shape {
            Shape::F32 => [
                Instruction::LocalTee(scratch(2)),
                Instruction::F32Const(f32::NAN.into()),
                Instruction::LocalGet(scratch(2)),
                Instruction::LocalGet(scratch(2)),
                Instruction::F32Eq,
                Instruction::Select,
            ],
            Shape::F64 => [
                Instruction::LocalTee(scratch(3)),
                Instruction::F64Const(f64::NAN.into()),
                Instruction::LocalGet(scratch(3)),
                Instruction::LocalGet(scratch(3)),
                Instruction::F64Eq,
                Instruction::Select,
            ],
            Shape::F32x4 => [
                Instruction::LocalTee(scratch(4)),
                Instruction::V128Const(0x7fc0_0000_7fc0_0000_7fc0_0000_7fc0_0000),
                Instruction::LocalGet(scratch(4)),
                Instruction::LocalGet(scratch(4)),
                Instruction::F32x4Eq,
                Instruction::V128Bitselect,
            ],
            Shape::F64x2 => [
                Instruction::LocalTee(scratch(4)),
                Instruction::V128Const(0x7ff8_0000_0000_0000_7ff8_0000_0000_0000),
                Instruction::LocalGet(scratch(4)),
                Instruction::LocalGet(scratch(4)),
                Instruction::F64x2Eq,
                Instruction::V128Bitselect,
            ],
        });
    }
}

enum Shape {
    F32,
    F64,
    F32x4,
    F64x2,
}

/// Whether the specification leaves it open which bits a NaN that the operator makes has.
fn may_be_nan(op: &Op) -> Option<Shape> {
    const COMPARISONS: [&str; 6] = ["_eq", "_ne", "_lt", "_gt", "_le", "_ge"];
    const EXACT: [&str; 8] = ["reinterpret", "load", "_abs", "_neg", "copysign", "splat", "lane", "_pm"];
    let ends = |end: &&str| op.name.ends_with(*end);
    if COMPARISONS.iter().any(|end| ends(&end)) || EXACT.iter().any(|part| op.name.contains(part)) {
        return None;
    }
    match op.name.split('_').next()? {
        "f32" => Some(Shape::F32),
        "f64" => Some(Shape::F64),
        "f32x4" => Some(Shape::F32x4),
        "f64x2" => Some(Shape::F64x2),
        _ => None,
    }
}

fn fits(op: &Op, features: Features) -> bool {
    let vectors = op.params.iter().chain(&op.results).any(|&ty| ty == wasmparser::ValType::V128);
    (features.vectors || !vectors)
        && (features.atomics || !op.is_atomic())
        && (features.traps || !op.may_trap() || op.is_division())
        // wasmtime rounds once, which the specification allows; its deterministic profile, and so Wastrel, rounds twice.
        && !op.name.contains("madd")
}
