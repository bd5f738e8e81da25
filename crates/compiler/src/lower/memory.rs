//! Loads, stores and the bulk instructions of memories.

use super::Lowering;
use super::effects::Effects;
use super::stack::Pending;
use crate::index::*;
use crate::ir::*;
use crate::ops::{AtomicOp, MemoryOp};
use wasmparser::{MemArg, MemArgTarget, Operator};

impl Lowering<'_, '_> {
    pub(super) fn memory_access(&mut self, op: MemoryOp, memarg: &MemArg) {
        let MemArgTarget::Memory(memory) = memarg.target else { unreachable!("arrays aren't accessed so") };
        let (memory, offset) = (MemIdx(memory), memarg.offset);
        if op.is_store() {
            let value = self.stack.pop();
            let address = self.stack.pop();
            let store = Expr::Store { op, memory, address: address.expr, offset, value: value.expr };
            self.stack.write_state(store);
        } else {
            let address = self.stack.pop();
            let effects = Effects::default().reading_state().trapping(Some(Trap::MemoryBounds));
            let load = Expr::Load { op, memory, address: address.expr, offset };
            self.stack.push(load, op.ty(), effects, &[&address]);
        }
    }

    /// Whoever shares the memory sees in which order its atomic accesses happen, so there a load is an effect too. Each may
    /// trap in two ways.
    pub(super) fn atomic(&mut self, op: AtomicOp, memarg: &MemArg) {
        let MemArgTarget::Memory(memory) = memarg.target else { unreachable!("arrays aren't accessed so") };
        let operands = self.stack.pop_n(1 + op.operands().len());
        let exprs = operands.iter().map(|operand| operand.expr).collect();
        let expr = Expr::Atomic { op, memory: MemIdx(memory), offset: memarg.offset, operands: exprs };
        let Some(ty) = op.result() else { return self.stack.write_state(expr) };
        let effects = if op.is_load() && !self.module.memories[memory as usize].shared {
            Effects::default().reading_state().trapping(Some(Trap::Arithmetic))
        } else {
            Effects::default().writing_state()
        };
        let operands: Vec<&Pending> = operands.iter().collect();
        self.stack.push(expr, ty, effects, &operands);
    }

    pub(super) fn memory(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::MemorySize { mem } => {
                let effects = Effects::default().reading_state();
                self.stack.push(Expr::MemorySize(MemIdx(mem)), self.address_type(mem), effects, &[]);
            }
            Operator::MemoryGrow { mem } => {
                let pages = self.stack.pop();
                let effects = Effects::default().writing_state();
                let ty = self.address_type(mem);
                self.stack.push(Expr::MemoryGrow(MemIdx(mem), pages.expr), ty, effects, &[&pages]);
            }
            Operator::MemoryFill { mem } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::MemoryFill(MemIdx(mem), operands));
            }
            Operator::MemoryCopy { dst_mem, src_mem } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::MemoryCopy(MemIdx(dst_mem), MemIdx(src_mem), operands));
            }
            Operator::MemoryInit { data_index, mem } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::MemoryInit(MemIdx(mem), DataIdx(data_index), operands));
            }
            Operator::AtomicFence { .. } => {
                // Without a shared memory nobody is there to see an order.
                if self.module.memories.iter().any(|memory| memory.shared) {
                    self.stack.write_state(Expr::AtomicFence);
                }
            }
            Operator::DataDrop { data_index } => self.stack.write_state(Expr::DataDrop(DataIdx(data_index))),
            _ => return false,
        }
        true
    }

    /// The type of a memory's addresses and sizes.
    fn address_type(&self, memory: u32) -> CType {
        if self.module.memories[memory as usize].memory64 { CType::U64 } else { CType::U32 }
    }

    /// The three operands of an instruction on a range.
    pub(super) fn bulk_operands(&mut self) -> [ExprId; 3] {
        let operands = self.stack.pop_n(3);
        [operands[0].expr, operands[1].expr, operands[2].expr]
    }
}
