//! A function that looks at all objects that can be reached, some steps deep: what the others return says little of them.

use wasm_encoder::{
    AbstractHeapType, BlockType, CodeSection, FieldType, Function, FunctionSection, HeapType, Instruction,
    RefType, StorageType, ValType,
};

use super::shape::{ELEMENTS, Shape};
use super::types::{Kind, heap};

/// How many references it follows from a global.
const DEPTH: i32 = 4;

/// How many elements of an array it looks at.
const LOOKED_AT: i32 = 4;

/// Parameters and locals: the reference, how many more to follow, the hash so far, an index.
const REFERENCE: u32 = 0;
const LEFT: u32 = 1;
const HASH: u32 = 2;
const INDEX: u32 = 3;

/// Adds it; its index.
pub(super) fn add(shape: &mut Shape, functions: &mut FunctionSection, code: &mut CodeSection) -> u32 {
    let digest = functions.len();
    functions.function(shape.types.func(&[], &[ValType::I64]));
    functions.function(shape.types.func(&[ValType::Ref(RefType::ANYREF), ValType::I32], &[ValType::I64]));
    code.function(&Maker::all(shape, digest + 1));
    code.function(&Maker::one(shape, digest + 1));
    digest
}

struct Maker<'a> {
    shape: &'a Shape,
    function: Function,
    /// The index of the function that hashes what one reference leads to.
    hash: u32,
}

impl Maker<'_> {
    /// The function that hashes what globals and tables lead to.
    fn all(shape: &Shape, hash: u32) -> Function {
        // Its locals have the places of the other's.
        let locals = [(1, ValType::Ref(RefType::ANYREF)), (1, ValType::I32), (1, ValType::I64)];
        let mut maker = Maker { shape, function: Function::new(locals), hash };
        maker.put_all(&[Instruction::I32Const(DEPTH), Instruction::LocalSet(LEFT)]);
        for (index, ty, _) in shape.globals() {
            if let ValType::Ref(_) = ty {
                maker.mix(&[Instruction::GlobalGet(index)], StorageType::Val(ty));
            }
        }
        for (index, table) in shape.tables.iter().enumerate().skip(1) {
            for at in 0..ELEMENTS as i32 {
                let at =
                    if table.table64 { Instruction::I64Const(at.into()) } else { Instruction::I32Const(at) };
                let ty = StorageType::Val(ValType::Ref(table.element_type));
                maker.mix(&[at, Instruction::TableGet(index as u32)], ty);
            }
        }
        maker.put_all(&[Instruction::LocalGet(HASH), Instruction::End]);
        maker.function
    }

    /// The function that hashes what a reference leads to.
    fn one(shape: &Shape, hash: u32) -> Function {
        let locals = [(1, ValType::I64), (1, ValType::I32)];
        let mut maker = Maker { shape, function: Function::new(locals), hash };
        maker.put_all(&[Instruction::LocalGet(LEFT), Instruction::I32Eqz]);
        maker.gives(&[Instruction::I64Const(1)]);
        maker.put_all(&[Instruction::LocalGet(REFERENCE), Instruction::RefIsNull]);
        maker.gives(&[Instruction::I64Const(2)]);
        let i31 = heap(AbstractHeapType::I31);
        maker.put_all(&[Instruction::LocalGet(REFERENCE), Instruction::RefTestNonNull(i31)]);
        maker.gives(&[
            Instruction::LocalGet(REFERENCE),
            Instruction::RefCastNonNull(i31),
            Instruction::I31GetS,
            Instruction::I64ExtendI32S,
        ]);
        // Subtypes come after their supertypes.
        for at in shape.types.objects().rev() {
            let ty = HeapType::Concrete(at);
            maker.put_all(&[Instruction::LocalGet(REFERENCE), Instruction::RefTestNonNull(ty)]);
            maker.put(Instruction::If(BlockType::Empty));
            maker.put_all(&[Instruction::I64Const(i64::from(at) + 3), Instruction::LocalSet(HASH)]);
            maker.object(at);
            maker.put_all(&[Instruction::LocalGet(HASH), Instruction::Return, Instruction::End]);
        }
        maker.put_all(&[Instruction::I64Const(-1), Instruction::End]);
        maker.function
    }

    fn put(&mut self, instruction: Instruction<'static>) {
        self.function.instruction(&instruction);
    }

    fn put_all(&mut self, instructions: &[Instruction<'static>]) {
        instructions.iter().for_each(|instruction| _ = self.function.instruction(instruction));
    }

    /// If the condition that was put holds, that is what is returned.
    fn gives(&mut self, result: &[Instruction<'static>]) {
        self.put(Instruction::If(BlockType::Empty));
        self.put_all(result);
        self.put_all(&[Instruction::Return, Instruction::End]);
    }

    /// The object of this type that the reference is to.
    fn object(&mut self, at: u32) {
        let this = [Instruction::LocalGet(REFERENCE), Instruction::RefCastNonNull(HeapType::Concrete(at))];
        match self.shape.types.kind(at).clone() {
            Kind::Struct(fields) => {
                for (field_index, FieldType { element_type, .. }) in (0..).zip(fields) {
                    let get = match element_type {
                        StorageType::Val(_) => Instruction::StructGet { struct_type_index: at, field_index },
                        _ => Instruction::StructGetU { struct_type_index: at, field_index },
                    };
                    self.mix(&[&this[..], &[get]].concat(), element_type);
                }
            }
            Kind::Array(FieldType { element_type, .. }) => {
                let length = [&this[..], &[Instruction::ArrayLen]].concat();
                self.mix(&length, StorageType::Val(ValType::I32));
                self.put_all(&[Instruction::Block(BlockType::Empty), Instruction::Loop(BlockType::Empty)]);
                self.put(Instruction::LocalGet(INDEX));
                self.put_all(&length);
                self.put_all(&[Instruction::I32GeU, Instruction::BrIf(1)]);
                let get = match element_type {
                    StorageType::Val(_) => Instruction::ArrayGet(at),
                    _ => Instruction::ArrayGetU(at),
                };
                self.mix(&[&this[..], &[Instruction::LocalGet(INDEX), get]].concat(), element_type);
                self.put_all(&[
                    Instruction::LocalGet(INDEX),
                    Instruction::I32Const(1),
                    Instruction::I32Add,
                    Instruction::LocalTee(INDEX),
                    Instruction::I32Const(LOOKED_AT),
                    Instruction::I32LtU,
                    Instruction::BrIf(0),
                    Instruction::End,
                    Instruction::End,
                ]);
            }
            Kind::Func(..) => {}
        }
    }

    /// A value, which is cheap to get, goes into the hash.
    fn mix(&mut self, value: &[Instruction<'static>], ty: StorageType) {
        self.put_all(&[
            Instruction::LocalGet(HASH),
            Instruction::I64Const(0x0100_0000_01b3),
            Instruction::I64Mul,
        ]);
        self.put_all(value);
        match ty {
            StorageType::I8 | StorageType::I16 | StorageType::Val(ValType::I32) => {
                self.put(Instruction::I64ExtendI32U);
            }
            StorageType::Val(ValType::I64) => {}
            StorageType::Val(ValType::F32) => {
                self.put_all(&[Instruction::I32ReinterpretF32, Instruction::I64ExtendI32U]);
            }
            StorageType::Val(ValType::F64) => self.put(Instruction::I64ReinterpretF64),
            StorageType::Val(ValType::V128) => {
                self.put(Instruction::I64x2ExtractLane(0));
                self.put_all(value);
                self.put_all(&[Instruction::I64x2ExtractLane(1), Instruction::I64Add]);
            }
            StorageType::Val(ValType::Ref(ty)) => self.follow(ty),
        }
        self.put_all(&[Instruction::I64Xor, Instruction::LocalSet(HASH)]);
    }

    /// The hash of what the reference on the stack leads to.
    fn follow(&mut self, ty: RefType) {
        let top = self.shape.types.top(ty.heap_type);
        if top == heap(AbstractHeapType::Extern) {
            self.put(Instruction::AnyConvertExtern);
        } else if top != heap(AbstractHeapType::Any) {
            return self.put_all(&[Instruction::RefIsNull, Instruction::I64ExtendI32U]);
        }
        let hash = self.hash;
        self.put_all(&[
            Instruction::LocalGet(LEFT),
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::Call(hash),
        ]);
    }
}
