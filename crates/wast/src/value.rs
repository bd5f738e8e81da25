//! Values in the dialogue with a script's executable, and what a script expects of them.
//!
//! A number is its type and its bits (`i32:0000002a`), a reference is `null`, `func`, `extern:7`…; see `script.rs` of
//! the runtime, which speaks the same language.

use std::fmt;

use anyhow::{Context, bail};
use wast::WastArg;
use wast::core::{NanPattern, V128Pattern, WastArgCore, WastRetCore};

/// A value that the executable answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    I32(u32),
    I64(u64),
    F32(u32),
    F64(u64),
    V128(u128),
    Null,
    Func,
    /// A reference of the host, by the script's number for it.
    Extern(u32),
    I31,
    Struct,
    Array,
    /// Any other reference.
    Ref,
}

impl Value {
    /// Reads a word of an answer.
    pub(crate) fn parse(word: &str) -> anyhow::Result<Value> {
        let (kind, digits) = match word.split_once(':') {
            Some((kind, digits)) => (kind, Some(digits)),
            None => (word, None),
        };
        let unknown = || format!("the executable answered an unknown value `{word}`");
        let bits = |width: usize| {
            let digits = digits.filter(|digits| digits.len() == width).with_context(unknown)?;
            u128::from_str_radix(digits, 16).with_context(unknown)
        };
        Ok(match kind {
            "i32" => Value::I32(bits(8)? as u32),
            "i64" => Value::I64(bits(16)? as u64),
            "f32" => Value::F32(bits(8)? as u32),
            "f64" => Value::F64(bits(16)? as u64),
            "v128" => Value::V128(bits(32)?),
            "null" => Value::Null,
            "func" => Value::Func,
            "extern" => Value::Extern(digits.and_then(|digits| digits.parse().ok()).with_context(unknown)?),
            "i31" => Value::I31,
            "struct" => Value::Struct,
            "array" => Value::Array,
            "ref" => Value::Ref,
            _ => bail!(unknown()),
        })
    }

    /// Whether this is what the script expects.
    pub(crate) fn matches(self, expected: &WastRetCore<'_>) -> bool {
        match (expected, self) {
            (WastRetCore::I32(expected), Value::I32(value)) => *expected as u32 == value,
            (WastRetCore::I64(expected), Value::I64(value)) => *expected as u64 == value,
            (WastRetCore::F32(expected), Value::F32(value)) => matches_f32(expected, value),
            (WastRetCore::F64(expected), Value::F64(value)) => matches_f64(expected, value),
            (WastRetCore::V128(expected), Value::V128(value)) => matches_v128(expected, value),
            (WastRetCore::RefNull(_), Value::Null) => true,
            (WastRetCore::RefFunc(_), Value::Func) => true,
            // What is of the any hierarchy may be handed out as the host's.
            (WastRetCore::RefExtern(None), Value::Extern(_) | Value::I31 | Value::Struct | Value::Array) => {
                true
            }
            (WastRetCore::RefExtern(Some(expected)), Value::Extern(value)) => *expected == value,
            (WastRetCore::RefHost(expected), Value::Extern(value)) => *expected == value,
            (WastRetCore::RefI31, Value::I31)
            | (WastRetCore::RefStruct, Value::Struct)
            | (WastRetCore::RefArray, Value::Array)
            | (WastRetCore::RefEq, Value::I31 | Value::Struct | Value::Array)
            | (WastRetCore::RefAny, Value::Extern(_) | Value::I31 | Value::Struct | Value::Array)
            | (WastRetCore::RefAny, Value::Ref) => true,
            (WastRetCore::Either(cases), value) => cases.iter().any(|case| value.matches(case)),
            _ => false,
        }
    }
}

fn matches_f32(expected: &NanPattern<wast::token::F32>, bits: u32) -> bool {
    match expected {
        NanPattern::CanonicalNan => bits & 0x7fff_ffff == 0x7fc0_0000,
        NanPattern::ArithmeticNan => bits & 0x7fc0_0000 == 0x7fc0_0000,
        NanPattern::Value(expected) => expected.bits == bits,
    }
}

fn matches_f64(expected: &NanPattern<wast::token::F64>, bits: u64) -> bool {
    match expected {
        NanPattern::CanonicalNan => bits & 0x7fff_ffff_ffff_ffff == 0x7ff8_0000_0000_0000,
        NanPattern::ArithmeticNan => bits & 0x7ff8_0000_0000_0000 == 0x7ff8_0000_0000_0000,
        NanPattern::Value(expected) => expected.bits == bits,
    }
}

fn matches_v128(expected: &V128Pattern, bits: u128) -> bool {
    /// Whether each lane, the lowest first, is what is expected of it.
    fn lanes<T>(expected: &[T], bits: u128, matches: impl Fn(&T, u64) -> bool) -> bool {
        let width = 128 / expected.len();
        let mask = u128::MAX >> (128 - width);
        expected.iter().enumerate().all(|(lane, expected)| {
            let lane = (bits >> (lane * width)) & mask;
            matches(expected, lane as u64)
        })
    }
    match expected {
        V128Pattern::I8x16(expected) => lanes(expected, bits, |lane, bits| *lane as u8 == bits as u8),
        V128Pattern::I16x8(expected) => lanes(expected, bits, |lane, bits| *lane as u16 == bits as u16),
        V128Pattern::I32x4(expected) => lanes(expected, bits, |lane, bits| *lane as u32 == bits as u32),
        V128Pattern::I64x2(expected) => lanes(expected, bits, |lane, bits| *lane as u64 == bits),
        V128Pattern::F32x4(expected) => lanes(expected, bits, |lane, bits| matches_f32(lane, bits as u32)),
        V128Pattern::F64x2(expected) => lanes(expected, bits, matches_f64),
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::I32(bits) => write!(f, "(i32.const {})", bits as i32),
            Value::I64(bits) => write!(f, "(i64.const {})", bits as i64),
            Value::F32(bits) => write_f32(f, bits),
            Value::F64(bits) => write_f64(f, bits),
            Value::V128(bits) => write_v128(f, bits),
            Value::Null => f.write_str("(ref.null)"),
            Value::Func => f.write_str("(ref.func)"),
            Value::Extern(number) => write!(f, "(ref.extern {number})"),
            Value::I31 => f.write_str("(ref.i31)"),
            Value::Struct => f.write_str("(ref.struct)"),
            Value::Array => f.write_str("(ref.array)"),
            Value::Ref => f.write_str("(ref.any)"),
        }
    }
}

/// A float that is a NaN shows its bits, for that is where NaNs differ.
fn write_f32(f: &mut fmt::Formatter<'_>, bits: u32) -> fmt::Result {
    match f32::from_bits(bits) {
        float if float.is_nan() => write!(f, "(f32.const nan; bits 0x{bits:08x})"),
        float => write!(f, "(f32.const {float:?})"),
    }
}

fn write_f64(f: &mut fmt::Formatter<'_>, bits: u64) -> fmt::Result {
    match f64::from_bits(bits) {
        float if float.is_nan() => write!(f, "(f64.const nan; bits 0x{bits:016x})"),
        float => write!(f, "(f64.const {float:?})"),
    }
}

fn write_v128(f: &mut fmt::Formatter<'_>, bits: u128) -> fmt::Result {
    f.write_str("(v128.const i8x16")?;
    for byte in bits.to_le_bytes() {
        write!(f, " 0x{byte:02x}")?;
    }
    f.write_str(")")
}

/// What a script expects, as it would write it.
pub(crate) struct Expected<'a>(pub(crate) &'a WastRetCore<'a>);

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            WastRetCore::I32(value) => write!(f, "(i32.const {value})"),
            WastRetCore::I64(value) => write!(f, "(i64.const {value})"),
            WastRetCore::F32(pattern) => match nan_name(pattern) {
                Ok(float) => write_f32(f, float.bits),
                Err(name) => write!(f, "(f32.const {name})"),
            },
            WastRetCore::F64(pattern) => match nan_name(pattern) {
                Ok(float) => write_f64(f, float.bits),
                Err(name) => write!(f, "(f64.const {name})"),
            },
            WastRetCore::V128(pattern) => write_v128_pattern(f, pattern),
            WastRetCore::RefNull(_) => f.write_str("(ref.null)"),
            WastRetCore::RefExtern(Some(number)) => write!(f, "(ref.extern {number})"),
            WastRetCore::RefExtern(None) => f.write_str("(ref.extern)"),
            WastRetCore::RefHost(number) => write!(f, "(ref.host {number})"),
            WastRetCore::RefFunc(_) => f.write_str("(ref.func)"),
            WastRetCore::RefAny => f.write_str("(ref.any)"),
            WastRetCore::RefEq => f.write_str("(ref.eq)"),
            WastRetCore::RefArray => f.write_str("(ref.array)"),
            WastRetCore::RefStruct => f.write_str("(ref.struct)"),
            WastRetCore::RefI31 => f.write_str("(ref.i31)"),
            WastRetCore::RefI31Shared => f.write_str("(ref.i31_shared)"),
            WastRetCore::Either(cases) => {
                f.write_str("(either")?;
                for case in cases {
                    write!(f, " {}", Expected(case))?;
                }
                f.write_str(")")
            }
        }
    }
}

/// The number that a pattern stands for, or the pattern's name.
fn nan_name<T>(pattern: &NanPattern<T>) -> Result<&T, &'static str> {
    match pattern {
        NanPattern::Value(value) => Ok(value),
        NanPattern::CanonicalNan => Err("nan:canonical"),
        NanPattern::ArithmeticNan => Err("nan:arithmetic"),
    }
}

fn write_v128_pattern(f: &mut fmt::Formatter<'_>, pattern: &V128Pattern) -> fmt::Result {
    fn lanes<T>(
        f: &mut fmt::Formatter<'_>,
        shape: &str,
        lanes: &[T],
        write: impl Fn(&T) -> String,
    ) -> fmt::Result {
        write!(f, "(v128.const {shape}")?;
        for lane in lanes {
            write!(f, " {}", write(lane))?;
        }
        f.write_str(")")
    }
    match pattern {
        V128Pattern::I8x16(values) => lanes(f, "i8x16", values, |lane| format!("0x{lane:02x}")),
        V128Pattern::I16x8(values) => lanes(f, "i16x8", values, i16::to_string),
        V128Pattern::I32x4(values) => lanes(f, "i32x4", values, i32::to_string),
        V128Pattern::I64x2(values) => lanes(f, "i64x2", values, i64::to_string),
        V128Pattern::F32x4(values) => lanes(f, "f32x4", values, |lane| match nan_name(lane) {
            Ok(float) => format!("{:?}", f32::from_bits(float.bits)),
            Err(name) => name.to_owned(),
        }),
        V128Pattern::F64x2(values) => lanes(f, "f64x2", values, |lane| match nan_name(lane) {
            Ok(float) => format!("{:?}", f64::from_bits(float.bits)),
            Err(name) => name.to_owned(),
        }),
    }
}

/// An argument of a script's invocation as a word of a command.
pub(crate) fn argument(argument: &WastArg<'_>) -> anyhow::Result<String> {
    let WastArg::Core(argument) = argument else { bail!("arguments of components are not supported") };
    Ok(match argument {
        WastArgCore::I32(value) => format!("i32:{value:08x}"),
        WastArgCore::I64(value) => format!("i64:{value:016x}"),
        WastArgCore::F32(value) => format!("f32:{:08x}", value.bits),
        WastArgCore::F64(value) => format!("f64:{:016x}", value.bits),
        WastArgCore::V128(value) => format!("v128:{:032x}", u128::from_le_bytes(value.to_le_bytes())),
        WastArgCore::RefNull(_) => "null".to_owned(),
        WastArgCore::RefExtern(number) => format!("extern:{number}"),
        WastArgCore::RefHost(number) => format!("host:{number}"),
    })
}

#[cfg(test)]
mod tests {
    use wast::parser::{ParseBuffer, parse};

    use super::*;

    /// Whether the answer `word` is what the script means by `expected`.
    fn matches(expected: &str, word: &str) -> bool {
        let buffer = ParseBuffer::new(expected).unwrap();
        let expected: WastRetCore<'_> = parse(&buffer).unwrap();
        Value::parse(word).unwrap().matches(&expected)
    }

    #[test]
    fn integers_match_by_type_and_bits() {
        assert!(matches("i32.const -1", "i32:ffffffff"));
        assert!(!matches("i32.const -1", "i32:7fffffff"));
        assert!(!matches("i32.const 0", "f32:00000000"));
        assert!(matches("i64.const 0x1_0000_0000", "i64:0000000100000000"));
        assert!(!matches("i64.const 0", "i32:00000000"));
    }

    #[test]
    fn zeros_differ_by_sign() {
        assert!(matches("f32.const -0.0", "f32:80000000"));
        assert!(!matches("f32.const 0.0", "f32:80000000"));
        assert!(!matches("f64.const 0.0", "f64:8000000000000000"));
    }

    #[test]
    fn a_canonical_nan_has_the_quiet_bit_alone() {
        for (canonical, word) in
            [(true, "f32:7fc00000"), (true, "f32:ffc00000"), (false, "f32:7fc00001"), (false, "f32:7f800000")]
        {
            assert_eq!(matches("f32.const nan:canonical", word), canonical, "{word}");
        }
        assert!(matches("f64.const nan:canonical", "f64:fff8000000000000"));
        assert!(!matches("f64.const nan:canonical", "f64:7ff8000000000001"));
    }

    #[test]
    fn an_arithmetic_nan_has_the_quiet_bit() {
        assert!(matches("f32.const nan:arithmetic", "f32:ffe00123"));
        assert!(!matches("f32.const nan:arithmetic", "f32:7fa00000"));
        assert!(!matches("f32.const nan:arithmetic", "f32:3f800000"));
        assert!(matches("f64.const nan:arithmetic", "f64:7ffc000000000000"));
        assert!(!matches("f64.const nan:arithmetic", "f64:7ff4000000000000"));
    }

    #[test]
    fn a_nan_with_a_payload_is_exact() {
        assert!(matches("f32.const nan:0x200000", "f32:7fa00000"));
        assert!(!matches("f32.const nan:0x200000", "f32:7fe00000"));
    }

    #[test]
    fn vectors_match_lane_by_lane() {
        let ascending = "v128:0f0e0d0c0b0a09080706050403020100";
        assert!(matches("v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", ascending));
        assert!(!matches("v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 16", ascending));
        assert!(matches("v128.const i64x2 0x0706050403020100 0x0f0e0d0c0b0a0908", ascending));
        let nans = "v128:7fe000007fc000003f8000007fc00000";
        assert!(matches("v128.const f32x4 nan:canonical 1 nan:canonical nan:arithmetic", nans));
        assert!(!matches("v128.const f32x4 nan:canonical 1 nan:canonical nan:canonical", nans));
    }

    #[test]
    fn references_match_by_kind() {
        assert!(matches("ref.null extern", "null"));
        assert!(!matches("ref.null extern", "extern:0"));
        assert!(matches("ref.extern 7", "extern:7"));
        assert!(!matches("ref.extern 7", "extern:8"));
        assert!(matches("ref.extern", "extern:8"));
        assert!(matches("ref.func", "func"));
        assert!(matches("ref.i31", "i31") && matches("ref.eq", "i31") && matches("ref.any", "i31"));
        assert!(matches("ref.struct", "struct") && !matches("ref.struct", "array"));
        assert!(matches("ref.host 3", "extern:3") && !matches("ref.eq", "extern:3"));
        assert!(!matches("ref.func", "null"));
    }

    #[test]
    fn either_of_several() {
        let either = "either (i32.const 1) (i32.const 2)";
        assert!(matches(either, "i32:00000002"));
        assert!(!matches(either, "i32:00000003"));
    }

    #[test]
    fn words_that_are_no_value_are_errors() {
        for word in ["", "i32", "i32:", "i32:12", "i64:00000000", "f32:0000000g", "extern:x", "int:3"] {
            assert!(Value::parse(word).is_err(), "{word}");
        }
    }
}
