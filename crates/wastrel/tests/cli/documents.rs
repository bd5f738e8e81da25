//! The commands that README.md and doc/ show do what is shown.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{SHOW, World, is_there};

/// A module with two functions that other modules may want.
const MATH: &str = r#"(module
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "fib") (param i32) (result i32) (local.get 0)))"#;

const MAIN: &str = r#"(module
  (import "math" "add" (func $add (param i32 i32) (result i32)))
  (func (export "_start") (if (i32.ne (call $add (i32.const 2) (i32.const 3)) (i32.const 5)) (then unreachable))))"#;

/// A directory with all the files that the commands name.
fn world() -> World {
    let world = World::with(&[("add.wat", MATH), ("fib.wat", MATH)]);
    for (name, text) in [("math", MATH), ("main", MAIN), ("program", SHOW), ("prog", SHOW)] {
        fs::write(world.path(name).with_extension("wasm"), wat::parse_str(text).unwrap()).unwrap();
    }
    assert_eq!(world.run(&["compile", "prog.wasm"]), "");
    for directory in ["examples", "out", "pictures"] {
        fs::create_dir(world.path(directory)).unwrap();
    }
    for example in fs::read_dir(repository("examples")).unwrap() {
        let example = example.unwrap();
        fs::copy(example.path(), world.path("examples").join(example.file_name())).unwrap();
    }
    world
}

fn repository(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// What a document shows: each command with what is said to come of it, if anything.
fn commands(document: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(repository(document)).unwrap();
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut is_output = false;
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("    $ ") {
            commands.push((command.to_owned(), String::new()));
            is_output = true;
        } else if let (true, Some(output)) = (is_output, line.strip_prefix("    ")) {
            writeln!(commands.last_mut().unwrap().1, "{output}").unwrap();
        } else {
            is_output = false;
        }
    }
    commands
}

/// Runs a command as somebody would who has installed Wastrel.
fn shell(world: &World, command: &str) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_wastrel")).parent().unwrap();
    let path = std::env::join_paths(
        [bin.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let mut shell = world.command("sh");
    shell.args(["-ec", command]).env("PATH", path.unwrap()).env("HOME", world.path(""));
    shell
}

#[track_caller]
fn check(document: &str, at_least: usize) {
    let world = world();
    let commands = commands(document);
    assert!(commands.len() >= at_least, "{commands:?}");
    for (command, expected) in commands {
        if command.contains("clang") && !is_there("clang") {
            eprintln!("clang is missing: not tested: {command}");
            continue;
        }
        let output = shell(&world, &command).output().unwrap();
        let is_fine = output.status.success() && output.stderr.is_empty();
        let outcome = world.outcome(output);
        assert!(is_fine && (expected.is_empty() || outcome == expected), "{command}: {outcome}");
    }
}

#[test]
fn the_tour() {
    check("README.md", 11);
}

#[test]
fn the_sandbox() {
    check("doc/sandbox.md", 3);
}
