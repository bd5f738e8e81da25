//! What is wrong with a command line, and what is said of it.

use std::fs::File;
use std::process::Stdio;

use crate::support::{HELLO, World};
use expect_test::{Expect, expect};

fn check(arguments: &[&str], expected: Expect) {
    expected.assert_eq(&World::with(&[("hello.wat", HELLO)]).run(arguments));
}

#[test]
fn no_arguments_at_all() {
    check(
        &[],
        expect![[r#"
            ! error: the following required arguments were not provided:
            !   <WASM> [ARGS]...
            !
            ! Usage: wastrel [run] [OPTIONS] <WASM> [ARGS]...
            !        wastrel <COMMAND> …
            !
            ! For more information, try '--help'.
            exit 2
        "#]],
    );
}

#[test]
fn version() {
    assert_eq!(World::new().run(&["--version"]), concat!("wastrel ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn keys_are_listed() {
    check(
        &["-W", "help"],
        expect![[r#"
            Keys of -W:
              -W max-wasm-stack=BYTES           the program's stack (default 268435456)
              -W gc-heap-limit=BYTES            what objects may take at most (default: as much as there is address space)
              -W gc-heap-initial=BYTES          what objects may take before the first collection
              -W gc-policy=POLICY               growable (default), fixed (as large as the limit from the start) or null (never collected)
              -W relaxed-simd-deterministic=y|n relaxed vector instructions give the same on every machine (default n)
              -W unknown-imports-trap=y|n       functions that nobody provides trap when called (default y) or are an error
              -W imported-string-constants=NAME the module name whose imported globals are strings, each the text of its own name (default ')
        "#]],
    );
    for group in ["-O", "-C", "-D", "-S"] {
        let help = World::new().run(&[group, "help"]);
        assert!(help.starts_with(&format!("Keys of {group}:\n  {group} ")), "{help}");
    }
}

#[test]
fn a_key_that_is_not_there() {
    check(
        &["-O", "optlevel=2", "hello.wat"],
        expect![[r#"
            ! error: invalid value 'optlevel=2' for '--optimize <KEY[=VAL[,..]]>': there is no key "optlevel"; did you mean -O opt-level?
            !
            ! For more information, try '--help'.
            exit 2
        "#]],
    );
    check(
        &["-D", "zebra", "hello.wat"],
        expect![[r#"
            ! error: invalid value 'zebra' for '--debug <KEY[=VAL[,..]]>': there is no key "zebra"; -D help lists those that there are
            !
            ! For more information, try '--help'.
            exit 2
        "#]],
    );
}

#[test]
fn a_key_of_another_group() {
    check(
        &["compile", "-O", "cache=n", "hello.wat"],
        expect![[r#"
            ! error: invalid value 'cache=n' for '--optimize <KEY[=VAL[,..]]>': there is no key "cache" here; did you mean -C cache?
            !
            ! For more information, try '--help'.
            exit 2
        "#]],
    );
}

#[test]
fn values_that_do_not_fit() {
    let error = |arguments: &[&str]| World::new().run(arguments).lines().next().unwrap().to_owned();
    expect![[r#"! error: invalid value 'opt-level=9' for '--optimize <KEY[=VAL[,..]]>': "9" is not an optimisation level; expected opt-level=auto|0|1|2|3|s"#]]
    .assert_eq(&error(&["-O", "opt-level=9", "hello.wat"]));
    expect!["! error: invalid value 'opt-level' for '--optimize <KEY[=VAL[,..]]>': it needs a value; expected opt-level=auto|0|1|2|3|s"]
    .assert_eq(&error(&["-Oopt-level", "hello.wat"]));
    expect![[r#"! error: invalid value 'signals-based-traps=maybe' for '--optimize <KEY[=VAL[,..]]>': "maybe" is neither y nor n; expected signals-based-traps=y|n"#]]
    .assert_eq(&error(&["-O", "signals-based-traps=maybe", "hello.wat"]));
    expect![[r#"! error: invalid value 'max-wasm-stack=lots' for '--wasm <KEY[=VAL[,..]]>': "lots" is not a number: invalid digit found in string; expected max-wasm-stack=BYTES"#]]
    .assert_eq(&error(&["-W", "max-wasm-stack=lots", "hello.wat"]));
    expect![[r#"! error: invalid value 'math.wat' for '--preload <NAME=FILE>': expected NAME=FILE"#]]
        .assert_eq(&error(&["--preload", "math.wat", "hello.wat"]));
    expect!["! Error: standard input has one module: name the other's file"].assert_eq(&error(&[
        "--preload",
        "math=-",
        "-",
    ]));
}

#[test]
fn a_file_that_is_not_there() {
    check(
        &["missing.wasm"],
        expect![[r#"
            ! Error: failed to read missing.wasm
            !
            ! Caused by:
            !     No such file or directory (os error 2)
            exit 1
        "#]],
    );
    check(
        &["--preload", "math=missing.wat", "hello.wat"],
        expect![[r#"
            ! Error: failed to read missing.wat
            !
            ! Caused by:
            !     No such file or directory (os error 2)
            exit 1
        "#]],
    );
    check(
        &["."],
        expect![[r#"
            ! Error: failed to read .
            !
            ! Caused by:
            !     Is a directory (os error 21)
            exit 1
        "#]],
    );
}

#[test]
fn text_that_does_not_parse() {
    let world = World::with(&[("broken.wat", "(module\n  (func (resul i32)))\n")]);
    expect![[r#"
        ! Error: failed to compile broken.wat
        !
        ! Caused by:
        !     unknown operator or unexpected token
        !          --> broken.wat:2:10
        !           |
        !         2 |   (func (resul i32)))
        !           |          ^
        exit 1
    "#]]
    .assert_eq(&world.run(&["broken.wat"]));
}

#[test]
fn the_memory_is_where_memory_can_be() {
    let world = World::with(&[("hello.wat", HELLO)]);
    for base in ["0", "1", "0x20000001", "0x800000000000", "0xfffffffffffff000"] {
        let refused = world.run(&["-O", &format!("memory-base={base}"), "hello.wat"]);
        assert!(
            refused.contains("it must be a multiple of 4096 from 0x10000 to 0x7ffffffff000"),
            "{refused}"
        );
    }
    assert_eq!(world.run(&["-O", "memory-base=0x20000000", "hello.wat"]), "Hello, world!\n");
}

#[test]
fn nobody_reads_on() {
    let world = World::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = world.wastrel(&["-C", "help"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(world.outcome(output.wait_with_output().unwrap()), "");

    let full = || File::options().write(true).open("/dev/full").unwrap();
    let status = world.wastrel(&["missing.wasm"]).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(1));
    for arguments in [&["cache", "stat"][..], &["cache", "dir"], &["-C", "help"]] {
        let output = world.wastrel(arguments).stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
        expect![[r#"
            ! Error: cannot write to standard output
            !
            ! Caused by:
            !     No space left on device (os error 28)
            exit 1
        "#]]
        .assert_eq(&world.outcome(output.wait_with_output().unwrap()));
    }
}
