//! Constants.

use super::expr::ExprPrinter;
use super::prec::Prec;
use crate::ir::*;
use crate::ops::{NumericOp, Spelling};
use std::fmt::Write;

impl ExprPrinter<'_> {
    /// A decimal number.
    pub(super) fn number(&mut self, value: impl itoa::Integer) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    pub(super) fn constant(&mut self, value: Const) {
        match value {
            Const::I32(value) if value < 1 << 31 => self.number(value),
            Const::I32(value) => {
                let _ = write!(self.out, "0x{value:x}u");
            }
            Const::I64(value) if value < 1 << 31 => self.number(value),
            Const::I64(value) => {
                let _ = write!(self.out, "0x{value:x}ul");
            }
            Const::F32(bits) => {
                let value = f32::from_bits(bits);
                if value.is_finite() && !(value == 0.0 && value.is_sign_negative()) {
                    let _ = write!(self.out, "{value:?}f");
                } else {
                    self.uses.helpers.insert("f32_reinterpret_i32");
                    let _ = write!(self.out, "f32_reinterpret_i32(0x{bits:x}u)");
                }
            }
            Const::F64(bits) => {
                let value = f64::from_bits(bits);
                if value.is_finite() && !(value == 0.0 && value.is_sign_negative()) {
                    let _ = write!(self.out, "{value:?}");
                } else {
                    self.uses.helpers.insert("f64_reinterpret_i64");
                    let _ = write!(self.out, "f64_reinterpret_i64(0x{bits:x}ul)");
                }
            }
            Const::V128(halves) => self.v128_const(halves),
        }
    }

    /// As a signed number; true if it is a plain one, which is an int.
    pub(super) fn signed(&mut self, ty: CType, id: ExprId) -> bool {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(value)) if value != 1 << 31 => {
                let value = value as i32;
                self.number(value);
                true
            }
            Expr::Const(Const::I64(value))
                if value.wrapping_add(1 << 31) < 1 << 32 && value != (1u64 << 31).wrapping_neg() =>
            {
                let value = value as i64;
                self.number(value);
                true
            }
            Expr::Unary(op, a) if signed_cast(op, ty).is_some() => {
                self.push(if ty == CType::U64 { "(s64)" } else { "" });
                self.push(signed_cast(op, ty).unwrap_or(""));
                self.typed(a, Prec::Unary);
                false
            }
            _ => {
                self.push(if ty == CType::U64 { "(s64)" } else { "(s32)" });
                self.expr(id, Prec::Unary);
                false
            }
        }
    }

    pub(super) fn shift_count(&mut self, ty: CType, count: ExprId, min: Prec) {
        let mask = if ty == CType::U64 { 63 } else { 31 };
        match *self.function.expr(count) {
            Expr::Const(Const::I32(value)) => self.number(value & mask),
            Expr::Const(Const::I64(value)) => self.number(value & u64::from(mask)),
            _ => {
                if min > Prec::And {
                    self.push("(");
                }
                self.operand(ty, count, Prec::Unary);
                self.push(" & ");
                self.number(mask);
                if min > Prec::And {
                    self.push(")");
                }
            }
        }
    }
}

/// The cast to a signed type that an extension of the sign is above the last.
fn signed_cast(op: NumericOp, ty: CType) -> Option<&'static str> {
    let last = if ty == CType::U64 { "(u64)" } else { "(u32)" };
    match op.spelling() {
        _ if op == NumericOp::I32Extend8S => Some("(s8)"),
        _ if op == NumericOp::I32Extend16S => Some("(s16)"),
        Spelling::Cast(cast) => cast.strip_prefix(last).filter(|cast| cast.starts_with("(s")),
        _ => None,
    }
}
