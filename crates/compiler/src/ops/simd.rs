//! The vector instructions, relaxed ones included (spec 2.4.3). Like the tables of [`super`]: one row each is all that
//! the compiler knows of them. Accesses without a lane are in the table of accesses there.

use crate::ir::CType;
use wasmparser::{MemArg, Operator};

/// How C spells an operation on vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VectorSpelling {
    /// `a & b`, on all 128 bits.
    Infix(&'static str),
    /// `a & ~b`.
    AndNot,
    /// `~a`.
    Not,
    /// A call of the helper of that name.
    Helper,
}

use VectorSpelling::*;

macro_rules! immediate {
    () => {
        None
    };
    ($lane:ident) => {
        Some(*$lane)
    };
}

macro_rules! vector_ops {
    ($($op:ident $({ $lane:ident })? $mnemonic:literal ($($param:ident)*) $result:ident $spelling:expr;)*) => {
        /// A vector instruction that has no immediate or a lane for one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum VectorOp { $($op,)* }

        impl VectorOp {
            /// The instruction and its lane, if it is one of these.
            pub(crate) fn of(operator: &Operator) -> Option<(VectorOp, Option<u8>)> {
                match operator {
                    $(Operator::$op $({ $lane })? => Some((VectorOp::$op, immediate!($($lane)?))),)*
                    _ => None,
                }
            }

            /// The name in the text format.
            pub(crate) fn mnemonic(self) -> &'static str {
                match self { $(VectorOp::$op => $mnemonic,)* }
            }

            /// What it pops.
            pub(crate) fn params(self) -> &'static [CType] {
                match self { $(VectorOp::$op => &[$(CType::$param),*],)* }
            }

            /// What it pushes.
            pub(crate) fn result(self) -> CType {
                match self { $(VectorOp::$op => CType::$result,)* }
            }

            /// How C spells it.
            pub(crate) fn spelling(self) -> VectorSpelling {
                match self { $(VectorOp::$op => $spelling,)* }
            }
        }
    };
}

vector_ops! {
    I8x16ExtractLaneS { lane } "i8x16.extract_lane_s" (V128) U32 Helper;
    I8x16ExtractLaneU { lane } "i8x16.extract_lane_u" (V128) U32 Helper;
    I8x16ReplaceLane { lane } "i8x16.replace_lane" (V128 U32) V128 Helper;
    I16x8ExtractLaneS { lane } "i16x8.extract_lane_s" (V128) U32 Helper;
    I16x8ExtractLaneU { lane } "i16x8.extract_lane_u" (V128) U32 Helper;
    I16x8ReplaceLane { lane } "i16x8.replace_lane" (V128 U32) V128 Helper;
    I32x4ExtractLane { lane } "i32x4.extract_lane" (V128) U32 Helper;
    I32x4ReplaceLane { lane } "i32x4.replace_lane" (V128 U32) V128 Helper;
    I64x2ExtractLane { lane } "i64x2.extract_lane" (V128) U64 Helper;
    I64x2ReplaceLane { lane } "i64x2.replace_lane" (V128 U64) V128 Helper;
    F32x4ExtractLane { lane } "f32x4.extract_lane" (V128) F32 Helper;
    F32x4ReplaceLane { lane } "f32x4.replace_lane" (V128 F32) V128 Helper;
    F64x2ExtractLane { lane } "f64x2.extract_lane" (V128) F64 Helper;
    F64x2ReplaceLane { lane } "f64x2.replace_lane" (V128 F64) V128 Helper;
    I8x16Swizzle "i8x16.swizzle" (V128 V128) V128 Helper;
    I8x16Splat "i8x16.splat" (U32) V128 Helper;
    I16x8Splat "i16x8.splat" (U32) V128 Helper;
    I32x4Splat "i32x4.splat" (U32) V128 Helper;
    I64x2Splat "i64x2.splat" (U64) V128 Helper;
    F32x4Splat "f32x4.splat" (F32) V128 Helper;
    F64x2Splat "f64x2.splat" (F64) V128 Helper;
    I8x16Eq "i8x16.eq" (V128 V128) V128 Helper;
    I8x16Ne "i8x16.ne" (V128 V128) V128 Helper;
    I8x16LtS "i8x16.lt_s" (V128 V128) V128 Helper;
    I8x16LtU "i8x16.lt_u" (V128 V128) V128 Helper;
    I8x16GtS "i8x16.gt_s" (V128 V128) V128 Helper;
    I8x16GtU "i8x16.gt_u" (V128 V128) V128 Helper;
    I8x16LeS "i8x16.le_s" (V128 V128) V128 Helper;
    I8x16LeU "i8x16.le_u" (V128 V128) V128 Helper;
    I8x16GeS "i8x16.ge_s" (V128 V128) V128 Helper;
    I8x16GeU "i8x16.ge_u" (V128 V128) V128 Helper;
    I16x8Eq "i16x8.eq" (V128 V128) V128 Helper;
    I16x8Ne "i16x8.ne" (V128 V128) V128 Helper;
    I16x8LtS "i16x8.lt_s" (V128 V128) V128 Helper;
    I16x8LtU "i16x8.lt_u" (V128 V128) V128 Helper;
    I16x8GtS "i16x8.gt_s" (V128 V128) V128 Helper;
    I16x8GtU "i16x8.gt_u" (V128 V128) V128 Helper;
    I16x8LeS "i16x8.le_s" (V128 V128) V128 Helper;
    I16x8LeU "i16x8.le_u" (V128 V128) V128 Helper;
    I16x8GeS "i16x8.ge_s" (V128 V128) V128 Helper;
    I16x8GeU "i16x8.ge_u" (V128 V128) V128 Helper;
    I32x4Eq "i32x4.eq" (V128 V128) V128 Helper;
    I32x4Ne "i32x4.ne" (V128 V128) V128 Helper;
    I32x4LtS "i32x4.lt_s" (V128 V128) V128 Helper;
    I32x4LtU "i32x4.lt_u" (V128 V128) V128 Helper;
    I32x4GtS "i32x4.gt_s" (V128 V128) V128 Helper;
    I32x4GtU "i32x4.gt_u" (V128 V128) V128 Helper;
    I32x4LeS "i32x4.le_s" (V128 V128) V128 Helper;
    I32x4LeU "i32x4.le_u" (V128 V128) V128 Helper;
    I32x4GeS "i32x4.ge_s" (V128 V128) V128 Helper;
    I32x4GeU "i32x4.ge_u" (V128 V128) V128 Helper;
    I64x2Eq "i64x2.eq" (V128 V128) V128 Helper;
    I64x2Ne "i64x2.ne" (V128 V128) V128 Helper;
    I64x2LtS "i64x2.lt_s" (V128 V128) V128 Helper;
    I64x2GtS "i64x2.gt_s" (V128 V128) V128 Helper;
    I64x2LeS "i64x2.le_s" (V128 V128) V128 Helper;
    I64x2GeS "i64x2.ge_s" (V128 V128) V128 Helper;
    F32x4Eq "f32x4.eq" (V128 V128) V128 Helper;
    F32x4Ne "f32x4.ne" (V128 V128) V128 Helper;
    F32x4Lt "f32x4.lt" (V128 V128) V128 Helper;
    F32x4Gt "f32x4.gt" (V128 V128) V128 Helper;
    F32x4Le "f32x4.le" (V128 V128) V128 Helper;
    F32x4Ge "f32x4.ge" (V128 V128) V128 Helper;
    F64x2Eq "f64x2.eq" (V128 V128) V128 Helper;
    F64x2Ne "f64x2.ne" (V128 V128) V128 Helper;
    F64x2Lt "f64x2.lt" (V128 V128) V128 Helper;
    F64x2Gt "f64x2.gt" (V128 V128) V128 Helper;
    F64x2Le "f64x2.le" (V128 V128) V128 Helper;
    F64x2Ge "f64x2.ge" (V128 V128) V128 Helper;
    V128Not "v128.not" (V128) V128 Not;
    V128And "v128.and" (V128 V128) V128 Infix("&");
    V128AndNot "v128.andnot" (V128 V128) V128 AndNot;
    V128Or "v128.or" (V128 V128) V128 Infix("|");
    V128Xor "v128.xor" (V128 V128) V128 Infix("^");
    V128Bitselect "v128.bitselect" (V128 V128 V128) V128 Helper;
    V128AnyTrue "v128.any_true" (V128) U32 Helper;
    I8x16Abs "i8x16.abs" (V128) V128 Helper;
    I8x16Neg "i8x16.neg" (V128) V128 Helper;
    I8x16Popcnt "i8x16.popcnt" (V128) V128 Helper;
    I8x16AllTrue "i8x16.all_true" (V128) U32 Helper;
    I8x16Bitmask "i8x16.bitmask" (V128) U32 Helper;
    I8x16NarrowI16x8S "i8x16.narrow_i16x8_s" (V128 V128) V128 Helper;
    I8x16NarrowI16x8U "i8x16.narrow_i16x8_u" (V128 V128) V128 Helper;
    I8x16Shl "i8x16.shl" (V128 U32) V128 Helper;
    I8x16ShrS "i8x16.shr_s" (V128 U32) V128 Helper;
    I8x16ShrU "i8x16.shr_u" (V128 U32) V128 Helper;
    I8x16Add "i8x16.add" (V128 V128) V128 Helper;
    I8x16AddSatS "i8x16.add_sat_s" (V128 V128) V128 Helper;
    I8x16AddSatU "i8x16.add_sat_u" (V128 V128) V128 Helper;
    I8x16Sub "i8x16.sub" (V128 V128) V128 Helper;
    I8x16SubSatS "i8x16.sub_sat_s" (V128 V128) V128 Helper;
    I8x16SubSatU "i8x16.sub_sat_u" (V128 V128) V128 Helper;
    I8x16MinS "i8x16.min_s" (V128 V128) V128 Helper;
    I8x16MinU "i8x16.min_u" (V128 V128) V128 Helper;
    I8x16MaxS "i8x16.max_s" (V128 V128) V128 Helper;
    I8x16MaxU "i8x16.max_u" (V128 V128) V128 Helper;
    I8x16AvgrU "i8x16.avgr_u" (V128 V128) V128 Helper;
    I16x8ExtAddPairwiseI8x16S "i16x8.extadd_pairwise_i8x16_s" (V128) V128 Helper;
    I16x8ExtAddPairwiseI8x16U "i16x8.extadd_pairwise_i8x16_u" (V128) V128 Helper;
    I16x8Abs "i16x8.abs" (V128) V128 Helper;
    I16x8Neg "i16x8.neg" (V128) V128 Helper;
    I16x8Q15MulrSatS "i16x8.q15mulr_sat_s" (V128 V128) V128 Helper;
    I16x8AllTrue "i16x8.all_true" (V128) U32 Helper;
    I16x8Bitmask "i16x8.bitmask" (V128) U32 Helper;
    I16x8NarrowI32x4S "i16x8.narrow_i32x4_s" (V128 V128) V128 Helper;
    I16x8NarrowI32x4U "i16x8.narrow_i32x4_u" (V128 V128) V128 Helper;
    I16x8ExtendLowI8x16S "i16x8.extend_low_i8x16_s" (V128) V128 Helper;
    I16x8ExtendHighI8x16S "i16x8.extend_high_i8x16_s" (V128) V128 Helper;
    I16x8ExtendLowI8x16U "i16x8.extend_low_i8x16_u" (V128) V128 Helper;
    I16x8ExtendHighI8x16U "i16x8.extend_high_i8x16_u" (V128) V128 Helper;
    I16x8Shl "i16x8.shl" (V128 U32) V128 Helper;
    I16x8ShrS "i16x8.shr_s" (V128 U32) V128 Helper;
    I16x8ShrU "i16x8.shr_u" (V128 U32) V128 Helper;
    I16x8Add "i16x8.add" (V128 V128) V128 Helper;
    I16x8AddSatS "i16x8.add_sat_s" (V128 V128) V128 Helper;
    I16x8AddSatU "i16x8.add_sat_u" (V128 V128) V128 Helper;
    I16x8Sub "i16x8.sub" (V128 V128) V128 Helper;
    I16x8SubSatS "i16x8.sub_sat_s" (V128 V128) V128 Helper;
    I16x8SubSatU "i16x8.sub_sat_u" (V128 V128) V128 Helper;
    I16x8Mul "i16x8.mul" (V128 V128) V128 Helper;
    I16x8MinS "i16x8.min_s" (V128 V128) V128 Helper;
    I16x8MinU "i16x8.min_u" (V128 V128) V128 Helper;
    I16x8MaxS "i16x8.max_s" (V128 V128) V128 Helper;
    I16x8MaxU "i16x8.max_u" (V128 V128) V128 Helper;
    I16x8AvgrU "i16x8.avgr_u" (V128 V128) V128 Helper;
    I16x8ExtMulLowI8x16S "i16x8.extmul_low_i8x16_s" (V128 V128) V128 Helper;
    I16x8ExtMulHighI8x16S "i16x8.extmul_high_i8x16_s" (V128 V128) V128 Helper;
    I16x8ExtMulLowI8x16U "i16x8.extmul_low_i8x16_u" (V128 V128) V128 Helper;
    I16x8ExtMulHighI8x16U "i16x8.extmul_high_i8x16_u" (V128 V128) V128 Helper;
    I32x4ExtAddPairwiseI16x8S "i32x4.extadd_pairwise_i16x8_s" (V128) V128 Helper;
    I32x4ExtAddPairwiseI16x8U "i32x4.extadd_pairwise_i16x8_u" (V128) V128 Helper;
    I32x4Abs "i32x4.abs" (V128) V128 Helper;
    I32x4Neg "i32x4.neg" (V128) V128 Helper;
    I32x4AllTrue "i32x4.all_true" (V128) U32 Helper;
    I32x4Bitmask "i32x4.bitmask" (V128) U32 Helper;
    I32x4ExtendLowI16x8S "i32x4.extend_low_i16x8_s" (V128) V128 Helper;
    I32x4ExtendHighI16x8S "i32x4.extend_high_i16x8_s" (V128) V128 Helper;
    I32x4ExtendLowI16x8U "i32x4.extend_low_i16x8_u" (V128) V128 Helper;
    I32x4ExtendHighI16x8U "i32x4.extend_high_i16x8_u" (V128) V128 Helper;
    I32x4Shl "i32x4.shl" (V128 U32) V128 Helper;
    I32x4ShrS "i32x4.shr_s" (V128 U32) V128 Helper;
    I32x4ShrU "i32x4.shr_u" (V128 U32) V128 Helper;
    I32x4Add "i32x4.add" (V128 V128) V128 Helper;
    I32x4Sub "i32x4.sub" (V128 V128) V128 Helper;
    I32x4Mul "i32x4.mul" (V128 V128) V128 Helper;
    I32x4MinS "i32x4.min_s" (V128 V128) V128 Helper;
    I32x4MinU "i32x4.min_u" (V128 V128) V128 Helper;
    I32x4MaxS "i32x4.max_s" (V128 V128) V128 Helper;
    I32x4MaxU "i32x4.max_u" (V128 V128) V128 Helper;
    I32x4DotI16x8S "i32x4.dot_i16x8_s" (V128 V128) V128 Helper;
    I32x4ExtMulLowI16x8S "i32x4.extmul_low_i16x8_s" (V128 V128) V128 Helper;
    I32x4ExtMulHighI16x8S "i32x4.extmul_high_i16x8_s" (V128 V128) V128 Helper;
    I32x4ExtMulLowI16x8U "i32x4.extmul_low_i16x8_u" (V128 V128) V128 Helper;
    I32x4ExtMulHighI16x8U "i32x4.extmul_high_i16x8_u" (V128 V128) V128 Helper;
    I64x2Abs "i64x2.abs" (V128) V128 Helper;
    I64x2Neg "i64x2.neg" (V128) V128 Helper;
    I64x2AllTrue "i64x2.all_true" (V128) U32 Helper;
    I64x2Bitmask "i64x2.bitmask" (V128) U32 Helper;
    I64x2ExtendLowI32x4S "i64x2.extend_low_i32x4_s" (V128) V128 Helper;
    I64x2ExtendHighI32x4S "i64x2.extend_high_i32x4_s" (V128) V128 Helper;
    I64x2ExtendLowI32x4U "i64x2.extend_low_i32x4_u" (V128) V128 Helper;
    I64x2ExtendHighI32x4U "i64x2.extend_high_i32x4_u" (V128) V128 Helper;
    I64x2Shl "i64x2.shl" (V128 U32) V128 Helper;
    I64x2ShrS "i64x2.shr_s" (V128 U32) V128 Helper;
    I64x2ShrU "i64x2.shr_u" (V128 U32) V128 Helper;
    I64x2Add "i64x2.add" (V128 V128) V128 Helper;
    I64x2Sub "i64x2.sub" (V128 V128) V128 Helper;
    I64x2Mul "i64x2.mul" (V128 V128) V128 Helper;
    I64x2ExtMulLowI32x4S "i64x2.extmul_low_i32x4_s" (V128 V128) V128 Helper;
    I64x2ExtMulHighI32x4S "i64x2.extmul_high_i32x4_s" (V128 V128) V128 Helper;
    I64x2ExtMulLowI32x4U "i64x2.extmul_low_i32x4_u" (V128 V128) V128 Helper;
    I64x2ExtMulHighI32x4U "i64x2.extmul_high_i32x4_u" (V128 V128) V128 Helper;
    F32x4Ceil "f32x4.ceil" (V128) V128 Helper;
    F32x4Floor "f32x4.floor" (V128) V128 Helper;
    F32x4Trunc "f32x4.trunc" (V128) V128 Helper;
    F32x4Nearest "f32x4.nearest" (V128) V128 Helper;
    F32x4Abs "f32x4.abs" (V128) V128 Helper;
    F32x4Neg "f32x4.neg" (V128) V128 Helper;
    F32x4Sqrt "f32x4.sqrt" (V128) V128 Helper;
    F32x4Add "f32x4.add" (V128 V128) V128 Helper;
    F32x4Sub "f32x4.sub" (V128 V128) V128 Helper;
    F32x4Mul "f32x4.mul" (V128 V128) V128 Helper;
    F32x4Div "f32x4.div" (V128 V128) V128 Helper;
    F32x4Min "f32x4.min" (V128 V128) V128 Helper;
    F32x4Max "f32x4.max" (V128 V128) V128 Helper;
    F32x4PMin "f32x4.pmin" (V128 V128) V128 Helper;
    F32x4PMax "f32x4.pmax" (V128 V128) V128 Helper;
    F64x2Ceil "f64x2.ceil" (V128) V128 Helper;
    F64x2Floor "f64x2.floor" (V128) V128 Helper;
    F64x2Trunc "f64x2.trunc" (V128) V128 Helper;
    F64x2Nearest "f64x2.nearest" (V128) V128 Helper;
    F64x2Abs "f64x2.abs" (V128) V128 Helper;
    F64x2Neg "f64x2.neg" (V128) V128 Helper;
    F64x2Sqrt "f64x2.sqrt" (V128) V128 Helper;
    F64x2Add "f64x2.add" (V128 V128) V128 Helper;
    F64x2Sub "f64x2.sub" (V128 V128) V128 Helper;
    F64x2Mul "f64x2.mul" (V128 V128) V128 Helper;
    F64x2Div "f64x2.div" (V128 V128) V128 Helper;
    F64x2Min "f64x2.min" (V128 V128) V128 Helper;
    F64x2Max "f64x2.max" (V128 V128) V128 Helper;
    F64x2PMin "f64x2.pmin" (V128 V128) V128 Helper;
    F64x2PMax "f64x2.pmax" (V128 V128) V128 Helper;
    I32x4TruncSatF32x4S "i32x4.trunc_sat_f32x4_s" (V128) V128 Helper;
    I32x4TruncSatF32x4U "i32x4.trunc_sat_f32x4_u" (V128) V128 Helper;
    F32x4ConvertI32x4S "f32x4.convert_i32x4_s" (V128) V128 Helper;
    F32x4ConvertI32x4U "f32x4.convert_i32x4_u" (V128) V128 Helper;
    I32x4TruncSatF64x2SZero "i32x4.trunc_sat_f64x2_s_zero" (V128) V128 Helper;
    I32x4TruncSatF64x2UZero "i32x4.trunc_sat_f64x2_u_zero" (V128) V128 Helper;
    F64x2ConvertLowI32x4S "f64x2.convert_low_i32x4_s" (V128) V128 Helper;
    F64x2ConvertLowI32x4U "f64x2.convert_low_i32x4_u" (V128) V128 Helper;
    F32x4DemoteF64x2Zero "f32x4.demote_f64x2_zero" (V128) V128 Helper;
    F64x2PromoteLowF32x4 "f64x2.promote_low_f32x4" (V128) V128 Helper;
    I8x16RelaxedSwizzle "i8x16.relaxed_swizzle" (V128 V128) V128 Helper;
    I32x4RelaxedTruncF32x4S "i32x4.relaxed_trunc_f32x4_s" (V128) V128 Helper;
    I32x4RelaxedTruncF32x4U "i32x4.relaxed_trunc_f32x4_u" (V128) V128 Helper;
    I32x4RelaxedTruncF64x2SZero "i32x4.relaxed_trunc_f64x2_s_zero" (V128) V128 Helper;
    I32x4RelaxedTruncF64x2UZero "i32x4.relaxed_trunc_f64x2_u_zero" (V128) V128 Helper;
    F32x4RelaxedMadd "f32x4.relaxed_madd" (V128 V128 V128) V128 Helper;
    F32x4RelaxedNmadd "f32x4.relaxed_nmadd" (V128 V128 V128) V128 Helper;
    F64x2RelaxedMadd "f64x2.relaxed_madd" (V128 V128 V128) V128 Helper;
    F64x2RelaxedNmadd "f64x2.relaxed_nmadd" (V128 V128 V128) V128 Helper;
    I8x16RelaxedLaneselect "i8x16.relaxed_laneselect" (V128 V128 V128) V128 Helper;
    I16x8RelaxedLaneselect "i16x8.relaxed_laneselect" (V128 V128 V128) V128 Helper;
    I32x4RelaxedLaneselect "i32x4.relaxed_laneselect" (V128 V128 V128) V128 Helper;
    I64x2RelaxedLaneselect "i64x2.relaxed_laneselect" (V128 V128 V128) V128 Helper;
    F32x4RelaxedMin "f32x4.relaxed_min" (V128 V128) V128 Helper;
    F32x4RelaxedMax "f32x4.relaxed_max" (V128 V128) V128 Helper;
    F64x2RelaxedMin "f64x2.relaxed_min" (V128 V128) V128 Helper;
    F64x2RelaxedMax "f64x2.relaxed_max" (V128 V128) V128 Helper;
    I16x8RelaxedQ15mulrS "i16x8.relaxed_q15mulr_s" (V128 V128) V128 Helper;
    I16x8RelaxedDotI8x16I7x16S "i16x8.relaxed_dot_i8x16_i7x16_s" (V128 V128) V128 Helper;
    I32x4RelaxedDotI8x16I7x16AddS "i32x4.relaxed_dot_i8x16_i7x16_add_s" (V128 V128 V128) V128 Helper;
}

impl VectorOp {
    /// Whether its result is 0 or 1.
    pub(crate) fn is_truth(self) -> bool {
        self.mnemonic().ends_with("_true")
    }

    /// Whether it computes with floats: what is no arithmetic (signs, comparisons, selections) leaves NaNs as they are.
    pub(crate) fn is_float_arithmetic(self) -> bool {
        use VectorOp::*;
        matches!(
            self,
            F32x4Add
                | F32x4Sub
                | F32x4Mul
                | F32x4Div
                | F32x4RelaxedMadd
                | F32x4RelaxedNmadd
                | F64x2Add
                | F64x2Sub
                | F64x2Mul
                | F64x2Div
                | F64x2RelaxedMadd
                | F64x2RelaxedNmadd
        )
    }
}

macro_rules! lane_accesses {
    ($($op:ident $mnemonic:literal;)*) => {
        /// An instruction that loads a lane of a vector from a memory or stores it there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(clippy::enum_variant_names, reason = "the spec's names")]
        pub(crate) enum LaneAccess { $($op,)* }

        impl LaneAccess {
            /// The instruction, what it accesses and the lane, if it is one of these.
            pub(crate) fn of(operator: &Operator) -> Option<(LaneAccess, MemArg, u8)> {
                match operator {
                    $(Operator::$op { memarg, lane } => Some((LaneAccess::$op, *memarg, *lane)),)*
                    _ => None,
                }
            }

            /// The name in the text format.
            pub(crate) fn mnemonic(self) -> &'static str {
                match self { $(LaneAccess::$op => $mnemonic,)* }
            }
        }
    };
}

lane_accesses! {
    V128Load8Lane "v128.load8_lane";
    V128Load16Lane "v128.load16_lane";
    V128Load32Lane "v128.load32_lane";
    V128Load64Lane "v128.load64_lane";
    V128Store8Lane "v128.store8_lane";
    V128Store16Lane "v128.store16_lane";
    V128Store32Lane "v128.store32_lane";
    V128Store64Lane "v128.store64_lane";
}

impl LaneAccess {
    /// Whether it stores.
    pub(crate) fn is_store(self) -> bool {
        self.mnemonic().contains("store")
    }
}
