//! The body of a function: statements, and values of numbers.

use wasm_encoder::{Function, Instruction, ValType};

use super::shape::{GLOBALS, Shape};
use crate::operators::{self, Op};
use crate::random::Random;

/// A function that is made.
pub(super) struct Body<'a> {
    pub(super) random: &'a mut Random,
    pub(super) shape: &'a mut Shape,
    /// The types of its locals: parameters first, then some of each type, then those for what is looked at twice.
    locals: Vec<ValType>,
    /// How many of them values may come from and go to.
    common: usize,
    params: usize,
    pub(super) results: Vec<ValType>,
    /// Locals for values that are used at once.
    scratch: Vec<(ValType, u32)>,
    instructions: Vec<Instruction<'static>>,
    /// The labels around, from the outermost.
    pub(super) labels: Vec<Label>,
    /// How many handlers of exceptions are around.
    pub(super) handlers: u32,
    /// How many operators it may still have.
    pub(super) budget: i32,
}

/// What a branch may lead to.
#[derive(Clone)]
pub(super) struct Label {
    /// What it takes; nobody but who made it branches to one of which nothing is said.
    pub(super) types: Option<Vec<ValType>>,
    /// Of a loop: the local that says how often it may still be gone around.
    pub(super) rounds: Option<u32>,
}

/// How deep loops are nested at most.
pub(super) const LOOPS: u32 = 2;

impl<'a> Body<'a> {
    pub(super) fn new(random: &'a mut Random, shape: &'a mut Shape, index: usize) -> Body<'a> {
        let (params, results) = shape.types.signature(shape.functions[index]);
        let budget = random.pick(&[10, 20, 30, 80]);
        let mut locals = params.clone();
        for &ty in &shape.pool {
            locals.extend([ty; 2]);
        }
        Body {
            random,
            shape,
            common: locals.len(),
            params: params.len(),
            locals,
            results,
            scratch: Vec::new(),
            instructions: Vec::new(),
            labels: Vec::new(),
            handlers: 0,
            budget,
        }
    }

    pub(super) fn function(mut self) -> Function {
        self.burn_fuel();
        while self.budget > 0 {
            self.statement(0);
        }
        if self.shape.features.tail_calls && self.random.one_in(3) {
            self.budget = 20;
            self.tail_call();
        } else {
            self.budget = 30;
            self.return_values();
        }
        let mut function = Function::new_with_locals_types(self.locals[self.params..].iter().copied());
        for instruction in &self.instructions {
            function.instruction(instruction);
        }
        function.instruction(&Instruction::End);
        function
    }

    pub(super) fn put(&mut self, instruction: Instruction<'static>) {
        self.instructions.push(instruction);
    }

    pub(super) fn put_all<const N: usize>(&mut self, instructions: [Instruction<'static>; N]) {
        self.instructions.extend(instructions);
    }

    /// Without fuel there is nothing more to do than to return.
    fn burn_fuel(&mut self) {
        let fuel = self.shape.fuel();
        self.put_all([Instruction::GlobalGet(fuel), Instruction::I32Eqz]);
        self.open_if(&[]);
        if self.shape.features.traps {
            self.put(Instruction::Unreachable);
        } else {
            for ty in self.results.clone() {
                self.leaf(ty);
            }
            self.put(Instruction::Return);
        }
        self.close();
        self.put_all([
            Instruction::GlobalGet(fuel),
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::GlobalSet(fuel),
        ]);
    }

    /// A statement, within so many loops.
    pub(super) fn statement(&mut self, loops: u32) {
        self.budget -= 1;
        let features = self.shape.features;
        match self.random.below(26) {
            0..3 => {
                let (local, ty) = self.local();
                self.value(ty, 5);
                self.put(Instruction::LocalSet(local));
            }
            3 => {
                let (global, ty) = self.global();
                self.value(ty, 5);
                self.put(Instruction::GlobalSet(global));
            }
            4 | 5 => self.many_results(),
            7 | 8 => self.if_(loops),
            9 => self.block(loops),
            6 | 10 if loops < LOOPS => self.loop_(loops),
            11 => self.switch(loops),
            12 | 13 => self.branch(),
            14 => self.leave(),
            15 => self.memory_statement(),
            16 => self.table_statement(),
            17..20 if features.objects => self.object_statement(),
            20 | 21 if features.exceptions => self.exception_statement(loops),
            21..24 if features.vectors => self.vectors(),
            24 | 25 => self.held(loops),
            _ => self.call_statement(),
        }
    }

    /// Operators of vectors, whose results come together where nothing of them is lost: there are so many that each of them is
    /// seldom elsewhere.
    fn vectors(&mut self) {
        let global = self.shape.global_of(ValType::V128, 0);
        self.put(Instruction::GlobalGet(global));
        for _ in 0..8 {
            self.budget -= 1;
            let op = self.random.pick(operators::of_vectors());
            self.result(op, 2);
            let splat = match op.result() {
                None => continue,
                Some(ValType::I32) => Some(Instruction::I32x4Splat),
                Some(ValType::I64) => Some(Instruction::I64x2Splat),
                Some(ValType::F32) => Some(Instruction::F32x4Splat),
                Some(ValType::F64) => Some(Instruction::F64x2Splat),
                Some(_) => None,
            };
            self.instructions.extend(splat);
            self.put(Instruction::V128Xor);
        }
        self.put(Instruction::GlobalSet(global));
    }

    /// A value that waits on the stack while something else happens.
    fn held(&mut self, loops: u32) {
        let (local, ty) = self.local();
        self.value(ty, 4);
        if self.random.one_in(2) {
            self.statement(loops);
        } else {
            // Something that can't happen after it, and something that wants what the local still holds.
            let (global, ty_of_global) = self.global();
            self.leaf(ty_of_global);
            self.put(Instruction::GlobalSet(global));
            let others = self.common_locals(|_, other| other == ty);
            let other = self.random.pick(&others);
            self.put_all([Instruction::LocalGet(local), Instruction::LocalSet(other)]);
        }
        self.put(Instruction::LocalSet(local));
    }

    pub(super) fn return_values(&mut self) {
        if let [ty] = self.results[..]
            && self.shape.features.exceptions
            && self.random.one_in(4)
        {
            return self.handler(ty, 3);
        }
        for ty in self.results.clone() {
            self.value(ty, 4);
        }
    }

    /// An operator with any number of results but one.
    fn many_results(&mut self) {
        let op = self.op(None);
        self.operands(op, 4);
        self.set_locals(&op.results);
    }

    /// Values that are on the stack go to locals.
    pub(super) fn set_locals(&mut self, types: &[ValType]) {
        for &ty in types.iter().rev() {
            let locals = self.common_locals(|types, local| types.is(ty, local));
            match &locals[..] {
                [] => self.put(Instruction::Drop),
                _ => {
                    let local = self.random.pick(&locals);
                    self.put(Instruction::LocalSet(local));
                }
            }
        }
    }

    fn local(&mut self) -> (u32, ValType) {
        let local = self.random.below(self.common as u64) as usize;
        (local as u32, self.locals[local])
    }

    /// The locals that values come from and go to, of these types.
    pub(super) fn common_locals(&self, fits: impl Fn(&super::types::Types, ValType) -> bool) -> Vec<u32> {
        let fits = |local: &u32| fits(&self.shape.types, self.locals[*local as usize]);
        (0..self.common as u32).filter(fits).collect()
    }

    /// A local for one use.
    pub(super) fn fresh(&mut self, ty: ValType) -> u32 {
        self.locals.push(ty);
        self.locals.len() as u32 - 1
    }

    /// A local for a value that is used before there is another.
    pub(super) fn scratch(&mut self, ty: ValType) -> u32 {
        if let Some((_, local)) = self.scratch.iter().find(|(one, _)| *one == ty) {
            return *local;
        }
        let local = self.fresh(ty);
        self.scratch.push((ty, local));
        local
    }

    /// The type of a local.
    pub(super) fn local_type(&self, local: u32) -> ValType {
        self.locals[local as usize]
    }

    fn global(&mut self) -> (u32, ValType) {
        let global = self.random.below(self.shape.fuel().into()) as u32;
        (global, self.shape.pool[(global / GLOBALS) as usize])
    }

    /// A value of a type, whose bits are the same everywhere.
    pub(super) fn value(&mut self, ty: ValType, depth: u32) {
        if let ValType::Ref(ty) = ty {
            return self.reference(ty, depth);
        }
        self.budget -= 1;
        if depth == 0 || self.budget <= 0 {
            return self.leaf(ty);
        }
        if ty == ValType::V128 && self.random.one_in(2) {
            // There are more of them than of all others.
            return self.operator(ty, depth);
        }
        match self.random.below(20) {
            0 => self.leaf(ty),
            1 => {
                self.value(ty, depth - 1);
                let locals = self.common_locals(|_, local| local == ty);
                let local = self.random.pick(&locals);
                self.put(Instruction::LocalTee(local));
            }
            2 => {
                self.value(ty, depth - 1);
                self.value(ty, depth - 1);
                self.condition(depth - 1);
                let typed = self.random.one_in(2);
                self.put(if typed { Instruction::TypedSelect(ty) } else { Instruction::Select });
            }
            3..6 => self.structured(ty, depth),
            6 | 7 => self.call(ty, depth),
            8..11 if self.shape.features.objects => self.of_object(ty, depth),
            11 => self.size(ty, depth),
            12 if self.shape.features.traps && ty == ValType::I32 => self.rivals(),
            _ => self.operator(ty, depth),
        }
    }

    /// Puts a value away; what gets it back.
    pub(super) fn fresh_or_drop(&mut self, ty: ValType) -> Instruction<'static> {
        let defaultable = !matches!(ty, ValType::Ref(ty) if !ty.nullable);
        if !defaultable {
            return Instruction::Nop;
        }
        let local = self.fresh(ty);
        self.put(Instruction::LocalSet(local));
        Instruction::LocalGet(local)
    }

    pub(super) fn leaf(&mut self, ty: ValType) {
        if let ValType::Ref(ty) = ty {
            return self.reference_leaf(ty);
        }
        match self.random.below(6) {
            0 | 1 => self.constant(ty),
            2 => {
                let global = self.random.below(GLOBALS.into()) as u32;
                let global = self.shape.global_of(ty, global);
                self.put(Instruction::GlobalGet(global));
            }
            _ => {
                let locals = self.common_locals(|_, local| local == ty);
                let local = self.random.pick(&locals);
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

    /// An operator with this result, or with any number of results but one.
    fn op(&mut self, result: Option<ValType>) -> &'static Op {
        let atomic = operators::atomic(result);
        if self.shape.features.atomics && !atomic.is_empty() && self.random.one_in(4) {
            return self.random.pick(atomic);
        }
        self.random.pick(operators::fitting(self.shape.features, result))
    }

    fn operator(&mut self, ty: ValType, depth: u32) {
        let op = self.op(Some(ty));
        self.result(op, depth);
    }

    /// An operator behind its operands, whose result has the same bits everywhere.
    fn result(&mut self, op: &Op, depth: u32) {
        self.operands(op, depth);
        if let Some(shape) = op.may_be_nan {
            self.canonical(shape);
        }
    }
}
