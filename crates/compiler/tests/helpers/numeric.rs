//! Numeric helpers give what the specification says, on every pair of interesting values.

use crate::cc::compilers;
use crate::program::{Table, check};
use crate::reference::Outcome::{self, Bits};
use crate::reference::{Float, computed, divide_signed, divide_unsigned, extreme, truncate};
use crate::values::{f32s, f64s, integers};

fn unary(name: &str, params: &'static str, result: char, of: &[u64], f: impl Fn(u64) -> Outcome) -> Table {
    let rows = of.iter().map(|&a| (vec![a], f(a))).collect();
    Table { name: name.to_owned(), expression: format!("{name}(a)"), params, result, rows, literal: true }
}

fn binary(
    name: &str,
    params: &'static str,
    result: char,
    of: &[u64],
    f: impl Fn(u64, u64) -> Outcome,
) -> Table {
    let rows = of
        .iter()
        .flat_map(|&a| of.iter().map(move |&b| (a, b)))
        .map(|(a, b)| (vec![a, b], f(a, b)))
        .collect();
    Table { name: name.to_owned(), expression: format!("{name}(a, b)"), params, result, rows, literal: false }
}

/// Tries tables whose names are those of the helpers they try.
fn check_all(name: &str, tables: &[Table]) {
    let used: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    for compiler in compilers() {
        check(&compiler, name, &used, tables);
    }
}

#[test]
fn wide_arithmetic() {
    let of = integers(64);
    let wide = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
    let signed = |a: u64| i128::from(a as i64) as u128;
    let mut tables = Vec::new();
    for (half, shift) in [("low", 0), ("high", 64)] {
        let mut table = |call: &str, f: &dyn Fn(u64, u64) -> u128| {
            let expression = format!("{call}.{half}");
            let table = binary(call, "II", 'I', &of, |a, b| Bits((f(a, b) >> shift) as u64));
            tables.push(Table { expression, ..table });
        };
        table("i64_add128(a, b, b, a)", &|a, b| wide(a, b).wrapping_add(wide(b, a)));
        table("i64_sub128(a, b, b, a)", &|a, b| wide(a, b).wrapping_sub(wide(b, a)));
        table("i64_mul_wide_u(a, b)", &|a, b| wide(a, 0).wrapping_mul(wide(b, 0)));
        table("i64_mul_wide_s(a, b)", &|a, b| signed(a).wrapping_mul(signed(b)));
    }
    let used = ["i64_add128", "i64_sub128", "i64_mul_wide_u", "i64_mul_wide_s"];
    for compiler in compilers() {
        check(&compiler, "wide", &used, &tables);
    }
}

fn f32_bits() -> Vec<u64> {
    f32s().into_iter().map(u64::from).collect()
}

#[test]
fn integer_operations() {
    let i32s = integers(32);
    let i64s = integers(64);
    check_all(
        "integers",
        &[
            binary("i32_div_s", "ii", 'i', &i32s, |a, b| divide_signed(32, a, b, false)),
            binary("i32_div_u", "ii", 'i', &i32s, |a, b| divide_unsigned(a, b, false)),
            binary("i32_rem_s", "ii", 'i', &i32s, |a, b| divide_signed(32, a, b, true)),
            binary("i32_rem_u", "ii", 'i', &i32s, |a, b| divide_unsigned(a, b, true)),
            binary("i32_rotl", "ii", 'i', &i32s, |a, b| Bits((a as u32).rotate_left(b as u32 % 32).into())),
            binary("i32_rotr", "ii", 'i', &i32s, |a, b| Bits((a as u32).rotate_right(b as u32 % 32).into())),
            unary("i32_clz", "i", 'i', &i32s, |a| Bits((a as u32).leading_zeros().into())),
            unary("i32_ctz", "i", 'i', &i32s, |a| Bits((a as u32).trailing_zeros().into())),
            unary("i32_popcnt", "i", 'i', &i32s, |a| Bits(a.count_ones().into())),
            binary("i64_div_s", "II", 'I', &i64s, |a, b| divide_signed(64, a, b, false)),
            binary("i64_div_u", "II", 'I', &i64s, |a, b| divide_unsigned(a, b, false)),
            binary("i64_rem_s", "II", 'I', &i64s, |a, b| divide_signed(64, a, b, true)),
            binary("i64_rem_u", "II", 'I', &i64s, |a, b| divide_unsigned(a, b, true)),
            binary("i64_rotl", "II", 'I', &i64s, |a, b| Bits(a.rotate_left((b % 64) as u32))),
            binary("i64_rotr", "II", 'I', &i64s, |a, b| Bits(a.rotate_right((b % 64) as u32))),
            unary("i64_clz", "I", 'I', &i64s, |a| Bits(a.leading_zeros().into())),
            unary("i64_ctz", "I", 'I', &i64s, |a| Bits(a.trailing_zeros().into())),
            unary("i64_popcnt", "I", 'I', &i64s, |a| Bits(a.count_ones().into())),
        ],
    );
}

/// A helper that computes with one float, as Rust does.
fn rounds<F: Float>(name: &str, params: &'static str, of: &[u64], f: impl Fn(F) -> F) -> Table {
    let result = params.chars().next().expect("it has a parameter");
    unary(name, params, result, of, |a| computed::<F, F>(f(F::from_bits(a)), &[a]))
}

#[test]
fn f32_operations() {
    let of = f32_bits();
    let sign = f32::SIGN;
    check_all(
        "f32",
        &[
            unary("f32_abs", "f", 'f', &of, |a| Bits(a & !sign)),
            unary("f32_neg", "f", 'f', &of, |a| Bits(a ^ sign)),
            binary("f32_copysign", "ff", 'f', &of, |a, b| Bits(a & !sign | b & sign)),
            binary("f32_min", "ff", 'f', &of, |a, b| extreme::<f32>(a, b, false)),
            binary("f32_max", "ff", 'f', &of, |a, b| extreme::<f32>(a, b, true)),
            rounds("f32_sqrt", "f", &of, f32::sqrt),
            rounds("f32_ceil", "f", &of, f32::ceil),
            rounds("f32_floor", "f", &of, f32::floor),
            rounds("f32_trunc", "f", &of, f32::trunc),
            rounds("f32_nearest", "f", &of, f32::round_ties_even),
            unary("i32_reinterpret_f32", "f", 'i', &of, Bits),
            unary("f32_reinterpret_i32", "i", 'f', &of, Bits),
            unary("f64_promote_f32", "f", 'F', &of, |a| {
                computed::<f32, f64>(f64::from(f32::from_bits(a as u32)), &[a])
            }),
        ],
    );
}

#[test]
fn f64_operations() {
    let of = f64s();
    let sign = f64::SIGN;
    check_all(
        "f64",
        &[
            unary("f64_abs", "F", 'F', &of, |a| Bits(a & !sign)),
            unary("f64_neg", "F", 'F', &of, |a| Bits(a ^ sign)),
            binary("f64_copysign", "FF", 'F', &of, |a, b| Bits(a & !sign | b & sign)),
            binary("f64_min", "FF", 'F', &of, |a, b| extreme::<f64>(a, b, false)),
            binary("f64_max", "FF", 'F', &of, |a, b| extreme::<f64>(a, b, true)),
            rounds("f64_sqrt", "F", &of, f64::sqrt),
            rounds("f64_ceil", "F", &of, f64::ceil),
            rounds("f64_floor", "F", &of, f64::floor),
            rounds("f64_trunc", "F", &of, f64::trunc),
            rounds("f64_nearest", "F", &of, f64::round_ties_even),
            unary("i64_reinterpret_f64", "F", 'I', &of, Bits),
            unary("f64_reinterpret_i64", "I", 'F', &of, Bits),
            unary("f32_demote_f64", "F", 'f', &of, |a| computed::<f64, f32>(f64::from_bits(a) as f32, &[a])),
        ],
    );
}

#[test]
fn conversions() {
    let (f32s, f64s) = (f32_bits(), f64s());
    let mut tables = vec![
        unary("f32_convert_i64_u", "I", 'f', &integers(64), |a| Bits((a as f32).bits())),
        unary("f64_convert_i64_u", "I", 'F', &integers(64), |a| Bits((a as f64).bits())),
    ];
    for (width, result) in [(32, 'i'), (64, 'I')] {
        for (signed, s) in [(true, 's'), (false, 'u')] {
            for (saturate, sat) in [(true, "sat_"), (false, "")] {
                tables.push(unary(&format!("i{width}_trunc_{sat}f32_{s}"), "f", result, &f32s, |a| {
                    truncate(f32::from_bits(a as u32).into(), width, signed, saturate)
                }));
                tables.push(unary(&format!("i{width}_trunc_{sat}f64_{s}"), "F", result, &f64s, |a| {
                    truncate(f64::from_bits(a), width, signed, saturate)
                }));
            }
        }
    }
    check_all("conversions", &tables);
}

/// Operations that C compilers take for no operation still quiet signalling NaNs where `f64_opaque` and the others
/// stand between.
#[test]
fn signalling_nans_are_quieted() {
    let one = |expression: &str, params: &'static str, f: &dyn Fn(u64) -> Outcome| {
        let (result, of) = if params == "f" { ('f', f32_bits()) } else { ('F', f64s()) };
        let rows = of.iter().map(|&a| (vec![a], f(a))).collect();
        let expression = expression.to_owned();
        Table { name: expression.clone(), expression, params, result, rows, literal: true }
    };
    let same64 = |a: u64| computed::<f64, f64>(f64::from_bits(a), &[a]);
    let negated64 = |a: u64| computed::<f64, f64>(-f64::from_bits(a), &[a]);
    let same32 = |a: u64| computed::<f32, f32>(f32::from_bits(a as u32), &[a]);
    let mut tables = vec![one("f32_demote_f64(f64_promote_f32(a))", "f", &same32)];
    let sign = "i64_reinterpret_f64(f64_abs(a * a)) >> 63";
    tables.push(Table { result: 'I', ..one(sign, "F", &|_| Bits(0)) });
    for same in ["a * @(1.0)", "@(1.0) * a", "a / @(1.0)", "a - @(0.0)", "a + @(-0.0)", "@(-0.0) + a"] {
        tables.push(one(&same.replace('@', "f64_opaque"), "F", &same64));
        tables.push(one(&same.replace('@', "f32_opaque").replace(".0", ".0f"), "f", &same32));
    }
    for negated in ["a * @(-1.0)", "@(-1.0) * a", "a / @(-1.0)", "@(-0.0) - a"] {
        tables.push(one(&negated.replace('@', "f64_opaque"), "F", &negated64));
    }
    let used = ["f32_opaque", "f64_opaque", "f32_demote_f64", "f64_promote_f32", "f64_abs"];
    for compiler in compilers() {
        check(&compiler, "quieting", &used, &tables);
    }
}
