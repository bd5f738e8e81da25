//! The instructions that are uniform: they pop operands of fixed types and push one result. One row each is all that
//! the compiler knows of them; adding one is adding a row.

mod atomic;
mod simd;
mod wide;

pub(crate) use atomic::AtomicOp;
pub(crate) use simd::{LaneAccess, VectorOp, VectorSpelling};
pub(crate) use wide::WideOp;

use crate::ir::{CType, Trap};
use wasmparser::Operator;

/// How C spells an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// `a + b`, on operands as they are.
    Infix(&'static str),
    /// `a < b`: as [`Spelling::Infix`], with a truth value for a result.
    Compare(&'static str),
    /// `(s32)a < (s32)b`.
    CompareSigned(&'static str),
    /// `a << (b & 31)`.
    Shift(&'static str),
    /// `(u32)((s32)a >> (b & 31))`.
    ShiftSigned,
    /// `a == 0`, a truth value.
    Eqz,
    /// `(u32)a`, one or more casts.
    Cast(&'static str),
    /// A call of the helper of that name.
    Helper,
}

use Spelling::*;

macro_rules! numeric_ops {
    ($($op:ident $mnemonic:literal ($($param:ident)*) $result:ident $trap:expr, $spelling:expr;)*) => {
        /// A numeric instruction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum NumericOp { $($op,)* }

        impl NumericOp {
            /// The instruction, if it is one of these.
            pub(crate) fn of(operator: &Operator) -> Option<NumericOp> {
                match operator {
                    $(Operator::$op => Some(NumericOp::$op),)*
                    _ => None,
                }
            }

            /// The name in the text format.
            pub(crate) fn mnemonic(self) -> &'static str {
                match self { $(NumericOp::$op => $mnemonic,)* }
            }

            /// What it pops.
            pub(crate) fn params(self) -> &'static [CType] {
                match self { $(NumericOp::$op => &[$(CType::$param),*],)* }
            }

            /// What it pushes.
            pub(crate) fn result(self) -> CType {
                match self { $(NumericOp::$op => CType::$result,)* }
            }

            /// How it can trap.
            pub(crate) fn trap(self) -> Option<Trap> {
                match self { $(NumericOp::$op => $trap,)* }
            }

            /// How C spells it.
            pub(crate) fn spelling(self) -> Spelling {
                match self { $(NumericOp::$op => $spelling,)* }
            }
        }
    };
}

const DIVIDE: Option<Trap> = Some(Trap::Arithmetic);
const DIVIDE_BY_ZERO: Option<Trap> = Some(Trap::DivideByZero);
const CONVERT: Option<Trap> = Some(Trap::Arithmetic);

numeric_ops! {
    I32Eqz "i32.eqz" (U32) U32 None, Eqz;
    I32Eq "i32.eq" (U32 U32) U32 None, Compare("==");
    I32Ne "i32.ne" (U32 U32) U32 None, Compare("!=");
    I32LtS "i32.lt_s" (U32 U32) U32 None, CompareSigned("<");
    I32LtU "i32.lt_u" (U32 U32) U32 None, Compare("<");
    I32GtS "i32.gt_s" (U32 U32) U32 None, CompareSigned(">");
    I32GtU "i32.gt_u" (U32 U32) U32 None, Compare(">");
    I32LeS "i32.le_s" (U32 U32) U32 None, CompareSigned("<=");
    I32LeU "i32.le_u" (U32 U32) U32 None, Compare("<=");
    I32GeS "i32.ge_s" (U32 U32) U32 None, CompareSigned(">=");
    I32GeU "i32.ge_u" (U32 U32) U32 None, Compare(">=");
    I64Eqz "i64.eqz" (U64) U32 None, Eqz;
    I64Eq "i64.eq" (U64 U64) U32 None, Compare("==");
    I64Ne "i64.ne" (U64 U64) U32 None, Compare("!=");
    I64LtS "i64.lt_s" (U64 U64) U32 None, CompareSigned("<");
    I64LtU "i64.lt_u" (U64 U64) U32 None, Compare("<");
    I64GtS "i64.gt_s" (U64 U64) U32 None, CompareSigned(">");
    I64GtU "i64.gt_u" (U64 U64) U32 None, Compare(">");
    I64LeS "i64.le_s" (U64 U64) U32 None, CompareSigned("<=");
    I64LeU "i64.le_u" (U64 U64) U32 None, Compare("<=");
    I64GeS "i64.ge_s" (U64 U64) U32 None, CompareSigned(">=");
    I64GeU "i64.ge_u" (U64 U64) U32 None, Compare(">=");
    F32Eq "f32.eq" (F32 F32) U32 None, Compare("==");
    F32Ne "f32.ne" (F32 F32) U32 None, Compare("!=");
    F32Lt "f32.lt" (F32 F32) U32 None, Compare("<");
    F32Gt "f32.gt" (F32 F32) U32 None, Compare(">");
    F32Le "f32.le" (F32 F32) U32 None, Compare("<=");
    F32Ge "f32.ge" (F32 F32) U32 None, Compare(">=");
    F64Eq "f64.eq" (F64 F64) U32 None, Compare("==");
    F64Ne "f64.ne" (F64 F64) U32 None, Compare("!=");
    F64Lt "f64.lt" (F64 F64) U32 None, Compare("<");
    F64Gt "f64.gt" (F64 F64) U32 None, Compare(">");
    F64Le "f64.le" (F64 F64) U32 None, Compare("<=");
    F64Ge "f64.ge" (F64 F64) U32 None, Compare(">=");
    I32Clz "i32.clz" (U32) U32 None, Helper;
    I32Ctz "i32.ctz" (U32) U32 None, Helper;
    I32Popcnt "i32.popcnt" (U32) U32 None, Helper;
    I32Add "i32.add" (U32 U32) U32 None, Infix("+");
    I32Sub "i32.sub" (U32 U32) U32 None, Infix("-");
    I32Mul "i32.mul" (U32 U32) U32 None, Infix("*");
    I32DivS "i32.div_s" (U32 U32) U32 DIVIDE, Helper;
    I32DivU "i32.div_u" (U32 U32) U32 DIVIDE_BY_ZERO, Helper;
    I32RemS "i32.rem_s" (U32 U32) U32 DIVIDE_BY_ZERO, Helper;
    I32RemU "i32.rem_u" (U32 U32) U32 DIVIDE_BY_ZERO, Helper;
    I32And "i32.and" (U32 U32) U32 None, Infix("&");
    I32Or "i32.or" (U32 U32) U32 None, Infix("|");
    I32Xor "i32.xor" (U32 U32) U32 None, Infix("^");
    I32Shl "i32.shl" (U32 U32) U32 None, Shift("<<");
    I32ShrS "i32.shr_s" (U32 U32) U32 None, ShiftSigned;
    I32ShrU "i32.shr_u" (U32 U32) U32 None, Shift(">>");
    I32Rotl "i32.rotl" (U32 U32) U32 None, Helper;
    I32Rotr "i32.rotr" (U32 U32) U32 None, Helper;
    I64Clz "i64.clz" (U64) U64 None, Helper;
    I64Ctz "i64.ctz" (U64) U64 None, Helper;
    I64Popcnt "i64.popcnt" (U64) U64 None, Helper;
    I64Add "i64.add" (U64 U64) U64 None, Infix("+");
    I64Sub "i64.sub" (U64 U64) U64 None, Infix("-");
    I64Mul "i64.mul" (U64 U64) U64 None, Infix("*");
    I64DivS "i64.div_s" (U64 U64) U64 DIVIDE, Helper;
    I64DivU "i64.div_u" (U64 U64) U64 DIVIDE_BY_ZERO, Helper;
    I64RemS "i64.rem_s" (U64 U64) U64 DIVIDE_BY_ZERO, Helper;
    I64RemU "i64.rem_u" (U64 U64) U64 DIVIDE_BY_ZERO, Helper;
    I64And "i64.and" (U64 U64) U64 None, Infix("&");
    I64Or "i64.or" (U64 U64) U64 None, Infix("|");
    I64Xor "i64.xor" (U64 U64) U64 None, Infix("^");
    I64Shl "i64.shl" (U64 U64) U64 None, Shift("<<");
    I64ShrS "i64.shr_s" (U64 U64) U64 None, ShiftSigned;
    I64ShrU "i64.shr_u" (U64 U64) U64 None, Shift(">>");
    I64Rotl "i64.rotl" (U64 U64) U64 None, Helper;
    I64Rotr "i64.rotr" (U64 U64) U64 None, Helper;
    F32Abs "f32.abs" (F32) F32 None, Helper;
    F32Neg "f32.neg" (F32) F32 None, Helper;
    F32Ceil "f32.ceil" (F32) F32 None, Helper;
    F32Floor "f32.floor" (F32) F32 None, Helper;
    F32Trunc "f32.trunc" (F32) F32 None, Helper;
    F32Nearest "f32.nearest" (F32) F32 None, Helper;
    F32Sqrt "f32.sqrt" (F32) F32 None, Helper;
    F32Add "f32.add" (F32 F32) F32 None, Infix("+");
    F32Sub "f32.sub" (F32 F32) F32 None, Infix("-");
    F32Mul "f32.mul" (F32 F32) F32 None, Infix("*");
    F32Div "f32.div" (F32 F32) F32 None, Infix("/");
    F32Min "f32.min" (F32 F32) F32 None, Helper;
    F32Max "f32.max" (F32 F32) F32 None, Helper;
    F32Copysign "f32.copysign" (F32 F32) F32 None, Helper;
    F64Abs "f64.abs" (F64) F64 None, Helper;
    F64Neg "f64.neg" (F64) F64 None, Helper;
    F64Ceil "f64.ceil" (F64) F64 None, Helper;
    F64Floor "f64.floor" (F64) F64 None, Helper;
    F64Trunc "f64.trunc" (F64) F64 None, Helper;
    F64Nearest "f64.nearest" (F64) F64 None, Helper;
    F64Sqrt "f64.sqrt" (F64) F64 None, Helper;
    F64Add "f64.add" (F64 F64) F64 None, Infix("+");
    F64Sub "f64.sub" (F64 F64) F64 None, Infix("-");
    F64Mul "f64.mul" (F64 F64) F64 None, Infix("*");
    F64Div "f64.div" (F64 F64) F64 None, Infix("/");
    F64Min "f64.min" (F64 F64) F64 None, Helper;
    F64Max "f64.max" (F64 F64) F64 None, Helper;
    F64Copysign "f64.copysign" (F64 F64) F64 None, Helper;
    I32WrapI64 "i32.wrap_i64" (U64) U32 None, Cast("(u32)");
    I32TruncF32S "i32.trunc_f32_s" (F32) U32 CONVERT, Helper;
    I32TruncF32U "i32.trunc_f32_u" (F32) U32 CONVERT, Helper;
    I32TruncF64S "i32.trunc_f64_s" (F64) U32 CONVERT, Helper;
    I32TruncF64U "i32.trunc_f64_u" (F64) U32 CONVERT, Helper;
    I64ExtendI32S "i64.extend_i32_s" (U32) U64 None, Cast("(u64)(s32)");
    I64ExtendI32U "i64.extend_i32_u" (U32) U64 None, Cast("(u64)");
    I64TruncF32S "i64.trunc_f32_s" (F32) U64 CONVERT, Helper;
    I64TruncF32U "i64.trunc_f32_u" (F32) U64 CONVERT, Helper;
    I64TruncF64S "i64.trunc_f64_s" (F64) U64 CONVERT, Helper;
    I64TruncF64U "i64.trunc_f64_u" (F64) U64 CONVERT, Helper;
    F32ConvertI32S "f32.convert_i32_s" (U32) F32 None, Cast("(f32)(s32)");
    F32ConvertI32U "f32.convert_i32_u" (U32) F32 None, Cast("(f32)");
    F32ConvertI64S "f32.convert_i64_s" (U64) F32 None, Cast("(f32)(s64)");
    F32ConvertI64U "f32.convert_i64_u" (U64) F32 None, Helper;
    F32DemoteF64 "f32.demote_f64" (F64) F32 None, Helper;
    F64ConvertI32S "f64.convert_i32_s" (U32) F64 None, Cast("(f64)(s32)");
    F64ConvertI32U "f64.convert_i32_u" (U32) F64 None, Cast("(f64)");
    F64ConvertI64S "f64.convert_i64_s" (U64) F64 None, Cast("(f64)(s64)");
    F64ConvertI64U "f64.convert_i64_u" (U64) F64 None, Helper;
    F64PromoteF32 "f64.promote_f32" (F32) F64 None, Helper;
    I32ReinterpretF32 "i32.reinterpret_f32" (F32) U32 None, Helper;
    I64ReinterpretF64 "i64.reinterpret_f64" (F64) U64 None, Helper;
    F32ReinterpretI32 "f32.reinterpret_i32" (U32) F32 None, Helper;
    F64ReinterpretI64 "f64.reinterpret_i64" (U64) F64 None, Helper;
    I32Extend8S "i32.extend8_s" (U32) U32 None, Helper;
    I32Extend16S "i32.extend16_s" (U32) U32 None, Helper;
    I64Extend8S "i64.extend8_s" (U64) U64 None, Cast("(u64)(s8)");
    I64Extend16S "i64.extend16_s" (U64) U64 None, Cast("(u64)(s16)");
    I64Extend32S "i64.extend32_s" (U64) U64 None, Cast("(u64)(s32)");
    I32TruncSatF32S "i32.trunc_sat_f32_s" (F32) U32 None, Helper;
    I32TruncSatF32U "i32.trunc_sat_f32_u" (F32) U32 None, Helper;
    I32TruncSatF64S "i32.trunc_sat_f64_s" (F64) U32 None, Helper;
    I32TruncSatF64U "i32.trunc_sat_f64_u" (F64) U32 None, Helper;
    I64TruncSatF32S "i64.trunc_sat_f32_s" (F32) U64 None, Helper;
    I64TruncSatF32U "i64.trunc_sat_f32_u" (F32) U64 None, Helper;
    I64TruncSatF64S "i64.trunc_sat_f64_s" (F64) U64 None, Helper;
    I64TruncSatF64U "i64.trunc_sat_f64_u" (F64) U64 None, Helper;
}

impl NumericOp {
    /// The comparison that is true where this one of integers is false.
    pub(crate) fn negated(self) -> Option<NumericOp> {
        use NumericOp::*;
        Some(match self {
            I32Eq => I32Ne,
            I32Ne => I32Eq,
            I32LtS => I32GeS,
            I32LtU => I32GeU,
            I32GtS => I32LeS,
            I32GtU => I32LeU,
            I32LeS => I32GtS,
            I32LeU => I32GtU,
            I32GeS => I32LtS,
            I32GeU => I32LtU,
            I64Eq => I64Ne,
            I64Ne => I64Eq,
            I64LtS => I64GeS,
            I64LtU => I64GeU,
            I64GtS => I64LeS,
            I64GtU => I64LeU,
            I64LeS => I64GtS,
            I64LeU => I64GtU,
            I64GeS => I64LtS,
            I64GeU => I64LtU,
            F32Eq => F32Ne,
            F32Ne => F32Eq,
            F64Eq => F64Ne,
            F64Ne => F64Eq,
            _ => return None,
        })
    }

    /// Whether its result is 0 or 1.
    pub(crate) fn is_truth(self) -> bool {
        matches!(self.spelling(), Compare(_) | CompareSigned(_) | Eqz)
    }

    /// The C operator that divides without a check, by a constant that is neither 0 nor, where signed, -1; and whether
    /// it works on signed operands.
    pub(crate) fn division(self) -> Option<(&'static str, bool)> {
        use NumericOp::*;
        Some(match self {
            I32DivS | I64DivS => ("/", true),
            I32DivU | I64DivU => ("/", false),
            I32RemS | I64RemS => ("%", true),
            I32RemU | I64RemU => ("%", false),
            _ => return None,
        })
    }
}

macro_rules! memory_ops {
    ($($op:ident $mnemonic:literal $ty:ident;)*) => {
        /// An instruction that loads from a memory or stores to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum MemoryOp { $($op,)* }

        impl MemoryOp {
            /// The instruction and what it accesses, if it is one of these.
            pub(crate) fn of(operator: &Operator) -> Option<(MemoryOp, wasmparser::MemArg)> {
                match operator {
                    $(Operator::$op { memarg } => Some((MemoryOp::$op, *memarg)),)*
                    _ => None,
                }
            }

            /// The name in the text format.
            pub(crate) fn mnemonic(self) -> &'static str {
                match self { $(MemoryOp::$op => $mnemonic,)* }
            }

            /// The type of the value that is loaded or stored.
            pub(crate) fn ty(self) -> CType {
                match self { $(MemoryOp::$op => CType::$ty,)* }
            }
        }
    };
}

memory_ops! {
    I32Load "i32.load" U32;
    I64Load "i64.load" U64;
    F32Load "f32.load" F32;
    F64Load "f64.load" F64;
    I32Load8S "i32.load8_s" U32;
    I32Load8U "i32.load8_u" U32;
    I32Load16S "i32.load16_s" U32;
    I32Load16U "i32.load16_u" U32;
    I64Load8S "i64.load8_s" U64;
    I64Load8U "i64.load8_u" U64;
    I64Load16S "i64.load16_s" U64;
    I64Load16U "i64.load16_u" U64;
    I64Load32S "i64.load32_s" U64;
    I64Load32U "i64.load32_u" U64;
    I32Store "i32.store" U32;
    I64Store "i64.store" U64;
    F32Store "f32.store" F32;
    F64Store "f64.store" F64;
    I32Store8 "i32.store8" U32;
    I32Store16 "i32.store16" U32;
    I64Store8 "i64.store8" U64;
    I64Store16 "i64.store16" U64;
    I64Store32 "i64.store32" U64;
    V128Load "v128.load" V128;
    V128Load8x8S "v128.load8x8_s" V128;
    V128Load8x8U "v128.load8x8_u" V128;
    V128Load16x4S "v128.load16x4_s" V128;
    V128Load16x4U "v128.load16x4_u" V128;
    V128Load32x2S "v128.load32x2_s" V128;
    V128Load32x2U "v128.load32x2_u" V128;
    V128Load8Splat "v128.load8_splat" V128;
    V128Load16Splat "v128.load16_splat" V128;
    V128Load32Splat "v128.load32_splat" V128;
    V128Load64Splat "v128.load64_splat" V128;
    V128Load32Zero "v128.load32_zero" V128;
    V128Load64Zero "v128.load64_zero" V128;
    V128Store "v128.store" V128;
}

impl MemoryOp {
    /// Whether it stores.
    pub(crate) fn is_store(self) -> bool {
        use MemoryOp::*;
        matches!(
            self,
            I32Store
                | I64Store
                | F32Store
                | F64Store
                | I32Store8
                | I32Store16
                | I64Store8
                | I64Store16
                | I64Store32
                | V128Store
        )
    }
}
