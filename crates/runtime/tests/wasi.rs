//! WASI, by programs in C that call it as emitted C does.

mod support;

use std::os::unix::process::CommandExt;
use support::{Outcome, Program};

#[test]
fn hello() {
    let outcome = Program::new("hello").run(&[]);
    assert_eq!(outcome, Outcome { status: Some(0), stdout: "hello\n".to_owned(), stderr: String::new() });
}

#[test]
fn hello_is_small() {
    let program = Program::new("hello");
    program.strip();
    let size = std::fs::metadata(program.path()).expect("the executable").len();
    assert!(size < 100_000, "{size} bytes");
}

#[test]
fn calls_are_traced_when_asked_for() {
    let outcome = Outcome::of(Program::new("hello").command().env("WASTREL_LOG", "wasi=trace"));
    assert_eq!(outcome.status, Some(0));
    let expected =
        "fd_write(fd=1, iovs=0x0, iovs_len=1, nwritten=0x8) = success, nwritten=6\nproc_exit(rval=0)\n";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn arguments_and_environment() {
    let program = Program::new("arguments");
    let with = |options: &str| {
        let mut command = program.command();
        command.arg0("/usr/bin/arguments").args(["a", "b c"]).env("HOME", "/h").env("TERM", "t");
        if !options.is_empty() {
            command.env("WASTREL_OPTIONS", options);
        }
        let outcome = Outcome::of(&mut command);
        (
            outcome.status,
            outcome.stdout.trim_end_matches('\0').split('\0').map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    let (status, strings) = with("");
    assert_eq!((status, strings), (Some(3), ["arguments", "a", "b c"].map(str::to_owned).to_vec()));
    assert_eq!(with("--argv0 x").1[0], "x");
    assert_eq!(with("--env A='1 2' --env HOME --env NONE").1[3..], ["A=1 2", "HOME=/h"]);
    let mut inherited = with("-S inherit-env --env TERM=x").1[3..].to_vec();
    inherited.sort();
    assert_eq!(inherited, ["HOME=/h", "TERM=x"]);
}
