//! Programs with objects.

use std::io::Read;
use std::process::Stdio;

use crate::support::World;

fn example(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// What an example's export says to this argument, however often the collector comes.
fn check(name: &str, size: &str, expected: &str) {
    let file = format!("{name}.wat");
    let world = World::with(&[(&file, &example(&file))]);
    let options: [&[&str]; 4] =
        [&[], &["-D", "gc-stress=slow-paths"], &["-D", "gc-stress=allocations"], &["-W", "gc-policy=null"]];
    for options in options {
        let mut arguments = options.to_vec();
        arguments.extend(["--invoke", name, &file, size]);
        assert_eq!(world.run(&arguments), expected, "{options:?}");
    }
}

#[test]
fn binary_trees() {
    check("trees", "6", "4398\n");
}

#[test]
fn gcbench() {
    check("gcbench", "4", "654\n");
}

#[test]
fn quads() {
    check("quads", "4", "1700\n");
}

#[test]
fn closures_and_lists() {
    check("closures", "20", "186027956\n");
}

/// The elements of a long array are made after the array, which the collector may find old by then.
#[test]
fn an_array_of_many_new_objects() {
    let elements: String = (0..40).map(|i| format!("(struct.new $box (i32.const {i}))")).collect();
    let module = format!(
        r#"(module
            (type $box (struct (field i32)))
            (type $boxes (array (ref $box)))
            (func (export "many") (param $unused i32) (result i32)
                (local $all (ref $boxes)) (local $i i32) (local $sum i32)
                (local.set $all (array.new_fixed $boxes 40 {elements}))
                (loop $churn
                    (local.set $sum (i32.add (struct.get $box 0 (struct.new $box (i32.const 1))) (local.get $sum)))
                    (br_if $churn (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
                (local.set $sum (i32.const 0))
                (local.set $i (i32.const 0))
                (loop $add
                    (local.set $sum
                        (i32.add (local.get $sum) (struct.get $box 0 (array.get $boxes (local.get $all) (local.get $i)))))
                    (br_if $add (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 40))))
                (local.get $sum)))"#
    );
    let world = World::with(&[("many.wat", &module)]);
    for stress in ["slow-paths", "allocations"] {
        let stress = format!("gc-stress={stress}");
        assert_eq!(world.run(&["-D", &stress, "--invoke", "many", "many.wat", "0"]), "780\n");
    }
}

#[test]
fn modules_share_types_and_exceptions() {
    let world =
        World::with(&[("stack.wat", &example("stack.wat")), ("user.wat", &example("stack_user.wat"))]);
    let arguments = ["--preload", "stack=stack.wat", "--invoke", "sum", "user.wat", "10"];
    assert_eq!(world.run(&arguments), "155\n");
}

#[test]
fn a_heap_that_is_full_is_a_trap() {
    let module = r#"(module
        (type $list (struct (field (ref null $list)) (field i64)))
        (global $all (mut (ref null $list)) (ref.null $list))
        (func (export "_start")
            (loop $more
                (global.set $all (struct.new $list (global.get $all) (i64.const 0)))
                (br $more))))"#;
    let world = World::with(&[("full.wat", module)]);
    let outcome = world.run(&["-W", "gc-heap-limit=4000000", "full.wat"]);
    assert!(outcome.contains("wasm trap: out of memory") && outcome.ends_with("exit 134\n"), "{outcome}");
}

/// 87,381 nodes of 40 bytes live; parts are replaced, so that garbage gets old too.
#[test]
fn a_heap_of_little_more_than_what_lives_suffices() {
    const LIVE: u32 = 87_381 * 40;
    let world = World::with(&[("quads.wat", &example("quads.wat"))]);
    let run = |limit: u32| {
        world.run(&["-W", &format!("gc-heap-limit={limit}"), "--invoke", "quads", "quads.wat", "9"])
    };
    assert_eq!(run(LIVE / 10 * 13), "1747620\n");
    let outcome = run(LIVE / 10 * 9);
    assert!(outcome.contains("wasm trap: out of memory") && outcome.ends_with("exit 134\n"), "{outcome}");
}

#[test]
fn options_of_the_heap_need_a_program_that_runs() {
    let world = World::with(&[("trees.wat", &example("trees.wat"))]);
    let outcome = world.run(&["compile", "-W", "gc-heap-limit=4000000", "trees.wat"]);
    assert!(outcome.contains("--seal"), "{outcome}");
    let outcome = world.run(&["-W", "gc-policy=none", "trees.wat"]);
    assert!(outcome.contains("is not one of growable, fixed, null"), "{outcome}");
}

#[test]
fn a_greeting_that_is_an_object() {
    let world = World::with(&[("hello.wat", &example("hello_objects.wat"))]);
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
}

/// The heap's address space is reserved, not taken.
#[test]
fn a_program_with_few_objects_needs_little_memory() {
    let module = r#"(module
        (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (type $box (struct (field i32)))
        (func (export "_start") (local $box (ref $box))
            (local.set $box (struct.new $box (i32.const 1)))
            (i32.store (i32.const 4) (struct.get $box 0 (local.get $box)))
            (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
            (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;
    let world = World::with(&[("box.wat", module)]);
    assert_eq!(world.run(&["compile", "box.wat"]), "");
    let mut command = world.command(world.path("box"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It has written, and waits.
    child.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u32 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 4000, "{kilobytes} KB");
}
