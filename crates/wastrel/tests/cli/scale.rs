//! Modules that are large or deep in one way or another.

use std::fmt::Write as _;
use std::fs;

use crate::support::{World, compilers, is_there};

/// How deep the statements of [`nest`] are.
const DEPTH: u32 = 300;

/// Conditionals, loops and switches within one another, which work on an accumulator.
fn nest(depth: u32) -> String {
    if depth == DEPTH {
        return "(local.set $acc (i32.add (local.get $acc) (i32.const 1000)))".to_owned();
    }
    let inner = nest(depth + 1);
    let add = |n: u32| format!("(local.set $acc (i32.add (local.get $acc) (i32.const {n})))");
    match depth % 4 {
        0 => format!(
            "(if (i32.ge_u (local.get $x) (i32.const {depth})) (then {inner} {}) (else {}))",
            add(1),
            add(2)
        ),
        1 => format!(
            "(loop $l {} (br_if $l (i32.eq (i32.and (local.get $acc) (i32.const 3)) (i32.const 1))) {inner} {})",
            add(7),
            add(3)
        ),
        2 => format!(
            "(block $b (block $c (block $d (br_table $c $d (i32.and (local.get $acc) (i32.const 1)))) {}) {inner}
             (br_if $b (local.get $acc)) (unreachable))",
            add(5)
        ),
        _ => format!(
            "(local.set $t (if (result i32) (i32.and (local.get $acc) (i32.const 2))
               (then (local.get $acc)) (else {} (i32.const {depth}))))
             (block $b (loop $l (br_if $b (i32.eqz (i32.and (local.get $acc) (i32.const 4)))) {} (br_if $l (local.get $acc)))
             ) {inner} (local.set $acc (i32.xor (local.get $acc) (local.get $t)))",
            add(11),
            add(1)
        ),
    }
}

/// What [`nest`] comes to.
fn nested(depth: u32, x: u32, acc: &mut u32, t: &mut u32) {
    if depth == DEPTH {
        *acc += 1000;
        return;
    }
    match depth % 4 {
        0 if x >= depth => {
            nested(depth + 1, x, acc, t);
            *acc += 1;
        }
        0 => *acc += 2,
        1 => {
            *acc += 7;
            while *acc & 3 == 1 {
                *acc += 7;
            }
            nested(depth + 1, x, acc, t);
            *acc += 3;
        }
        2 => {
            if *acc & 1 != 0 {
                *acc += 5;
            }
            nested(depth + 1, x, acc, t);
        }
        _ => {
            *t = if *acc & 2 != 0 {
                *acc
            } else {
                *acc += 11;
                depth
            };
            while *acc & 4 != 0 {
                *acc += 1;
            }
            nested(depth + 1, x, acc, t);
            *acc ^= *t;
        }
    }
}

#[test]
fn nesting_past_what_compilers_bear() {
    let world = World::new();
    let module = format!(
        "(module (func (export \"f\") (param $x i32) (result i32) (local $acc i32) (local $t i32) {} (local.get $acc)))",
        nest(0)
    );
    fs::write(world.path("nest.wat"), module).unwrap();
    for compiler in compilers() {
        let compiler = format!("compiler={compiler}");
        for x in [0, 4, 150, 1000] {
            let (mut acc, mut t) = (0, 0);
            nested(0, x, &mut acc, &mut t);
            assert_eq!(
                world.run(&[
                    "-C",
                    &compiler,
                    "-O",
                    "opt-level=1",
                    "--invoke",
                    "f",
                    "nest.wat",
                    &x.to_string()
                ]),
                format!("{}\n", acc.cast_signed()),
                "{compiler} {x}"
            );
        }
    }
}

/// Runs the export `f` of a module at -O0 with each compiler.
fn runs(body: &str, expected: &str) {
    let world = World::new();
    fs::write(world.path("large.wat"), body).unwrap();
    for compiler in compilers() {
        let compiler = format!("compiler={compiler}");
        let outcome = world.run(&["-C", &compiler, "-O", "opt-level=0", "--invoke", "f", "large.wat", "5"]);
        assert_eq!(outcome, expected, "{compiler}");
    }
}

#[test]
fn twenty_thousand_blocks() {
    let n = 20_000;
    let mut module = "(module (func (export \"f\") (param i32) (result i32)".to_owned();
    for i in 0..n {
        // Each is left by a branch, so that none dissolves.
        write!(module, "(block (br_if 0 (i32.eq (local.get 0) (i32.const {}))) ", i + 100).unwrap();
    }
    module.push_str("(local.set 0 (i32.const 77))");
    module.push_str(&")".repeat(n));
    module.push_str("(local.get 0)))");
    runs(&module, "77\n");
}

#[test]
fn twenty_thousand_conditionals() {
    let n = 20_000;
    let mut module = "(module (func (export \"f\") (param i32) (result i32)".to_owned();
    module.push_str(&"(if (local.get 0) (then ".repeat(n));
    module.push_str("(local.set 0 (i32.const 77))");
    module.push_str(&"(local.set 0 (i32.add (local.get 0) (i32.const 1)))))".repeat(n));
    module.push_str("(local.get 0)))");
    runs(&module, "20077\n");
}

#[test]
fn a_hundred_thousand_additions_and_pending_values() {
    let n = 100_000;
    let chain = "(local.get 0) (i32.add) ".repeat(n);
    runs(
        &format!("(module (func (export \"f\") (param i32) (result i32) (local.get 0) {chain}))"),
        &format!("{}\n", 5 * (n + 1)),
    );
    let (values, sums) = ("(local.get 0) ".repeat(n), "(i32.add) ".repeat(n - 1));
    runs(
        &format!("(module (func (export \"f\") (param i32) (result i32) {values} {sums}))"),
        &format!("{}\n", 5 * n),
    );
}

#[test]
fn a_hundred_thousand_functions() {
    if !is_there("tcc") {
        return;
    }
    let n = 100_000;
    let mut module = "(module (func $f0 (param i32) (result i32) (local.get 0))".to_owned();
    for i in 1..n {
        let callee = i / 2;
        write!(
            module,
            "(func $f{i} (param i32) (result i32) (i32.add (call $f{callee} (local.get 0)) (i32.const {i})))"
        )
        .unwrap();
    }
    write!(module, "(export \"f\" (func $f{})))", n - 1).unwrap();
    let sum: i32 = std::iter::successors(Some(n - 1), |i| Some(i / 2)).take_while(|&i| i > 0).sum();
    let world = World::new();
    fs::write(world.path("many.wat"), module).unwrap();
    let outcome = world.run(&["-C", "compiler=tcc", "--invoke", "f", "many.wat", "5"]);
    assert_eq!(outcome, format!("{}\n", sum + 5));
}

/// gcc takes out of all proportion for it at -O2, as -v says.
#[test]
fn a_giant_function() {
    if !is_there("gcc") {
        return;
    }
    let mut module = "(module (memory 1) (func (export \"f\") (param i32) (result i32)".to_owned();
    for i in 0..14_000 {
        write!(
            module,
            "(i32.store offset={} (i32.const 0) (i32.add (local.get 0) (i32.const {i})))",
            4 * (i % 999)
        )
        .unwrap();
    }
    let world = World::new();
    fs::write(world.path("giant.wat"), module + "(i32.load (i32.const 8))))").unwrap();
    let run = ["-v", "-C", "compiler=gcc", "-O", "opt-level=2", "--invoke", "f", "giant.wat", "5"];
    let said = world.run(&run);
    assert!(said.starts_with("13993\n"), "{said}");
    assert!(said.contains("! giant_0.c is one giant function: at -O1 it is compiled by gcc\n"), "{said}");
}

#[test]
fn ten_million_tail_calls() {
    let module = "(module
      (type $many (func (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64 i32 i32) (result i64)))
      (table funcref (elem $odd))
      (func $even (type $many)
        (if (i32.eqz (local.get 0)) (then (return (i64.add (local.get 1)
          (i64.add (i64.trunc_f64_s (local.get 3)) (i64.extend_i32_u (local.get 11)))))))
        (return_call $odd (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 1))
          (local.get 6) (f64.add (local.get 3) (f64.const 1)) (local.get 8) (local.get 5) (local.get 2)
          (local.get 7) (local.get 4) (local.get 9) (local.get 10) (i32.add (local.get 11) (i32.const 1))))
      (func $odd (type $many)
        (return_call $even (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 1))
          (local.get 6) (f64.add (local.get 3) (f64.const 1)) (local.get 8) (local.get 5) (local.get 2)
          (local.get 7) (local.get 4) (local.get 9) (local.get 10) (i32.add (local.get 11) (i32.const 1))))
      (func (export \"f\") (param i32) (result i64)
        (call_indirect (type $many) (i32.const 9999999) (i64.const 0) (f32.const 1) (f64.const 0)
          (i32.const 2) (i64.const 3) (f32.const 4) (f64.const 5) (i32.const 6) (i64.const 7) (i32.const 8)
          (local.get 0) (i32.const 0))))";
    let world = World::new();
    fs::write(world.path("tail.wat"), module).unwrap();
    for compiler in compilers().into_iter().filter(|compiler| !compiler.starts_with("tcc")) {
        let compiler = format!("compiler={compiler}");
        for level in ["0", "1", "2"].map(|level| format!("opt-level={level}")) {
            let arguments = ["-C", &compiler, "-O", &level, "-W", "max-wasm-stack=65536", "--invoke", "f"];
            let arguments: Vec<&str> = arguments.into_iter().chain(["tail.wat", "1"]).collect();
            assert_eq!(world.run(&arguments), "29999998\n", "{compiler} {level}");
        }
    }
}

/// What compilers of languages with objects make of constants: each global refers to the one before.
#[test]
fn ten_thousand_globals_with_objects() {
    let n = 10_000;
    let mut module = "(module (type $block (array (mut eqref)))
        (global $g0 (ref $block) (array.new_fixed $block 1 (ref.i31 (i32.const 1))))"
        .to_owned();
    for i in 1..n {
        write!(
            module,
            "(global $g{i} (ref $block) (array.new_fixed $block 2 (ref.i31 (i32.const {i})) (global.get $g{})))",
            i - 1
        )
        .unwrap();
    }
    write!(
        module,
        r#"(func (export "f") (param $i i32) (result i32)
            (local $block (ref null $block))
            (local.set $block (global.get $g{}))
            (loop $down
                (local.set $block (ref.cast (ref $block) (array.get $block (local.get $block) (i32.const 1))))
                (br_if $down (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
            (i31.get_u (ref.cast (ref i31) (array.get $block (local.get $block) (i32.const 0))))))"#,
        n - 1
    )
    .unwrap();
    runs(&module, &format!("{}\n", n - 6));
}

/// And of the values of modules: a start function that makes them all, and stores them in globals.
#[test]
fn a_start_function_that_makes_ten_thousand_objects() {
    let n = 10_000;
    let mut module = "(module (type $block (array (mut eqref)))".to_owned();
    for i in 0..n {
        write!(module, "(global $g{i} (mut eqref) (ref.i31 (i32.const 0)))").unwrap();
    }
    module.push_str("(start $make) (func $make");
    for i in 0..n {
        let last = if i == 0 { n - 1 } else { i - 1 };
        write!(
            module,
            "(global.set $g{i} (array.new_fixed $block 2 (ref.i31 (i32.const {i})) (global.get $g{last})))"
        )
        .unwrap();
    }
    write!(
        module,
        r#") (func (export "f") (param i32) (result i32)
            (i31.get_u (ref.cast (ref i31)
                (array.get $block (ref.cast (ref $block) (array.get $block (ref.cast (ref $block) (global.get $g{}))
                    (i32.const 1))) (i32.const 0))))))"#,
        n - 1
    )
    .unwrap();
    runs(&module, &format!("{}\n", n - 2));
}
