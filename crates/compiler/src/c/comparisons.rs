//! Comparisons of integers, of which C compilers warn where there is only one answer.

use super::expr::ExprPrinter;
use super::prec::Prec;
use crate::ir::*;
use crate::ops::{NumericOp, Spelling};
use std::fmt::Write;

impl ExprPrinter<'_> {
    /// A comparison of two operands. Where the answer is always the same, that is what is said: programs have such
    /// comparisons, and they are no mistakes of the C.
    pub(super) fn comparison(&mut self, op: NumericOp, a: ExprId, b: ExprId) {
        match (self.decided(op, a, b), op.spelling()) {
            (Some(answer), _) => {
                let operand = if self.literal(a).is_some() { b } else { a };
                self.answer(operand, answer);
            }
            (None, Spelling::CompareSigned(symbol)) => {
                self.signed(op.params()[0], a);
                self.symbol(symbol);
                self.signed(op.params()[1], b);
            }
            (None, Spelling::Compare(symbol)) => {
                self.typed_first(a, b, Prec::Shift);
                self.symbol(symbol);
                self.expr(b, Prec::Shift);
            }
            (None, _) => unreachable!("{op:?} is no comparison"),
        }
    }

    /// Whether a reference is null, or isn't. A function is known not to be.
    pub(super) fn null_test(&mut self, reference: ExprId, null: bool) {
        if let Expr::RefFunc(_) = self.function.expr(reference) {
            return self.push(if null { "0" } else { "1" });
        }
        self.expr(reference, Prec::Relation);
        self.push(if null { " == 0" } else { " != 0" });
    }

    /// Evaluates an operand, since that may trap, and says what a comparison of it comes to; unsigned, since to compilers it is no
    /// constant, whose sign wouldn't matter.
    pub(super) fn answer(&mut self, operand: ExprId, answer: bool) {
        self.push("((void)");
        self.expr(operand, Prec::Unary);
        let _ = write!(self.out, ", {}u)", u8::from(answer));
    }

    /// The answer of a comparison, where a C compiler sees that it is always the same.
    pub(super) fn decided(&self, op: NumericOp, a: ExprId, b: ExprId) -> Option<bool> {
        let equal = compare(op, 0, 0)?;
        match (self.literal(a), self.literal(b)) {
            (None, None) => match (self.function.expr(a), self.function.expr(b)) {
                (Expr::Var(x), Expr::Var(y)) if x == y => Some(equal),
                _ => None,
            },
            (None, Some(c)) if self.is_truth(a) => same(compare(op, 0, c), compare(op, 1, c)),
            (Some(c), None) if self.is_truth(b) => same(compare(op, c, 0), compare(op, c, 1)),
            (None, Some(c)) => match op.spelling() {
                Spelling::Compare("==" | "!=") => self.cannot_be(a, c).then_some(!equal),
                // As the operand grows, the answer changes at most once.
                Spelling::Compare(_) => same(compare(op, 0, c), compare(op, u64::MAX, c)),
                _ => None,
            },
            (Some(c), None) => match op.spelling() {
                Spelling::Compare("==" | "!=") => self.cannot_be(b, c).then_some(!equal),
                Spelling::Compare(_) => same(compare(op, c, 0), compare(op, c, u64::MAX)),
                _ => None,
            },
            (Some(_), Some(_)) => None,
        }
    }

    /// Whether the bits of a constant in an expression show that it is never this number.
    pub(super) fn cannot_be(&self, id: ExprId, number: u64) -> bool {
        let Expr::Binary(op, a, b) = *self.function.expr(id) else { return false };
        let Some(bits) = self.literal(b).or_else(|| self.literal(a)) else { return false };
        match op {
            NumericOp::I32And | NumericOp::I64And => number & !bits != 0,
            NumericOp::I32Or | NumericOp::I64Or => bits & !number != 0,
            _ => false,
        }
    }

    /// The number of an integer constant.
    fn literal(&self, id: ExprId) -> Option<u64> {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(value)) => Some(value.into()),
            Expr::Const(Const::I64(value)) => Some(value),
            _ => None,
        }
    }
}

/// What both say, if they say the same.
fn same(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    a.filter(|_| a == b)
}

/// A comparison of two integers.
fn compare(op: NumericOp, a: u64, b: u64) -> Option<bool> {
    use NumericOp::*;
    let (narrow_a, narrow_b) = (a as u32, b as u32);
    let (signed_a, signed_b) = (narrow_a.cast_signed(), narrow_b.cast_signed());
    Some(match op {
        I32Eq => narrow_a == narrow_b,
        I32Ne => narrow_a != narrow_b,
        I32LtU => narrow_a < narrow_b,
        I32GtU => narrow_a > narrow_b,
        I32LeU => narrow_a <= narrow_b,
        I32GeU => narrow_a >= narrow_b,
        I32LtS => signed_a < signed_b,
        I32GtS => signed_a > signed_b,
        I32LeS => signed_a <= signed_b,
        I32GeS => signed_a >= signed_b,
        I64Eq => a == b,
        I64Ne => a != b,
        I64LtU => a < b,
        I64GtU => a > b,
        I64LeU => a <= b,
        I64GeU => a >= b,
        I64LtS => a.cast_signed() < b.cast_signed(),
        I64GtS => a.cast_signed() > b.cast_signed(),
        I64LeS => a.cast_signed() <= b.cast_signed(),
        I64GeS => a.cast_signed() >= b.cast_signed(),
        _ => return None,
    })
}
