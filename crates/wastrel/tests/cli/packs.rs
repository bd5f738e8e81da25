//! Host packs: each function is called by a program that checks what comes of it, and exits with the number of the check that fails.

use crate::support::World;

#[test]
fn integers_and_mathematics_of_hoot() {
    let world = World::with(&[("integers.wat", include_str!("programs/hoot_integers.wat"))]);
    assert_eq!(world.run(&["integers.wat"]), "");
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
