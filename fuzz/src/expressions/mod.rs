//! Modules whose functions compute: deep expressions among statements, so that operators that want operands of one type find
//! them. wasm-smith, which takes what it finds on the stack, executes such operators seldom.
//!
//! Unless it is a module with traps, nothing in it traps: addresses and indices are masked, or compared with what there is.

mod body;
mod bulk;
mod calls;
mod control;
mod digest;
mod exceptions;
mod objects;
mod operands;
mod references;
mod shape;
mod types;

use wasm_encoder::{
    BlockType, CodeSection, Function, FunctionSection, Instruction, MemArg, MemArgTarget, ValType,
};

use crate::generate::{FUEL, REFUEL};
use crate::random::Random;
use body::Body;
use shape::Shape;

/// What there is in a module.
#[derive(Clone, Copy)]
pub(crate) struct Features {
    pub(crate) vectors: bool,
    pub(crate) atomics: bool,
    pub(crate) traps: bool,
    pub(crate) objects: bool,
    pub(crate) exceptions: bool,
    pub(crate) tail_calls: bool,
    /// Memories and tables beside those that every module has, some of them with addresses of 64 bits.
    pub(crate) many: bool,
}

impl Features {
    /// Of a module among many.
    pub(crate) fn random(random: &mut Random) -> Features {
        // What has vectors takes gcc, which is slow; slower yet where there are tail calls, which it has only when it optimises.
        let vectors = random.one_in(6);
        Features {
            vectors,
            atomics: random.one_in(4),
            traps: random.one_in(6),
            objects: random.one_in(2),
            exceptions: random.one_in(3),
            tail_calls: random.one_in(if vectors { 8 } else { 2 }),
            many: random.one_in(2),
        }
    }
}

/// How many functions are called from outside.
const FUNCTIONS: u32 = 4;

/// A module with these features.
pub(crate) fn module(random: &mut Random, features: Features) -> Vec<u8> {
    let mut shape = Shape::random(random, features);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for index in 0..FUNCTIONS {
        functions.function(shape.functions[index as usize]);
        code.function(&Body::new(random, &mut shape, index as usize).function());
    }
    let refuel = shape.types.func(&[], &[]);
    functions.function(refuel);
    let mut function = Function::new([]);
    function.instruction(&Instruction::I32Const(FUEL));
    function.instruction(&Instruction::GlobalSet(shape.fuel()));
    function.instruction(&Instruction::End);
    code.function(&function);
    let mut others = vec![(REFUEL, FUNCTIONS)];
    if shape.memories[0].shared {
        others.push(("sum", functions.len()));
        functions.function(shape.types.func(&[], &[ValType::I64]));
        code.function(&sum(shape.memories[0].memory64));
    }
    if features.objects {
        others.push(("digest", digest::add(&mut shape, &mut functions, &mut code)));
    }
    shape.finish(random, &functions, &others, &code)
}

/// A function that looks at the data of the first memory: nobody can from outside if it is shared.
fn sum(is64: bool) -> Function {
    let memarg = MemArg { offset: 0, align: 3, target: MemArgTarget::Memory(0), ordering: None };
    let mut function = Function::new([(1, ValType::I32), (1, ValType::I64)]);
    let mut put = |instruction| _ = function.instruction(&instruction);
    put(Instruction::Loop(BlockType::Empty));
    put(Instruction::LocalGet(1));
    put(Instruction::I64Const(0x0100_0000_01b3));
    put(Instruction::I64Mul);
    put(Instruction::LocalGet(0));
    if is64 {
        put(Instruction::I64ExtendI32U);
    }
    put(Instruction::I64Load(memarg));
    put(Instruction::I64Xor);
    put(Instruction::LocalSet(1));
    put(Instruction::LocalGet(0));
    put(Instruction::I32Const(8));
    put(Instruction::I32Add);
    put(Instruction::LocalTee(0));
    put(Instruction::I32Const(2 * shape::DATA as i32));
    put(Instruction::I32LtU);
    put(Instruction::BrIf(0));
    put(Instruction::End);
    put(Instruction::LocalGet(1));
    put(Instruction::End);
    function
}
