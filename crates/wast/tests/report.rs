//! What is said of a script that doesn't hold.

use std::path::Path;

use wastrel_toolchain::{Compiler, CompilerLocation, OptLevel};
use wastrel_wast::{Failure, FailureKind, Options, Report, run};

fn try_run(text: &str) -> anyhow::Result<Report> {
    let compiler = Compiler::probe(CompilerLocation::find(None)?)?;
    let options = Options {
        compiler: &compiler,
        opt_level: OptLevel::None,
        target_cpu: None,
        relaxed_simd_deterministic: false,
        signals_based_traps: true,
        stack_size: None,
        flags: None,
        jobs: 1,
        keep: None,
    };
    run(Path::new("test.wast"), text, &options)
}

fn report(text: &str) -> Report {
    try_run(text).unwrap()
}

fn messages(report: &Report) -> Vec<String> {
    report.failures.iter().map(Failure::to_string).collect()
}

#[test]
fn each_failure_has_its_place_and_what_differs() {
    let report = report(
        r#"(module
  (func (export "div") (param i32 i32) (result i32) (i32.div_u (local.get 0) (local.get 1)))
  (global (export "g") f32 (f32.const nan:0x200000)))
(assert_return (invoke "div" (i32.const 6) (i32.const 2)) (i32.const 3))
(assert_return (invoke "div" (i32.const 6) (i32.const 2)) (i32.const 4))
(assert_return (invoke "div" (i32.const 6) (i32.const 0)) (i32.const 4))
(assert_trap (invoke "div" (i32.const 6) (i32.const 2)) "integer divide by zero")
(assert_trap (invoke "div" (i32.const 6) (i32.const 0)) "integer overflow")
(assert_return (get "g") (f32.const nan:canonical))
(assert_return (invoke "mul") (i32.const 0))
  (assert_invalid (module (func nop)) "type mismatch")
(assert_unlinkable (module (import "spectest" "memory" (memory 1))) "incompatible import type")
(invoke $other "f")"#,
    );
    assert_eq!(report.passed, 2);
    assert!(report.failures.iter().all(|failure| failure.kind == FailureKind::Wrong));
    assert_eq!(
        messages(&report),
        [
            "5:2: expected (i32.const 4), got (i32.const 3)",
            "6:2: expected (i32.const 4), got a trap: integer divide by zero",
            "7:2: expected a trap: integer divide by zero, got (i32.const 3)",
            "8:2: expected a trap: integer overflow, got a trap: integer divide by zero",
            "9:2: expected (f32.const nan:canonical), got (f32.const nan; bits 0x7fa00000)",
            "10:2: the instance has no export \"mul\"",
            "11:4: expected the module to be invalid (type mismatch), but it is accepted",
            "12:2: expected an import that doesn't fit, got a return without results",
            "13:2: there is no such instance",
        ]
    );
}

#[test]
fn what_needs_a_rejected_module_is_not_run() {
    let report = report(
        r#"(module $bad (func (export "f") (result i32)))
(register "bad")
(assert_return (invoke $bad "f") (i32.const 0))
(module (import "bad" "f" (func (result i32))) (export "f" (func 0)))
(assert_return (invoke "f") (i32.const 0))
(module (func (export "f") (result i32) (i32.const 1)))
(assert_return (invoke "f") (i32.const 1))"#,
    );
    assert_eq!(report.passed, 2);
    let kinds: Vec<_> = report.failures.iter().map(|failure| (failure.line, failure.kind)).collect();
    let not_run = [2, 3, 4, 5].map(|line| (line, FailureKind::NotRun));
    assert_eq!(kinds, [&[(1, FailureKind::Rejected)][..], &not_run].concat());
    assert!(messages(&report)[0].starts_with("1:2: the module is rejected: "), "{:?}", messages(&report));
}

#[test]
fn a_script_that_does_not_parse_says_where() {
    let error = try_run("(module").unwrap_err().to_string();
    assert!(error.contains("test.wast:1:8"), "{error}");
}
