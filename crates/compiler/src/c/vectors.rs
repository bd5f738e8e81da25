//! Expressions on vectors.

use super::expr::ExprPrinter;
use super::prec::{Prec, infix_prec};
use crate::ir::*;
use crate::ops::{VectorOp, VectorSpelling};
use std::fmt::Write;

impl ExprPrinter<'_> {
    pub(super) fn vector(&mut self, op: VectorOp, lane: Option<u8>, operands: &[ExprId]) {
        match (op.spelling(), operands) {
            (VectorSpelling::Infix(symbol), &[a, b]) => self.bits(symbol, a, b),
            (VectorSpelling::AndNot, &[a, b]) => {
                let left = if self.prec(a) == Prec::And { Prec::And } else { Prec::Unary };
                self.expr(a, left);
                self.push(" & ~");
                self.expr(b, Prec::Unary);
            }
            (VectorSpelling::Not, &[a]) => {
                self.push("~");
                self.expr(a, Prec::Unary);
            }
            _ => self.vector_helper(op, lane, operands),
        }
    }

    /// A bit operation on bit operations of another kind, which go in parentheses.
    fn bits(&mut self, symbol: &str, a: ExprId, b: ExprId) {
        let prec = infix_prec(symbol);
        let left = if self.prec(a) == prec { prec } else { Prec::Unary };
        self.expr(a, left);
        let _ = write!(self.out, " {symbol} ");
        self.expr(b, Prec::Unary);
    }

    /// Operands, and the lane behind the vector that it is in.
    fn vector_helper(&mut self, op: VectorOp, lane: Option<u8>, operands: &[ExprId]) {
        let helper = match deterministic(op) {
            Some(exact) if self.relaxed_simd_deterministic => self.named_helper(exact),
            _ => self.named_helper(&op.mnemonic().replace('.', "_")),
        };
        let _ = write!(self.out, "{helper}(");
        for (place, &operand) in operands.iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            if op.is_float_arithmetic() && self.is_neutral(operand) {
                let opaque = if op.mnemonic().starts_with("f32") { "f32x4_opaque" } else { "f64x2_opaque" };
                self.helper(opaque, &[operand]);
            } else {
                self.expr(operand, Prec::Assign);
            }
            if let (Some(lane), 0) = (lane, place) {
                let _ = write!(self.out, ", {lane}");
            }
        }
        self.push(")");
    }

    /// Whether it is a constant with which C compilers take arithmetic for none: they would forget to quiet NaNs.
    fn is_neutral(&self, id: ExprId) -> bool {
        let neutral = |value: f64| value == 0.0 || value.abs() == 1.0;
        match self.function.expr(id) {
            Expr::Const(Const::V128(halves)) => halves.iter().any(|&half| {
                let lanes = [half as u32, (half >> 32) as u32];
                neutral(f64::from_bits(half))
                    || lanes.iter().any(|&lane| neutral(f32::from_bits(lane).into()))
            }),
            Expr::Vector(VectorOp::F32x4Splat | VectorOp::F64x2Splat, _, operands) => {
                match *self.function.expr(operands[0]) {
                    Expr::Const(Const::F32(bits)) => neutral(f32::from_bits(bits).into()),
                    Expr::Const(Const::F64(bits)) => neutral(f64::from_bits(bits)),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    pub(super) fn shuffle(&mut self, lanes: &[u8; 16], a: ExprId, b: ExprId) {
        let helper = self.named_helper("i8x16_shuffle");
        let _ = write!(self.out, "{helper}(");
        self.args(&[a, b]);
        for lane in lanes {
            let _ = write!(self.out, ", {lane}");
        }
        self.push(")");
    }

    pub(super) fn v128_const(&mut self, [low, high]: [u64; 2]) {
        let helper = self.named_helper("v128_const");
        let _ = write!(self.out, "{helper}(");
        self.constant(Const::I64(low));
        self.push(", ");
        self.constant(Const::I64(high));
        self.push(")");
    }
}

/// A v128 in an initializer.
pub(super) fn initializer([low, high]: [u64; 2]) -> String {
    format!("{{0x{low:x}, 0x{high:x}}}")
}

/// The helper that gives what the deterministic profile says, for an instruction that is relaxed.
fn deterministic(op: VectorOp) -> Option<&'static str> {
    use VectorOp::*;
    Some(match op {
        I8x16RelaxedSwizzle => "i8x16_swizzle",
        I32x4RelaxedTruncF32x4S => "i32x4_trunc_sat_f32x4_s",
        I32x4RelaxedTruncF32x4U => "i32x4_trunc_sat_f32x4_u",
        I32x4RelaxedTruncF64x2SZero => "i32x4_trunc_sat_f64x2_s_zero",
        I32x4RelaxedTruncF64x2UZero => "i32x4_trunc_sat_f64x2_u_zero",
        F32x4RelaxedMadd => "f32x4_relaxed_madd_deterministic",
        F32x4RelaxedNmadd => "f32x4_relaxed_nmadd_deterministic",
        F64x2RelaxedMadd => "f64x2_relaxed_madd_deterministic",
        F64x2RelaxedNmadd => "f64x2_relaxed_nmadd_deterministic",
        I8x16RelaxedLaneselect | I16x8RelaxedLaneselect | I32x4RelaxedLaneselect | I64x2RelaxedLaneselect => {
            "v128_bitselect"
        }
        F32x4RelaxedMin => "f32x4_min",
        F32x4RelaxedMax => "f32x4_max",
        F64x2RelaxedMin => "f64x2_min",
        F64x2RelaxedMax => "f64x2_max",
        I16x8RelaxedQ15mulrS => "i16x8_q15mulr_sat_s",
        I16x8RelaxedDotI8x16I7x16S => "i16x8_relaxed_dot_i8x16_i7x16_s_deterministic",
        I32x4RelaxedDotI8x16I7x16AddS => "i32x4_relaxed_dot_i8x16_i7x16_add_s_deterministic",
        _ => return None,
    })
}
