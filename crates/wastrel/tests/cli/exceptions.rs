//! Exceptions in programs: those that nobody catches, those that are kept, and those that are thrown deep down.

use crate::support::World;

#[test]
fn an_uncaught_exception_is_named() {
    let world = World::with(&[
        (
            "thrown.wat",
            r#"(module (tag $Not_found (param i32)) (func (export "_start") (throw $Not_found (i32.const 1))))"#,
        ),
        ("start.wat", r#"(module (tag (export "Stop")) (func $f (throw 0)) (start $f))"#),
        ("invoke.wat", r#"(module (tag) (func (export "f") (result i32) (throw 0)))"#),
    ]);
    for (arguments, name) in [
        (&["thrown.wat"][..], "Not_found"),
        (&["start.wat"], "Stop"),
        (&["--invoke", "f", "invoke.wat"], "<wasm tag 0>"),
    ] {
        let outcome = world.run(arguments);
        assert!(outcome.contains(&format!("thrown Wasm exception: {name}\n")), "{outcome}");
        assert!(outcome.ends_with("exit 134\n"), "{outcome}");
    }
}

/// An executable of `thrown.wat` that invokes a function.
fn compiled(invoke: &str) -> World {
    let world = World::with(&[("thrown.wat", include_str!("programs/thrown.wat"))]);
    assert_eq!(world.run(&["compile", "--invoke", invoke, "thrown.wat", "-o", "thrown"]), "");
    world
}

/// What an executable prints under some options.
fn outcome(world: &World, argument: u32, options: &str) -> String {
    let mut command = world.command(world.path("thrown"));
    world.outcome(command.arg(argument.to_string()).env("WASTREL_OPTIONS", options).output().unwrap())
}

#[test]
fn the_collector_sees_exceptions_wherever_they_are() {
    let world = compiled("keep");
    let expected = outcome(&world, 1000, "");
    assert!(expected.trim_end().parse::<u32>().is_ok_and(|sum| sum > 8 * 992), "{expected}");
    for stress in ["slow-paths", "allocations"] {
        assert_eq!(outcome(&world, 1000, &format!("-D gc-stress={stress}")), expected, "{stress}");
    }
    // Garbage of several hundred megabytes, in little memory.
    let limited = outcome(&world, 10_000_000, "-W gc-heap-limit=33554432");
    assert!(limited.trim_end().parse::<u32>().is_ok(), "{limited}");
}

#[test]
fn a_throw_works_up_to_the_end_of_the_stack() {
    let world = compiled("deep");
    let mut caught = 0;
    let options = "-W max-wasm-stack=262144";
    let (mut works, mut exhausts) = (1, 1 << 20);
    // The last depth at which it works, and each tried on the way.
    while works + 1 < exhausts {
        let depth = (works + exhausts) / 2;
        let outcome = outcome(&world, depth, options);
        if outcome.contains("call stack exhausted") {
            exhausts = depth;
        } else {
            assert_eq!(outcome, format!("{}\n", depth + 1));
            (works, caught) = (depth, caught + 1);
        }
    }
    assert!(caught > 3 && exhausts < 1 << 20, "{works}");
}
