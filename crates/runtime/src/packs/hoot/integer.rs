//! Integers of any size. Those that a machine word holds come back as such objects too: the module looks whether they fit.
//!
//! # Safety
//! The function that ends the program has the type that is declared here.

use alloc::string::String;
use core::cmp::Ordering;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Float, FromPrimitive, Num, Signed, ToPrimitive, Zero};

use crate::packs::Extern;
use crate::packs::object::{Kind, cast_failure};

unsafe extern "C" {
    fn wastrel_trap(why: u32) -> !;
}

/// Ends the program: an integer would be larger than memory.
fn too_large() -> ! {
    const TRAP_ALLOCATION_TOO_LARGE: u32 = 14;
    // SAFETY: it has this type, and doesn't return.
    unsafe { wastrel_trap(TRAP_ALLOCATION_TOO_LARGE) }
}

fn divide_by_zero() -> ! {
    const TRAP_INTEGER_DIVIDE_BY_ZERO: u32 = 7;
    // SAFETY: as above.
    unsafe { wastrel_trap(TRAP_INTEGER_DIVIDE_BY_ZERO) }
}

fn of(n: Extern) -> BigInt {
    if n.is(Kind::NegativeInteger) {
        BigInt::from_bytes_le(Sign::Minus, n.bytes(Kind::NegativeInteger))
    } else {
        BigInt::from_bytes_le(Sign::Plus, n.bytes(Kind::Integer))
    }
}

fn new(n: &BigInt) -> Extern {
    let (sign, bytes) = n.to_bytes_le();
    Extern::new(if sign == Sign::Minus { Kind::NegativeInteger } else { Kind::Integer }, &bytes)
}

fn signed(n: u32) -> BigInt {
    BigInt::from(n.cast_signed())
}

/// Of its digits: decimal, or after `0x`, `0o` or `0b` others; with a sign or without.
pub(super) fn from_string(text: Extern) -> Extern {
    let text = String::from_utf8_lossy(text.text());
    let digits = text.trim();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        _ => (10, digits),
    };
    match BigInt::from_str_radix(digits, radix) {
        Ok(n) => new(&if negative { -n } else { n }),
        Err(_) => cast_failure(),
    }
}

/// Of a signed integer.
pub(super) fn from_i32(n: u32) -> Extern {
    new(&signed(n))
}

/// Of a signed integer.
pub(super) fn from_i64(n: u64) -> Extern {
    new(&BigInt::from(n.cast_signed()))
}

/// Of an unsigned integer.
pub(super) fn from_u64(n: u64) -> Extern {
    new(&BigInt::from(n))
}

/// Whether it fits a signed word.
pub(super) fn is_i64(n: Extern) -> u32 {
    of(n).to_i64().is_some().into()
}

/// Whether it fits an unsigned word.
pub(super) fn is_u64(n: Extern) -> u32 {
    of(n).to_u64().is_some().into()
}

/// Its lowest 64 bits.
pub(super) fn get_i64(n: Extern) -> u64 {
    let n = of(n);
    let low = n.magnitude().iter_u64_digits().next().unwrap_or(0);
    if n.is_negative() { low.wrapping_neg() } else { low }
}

/// Makes functions that apply an operation to integers, and to one and a signed word.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $(, $with_word:ident)? = |$a:ident, $b:ident| $result:expr;)*) => {
        $(
            $(#[$doc])*
            pub(super) fn $name(a: Extern, b: Extern) -> Extern {
                let ($a, $b) = (of(a), of(b));
                new(&$result)
            }

            $(
                /// The same with a signed word.
                pub(super) fn $with_word(a: Extern, b: u32) -> Extern {
                    let ($a, $b) = (of(a), signed(b));
                    new(&$result)
                }
            )?
        )*
    };
}

operations! {
    /// The sum.
    add, add_i32 = |a, b| a + b;
    /// The difference.
    sub, sub_i32 = |a, b| a - b;
    /// The product.
    mul, mul_i32 = |a, b| a * b;
    /// Bits that both have, in two's complement.
    logand, logand_i32 = |a, b| a & b;
    /// Bits that one has.
    logior, logior_i32 = |a, b| a | b;
    /// Bits that one has and the other doesn't.
    logxor, logxor_i32 = |a, b| a ^ b;
    /// The quotient, rounded toward zero.
    quo = |a, b| a / nonzero(b);
    /// What the quotient leaves, with the dividend's sign.
    rem = |a, b| a % nonzero(b);
    /// The same with the divisor's sign.
    modulo = |a, b| a.mod_floor(&nonzero(b));
    /// The greatest common divisor.
    gcd = |a, b| a.gcd(&b);
}

fn nonzero(n: BigInt) -> BigInt {
    if n.is_zero() { divide_by_zero() } else { n }
}

/// More bits than an object can hold.
const TOO_MANY_BITS: i64 = 1 << 36;

fn shift_left(n: &BigInt, count: i64) -> Extern {
    match count {
        TOO_MANY_BITS.. => too_large(),
        0.. => new(&(n << count.unsigned_abs())),
        // Far enough to the right nothing is left but the sign.
        _ => new(&(n >> count.unsigned_abs())),
    }
}

/// Shifted to the left.
pub(super) fn lsh(a: Extern, count: u64) -> Extern {
    shift_left(&of(a), count.cast_signed())
}

/// The same of a signed word.
pub(super) fn lsh_i32_i64(a: u32, count: u64) -> Extern {
    shift_left(&signed(a), count.cast_signed())
}

/// Shifted to the right, rounded down.
pub(super) fn rsh(a: Extern, count: u64) -> Extern {
    shift_left(&of(a), count.cast_signed().saturating_neg())
}

/// How many bits are one, or, if it is negative, zero.
pub(super) fn logcount(n: Extern) -> u32 {
    let n = of(n);
    let ones = if n.is_negative() { !n } else { n };
    ones.magnitude().count_ones() as u32
}

/// Whether the first is less.
pub(super) fn lt(a: Extern, b: Extern) -> u32 {
    (of(a) < of(b)).into()
}

/// Whether the first is less.
pub(super) fn lt_i32_big(a: u32, b: Extern) -> u32 {
    (signed(a) < of(b)).into()
}

/// Whether the first is less.
pub(super) fn lt_big_i32(a: Extern, b: u32) -> u32 {
    (of(a) < signed(b)).into()
}

/// Compares exactly: none if the float is no number.
fn compare(a: &BigInt, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    let Some(whole) = BigInt::from_f64(Float::trunc(b)) else {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    };
    let fraction = b - Float::trunc(b);
    Some(a.cmp(&whole).then(0.0f64.partial_cmp(&fraction)?))
}

/// Whether the first is less.
pub(super) fn lt_f64_big(a: f64, b: Extern) -> u32 {
    (compare(&of(b), a) == Some(Ordering::Greater)).into()
}

/// Whether the first is less.
pub(super) fn lt_big_f64(a: Extern, b: f64) -> u32 {
    (compare(&of(a), b) == Some(Ordering::Less)).into()
}

/// Whether the first is not greater.
pub(super) fn le_f64_big(a: f64, b: Extern) -> u32 {
    compare(&of(b), a).is_some_and(Ordering::is_ge).into()
}

/// Whether the first is not greater.
pub(super) fn le_big_f64(a: Extern, b: f64) -> u32 {
    compare(&of(a), b).is_some_and(Ordering::is_le).into()
}

/// Whether both are the same number.
pub(super) fn eq(a: Extern, b: Extern) -> u32 {
    (of(a) == of(b)).into()
}

/// Whether both are the same number.
pub(super) fn eq_f64(a: Extern, b: f64) -> u32 {
    compare(&of(a), b).is_some_and(Ordering::is_eq).into()
}

/// The nearest float.
pub(super) fn to_f64(n: Extern) -> f64 {
    of(n).to_f64().unwrap_or(f64::NAN)
}
