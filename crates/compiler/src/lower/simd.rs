//! The vector instructions.

use super::Lowering;
use super::effects::Effects;
use crate::index::*;
use crate::ir::*;
use crate::ops::{LaneAccess, VectorOp};
use wasmparser::{MemArg, MemArgTarget, Operator};

impl Lowering<'_, '_> {
    pub(super) fn vector(&mut self, operator: &Operator) -> bool {
        if let Some((op, lane)) = VectorOp::of(operator) {
            let operands = self.stack.pop_n(op.params().len());
            let exprs = operands.iter().map(|operand| operand.expr).collect();
            let operands: Vec<_> = operands.iter().collect();
            self.stack.push(Expr::Vector(op, lane, exprs), op.result(), Effects::default(), &operands);
            return true;
        }
        if let Some((op, memarg, lane)) = LaneAccess::of(operator) {
            self.lane_access(op, &memarg, lane);
            return true;
        }
        match *operator {
            Operator::V128Const { value } => {
                let bits = u128::from_le_bytes(*value.bytes());
                self.push_const(Const::V128([bits as u64, (bits >> 64) as u64]), CType::V128);
            }
            Operator::I8x16Shuffle { lanes } => {
                let b = self.stack.pop();
                let a = self.stack.pop();
                let shuffle = Expr::Shuffle(Box::new(lanes), a.expr, b.expr);
                self.stack.push(shuffle, CType::V128, Effects::default(), &[&a, &b]);
            }
            _ => return false,
        }
        true
    }

    fn lane_access(&mut self, op: LaneAccess, memarg: &MemArg, lane: u8) {
        let MemArgTarget::Memory(memory) = memarg.target else { unreachable!("arrays aren't accessed so") };
        let (memory, offset) = (MemIdx(memory), memarg.offset);
        let vector = self.stack.pop();
        let address = self.stack.pop();
        let access =
            Expr::AccessLane { op, memory, address: address.expr, offset, vector: vector.expr, lane };
        if op.is_store() {
            self.stack.write_state(access);
        } else {
            let effects = Effects::default().reading_state().trapping(Some(Trap::MemoryBounds));
            self.stack.push(access, CType::V128, effects, &[&address, &vector]);
        }
    }
}
