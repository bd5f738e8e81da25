//! Assignments that change what they assign by an operation on its own value: `n += m`, `n <<= 1`, `n++`.

use super::expr::ExprPrinter;
use super::prec::Prec;
use crate::ir::*;
use crate::ops::{NumericOp, Spelling};

/// What such an assignment does: the operation, C's symbol for it, and the other operand.
struct Update {
    op: NumericOp,
    symbol: &'static str,
    operand: ExprId,
}

impl ExprPrinter<'_> {
    /// Prints what follows the name of an assigned variable or global, by which `same` knows that it is read.
    pub(super) fn assignment(&mut self, same: impl Fn(&Expr) -> bool, value: ExprId) {
        let Some(Update { op, symbol, operand }) = self.update_of(same, value) else {
            self.push(" = ");
            return self.assigned(value, Prec::Assign);
        };
        let negated = if symbol == "+" { self.negated_constant(operand) } else { None };
        let symbol = if negated.is_some() { "-" } else { symbol };
        let constant = match *self.function.expr(operand) {
            Expr::Const(value) => Some(negated.unwrap_or(value)),
            _ => None,
        };
        match (symbol, constant) {
            ("+", Some(Const::I32(1) | Const::I64(1))) => return self.push("++"),
            ("-", Some(Const::I32(1) | Const::I64(1))) => return self.push("--"),
            _ => {}
        }
        self.push(" ");
        self.push(symbol);
        self.push("= ");
        match (op.spelling(), negated) {
            (_, Some(value)) => self.constant(value),
            (Spelling::Shift(_), _) => self.shift_count(op.result(), operand, Prec::Assign),
            _ if self.mask(op, operand) => {}
            _ => self.operand(op.result(), operand, Prec::Assign),
        }
    }

    fn update_of(&self, same: impl Fn(&Expr) -> bool, value: ExprId) -> Option<Update> {
        let Expr::Binary(op, a, b) = *self.function.expr(value) else { return None };
        if self.as_prefix(op, a, b).is_some() {
            return None;
        }
        let is_first = same(self.function.expr(a));
        match op.spelling() {
            // To compilers, what changes nothing is a mistake.
            Spelling::Infix("&" | "|") if is_first && same(self.function.expr(b)) => None,
            Spelling::Infix(symbol) | Spelling::Shift(symbol) if is_first => {
                Some(Update { op, symbol, operand: b })
            }
            // Which of two NaNs a sum of floats is depends on their order.
            Spelling::Infix(symbol @ ("+" | "*" | "&" | "|" | "^"))
                if matches!(op.result(), CType::U32 | CType::U64) && same(self.function.expr(b)) =>
            {
                Some(Update { op, symbol, operand: a })
            }
            _ => None,
        }
    }

    /// What to subtract instead of adding a constant, if that is the smaller number.
    pub(super) fn negated_constant(&self, id: ExprId) -> Option<Const> {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(value)) if value > 1 << 31 => Some(Const::I32(value.wrapping_neg())),
            Expr::Const(Const::I64(value)) if value > 1 << 63 => Some(Const::I64(value.wrapping_neg())),
            _ => None,
        }
    }

    /// The other operand of arithmetic on a value that has its own type.
    pub(super) fn operand(&mut self, ty: CType, id: ExprId, min: Prec) {
        match ty {
            CType::F32 | CType::F64 => self.float_operand(ty, id, min),
            _ if self.is_truth(id) => self.typed(id, min),
            _ => self.expr(id, min),
        }
    }
}
