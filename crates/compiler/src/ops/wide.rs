//! The instructions of wide arithmetic. Each pops i64s and pushes two: the low and the high half of 128 bits.

use wasmparser::Operator;

/// An instruction whose result has 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WideOp {
    Add128,
    Sub128,
    MulWideS,
    MulWideU,
}

impl WideOp {
    /// The instruction, if it is one of these.
    pub(crate) fn of(operator: &Operator) -> Option<WideOp> {
        match operator {
            Operator::I64Add128 => Some(WideOp::Add128),
            Operator::I64Sub128 => Some(WideOp::Sub128),
            Operator::I64MulWideS => Some(WideOp::MulWideS),
            Operator::I64MulWideU => Some(WideOp::MulWideU),
            _ => None,
        }
    }

    /// The helper that computes it.
    pub(crate) fn helper(self) -> &'static str {
        match self {
            WideOp::Add128 => "i64_add128",
            WideOp::Sub128 => "i64_sub128",
            WideOp::MulWideS => "i64_mul_wide_s",
            WideOp::MulWideU => "i64_mul_wide_u",
        }
    }

    /// How many operands it pops.
    pub(crate) fn operands(self) -> usize {
        match self {
            WideOp::Add128 | WideOp::Sub128 => 4,
            WideOp::MulWideS | WideOp::MulWideU => 2,
        }
    }
}
