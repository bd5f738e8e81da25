//! Vector helpers give what the specification says.

use std::collections::HashSet;
use std::fmt::Write;

use crate::WASTREL_H;
use crate::cc::compilers;
use crate::helpers;
use crate::lanes::{self, Lanes, Machine, Operations, join};
use crate::reference::{Float, Outcome};
use crate::values::{f32s, f64s, integers};

/// Vectors of these values, each value together with so many others.
fn rows(values: &[u64], width: u32, others: usize) -> Vec<[u128; 3]> {
    let count = (128 / width) as usize;
    let vector = |first: usize| {
        let lanes: Vec<u64> = values.iter().cycle().skip(first % values.len()).take(count).copied().collect();
        join(&lanes, width)
    };
    let starts = || (0..values.len()).step_by(count);
    (0..others)
        .flat_map(|distance| starts().map(move |start| (start, distance)))
        .map(|(start, distance)| [1, 2, 3].map(|times| vector(start + times * distance)))
        .collect()
}

/// Which bits of a lane matter and what they are.
fn mask_and_bits(outcome: Outcome, width: u32) -> (u64, u64) {
    let (quiet, sign) = if width == 32 { (0x7fc0_0000, 1 << 31) } else { (0x7ff8_0000_0000_0000, 1 << 63) };
    match outcome {
        Outcome::Bits(bits) => (u64::MAX >> (64 - width), bits),
        Outcome::Nan { canonical: true } => (u64::MAX >> (64 - width) & !sign, quiet),
        Outcome::Nan { canonical: false } => (quiet, quiet),
        Outcome::Trap(_) => unreachable!("no vector operation traps"),
    }
}

/// A v128 in C, as the two halves.
fn halves(vector: u128) -> String {
    format!("{{{:#x}, {:#x}}}", vector as u64, (vector >> 64) as u64)
}

/// What of a result matters and what it must be, as C.
fn want(lanes: &Lanes) -> String {
    let (masks, bits): (Vec<u64>, Vec<u64>) =
        lanes.lanes.iter().map(|&outcome| mask_and_bits(outcome, lanes.width)).unzip();
    let (mask, bits) = (join(&masks, lanes.width), join(&bits, lanes.width));
    format!("  {{{}, {}}},\n", halves(mask), halves(bits))
}

const HARNESS: &str = r#"
struct want {
  v128 mask, bits;
};
static int failures;
static void check(const char *name, const v128 *operands, v128 got, const struct want *want) {
  v128 wrong = (got ^ want->bits) & want->mask;
  if ((wrong[0] | wrong[1]) == 0 || failures++ > 20)
    return;
  printf("%s:", name);
  for (int i = 0; i < 3; i++)
    printf(" %016lx%016lx", operands[i][1], operands[i][0]);
  printf(": want %016lx%016lx, got %016lx%016lx\n", want->bits[1], want->bits[0], got[1], got[0]);
}
"#;

fn source(rows: &[[u128; 3]], operations: &Operations) -> String {
    let used: HashSet<&str> = operations
        .0
        .iter()
        .flat_map(|operation| operation.expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .chain(operations.0.iter().map(|operation| operation.name.as_str()))
        .filter(|word| helpers::find(word).is_some())
        .collect();
    let mut c = format!("#include <stdio.h>\n{WASTREL_H}{}{HARNESS}", helpers::print(used.into_iter(), &[]));
    let write = "writing to a string";
    writeln!(c, "static const v128 rows[][3] = {{").expect(write);
    for [x, y, z] in rows {
        writeln!(c, "  {{{}, {}, {}}},", halves(*x), halves(*y), halves(*z)).expect(write);
    }
    writeln!(c, "}};").expect(write);
    let mut main = String::new();
    for (index, operation) in operations.0.iter().enumerate() {
        let wants: String = rows.iter().map(|row| want(&(operation.reference)(row))).collect();
        let expression = &operation.expression;
        let name = expression.replace('"', "");
        write!(
            c,
            "static const struct want want_{index}[] = {{\n{wants}}};\n\
             static void check_{index}(void) {{\n  for (int i = 0; i < {count}; i++) {{\n    \
             v128 a = rows[i][0], b = rows[i][1], c = rows[i][2];\n    (void)b, (void)c;\n    \
             check(\"{name}\", rows[i], {expression}, &want_{index}[i]);\n  }}\n}}\n",
            count = rows.len(),
        )
        .expect(write);
        writeln!(main, "  check_{index}();").expect(write);
    }
    c + "int main(void) {\n" + &main + "  printf(\"%d failures\\n\", failures);\n  return 0;\n}\n"
}

/// Tries operations on all pairs of values.
fn check(name: &str, values: &[u64], width: u32, operations: &Operations) {
    check_rows(name, &rows(values, width, values.len()), operations);
}

fn check_rows(name: &str, rows: &[[u128; 3]], operations: &Operations) {
    let source = source(rows, operations);
    for compiler in compilers().into_iter().filter(|compiler| !compiler.is_tcc()) {
        assert_eq!(compiler.run(name, &source), "0 failures\n", "{compiler:?}");
    }
}

/// The first integers of this width.
fn some(width: u32, count: usize) -> Vec<u64> {
    integers(width).into_iter().take(count).collect()
}

#[test]
fn integers_of_every_width() {
    for width in [8, 16, 32, 64] {
        check(&format!("simd_i{width}"), &some(width, 32), width, &lanes::integer(width));
        check(&format!("simd_shift{width}"), &some(width, 16), width, &lanes::shifts(width));
        check(&format!("simd_lane{width}"), &some(width, 16), width, &lanes::single(width));
    }
}

#[test]
fn bits_and_bytes() {
    check("simd_bits", &(0..34).chain([0x7f, 0x80, 0x8f, 0xf0, 0xff]).collect::<Vec<_>>(), 8, &lanes::bits());
}

#[test]
fn relaxed() {
    check("simd_relaxed", &some(8, 32), 8, &lanes::relaxed());
}

#[test]
fn widening_and_narrowing() {
    for width in [8, 16, 32] {
        check(&format!("simd_width{width}"), &some(width, 32), width, &lanes::widths(width));
    }
    check("simd_product8", &some(8, 32), 8, &lanes::products());
    check("simd_product16", &some(16, 32), 16, &lanes::products());
}

#[test]
fn floats() {
    let f32s: Vec<u64> = f32s().into_iter().map(u64::from).collect();
    let f64s = f64s();
    check_floats(
        "simd_f32",
        &f32s,
        &Machine {
            shape: "f32x4",
            width: 32,
            unary: [f32::sqrt, f32::ceil, f32::floor, f32::trunc, f32::round_ties_even],
            binary: [|x, y| x + y, |x, y| x - y, |x, y| x * y, |x, y| x / y],
        },
    );
    check_floats(
        "simd_f64",
        &f64s,
        &Machine {
            shape: "f64x2",
            width: 64,
            unary: [f64::sqrt, f64::ceil, f64::floor, f64::trunc, f64::round_ties_even],
            binary: [|x, y| x + y, |x, y| x - y, |x, y| x * y, |x, y| x / y],
        },
    );
    check_rows("simd_convert32", &rows(&f32s, 32, 1), &lanes::conversions());
    check_rows("simd_convert64", &rows(&f64s, 64, 1), &lanes::conversions());
    check_rows("simd_convert_i32", &rows(&integers(32), 32, 1), &lanes::conversions());
}

/// Tries operations on all pairs of the first values, and on a few of all.
fn check_floats<F: Float + 'static>(name: &str, values: &[u64], machine: &Machine<F>) {
    let mut operations = lanes::float(machine);
    operations.0.extend(lanes::relaxed_float(machine).0);
    let mut all = rows(&values[..32], machine.width, 32);
    all.extend(rows(values, machine.width, 2));
    check_rows(name, &all, &operations);
}
