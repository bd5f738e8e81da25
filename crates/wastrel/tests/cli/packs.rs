//! Host packs: each function is called by a program that checks what comes of it, and exits with the number of the check that fails.

use std::fmt::Write;
use std::fs;

use expect_test::expect;

use crate::support::World;

#[test]
fn integers_and_mathematics_of_hoot() {
    let world = World::with(&[("integers.wat", include_str!("programs/hoot_integers.wat"))]);
    assert_eq!(world.run(&["integers.wat"]), "");
}

#[test]
fn strings_weak_maps_and_procedures_of_hoot() {
    let world = World::with(&[("objects.wat", include_str!("programs/hoot_objects.wat"))]);
    expect![[r#"
        ! debug: note
        ! debug: note: -5
        ! debug: note: 21
        ! debug: note: #<object 3>
    "#]]
    .assert_eq(&world.run(&["objects.wat"]));
}

#[test]
fn files_of_hoot() {
    let world = World::with(&[
        ("files.wat", include_str!("programs/hoot_files.wat")),
        ("stdin", &"Gr\u{fc}\u{df}e\n".repeat(300)),
    ]);
    fs::create_dir(world.path("files")).unwrap();
    let mut run = world.wastrel(&["--dir", "files", "files.wat"]);
    let output = run.stdin(fs::File::open(world.path("stdin")).unwrap()).output().unwrap();
    let copied = fs::read_to_string(world.path("stdin")).unwrap();
    assert_eq!(world.outcome(output), copied + "! it it ends here\nexit 1\n");
    assert_eq!(world.list("files"), [""; 0]);
}

#[test]
fn strings_environment_and_time_of_moonbit() {
    let world = World::with(&[
        ("moonbit.wat", include_str!("programs/moonbit.wat")),
        ("stdin", "text on standard input\n"),
    ]);
    let mut run = world.wastrel(&["--env", "COLOUR=red", "moonbit.wat", "one", "two words"]);
    let output = run.stdin(fs::File::open(world.path("stdin")).unwrap()).output().unwrap();
    expect![[r#"
        moonbit.wat
        one
        two words
        /
        red

        blue
        NEW
        blue
        COLOUR
        blue
        NEW
        blue
        😀😀é
        text on standard input
        exit 33
    "#]]
    .assert_eq(&world.outcome(output));
}

#[test]
fn strings_of_javascript() {
    let world = World::with(&[("strings.wat", include_str!("programs/js_string.wat"))]);
    expect![[r#"
        exit 38
    "#]]
    .assert_eq(&world.run(&["strings.wat"]));
    let traps = [
        "cast_null",
        "length_of_number",
        "unit_behind_end",
        "point_behind_end",
        "no_character",
        "array_behind_end",
        "array_backwards",
        "array_too_small",
        "no_array",
        "compare_null",
    ];
    let mut found = String::new();
    for name in traps {
        let outcome = world.run(&["--invoke", name, "strings.wat"]);
        let trap = outcome.split("wasm trap: ").nth(1).unwrap_or(&outcome);
        writeln!(found, "{name}: {}", trap.lines().next().unwrap_or_default()).unwrap();
    }
    expect![[r#"
        cast_null: cast failure
        length_of_number: cast failure
        unit_behind_end: out of bounds array access
        point_behind_end: out of bounds array access
        no_character: out of bounds array access
        array_behind_end: out of bounds array access
        array_backwards: out of bounds array access
        array_too_small: out of bounds array access
        no_array: null reference
        compare_null: cast failure
    "#]]
    .assert_eq(&found);
}

#[test]
fn string_constants_have_the_module_name_that_is_asked_for() {
    let program = r#"(module
        (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
        (import "strings" "12345" (global $text (ref extern)))
        (func (export "length") (result i32) (call $length (global.get $text))))"#;
    let world = World::with(&[("constant.wat", program)]);
    let flags = ["-W", "imported-string-constants=strings", "--invoke", "length", "constant.wat"];
    assert_eq!(world.run(&flags), "5\n");
    expect![[r#"
        ! Error: failed to instantiate constant.wat
        !
        ! Caused by:
        !     unknown import: strings.12345
        exit 1
    "#]]
    .assert_eq(&world.run(&["--invoke", "length", "constant.wat"]));
}

#[test]
fn the_hooks_of_benchmarks_do_nothing() {
    let program = r#"(module
        (import "bench" "start" (func $start))
        (import "bench" "end" (func $end))
        (func (export "_start") (call $start) (call $end)))"#;
    let world = World::with(&[("bench.wat", program)]);
    assert_eq!(world.run(&["bench.wat"]), "");
}

#[test]
fn what_moonbit_prints_is_paired_and_flushed() {
    let program = r#"(module
        (import "spectest" "print_char" (func $print (param i32)))
        (func (export "_start")
            (call $print (i32.const 0x48)) (call $print (i32.const 0xe9)) (call $print (i32.const 0x0a))
            (call $print (i32.const 0xd83d)) (call $print (i32.const 0xde00))
            (call $print (i32.const 0xde00)) (call $print (i32.const 0xd83d))))"#;
    let world = World::with(&[("print.wat", program)]);
    assert_eq!(world.run(&["print.wat"]), "H\u{e9}\n\u{1f600}\u{fffd}\u{fffd}");
}
