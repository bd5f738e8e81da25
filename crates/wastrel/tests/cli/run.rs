//! `wastrel run`.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread;

use expect_test::expect;

use crate::support::{HELLO, SHOW, World, compiler, compilers};

#[test]
fn hello() {
    let world = World::with(&[("hello.wat", HELLO)]);
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
    assert_eq!(world.run(&["run", "hello.wat"]), "Hello, world!\n");
    for compiler in compilers() {
        assert_eq!(
            world.run(&["-C", &format!("compiler={compiler}"), "hello.wat"]),
            "Hello, world!\n",
            "{compiler}"
        );
    }
}

/// The picture is what another engine draws.
#[test]
fn mandelbrot() {
    let world = World::with(&[("mandelbrot.wat", include_str!("../../../../examples/mandelbrot.wat"))]);
    assert_eq!(world.run(&["mandelbrot.wat"]), include_str!("programs/mandelbrot.txt"));
}

#[test]
fn a_binary_and_standard_input() {
    let world = World::new();
    let binary = wat::parse_str(HELLO).unwrap();
    fs::write(world.path("hello.wasm"), &binary).unwrap();
    assert_eq!(world.run(&["hello.wasm"]), "Hello, world!\n");

    let mut child = world.wastrel(&["-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&binary).unwrap();
    assert_eq!(world.outcome(child.wait_with_output().unwrap()), "Hello, world!\n");
}

#[test]
fn what_follows_the_module_is_the_program_s() {
    let world = World::with(&[("show.wat", SHOW)]);
    assert_eq!(
        world.run(&["show.wat", "one", "-O", "opt-level=9", "--", "--help", ""]),
        "show.wat\none\n-O\nopt-level=9\n--\n--help\n\n"
    );
}

#[test]
fn the_program_s_own_name() {
    let world = World::with(&[("show.wat", SHOW)]);
    let path = world.path("show.wat");
    assert_eq!(world.run(&[path.to_str().unwrap()]), "show.wat\n", "without the path");
    assert_eq!(world.run(&["--argv0", "a/b 'c'", "show.wat"]), "a/b 'c'\n");
}

#[test]
fn the_environment_is_empty_unless_given() {
    let world = World::with(&[("show.wat", SHOW)]);
    let run = |arguments: &[&str]| {
        let mut command = world.wastrel(arguments);
        command.env_remove("WASTREL_CACHE_DIR").env("HOME", world.path("home")).env("COLOUR", "blue");
        world.outcome(command.output().unwrap())
    };
    assert_eq!(run(&["show.wat"]), "show.wat\n");
    assert_eq!(
        run(&["--env", "A=1", "--env", "COLOUR", "--env", "NOWHERE", "--env", "B=it's\n\\=", "show.wat"]),
        "show.wat\nA=1\nCOLOUR=blue\nB=it's\n\\=\n"
    );
    let inherited = run(&["-S", "inherit-env", "--env", "COLOUR=red", "show.wat"]);
    assert!(inherited.contains("\nCOLOUR=red\n") && inherited.contains("\nHOME="), "{inherited}");
    assert!(!inherited.contains("COLOUR=blue") && !inherited.contains("WASTREL_OPTIONS"), "{inherited}");
}

#[test]
fn options_in_the_environment_come_before_those_of_the_command_line() {
    let world = World::with(&[("show.wat", SHOW)]);
    let mut command = world.wastrel(&["--env", "A=2", "show.wat"]);
    command.env("WASTREL_OPTIONS", "--env A=1 --env B=1");
    assert_eq!(world.outcome(command.output().unwrap()), "show.wat\nA=2\nB=1\n");
}

#[test]
fn one_function_is_invoked() {
    let world = World::with(&[(
        "math.wat",
        r#"(module
             (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
             (func (export "halves") (param f64) (result f64 i64)
               (f64.div (local.get 0) (f64.const 2)) (i64.const -1)))"#,
    )]);
    assert_eq!(world.run(&["--invoke", "add", "math.wat", "2", "0x10"]), "18\n");
    assert_eq!(world.run(&["--invoke", "halves", "math.wat", "3"]), "1.5\n-1\n");
    assert!(world.run(&["--invoke", "add", "math.wat", "2"]).ends_with("exit 1\n"));
    let missing = world.run(&["--invoke", "subtract", "math.wat"]);
    assert!(missing.contains("subtract") && missing.ends_with("exit 1\n"), "{missing}");
}

#[test]
fn exit_statuses() {
    for (code, outcome) in [
        ("0", ""),
        ("42", "exit 42\n"),
        ("125", "exit 125\n"),
        // Those are the sandbox's, a shell's and a trap's, and what wasmtime refuses.
        ("126", "! Error: exit with invalid exit status outside of [0..126): 126\nexit 1\n"),
        ("-1", "! Error: exit with invalid exit status outside of [0..126): 4294967295\nexit 1\n"),
    ] {
        let module = format!(
            r#"(module
                 (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
                 (memory (export "memory") 1)
                 (func (export "_start") (call $proc_exit (i32.const {code}))))"#
        );
        assert_eq!(World::with(&[("exit.wat", &module)]).run(&["exit.wat"]), outcome, "{code}");
    }
}

#[test]
fn a_trap() {
    let world = World::with(&[(
        "trap.wat",
        r#"(module (func $deep unreachable) (func (export "_start") call $deep))"#,
    )]);
    let outcome = world.run(&["-O", "opt-level=0", "trap.wat"]);
    assert!(outcome.contains("wasm trap: wasm `unreachable` instruction executed"), "{outcome}");
    assert!(outcome.contains("!deep"), "{outcome}");
    assert!(outcome.ends_with("exit 134\n"), "{outcome}");
}

#[test]
fn the_backtrace_of_what_is_invoked() {
    let module = r#"(module (func $div (export "div") (param i32) (result i32) (i32.div_s (i32.const 7) (local.get 0))))"#;
    let world = World::with(&[("div.wat", module)]);
    for level in ["-O0", "-O2"] {
        let outcome = world.run(&[level, "--invoke", "div", "div.wat", "0"]);
        assert!(outcome.contains(" - div!div\n"), "{level}: {outcome}");
    }
}

#[test]
fn an_import_that_nobody_provides() {
    let world = World::with(&[(
        "unknown.wat",
        r#"(module
             (import "env" "missing" (func $missing))
             (func (export "_start"))
             (func (export "call") call $missing))"#,
    )]);
    assert_eq!(
        world.run(&["unknown.wat"]),
        "! warning: unknown import: `env::missing` has not been defined; calling it traps\n"
    );
    let outcome = world.run(&["--invoke", "call", "unknown.wat"]);
    assert!(outcome.contains("env::missing") && outcome.ends_with("exit 134\n"), "{outcome}");
    expect![[r#"
        ! Error: unknown import: `env::missing` has not been defined
        exit 1
    "#]]
    .assert_eq(&world.run(&["-W", "unknown-imports-trap=n", "unknown.wat"]));
}

#[test]
fn modules_are_linked() {
    let world = World::with(&[
        (
            "math.wat",
            r#"(module (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))"#,
        ),
        (
            "main.wat",
            r#"(module
                 (import "math" "double" (func $double (param i32) (result i32)))
                 (func (export "quadruple") (param i32) (result i32) (call $double (call $double (local.get 0)))))"#,
        ),
        ("other.wat", r#"(module (import "math" "double" (func (param i64))))"#),
        ("empty.wat", "(module)"),
    ]);
    assert_eq!(world.run(&["--preload", "math=math.wat", "--invoke", "quadruple", "main.wat", "5"]), "20\n");
    let mismatch = world.run(&["--preload", "math=math.wat", "other.wat"]);
    assert!(mismatch.starts_with("! Error: failed to instantiate other.wat\n"), "{mismatch}");
    let types = "math.double: the function has type (func (param i32) (result i32)), not (func (param i64))";
    assert!(mismatch.contains(types) && mismatch.ends_with("exit 1\n"), "{mismatch}");
    let early = world.run(&["--preload", "user=main.wat", "--preload", "math=math.wat", "empty.wat"]);
    let later = "`math::double` has not been defined, since the module of that name is loaded later; calling it traps";
    assert!(early.contains(later), "{early}");
}

#[test]
fn a_module_that_is_invalid() {
    let world = World::with(&[("invalid.wat", "(module (func (result i32)))")]);
    let outcome = world.run(&["invalid.wat"]);
    assert!(outcome.starts_with("! Error: failed to compile invalid.wat\n"), "{outcome}");
    assert!(outcome.contains("type mismatch") && outcome.contains("(at offset 0x"), "{outcome}");
    assert!(outcome.ends_with("exit 1\n"), "{outcome}");

    fs::write(world.path("cut.wasm"), b"\0asm\x01\0\0\0\x01").unwrap();
    let outcome = world.run(&["cut.wasm"]);
    assert!(outcome.starts_with("! Error: failed to compile cut.wasm\n"), "{outcome}");
    assert!(outcome.ends_with("exit 1\n"), "{outcome}");
}

#[test]
fn the_second_time_no_compiler_runs() {
    let world = World::with(&[("hello.wat", HELLO)]);
    // The script runs in a scratch directory.
    let log = world.path("log");
    world.script("cc", &format!("echo run >>{}\nexec {} \"$@\"", log.display(), compiler()));
    let run = |arguments: &[&str]| {
        world.outcome(world.wastrel(arguments).env("CC", world.path("cc")).output().unwrap())
    };
    let starts = || fs::read_to_string(world.path("log")).unwrap().lines().count();

    assert_eq!(run(&["hello.wat"]), "Hello, world!\n");
    let first = starts();
    assert!(first > 0);
    assert_eq!(run(&["hello.wat", "argument"]), "Hello, world!\n");
    assert_eq!(run(&["--env", "A=1", "hello.wat"]), "Hello, world!\n");
    assert_eq!(run(&["-D", "gc-log", "-W", "gc-heap-limit=1000000", "hello.wat"]), "Hello, world!\n");
    assert_eq!(starts(), first);
    assert_eq!(world.list("cache/tmp"), [""; 0]);
    assert_eq!(world.cached_executables(), 1);

    assert_eq!(run(&["-O", "opt-level=0", "hello.wat"]), "Hello, world!\n");
    assert!(starts() > first, "another optimisation level is another executable");
    assert_eq!(world.cached_executables(), 2);
}

#[test]
fn several_at_once() {
    let world = World::with(&[("hello.wat", HELLO)]);
    thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| world.run(&["hello.wat"]))).collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), "Hello, world!\n");
        }
    });
    assert_eq!(world.cached_executables(), 1);
    assert_eq!(world.list("cache/tmp"), [""; 0]);
}

#[test]
fn without_the_cache() {
    let world = World::with(&[("show.wat", SHOW)]);
    fs::create_dir(world.path("tmp")).unwrap();
    let mut command = world.wastrel(&["-C", "cache=n", "show.wat"]);
    let output = command.env("TMPDIR", world.path("tmp")).output().unwrap();
    assert_eq!(world.outcome(output), "show.wat\n");
    let mut command = world.wastrel(&["compile", "-C", "cache=n", "show.wat"]);
    assert_eq!(world.outcome(command.env("TMPDIR", world.path("tmp")).output().unwrap()), "");
    assert_eq!(world.list("."), ["show", "show.wat", "tmp"]);
    assert_eq!(world.list("tmp"), [""; 0]);
}

#[test]
fn a_cache_that_can_only_be_read() {
    let world = World::with(&[("hello.wat", HELLO), ("show.wat", SHOW)]);
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
    let mut command = world.command("unshare");
    let script = "mount --bind cache cache && mount -o remount,bind,ro cache || exit
        \"$0\" hello.wat && \"$0\" show.wat && \"$0\" compile show.wat";
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
    let outcome = world.outcome(command.arg(env!("CARGO_BIN_EXE_wastrel")).output().unwrap());
    if outcome.contains("unshare") || outcome.contains("mount:") {
        eprintln!("no file system can be mounted here: not tested: {outcome}");
        return;
    }
    let warning = "! warning: nothing is kept in the cache: cannot create a directory in [DIR]/cache/tmp: ";
    assert!(outcome.starts_with(&format!("Hello, world!\nshow.wat\n{warning}")), "{outcome}");
    assert_eq!(outcome.lines().count(), 3, "{outcome}");
    assert!(world.path("show").exists());
}

#[test]
fn a_cache_where_nothing_can_be_executed() {
    let world = World::with(&[("hello.wat", HELLO)]);
    fs::create_dir(world.path("cache")).unwrap();
    let mut command = world.command("unshare");
    let script = "mount -t tmpfs -o mode=700,noexec none cache && exec \"$0\" hello.wat";
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
    let outcome = world.outcome(command.arg(env!("CARGO_BIN_EXE_wastrel")).output().unwrap());
    if outcome.contains("unshare") || outcome.contains("mount:") {
        eprintln!("no file system can be mounted here: not tested: {outcome}");
        return;
    }
    assert!(outcome.contains("cannot execute [DIR]/cache/exe/"), "{outcome}");
    assert!(outcome.contains(": is its file system mounted noexec?"), "{outcome}");
}

#[test]
fn a_cache_that_others_can_write() {
    let world = World::with(&[("hello.wat", HELLO)]);
    fs::create_dir(world.path("cache")).unwrap();
    fs::set_permissions(world.path("cache"), Permissions::from_mode(0o777)).unwrap();
    expect![[r#"
        Hello, world!
        ! warning: cannot use the cache [DIR]/cache; set WASTREL_CACHE_DIR to another directory, or turn it off with -C cache=n: other users can write it
    "#]]
    .assert_eq(&world.run(&["hello.wat"]));
}

#[test]
fn a_start_may_have_results_that_nobody_wants() {
    let program = r#"(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
        (memory (export "memory") 1)
        (func (export "_start") (result i32 f64) (call $proc_exit (i32.const 9)) (i32.const 1) (f64.const 2)))"#;
    let world = World::with(&[("start.wat", program)]);
    assert_eq!(world.run(&["start.wat"]), "exit 9\n");
}

#[test]
fn a_cache_that_cannot_be_made() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let mut command = world.wastrel(&["hello.wat"]);
    let outcome = world.outcome(command.env("WASTREL_CACHE_DIR", "/proc/cache").output().unwrap());
    assert!(outcome.starts_with("Hello, world!\n! warning: cannot use the cache /proc/cache; "), "{outcome}");

    let mut command = world.wastrel(&["hello.wat"]);
    let outcome = world.outcome(command.env_remove("WASTREL_CACHE_DIR").output().unwrap());
    expect![[r#"
        Hello, world!
        ! warning: no directory for the cache: none of WASTREL_CACHE_DIR, XDG_CACHE_HOME and HOME is set
    "#]]
    .assert_eq(&outcome);
}

/// What is wrong with the module as a whole is nowhere in it.
#[test]
fn only_functions_are_invoked() {
    let world = World::with(&[("one.wat", r#"(module (global (export "one") i32 (i32.const 1)))"#)]);
    let outcome = world.run(&["--invoke", "one", "one.wat"]);
    assert!(outcome.contains("export `one` is not a function\n"), "{outcome}");
    let outcome = world.run(&["--invoke", "two", "one.wat"]);
    assert!(outcome.contains("the module has no export `two`\n"), "{outcome}");
}
