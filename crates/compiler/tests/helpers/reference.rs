//! What the numeric operations give, written from the specification (sections 4.3.2 to 4.3.4), independently of C.

/// What an operation does on given operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Gives these bits.
    Bits(u64),
    /// Gives any NaN of the set nans_N of the specification: `canonical` is whether it must have the canonical payload.
    Nan {
        /// Whether every NaN among the operands is canonical.
        canonical: bool,
    },
    /// Traps, for the reason of this name in wastrel.h.
    Trap(&'static str),
}

use Outcome::{Bits, Nan, Trap};

/// A float type.
pub(crate) trait Float: Copy + PartialOrd {
    /// The bits of the canonical NaN.
    const CANONICAL: u64;
    /// The mask of the sign.
    const SIGN: u64;
    fn from_bits(bits: u64) -> Self;
    fn bits(self) -> u64;
    fn is_nan(self) -> bool;
}

impl Float for f32 {
    const CANONICAL: u64 = 0x7fc0_0000;
    const SIGN: u64 = 1 << 31;
    fn from_bits(bits: u64) -> f32 {
        f32::from_bits(bits as u32)
    }
    fn bits(self) -> u64 {
        u64::from(self.to_bits())
    }
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

impl Float for f64 {
    const CANONICAL: u64 = 0x7ff8_0000_0000_0000;
    const SIGN: u64 = 1 << 63;
    fn from_bits(bits: u64) -> f64 {
        f64::from_bits(bits)
    }
    fn bits(self) -> u64 {
        self.to_bits()
    }
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

/// The NaN that an operation on these operands gives (rule nans_N).
pub(crate) fn nan<F: Float>(operands: &[u64]) -> Outcome {
    let is_other = |bits: &u64| F::from_bits(*bits).is_nan() && bits & !F::SIGN != F::CANONICAL;
    Nan { canonical: !operands.iter().any(is_other) }
}

/// A result that the machine computed: a NaN among them is any that the specification allows.
pub(crate) fn computed<F: Float, G: Float>(result: G, operands: &[u64]) -> Outcome {
    if result.is_nan() { nan::<F>(operands) } else { Bits(result.bits()) }
}

/// fmin and fmax.
pub(crate) fn extreme<F: Float>(a: u64, b: u64, max: bool) -> Outcome {
    let (x, y) = (F::from_bits(a), F::from_bits(b));
    if x.is_nan() || y.is_nan() {
        return nan::<F>(&[a, b]);
    }
    if x == y {
        let negative = if max { a & b } else { a | b } & F::SIGN;
        return Bits(a & !F::SIGN | negative);
    }
    Bits(if (x < y) != max { a } else { b })
}

/// Signed division and remainder of integers of this width.
pub(crate) fn divide_signed(width: u32, a: u64, b: u64, remainder: bool) -> Outcome {
    let signed = |value: u64| (value << (64 - width)) as i64 as i128 >> (64 - width);
    let (dividend, divisor) = (signed(a), signed(b));
    if divisor == 0 {
        return Trap("TRAP_INTEGER_DIVIDE_BY_ZERO");
    }
    let mask = u64::MAX >> (64 - width);
    if remainder {
        return Bits((dividend % divisor) as u64 & mask);
    }
    let quotient = dividend / divisor;
    if quotient == 1 << (width - 1) { Trap("TRAP_INTEGER_OVERFLOW") } else { Bits(quotient as u64 & mask) }
}

/// Unsigned division and remainder.
pub(crate) fn divide_unsigned(a: u64, b: u64, remainder: bool) -> Outcome {
    if b == 0 {
        return Trap("TRAP_INTEGER_DIVIDE_BY_ZERO");
    }
    Bits(if remainder { a % b } else { a / b })
}

/// Truncation of a float (every f32 is an f64) to an integer of this width.
pub(crate) fn truncate(x: f64, width: u32, signed: bool, saturate: bool) -> Outcome {
    let (low, high) =
        if signed { (-(1i128 << (width - 1)), (1i128 << (width - 1)) - 1) } else { (0, (1 << width) - 1) };
    let mask = u64::MAX >> (64 - width);
    // What exceeds an i128 saturates, far out of every range.
    let whole = x.trunc() as i128;
    match (x.is_nan(), saturate) {
        (true, true) => Bits(0),
        (true, false) => Trap("TRAP_INVALID_CONVERSION_TO_INTEGER"),
        (false, false) if whole < low || whole > high => Trap("TRAP_INTEGER_OVERFLOW"),
        _ => Bits(whole.clamp(low, high) as u64 & mask),
    }
}
