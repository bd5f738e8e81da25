//! Start-up, memories, tables, traps, scripts.

mod support;

use std::io::{Seek, Write};
use std::os::unix::process::CommandExt;
use std::process::Command;
use support::{Outcome, Program, compiler};

/// The report of a trap in `tests/programs/traps.c`.
fn report(frames: &[&str], cause: &str) -> String {
    let mut report =
        "Error: failed to run main module `traps`\n\nCaused by:\n    0: failed to invoke `trap`\n".to_owned();
    if !frames.is_empty() {
        report += "    1: error while executing at wasm backtrace:\n";
        for (index, frame) in frames.iter().enumerate() {
            report += &format!("         {index:>3}: {frame}\n");
        }
    }
    report + &format!("    {}: {cause}\n", if frames.is_empty() { 1 } else { 2 })
}

fn run(program: &Program, how: &str) -> Outcome {
    Outcome::of(program.command().arg0("traps").arg(how))
}

#[track_caller]
fn traps(program: &Program, how: &str, frames: &[&str], cause: &str) {
    let expected = Outcome { status: Some(134), stdout: String::new(), stderr: report(frames, cause) };
    assert_eq!(run(program, how), expected);
}

const INNER: &str = "     0x5 - inner";
const OUTER: &str = "     0x5 - outer";

#[test]
fn traps_say_why_and_where() {
    let program = Program::new("traps");
    traps(&program, "0", &[INNER, OUTER], "wasm trap: wasm `unreachable` instruction executed");
    traps(&program, "1", &[INNER, OUTER], "wasm trap: out of bounds memory access");
    traps(&program, "2", &[INNER, OUTER], "wasm trap: out of bounds memory access");
    traps(&program, "4", &[INNER, OUTER], "unknown import: `env::missing` has not been defined");
    traps(&program, "5", &[INNER, OUTER], "wasm trap: null reference");
}

#[test]
fn frame_pointers_do_where_there_are_no_tables() {
    let Some(tcc) = compiler("tcc") else { return };
    let program = Program::with_compiler("traps", &tcc, &[]);
    traps(&program, "0", &[INNER, OUTER], "wasm trap: wasm `unreachable` instruction executed");
    traps(&program, "1", &[INNER, OUTER], "wasm trap: out of bounds memory access");
}

#[test]
fn the_end_of_the_stack_is_a_trap() {
    let program = Program::new("traps");
    let frames = ["     0x7 - descend"; 20];
    traps(&program, "3", &frames, "wasm trap: call stack exhausted");
}

#[test]
fn the_end_of_the_stack_inside_the_runtime_is_a_trap_too() {
    let outcome = Program::new("deep").run(&[]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(134), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("wasm trap: call stack exhausted"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("19:      0x4 - deep"), "{}", outcome.stderr);
}

#[test]
fn objects_live_while_something_refers_to_them() {
    let program = Program::new("objects");
    let outcome = Outcome::of(program.command().args(["0"]));
    assert_eq!(outcome, Outcome { status: Some(0), stdout: "60000\n".to_owned(), stderr: String::new() });
}

#[test]
fn objects_that_do_not_fit_are_a_trap() {
    let program = Program::new("objects");
    let mut command = program.command();
    let outcome = Outcome::of(command.arg("1").env("WASTREL_OPTIONS", "-W gc-heap-limit=16777216"));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(134), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(" - lists"), "{}", outcome.stderr);
    assert!(outcome.stderr.ends_with("wasm trap: out of memory\n"), "{}", outcome.stderr);
}

#[test]
fn statistics_are_printed_at_the_end() {
    let program = Program::new("objects");
    let outcome = Outcome::of(program.command().arg("0").env("WASTREL_PRINT_STATS", "1"));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "60000\n"));
    assert!(outcome.stderr.contains("collections"), "{}", outcome.stderr);
}

#[test]
fn a_fault_of_nobody_stays_a_fault() {
    let program = Program::new("traps");
    let outcome = run(&program, "6");
    assert_eq!(outcome, Outcome { status: None, stdout: String::new(), stderr: String::new() });
}

#[test]
fn memories_and_tables_grow_up_to_their_limits() {
    let program = Program::new("traps");
    for (how, result) in [("7", "2\n"), ("8", "0\n"), ("9", "5\n"), ("10", "0\n"), ("0x7fff", "32768\n")] {
        assert_eq!(
            run(&program, how),
            Outcome { status: Some(0), stdout: result.to_owned(), stderr: String::new() }
        );
    }
}

#[test]
fn arguments_that_are_missing_or_wrong_are_refused() {
    let program = Program::new("traps");
    let refused = |arguments: &[&str]| {
        let outcome = program.run(arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
        outcome.stderr
    };
    assert_eq!(refused(&[]), "Error: not enough arguments for `trap`: it takes 1, 0 given\n");
    assert_eq!(refused(&["x"]), "Error: `x` is not an i32, as `trap` wants it\n");
    assert_eq!(refused(&["0x100000000"]), "Error: `0x100000000` is not an i32, as `trap` wants it\n");
    assert_eq!(program.run(&["-2"]).stdout, "-1\n");
}

#[test]
fn a_limit_on_address_space_is_named() {
    let program = Program::new("traps");
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -v 1000000; exec \"$0\" 0"]).arg(program.path());
    let outcome = Outcome::of(&mut limited);
    assert_eq!(outcome.status, Some(1));
    for hint in ["ulimit -v", "-O signals-based-traps=n"] {
        assert!(outcome.stderr.contains(hint), "{}", outcome.stderr);
    }
}

#[test]
fn checked_memories_make_do_with_what_there_is() {
    let program = Program::new("checked");
    assert_eq!(program.run(&["65535"]).stdout, "1\n");
    let limited = |pages: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 1000000; exec \"$0\" \"$1\""]).arg(program.path()).arg(pages);
        Outcome::of(&mut command)
    };
    assert_eq!(limited("1000"), Outcome { status: Some(0), stdout: "1\n".to_owned(), stderr: String::new() });
    assert_eq!(limited("65535").stdout, "-1\n");
}

#[test]
fn the_size_of_the_stack_is_a_run_time_option() {
    let program = Program::new("traps");
    let with = |options: &str| Outcome::of(program.command().arg("11").env("WASTREL_OPTIONS", options));
    assert_eq!(with("-W max-wasm-stack=100000").stdout, "12\n");
    let refused = with("-W max-wasm-stack=140737488355328");
    assert_eq!(refused.status, Some(1));
    assert!(refused.stderr.contains("-W max-wasm-stack="), "{}", refused.stderr);
    assert_eq!(with("-W nonsense").stderr, "Error: WASTREL_OPTIONS: unknown key `nonsense` of -W\n");
}

/// What a program answers to the lines of a script.
fn answers(program: &Program, lines: &str) -> String {
    let mut script = tempfile::tempfile().expect("a temporary file");
    script.write_all(lines.as_bytes()).and_then(|()| script.rewind()).expect("the file is written");
    let outcome = Outcome::of(program.command().stdin(script));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    outcome.stdout
}

#[test]
fn a_script_goes_on_after_traps() {
    let program = Program::new("script");
    let lines = "instantiate 0\ninvoke 0 1 i32:00000003\ninvoke 0 0 i32:0000000f i32:00000004\n\
        invoke 0 0 i32:00000001 i32:00000000\ninvoke 0 1 i32:00010000\ninvoke 0 2\ninstantiate 1\nget 0 3\n";
    let expected = "ok\nok i32:0000002a\nok i32:00000003\ntrap 7 integer divide by zero\n\
        trap 1 out of bounds memory access\ntrap 10 call stack exhausted\nunlinkable\nok i64:0000000000000009\n";
    assert_eq!(answers(&program, lines), expected);
    // Every call has the whole stack, and every fault is caught, however many came before.
    let many = "invoke 0 1 i32:00010000\ninvoke 0 2\n".repeat(500);
    let expected = "trap 1 out of bounds memory access\ntrap 10 call stack exhausted\n".repeat(500);
    assert_eq!(answers(&program, &many), expected);
}

#[test]
fn addresses_that_are_taken_are_named() {
    let outcome = Program::new("taken").run(&[]);
    assert_eq!(outcome.status, Some(1));
    for part in ["0x10010000", "are taken", "-O memory-base=", "-O signals-based-traps=n"] {
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    }
}
