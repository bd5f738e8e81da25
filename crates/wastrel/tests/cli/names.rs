//! Names of modules that look like those of the C around them.

use std::fmt::Write;

use crate::support::World;

#[test]
fn a_memory_called_as_a_parameter_of_the_function_that_stands_for_an_import() {
    let world = World::with(&[(
        "main.wat",
        r#"(module
             (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
             (memory $l0 (export "memory") 1)
             (data (i32.const 0) "\10\00\00\00\05\00\00\00")
             (data (i32.const 16) "text\n")
             (func (export "_start")
               (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#,
    )]);
    assert_eq!(world.run(&["main.wat"]), "text\n");
}

#[test]
fn a_function_called_as_a_helper_that_only_another_file_has() {
    let mut text = String::from("(module (memory $first 1) (memory $other 3)\n");
    // Too much for one file.
    for index in 0..40 {
        let _ = write!(text, "(func $large{index} (param i32) (result i32) (local.get 0)");
        for step in 0..100 {
            let _ = writeln!(text, "(i32.load offset={step} (i32.add (i32.const {index})))");
        }
        text.push_str(")\n");
    }
    text.push_str(
        r#"(func $other_memory_size (result i32) (i32.const 1000))
           (func (export "f") (param i32) (result i32)
             (if (local.get 0) (then (drop (call $large0 (local.get 0)))))
             (i32.add (call $other_memory_size) (memory.size $other))))"#,
    );
    let world = World::with(&[("main.wat", &text)]);
    assert_eq!(world.run(&["-O", "opt-level=0", "--invoke", "f", "main.wat", "0"]), "1003\n");
}

#[test]
fn functions_called_as_what_makes_instances_and_lists_their_exports() {
    let world = World::with(&[
        ("first.wat", r#"(module (func $instantiate (export "g") (result i32) (i32.const 7)))"#),
        (
            "main.wat",
            r#"(module (import "first" "g" (func $g (result i32))) (func $exports (export "f") (result i32) (call $g)))"#,
        ),
    ]);
    assert_eq!(world.run(&["--preload", "first=first.wat", "--invoke", "f", "main.wat"]), "7\n");
}

#[test]
fn a_function_called_as_the_one_of_the_host_that_it_calls() {
    let world = World::with(&[(
        "main.wat",
        r#"(module
             (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
             (import "wasm:js-string" "fromCharCode" (func $of (param i32) (result (ref extern))))
             (func $js_string_length (export "f") (result i32)
               (i32.add (i32.const 100) (call $length (call $of (i32.const 65))))))"#,
    )]);
    assert_eq!(world.run(&["--invoke", "f", "main.wat"]), "101\n");
}

#[test]
fn exports_called_as_parameters_of_what_calls_them() {
    let world = World::with(&[
        ("args.wat", r#"(module (func $args (export "f") (param i32) (result i32) (local.get 0)))"#),
        ("results.wat", r#"(module (func $results (export "f") (param i32) (result i32) (local.get 0)))"#),
    ]);
    assert_eq!(world.run(&["--invoke", "f", "args.wat", "7"]), "7\n");
    assert_eq!(world.run(&["--invoke", "f", "results.wat", "8"]), "8\n");
}
