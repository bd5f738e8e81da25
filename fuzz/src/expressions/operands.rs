//! Operators behind their operands, and results that are the same everywhere.

use wasm_encoder::{Instruction, MemArg, MemArgTarget, ValType};

use super::body::Body;
use super::shape::ELEMENTS;
use crate::operators::{Access, Op, Shape};

impl Body<'_> {
    /// An operator behind its operands.
    pub(super) fn operands(&mut self, op: &Op, depth: u32) {
        if op.is_fused {
            return self.fused(op, depth);
        }
        if op.truncates && !self.shape.features.traps {
            return self.truncation(op, depth);
        }
        if op.is_division && self.random.one_in(3) {
            return self.division_by_constant(op, depth);
        }
        let memory = self.memory();
        for (index, &ty) in op.params.iter().enumerate() {
            let last = index + 1 == op.params.len();
            if op.access.is_some() && index == 0 {
                self.address(memory, op.access == Some(Access::Atomic), depth - 1);
                continue;
            }
            self.value(ty, depth - 1);
            if op.name.contains("_dot_i8x16_i7x16_") && index == 1 {
                // Seven bits of each, with which no sum overflows: it would saturate, where wasmtime 48 goes around.
                self.put_all([
                    Instruction::V128Const(0x7f7f_7f7f_7f7f_7f7f_7f7f_7f7f_7f7f_7f7f),
                    Instruction::V128And,
                ]);
            }
            if op.is_division && last && !self.shape.features.traps {
                // Neither 0 nor -1.
                self.put_all(match ty {
                    ValType::I32 => [
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
        let offset = if op.access == Some(Access::Atomic) { 0 } else { self.random.below(40) };
        let lanes = self.random.next();
        self.put(op.instruction(memory, offset, lanes));
    }

    /// A multiplication with an addition, of numbers with which it doesn't matter how often it rounds: the specification leaves
    /// that open.
    fn fused(&mut self, op: &Op, depth: u32) {
        let is_f32 = op.name.starts_with("f32");
        for &ty in &op.params {
            self.value(ty, depth - 1);
            let mask = 0xff_0000_00ff_0000_00ff_0000_00ff;
            self.put_all([Instruction::V128Const(mask), Instruction::V128And]);
            self.put(if is_f32 {
                Instruction::F32x4ConvertI32x4S
            } else {
                Instruction::F64x2ConvertLowI32x4S
            });
        }
        self.put(op.instruction(0, 0, 0));
    }

    /// A division of which it is known how it ends, or whether it traps.
    fn division_by_constant(&mut self, op: &Op, depth: u32) {
        let is_i32 = op.params[0] == ValType::I32;
        let lowest = if is_i32 { i64::from(i32::MIN) } else { i64::MIN };
        let constant = |value: i64| match is_i32 {
            true => Instruction::I32Const(value as i32),
            false => Instruction::I64Const(value),
        };
        let traps = self.shape.features.traps;
        if traps && self.random.one_in(2) {
            self.put(constant(lowest));
        } else {
            self.value(op.params[0], depth - 1);
        }
        let divisors: &[i64] = if traps { &[-1, -1, 0, 1] } else { &[1, 2, 3, -2, 7, 10, lowest, !lowest] };
        let divisor = self.random.pick(divisors);
        self.put(constant(divisor));
        self.put(op.instruction(0, 0, 0));
    }

    /// An integer of a float that is near one.
    fn truncation(&mut self, op: &Op, depth: u32) {
        self.value(ValType::I32, depth - 1);
        self.put_all([Instruction::I32Const(0xff_ffff), Instruction::I32And]);
        self.put_all(match op.params[..] {
            [ValType::F32] => {
                [Instruction::F32ConvertI32S, Instruction::F32Const(0.75.into()), Instruction::F32Mul]
            }
            _ => [Instruction::F64ConvertI32S, Instruction::F64Const(0.75.into()), Instruction::F64Mul],
        });
        self.put(op.instruction(0, 0, 0));
    }

    /// A memory to access.
    pub(super) fn memory(&mut self) -> u32 {
        if self.random.one_in(2) { 0 } else { self.random.below(self.shape.memories.len() as u64) as u32 }
    }

    /// An address in a memory: of data, and aligned, unless there may be traps.
    pub(super) fn address(&mut self, memory: u32, atomic: bool, depth: u32) {
        let is64 = self.shape.memories[memory as usize].memory64;
        if self.shape.features.traps && self.random.one_in(20) {
            if is64 && self.random.one_in(2) {
                // With what is added to it, it may come round to where there is memory.
                let below_zero = 1 + self.random.below(48) as i64;
                return self.put(Instruction::I64Const(-below_zero));
            }
            return self.value(if is64 { ValType::I64 } else { ValType::I32 }, depth);
        }
        self.value(ValType::I32, depth);
        // Accesses overlap, with one another and with what is aligned.
        let mask = if atomic { 0xff8 } else { self.random.pick(&[0xfff, 0xff0, 0x3f, 0x38]) };
        self.put_all([Instruction::I32Const(mask), Instruction::I32And]);
        if is64 {
            self.put(Instruction::I64ExtendI32U);
        }
    }

    /// A number that is less than a power of two, of the type that addresses or indices have.
    pub(super) fn small(&mut self, limit: u32, is64: bool, depth: u32) {
        self.value(ValType::I32, depth);
        self.put_all([Instruction::I32Const(limit as i32 - 1), Instruction::I32And]);
        if is64 {
            self.put(Instruction::I64ExtendI32U);
        }
    }

    /// How many bytes or elements: less than a power of two. None at all is a case of its own where there may be traps.
    pub(super) fn count(&mut self, limit: u32, is64: bool) {
        let limit = if self.shape.features.traps && self.random.one_in(3) { 1 } else { limit };
        self.small(limit, is64, 3);
    }

    /// An index of a table, of its first elements unless there may be traps.
    pub(super) fn table_index(&mut self, table: u32, limit: u32, depth: u32) {
        let is64 = self.shape.tables[table as usize].table64;
        let limit = if self.shape.features.traps && self.random.one_in(4) { 4 * ELEMENTS } else { limit };
        self.small(limit, is64, depth);
    }

    /// How large a memory or a table is, or was before it grew; what has to do with memory and is an i32 besides.
    pub(super) fn size(&mut self, ty: ValType, depth: u32) {
        let memory = self.memory();
        let table = self.random.below(self.shape.tables.len() as u64) as u32;
        let (memory64, table64) =
            (self.shape.memories[memory as usize].memory64, self.shape.tables[table as usize].table64);
        let index = |is64| if is64 { ValType::I64 } else { ValType::I32 };
        match self.random.below(7) {
            0 if index(memory64) == ty => self.put(Instruction::MemorySize(memory)),
            1 if index(memory64) == ty => {
                self.small(2, memory64, depth - 1);
                self.put(Instruction::MemoryGrow(memory));
            }
            2 if index(table64) == ty => self.put(Instruction::TableSize(table)),
            3 if index(table64) == ty => {
                let element = self.shape.tables[table as usize].element_type;
                self.reference(element, depth - 1);
                self.small(4, table64, depth - 1);
                self.put(Instruction::TableGrow(table));
            }
            4..6 if ty == ValType::I32 && self.shape.features.atomics => self.wait_or_notify(memory, depth),
            _ if ty == ValType::I32 => {
                let reference = self.any_reference_type();
                self.reference(reference, depth - 1);
                self.put(Instruction::RefIsNull);
            }
            _ => self.leaf(ty),
        }
    }

    fn wait_or_notify(&mut self, memory: u32, depth: u32) {
        let target = MemArgTarget::Memory(memory);
        let memarg = |align| MemArg { offset: 0, align, target, ordering: None };
        let shared = self.shape.memories[memory as usize].shared;
        let waits = shared || self.shape.features.traps && self.random.one_in(10);
        self.address(memory, true, depth - 1);
        match self.random.below(3) {
            0 if waits => {
                self.value(ValType::I32, depth - 1);
                // Nobody notifies it.
                self.put(Instruction::I64Const(1000));
                self.put(Instruction::MemoryAtomicWait32(memarg(2)));
            }
            1 if waits => {
                self.value(ValType::I64, depth - 1);
                self.put(Instruction::I64Const(0));
                self.put(Instruction::MemoryAtomicWait64(memarg(3)));
            }
            _ => {
                self.value(ValType::I32, depth - 1);
                self.put(Instruction::MemoryAtomicNotify(memarg(2)));
            }
        }
    }

    /// Makes the value on the stack have the bits that a NaN always has, if it is one.
    pub(super) fn canonical(&mut self, shape: Shape) {
        const F32S: i128 = 0x7fc0_0000_7fc0_0000_7fc0_0000_7fc0_0000;
        const F64S: i128 = 0x7ff8_0000_0000_0000_7ff8_0000_0000_0000;
        let (ty, nan, equal, select) = match shape {
            Shape::F32 => (
                ValType::F32,
                Instruction::F32Const(f32::NAN.into()),
                Instruction::F32Eq,
                Instruction::Select,
            ),
            Shape::F64 => (
                ValType::F64,
                Instruction::F64Const(f64::NAN.into()),
                Instruction::F64Eq,
                Instruction::Select,
            ),
            Shape::F32x4 => (
                ValType::V128,
                Instruction::V128Const(F32S),
                Instruction::F32x4Eq,
                Instruction::V128Bitselect,
            ),
            Shape::F64x2 => (
                ValType::V128,
                Instruction::V128Const(F64S),
                Instruction::F64x2Eq,
                Instruction::V128Bitselect,
            ),
        };
        let local = self.scratch(ty);
        let (get, again) = (Instruction::LocalGet(local), Instruction::LocalGet(local));
        self.put_all([Instruction::LocalTee(local), nan, get, again, equal, select]);
    }
}
