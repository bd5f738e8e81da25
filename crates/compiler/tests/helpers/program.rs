//! C programs that compare what helpers give with what is expected.

use std::fmt::Write;

use crate::WASTREL_H;
use crate::cc::Compiler;
use crate::helpers::{self, Helper};
use crate::reference::Outcome;

/// One C expression, tried on rows of operands.
pub(crate) struct Table {
    /// What it is called in messages.
    pub(crate) name: String,
    /// A C expression in `a`, `b`… of the types of `params`.
    pub(crate) expression: String,
    /// The types of operands, as letters of wastrel.h: i, I, f, F.
    pub(crate) params: &'static str,
    /// The type of the result.
    pub(crate) result: char,
    /// Operands as bits, and what they must give.
    pub(crate) rows: Vec<(Vec<u64>, Outcome)>,
    /// Whether also to try it on operands that the C compiler knows.
    pub(crate) literal: bool,
}

/// Whether a helper is for vectors, which TinyCC doesn't have.
pub(crate) fn needs_vectors(helper: &Helper) -> bool {
    helper.text(None).contains("v128")
        || helper.text(None).contains("vector_size")
        || helper.needs.iter().any(|need| needs_vectors(helpers::find(need).expect("it is there")))
}

fn c_type(letter: char) -> &'static str {
    match letter {
        'i' => "u32",
        'I' => "u64",
        'f' => "f32",
        'F' => "f64",
        _ => unreachable!("no such type"),
    }
}

/// C that makes a value of bits.
fn from_bits(letter: char, bits: &str) -> String {
    match letter {
        'f' => format!("f32_reinterpret_i32((u32){bits})"),
        'F' => format!("f64_reinterpret_i64({bits})"),
        _ => format!("({}){bits}", c_type(letter)),
    }
}

/// C that makes bits of a value.
fn to_bits(letter: char, value: &str) -> String {
    match letter {
        'f' => format!("i32_reinterpret_f32({value})"),
        'F' => format!("i64_reinterpret_f64({value})"),
        _ => format!("(u64)({value})"),
    }
}

impl Outcome {
    /// The number that stands for its kind in C, and its bits.
    fn in_c(self, result: char) -> (String, u64) {
        match self {
            Outcome::Bits(bits) => ("EXACT".to_owned(), bits),
            Outcome::Nan { canonical } => {
                let kind = if canonical { "CANONICAL" } else { "ARITHMETIC" };
                (format!("{kind}_{}", if result == 'f' { "F32" } else { "F64" }), 0)
            }
            Outcome::Trap(name) => (format!("TRAPS + {name}"), 0),
        }
    }
}

const HARNESS: &str = r#"
enum kind { EXACT, CANONICAL_F32, ARITHMETIC_F32, CANONICAL_F64, ARITHMETIC_F64, TRAPS };
struct row {
  u64 operands[2];
  int kind;
  u64 bits;
};
static jmp_buf trapped;
static int failures;
void wastrel_trap(enum wastrel_trap why) {
  longjmp(trapped, TRAPS + (int)why);
}
static int fits(int kind, u64 want, int trap, u64 got) {
  switch (trap != 0 ? TRAPS : kind) {
  case EXACT: return got == want;
  case CANONICAL_F32: return (got & 0x7fffffff) == 0x7fc00000;
  case ARITHMETIC_F32: return (got & 0x7fc00000) == 0x7fc00000;
  case CANONICAL_F64: return (got & 0x7fffffffffffffff) == 0x7ff8000000000000;
  case ARITHMETIC_F64: return (got & 0x7ff8000000000000) == 0x7ff8000000000000;
  default: return trap == kind;
  }
}
static void report(const char *name, const u64 *operands, int kind, u64 want, int trap, u64 got) {
  if (fits(kind, want, trap, got) || failures++ > 20)
    return;
  printf("%s(%#lx, %#lx): want %#lx of kind %d, got %#lx with trap %d\n", name, operands[0], operands[1], want, kind,
         got, trap);
}
static void check(const char *name, u64 (*call)(const volatile u64 *), const struct row *rows, int count) {
  for (volatile int i = 0; i < count; i++) {
    volatile u64 operands[2] = {rows[i].operands[0], rows[i].operands[1]};
    volatile u64 got = 0;
    int trap = setjmp(trapped);
    if (trap == 0)
      got = call(operands);
    report(name, rows[i].operands, rows[i].kind, rows[i].bits, trap, got);
  }
}
static void check_literal(const char *name, u64 a, u64 b, int kind, u64 want, u64 got) {
  u64 operands[2] = {a, b};
  report(name, operands, kind, want, 0, got);
}
"#;

/// The program that tries these tables. It prints what doesn't fit and, in the end, how many.
fn source(used: &[&str], tables: &[Table]) -> String {
    let bits = ["f32_reinterpret_i32", "f64_reinterpret_i64", "i32_reinterpret_f32", "i64_reinterpret_f64"];
    let mut c = format!("#include <setjmp.h>\n#include <stdio.h>\n{WASTREL_H}");
    c += &helpers::print(used.iter().copied().chain(bits), &[]);
    c += HARNESS;
    let mut main = String::new();
    for (index, table) in tables.iter().enumerate() {
        table.print(index, &mut c, &mut main);
    }
    c + "int main(void) {\n" + &main + "  printf(\"%d failures\\n\", failures);\n  return 0;\n}\n"
}

impl Table {
    fn print(&self, index: usize, c: &mut String, main: &mut String) {
        let Table { name, expression, params, result, rows, .. } = self;
        let write = "writing to a string";
        writeln!(c, "static u64 call_{index}(const volatile u64 *operands) {{").expect(write);
        for (position, (letter, variable)) in params.chars().zip('a'..).enumerate() {
            let value = from_bits(letter, &format!("operands[{position}]"));
            writeln!(c, "  {} {variable} = {value};", c_type(letter)).expect(write);
        }
        write!(
            c,
            "  return {};\n}}\nstatic const struct row rows_{index}[] = {{\n",
            to_bits(*result, expression)
        )
        .expect(write);
        for (operands, outcome) in rows {
            let (kind, bits) = outcome.in_c(*result);
            let operands: Vec<String> = operands.iter().map(|operand| format!("{operand:#x}")).collect();
            writeln!(c, "  {{{{{}}}, {kind}, {bits:#x}}},", operands.join(", ")).expect(write);
        }
        writeln!(c, "}};").expect(write);
        writeln!(main, "  check(\"{name}\", call_{index}, rows_{index}, {});", rows.len()).expect(write);
        if self.literal {
            writeln!(main, "  literal_{index}();").expect(write);
            self.print_literal(index, c);
        }
    }

    /// The same with operands that the C compiler sees.
    fn print_literal(&self, index: usize, c: &mut String) {
        let write = "writing to a string";
        writeln!(c, "static void literal_{index}(void) {{").expect(write);
        for (operands, outcome) in &self.rows {
            if let Outcome::Trap(_) = outcome {
                continue;
            }
            let (kind, bits) = outcome.in_c(self.result);
            let shown = |at: usize| operands.get(at).copied().unwrap_or(0);
            writeln!(c, "  {{").expect(write);
            for ((letter, variable), operand) in self.params.chars().zip('a'..).zip(operands) {
                let value = from_bits(letter, &format!("{operand:#x}"));
                writeln!(c, "    {} {variable} = {value};", c_type(letter)).expect(write);
            }
            let got = to_bits(self.result, &self.expression);
            let (a, b, name) = (shown(0), shown(1), &self.name);
            writeln!(c, "    check_literal(\"{name}\", {a:#x}, {b:#x}, {kind}, {bits:#x}, {got});\n  }}")
                .expect(write);
        }
        writeln!(c, "}}").expect(write);
    }
}

/// Tries tables that use these helpers, with one compiler.
pub(crate) fn check(compiler: &Compiler, name: &str, used: &[&str], tables: &[Table]) {
    let output = compiler.run(name, &source(used, tables));
    assert_eq!(output, "0 failures\n", "{compiler:?}");
}
