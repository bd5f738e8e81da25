//! `cargo xtask fuzz planted`: does the fuzzer find faults? Each of some is put into a copy of the compiler, which is then
//! fuzzed until the fault is found, or for as many modules as it may take. Nothing else may build the fuzzer meanwhile: it would
//! be in the place of the one with the fault.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::fuzzer;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many modules it may take to find a fault
    #[arg(long, default_value_t = 4000)]
    count: u64,
    /// Only faults whose name has this in it
    #[arg(default_value = "")]
    filter: String,
}

/// A fault: in this file, in place of the one text, the other.
struct Fault {
    name: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
}

const STACK: &str = "crates/compiler/src/lower/stack.rs";
const LOWER: &str = "crates/compiler/src/lower/mod.rs";
const CONTROL: &str = "crates/compiler/src/lower/control.rs";
const OPS: &str = "crates/compiler/src/ops.rs";
const OBJECTS: &str = "crates/compiler/src/lower/objects.rs";
const EXCEPTIONS: &str = "crates/compiler/src/lower/exceptions.rs";
const SIMD: &str = "crates/compiler/src/lower/simd.rs";
const HEAP: &str = "crates/compiler/src/heap.rs";
const COPIES: &str = "crates/compiler/src/structure/copies.rs";
const BRANCHES: &str = "crates/compiler/src/structure/branches.rs";

const FAULTS: &[Fault] = &[
    Fault {
        name: "a store leaves what reads state pending",
        file: STACK,
        right: "pub(crate) fn write_state(&mut self, expr: Expr) {\n        self.flush_state_readers();",
        wrong: "pub(crate) fn write_state(&mut self, expr: Expr) {",
    },
    Fault {
        name: "a store leaves what may trap pending",
        file: STACK,
        right: "self.flush_state_readers();\n        self.flush_traps();\n        let expr",
        wrong: "self.flush_state_readers();\n        let expr",
    },
    Fault {
        name: "local.set leaves what reads the local pending",
        file: STACK,
        right: "            self.flush_readers(var);\n",
        wrong: "",
    },
    Fault {
        name: "a call stays pending whatever comes",
        file: STACK,
        right: "        if let Some(at) = self.effect.take() {\n            self.flush_at(at);\n        }",
        wrong: "        self.effect = None;",
    },
    Fault {
        name: "a load leaves a call pending",
        file: STACK,
        right: "if effects.reads_state || effects.trap.is_some() {\n            self.flush_effect();",
        wrong: "if effects.trap.is_some() {\n            self.flush_effect();",
    },
    Fault {
        name: "a trap leaves a different one pending",
        file: STACK,
        right: "        {\n            self.flush_traps();\n        }",
        wrong: "        {}",
    },
    Fault {
        name: "a call leaves what reads state pending",
        file: STACK,
        right: "        if pending.effects.writes_state {\n            self.flush_state_readers();",
        wrong: "        if pending.effects.writes_state {",
    },
    Fault {
        name: "control leaves what may trap pending",
        file: STACK,
        right: "pub(crate) fn flush_for_control(&mut self) {\n        self.flush_traps();",
        wrong: "pub(crate) fn flush_for_control(&mut self) {",
    },
    Fault {
        name: "operands are swapped",
        file: LOWER,
        right: "Expr::Binary(op, a.expr, b.expr), op.result()",
        wrong: "Expr::Binary(op, b.expr, a.expr), op.result()",
    },
    Fault {
        name: "select evaluates one operand",
        file: LOWER,
        right: "for operand in &mut operands[..2] {\n            if operand.effects.must_happen() {",
        wrong: "for operand in &mut operands[..2] {\n            if operand.effects.writes_state {",
    },
    Fault {
        name: "a mutable global is taken for a constant",
        file: LOWER,
        right: "let effects = if ty.mutable { effects.reading_state() } else { effects };",
        wrong: "let effects = if ty.shared { effects.reading_state() } else { effects };",
    },
    Fault {
        name: "division by -1 is taken for safe",
        file: LOWER,
        right: "Expr::Const(Const::I32(value)) => *value != 0 && !(signed && *value == u32::MAX)",
        wrong: "Expr::Const(Const::I32(value)) => *value != 0 && !(signed && *value == 1)",
    },
    Fault {
        name: "i32.le_s is unsigned",
        file: OPS,
        right: "I32LeS \"i32.le_s\" (U32 U32) U32 None, CompareSigned(\"<=\")",
        wrong: "I32LeS \"i32.le_s\" (U32 U32) U32 None, Compare(\"<=\")",
    },
    Fault {
        name: "i64.shr_s is unsigned",
        file: OPS,
        right: "I64ShrS \"i64.shr_s\" (U64 U64) U64 None, ShiftSigned",
        wrong: "I64ShrS \"i64.shr_s\" (U64 U64) U64 None, Shift(\">>\")",
    },
    Fault {
        name: "not less is greater",
        file: OPS,
        right: "            I64LtU => I64GeU,",
        wrong: "            I64LtU => I64GtU,",
    },
    Fault {
        name: "br_if leaves what may trap pending",
        file: CONTROL,
        right: "fn flush_below(&mut self, cond: &mut Pending) {\n        self.stack.flush_for_control();",
        wrong: "fn flush_below(&mut self, cond: &mut Pending) {",
    },
    Fault {
        name: "a loop takes its parameters once",
        file: CONTROL,
        right: "        self.stack.adopt(frame.height);\n    }\n\n    fn if_",
        wrong: "    }\n\n    fn if_",
    },
    Fault {
        name: "statics are written before all arguments are evaluated",
        file: "crates/compiler/src/lower/calls.rs",
        right: "if found_by.is_some() || overflow {",
        wrong: "if found_by.is_some() {",
    },
    Fault {
        name: "a copy goes though its variable is read between",
        file: COPIES,
        right: "if var == to || var == last || sees(value) {",
        wrong: "if var == to {",
    },
    Fault {
        name: "a load that nobody reads is dropped",
        file: COPIES,
        right: "        _ => true,\n    };\n    let mut found = itself;",
        wrong: "        _ => false,\n    };\n    let mut found = itself;",
    },
    Fault {
        name: "f64.min forgets the sign of zero",
        file: "crates/compiler/src/c/helpers/float.h",
        right: "i64_reinterpret_f64(x) | i64_reinterpret_f64(y)",
        wrong: "i64_reinterpret_f64(x)",
    },
    Fault {
        name: "memory.fill of nothing ignores where",
        file: "crates/compiler/src/c/helpers/bulk.h",
        right: "return n <= size && at <= size - n;",
        wrong: "return n == 0 || (n <= size && at <= size - n);",
    },
    Fault {
        name: "a mutable field is taken for a constant",
        file: OBJECTS,
        right: "if place.mutable {\n            effects",
        wrong: "if !place.mutable {\n            effects",
    },
    Fault {
        name: "null and out of bounds are taken for one trap",
        file: OBJECTS,
        right: "let trap = if self.nullable[1] { Trap::Arithmetic }",
        wrong: "let trap = if self.nullable[1] { Trap::ArrayBounds }",
    },
    Fault {
        name: "a cast from a supertype is taken for proven",
        file: OBJECTS,
        right: "first <= interval.first && interval.last < first + count",
        wrong: "first >= interval.first && interval.last < first + count",
    },
    Fault {
        name: "a test lets one type too many pass",
        file: "crates/compiler/src/c/helpers/casts.h",
        right: "return *(const u32 *)reference - 2 * first < 2 * count;",
        wrong: "return *(const u32 *)reference - 2 * first <= 2 * count;",
    },
    Fault {
        name: "the collector isn't told of a struct's first reference",
        file: HEAP,
        right: "fields.iter().filter(|field| field.storage.is_reference()) {",
        wrong: "fields.iter().filter(|field| field.storage.is_reference()).skip(1) {",
    },
    Fault {
        name: "array.set has no barrier",
        file: "crates/compiler/src/c/object_helpers.rs",
        right: "true => \"  wastrel_gc_barrier(array, &array->elements[index]);\\n\",",
        wrong: "true => \"\",",
    },
    Fault {
        name: "a call through a supertype is taken not to throw",
        file: "crates/compiler/src/facts/may_throw.rs",
        right: "edges.extend(program.types.supertype(CanonicalType(ty as u32)).map(|supertype| supertype.0));",
        wrong: "let _ = (ty, edges);",
    },
    Fault {
        name: "a throw leaves what may trap pending",
        file: EXCEPTIONS,
        right: "args: &[Pending]) -> ExprId {\n        self.stack.flush_for_control();",
        wrong: "args: &[Pending]) -> ExprId {",
    },
    Fault {
        name: "what a try_table gives goes to its handlers",
        file: EXCEPTIONS,
        right: "        if frame.reachable {\n            self.stack.emit(Stmt::Br(frame.label));\n        }\n        let outer",
        wrong: "        let outer",
    },
    Fault {
        name: "the first clause catches every exception",
        file: EXCEPTIONS,
        right: "self.if_thrown(Expr::ThrownTag(tag), then);",
        wrong: "self.if_thrown(Expr::Thrown, then);",
    },
    Fault {
        name: "a return that takes the exception seems to hand it on",
        file: "crates/compiler/src/structure/exceptions.rs",
        right: "[Stmt::Return(value)] => value.is_none_or(|value| !must_happen(function, value)),",
        wrong: "[Stmt::Return(_)] => true,",
    },
    Fault {
        name: "going on with the next round of a loop takes the step of for",
        file: "crates/compiler/src/structure/counts.rs",
        right: "if uses[label.0 as usize] > 0\n        || changed(",
        wrong: "if changed(",
    },
    Fault {
        name: "an arm that was turned seems to leave",
        file: BRANCHES,
        right: "falls || turned || inverted",
        wrong: "falls || inverted",
    },
    Fault {
        name: "a result goes too early to a local that is still read",
        file: COPIES,
        right: "while let Some(&next) = renamed.get(&last) {\n        last = next;\n    }",
        wrong: "last = to;",
    },
    Fault {
        name: "a throw goes to the outermost handler of its function",
        file: EXCEPTIONS,
        right: "for (index, frame) in self.frames.iter().enumerate().rev() {",
        wrong: "for (index, frame) in self.frames.iter().enumerate() {",
    },
    Fault {
        name: "a load of a lane is taken not to trap",
        file: SIMD,
        right: "Effects::default().reading_state().trapping(Some(Trap::MemoryBounds))",
        wrong: "Effects::default().reading_state()",
    },
    Fault {
        name: "a shuffle's operands are swapped",
        file: SIMD,
        right: "Expr::Shuffle(Box::new(lanes), a.expr, b.expr)",
        wrong: "Expr::Shuffle(Box::new(lanes), b.expr, a.expr)",
    },
    Fault {
        name: "i16x8.shr_s shifts by too little",
        file: "crates/compiler/src/c/helpers/simd_integer.h",
        right: "return (v128)((s16x8)a >> (n & 15));",
        wrong: "return (v128)((s16x8)a >> (n & 7));",
    },
    Fault {
        name: "table.copy of nothing ignores from where",
        file: "crates/compiler/src/c/helpers/table.h",
        right: "if (!in_bounds(to, n, to_table->size) || !in_bounds(from, n, from_table->size))",
        wrong: "if (!in_bounds(to, n, to_table->size) || (n && !in_bounds(from, n, from_table->size)))",
    },
    Fault {
        name: "an address of 64 bits wraps",
        file: "crates/compiler/src/c/helpers/memory_64.h",
        right: "    if (address > MEMORY_SIZE - (offset + size))",
        wrong: "    if (address + offset + size > MEMORY_SIZE)",
    },
];

impl Fault {
    /// The text of its file once it is there.
    fn planted(&self) -> Result<String> {
        let text = fs::read_to_string(self.file).with_context(|| self.file.to_owned())?;
        let places = text.matches(self.right).count();
        ensure!(places == 1, "{}: what it replaces is in {places} places of {}", self.name, self.file);
        Ok(text.replace(self.right, self.wrong))
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let copy = Path::new("target/fuzz/planted");
    // None may turn out late to be no fault of today's compiler.
    FAULTS.iter().try_for_each(|fault| fault.planted().map(drop))?;
    let (mut planted, mut found) = (0, 0);
    for fault in FAULTS.iter().filter(|fault| fault.name.contains(&arguments.filter)) {
        copy_repository(copy, fault.file)?;
        fs::write(copy.join(fault.file), fault.planted()?)?;
        let start = Instant::now();
        let outcome = fuzz(copy, arguments)?;
        let outcome = outcome.as_deref().unwrap_or("not found");
        println!("{:<50} {:>4} s {outcome}", fault.name, start.elapsed().as_secs());
        planted += 1;
        found += usize::from(outcome != "not found");
    }
    println!("{found} of {planted} faults found");
    ensure!(found == planted, "the fuzzer misses faults");
    Ok(())
}

/// Makes `copy` a copy of all that git knows of, but for one file. What is the same keeps its time, so that cargo builds little.
fn copy_repository(copy: &Path, but_for: &str) -> Result<()> {
    let listed = Command::new("git").arg("ls-files").output().context("cannot start git")?;
    ensure!(listed.status.success(), "git ls-files failed");
    for file in String::from_utf8(listed.stdout)?.lines().filter(|&file| file != but_for).map(PathBuf::from) {
        let Ok(bytes) = fs::read(&file) else { continue };
        let to = copy.join(&file);
        if fs::read(&to).ok().as_ref() != Some(&bytes) {
            fs::create_dir_all(to.parent().context("a file is in a directory")?)?;
            fs::write(&to, bytes)?;
        }
    }
    Ok(())
}

/// Fuzzes the copy: how it was found that something is wrong, if it was. Half of the modules are as most are, the others such that
/// the heap is collected at each allocation.
fn fuzz(copy: &Path, arguments: &Arguments) -> Result<Option<String>> {
    let mut modules = 0;
    let jobs = thread::available_parallelism()?;
    for kind in [None, Some("--objects")] {
        let output = fuzzer(copy)
            .env("CARGO_INCREMENTAL", "1")
            .args(["modules", "--differences=1", "--shrink=0", "--found=target/fuzz/planted/found"])
            .args([
                format!("--count={}", arguments.count / 2),
                format!("--jobs={jobs}"),
                "--batch=60".to_owned(),
            ])
            .args(kind)
            .output()
            .context("cannot start cargo")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let report = text.lines().find(|line| line.contains(" modules in ")).with_context(|| {
            format!("the fuzzer did not run\n{}", String::from_utf8_lossy(&output.stderr))
        })?;
        let count = report.split(' ').next().unwrap_or_default();
        modules += count.parse::<u64>().with_context(|| format!("{count:?} is no number of modules"))?;
        if let Some(how) = text.lines().find(|line| line.starts_with("seed ")) {
            return Ok(Some(format!("{modules:>5} modules; {how}")));
        }
    }
    Ok(None)
}
