//! Operations on constants that C has a shorter way to write: `~x`, `-x`, `x & ~7u`.

use super::expr::ExprPrinter;
use super::prec::Prec;
use crate::ir::*;
use crate::ops::NumericOp::{self, *};

/// A mask is written by the bits that it clears, up to this.
const MAX_CLEARED: u64 = 0xffff;

impl ExprPrinter<'_> {
    /// C's unary operator for a binary one with a constant, and its operand.
    pub(super) fn as_prefix(&self, op: NumericOp, a: ExprId, b: ExprId) -> Option<(&'static str, ExprId)> {
        let is = |id, wanted| {
            self.integer(id).is_some_and(|value| value == if wanted { self.ones(op) } else { 0 })
        };
        match op {
            I32Xor | I64Xor if is(b, true) => Some(("~", a)),
            I32Xor | I64Xor if is(a, true) => Some(("~", b)),
            I32Sub | I64Sub if is(a, false) => Some(("-", b)),
            _ => None,
        }
    }

    /// Prints the constant operand of an operator; a mask of all but a few low bits by those.
    pub(super) fn mask(&mut self, op: NumericOp, id: ExprId) -> bool {
        let (I32And | I64And, Some(value)) = (op, self.integer(id)) else { return false };
        let cleared = !value & self.ones(op);
        if value == 0 || cleared == 0 || cleared > MAX_CLEARED {
            return false;
        }
        let suffix = if op == I64And { "ul" } else { "u" };
        self.push(&format!("~{cleared}{suffix}"));
        true
    }

    fn ones(&self, op: NumericOp) -> u64 {
        if op.result() == CType::U64 { u64::MAX } else { u32::MAX.into() }
    }

    fn integer(&self, id: ExprId) -> Option<u64> {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(value)) => Some(value.into()),
            Expr::Const(Const::I64(value)) => Some(value),
            _ => None,
        }
    }

    /// Prints such a unary operator and its operand.
    pub(super) fn prefix(&mut self, symbol: &str, operand: ExprId) {
        self.push(symbol);
        let again = match *self.function.expr(operand) {
            Expr::Binary(op, a, b) => self.as_prefix(op, a, b).is_some(),
            _ => false,
        };
        // `--` would be another operator.
        self.typed(operand, if again { Prec::Primary } else { Prec::Unary });
    }
}
