//! Programs with objects.

use std::io::Read;
use std::process::Stdio;

use crate::support::{World, compilers, make_without_warning};

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

/// Functions that are imported by a supertype of theirs are called as what they are: through a pointer of another type, gcc warns.
#[test]
fn imports_by_a_supertype_compile_without_a_warning() {
    let types = "(type $a (sub (struct (field i32)))) (type $b (sub $a (struct (field i32) (field i64))))
        (type $general (sub (func (param (ref null $b)) (result (ref null $a)))))
        (type $special (sub $general (func (param (ref null $a)) (result (ref null $b)))))
        (type $any (sub (func (param (ref null $a)) (result anyref))))
        (type $same (sub $any (func (param anyref) (result (ref null $a)))))";
    let maker = format!(
        r#"(module {types}
            (func (export "special") (type $special) (struct.new $b (struct.get $a 0 (local.get 0)) (i64.const 7)))
            (func (export "same") (type $same) (ref.cast (ref null $a) (local.get 0))))"#
    );
    let user = format!(
        r#"(module {types}
            (import "maker" "special" (func $f (type $general)))
            (import "maker" "same" (func $g (type $any)))
            (func $tail (type $general) (return_call $f (local.get 0)))
            (func (export "field") (param $value i32) (result i32) (local $b (ref $b))
                (local.set $b (struct.new $b (local.get $value) (i64.const 3)))
                (drop (call $f (local.get $b)))
                (drop (call $g (local.get $b)))
                (i32.add
                    (ref.eq (ref.cast eqref (call $g (local.get $b))) (local.get $b))
                    (i32.add
                        (struct.get $a 0 (call $f (local.get $b)))
                        (struct.get $a 0 (call $tail (local.get $b)))))))"#
    );
    let world = World::with(&[("maker.wat", &maker), ("user.wat", &user)]);
    let preload = ["--preload", "maker=maker.wat", "--invoke", "field", "user.wat"];
    assert_eq!(world.run(&[&["compile", "--emit", "c", "-o", "c"], &preload[..]].concat()), "");
    for compiler in compilers() {
        let choice = format!("compiler={compiler}");
        let run = [&["-C", &choice], &preload[..], &["5"]].concat();
        assert_eq!(world.run(&run), "11\n", "{compiler}");
    }
    make_without_warning(&world, "c", |_| ());
}

#[test]
fn an_import_that_is_too_small_is_said_whose() {
    let world = World::with(&[
        ("one.wat", r#"(module (table (export "t") 1 anyref))"#),
        ("two.wat", r#"(module (import "one" "t" (table 2 anyref)))"#),
        ("main.wat", "(module)"),
    ]);
    let outcome = world.run(&["--preload", "one=one.wat", "--preload", "two=two.wat", "main.wat"]);
    assert!(outcome.contains("failed to instantiate `two`: a table"), "{outcome}");
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
    let outcome = world.run(&["-W", "gc-heap-limit=0", "trees.wat"]);
    assert!(outcome.contains("it must be at least 1"), "{outcome}");
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

/// A recursion that collects at each level comes to the stack's end, at some of these depths within a collection.
#[test]
fn a_collection_that_the_stack_has_no_room_for_changes_nothing() {
    let mut script = r#"(module
        (type $list (struct (field i32) (field (ref null $list))))
        (type $bytes (array (mut i8)))
        (global $kept (mut (ref null $list)) (ref.null $list))
        (global $garbage (mut (ref null $list)) (ref.null $list))
        (global $large (mut (ref null $bytes)) (ref.null $bytes))
        (func $recurse (param $by i32) (result i32)
            (global.set $large (ref.null $bytes))
            (global.set $large (array.new_default $bytes (i32.const 1800000)))
            (i32.add (call $recurse (i32.add (local.get $by) (i32.const 1))) (local.get $by)))
        (func $recurse_from (param $depth i32) (param $by i32) (result i32)
            (if (local.get $depth)
                (then
                    (return
                        (i32.add
                            (call $recurse_from (i32.sub (local.get $depth) (i32.const 1)) (local.get $by))
                            (local.get $by)))))
            (call $recurse (local.get $by)))
        (func (export "overflow") (param $depth i32) (result i32)
            (call $recurse_from (local.get $depth) (i32.const 1)))
        (func (export "keep") (param $length i32)
            (global.set $kept (ref.null $list))
            (loop $more
                (global.set $kept (struct.new $list (local.get $length) (global.get $kept)))
                (br_if $more (local.tee $length (i32.sub (local.get $length) (i32.const 1))))))
        (func (export "churn") (param $count i32)
            (loop $more
                (global.set $garbage (struct.new $list (i32.const -7) (ref.null $list)))
                (if (i32.eqz (i32.rem_u (local.get $count) (i32.const 500)))
                    (then
                        (global.set $large (ref.null $bytes))
                        (global.set $large (array.new_default $bytes (i32.const 1800000)))))
                (br_if $more (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
        (func (export "sum") (result i32) (local $sum i32) (local $list (ref null $list))
            (local.set $list (global.get $kept))
            (loop $more (result i32)
                (if (result i32) (ref.is_null (local.get $list))
                    (then (local.get $sum))
                    (else
                        (local.set $sum (i32.add (local.get $sum) (struct.get $list 0 (local.get $list))))
                        (local.set $list (struct.get $list 1 (local.get $list)))
                        (br $more))))))"#
        .to_owned();
    for depth in 0..16 {
        script += &format!(
            r#"
            (invoke "keep" (i32.const 1000))
            (assert_exhaustion (invoke "overflow" (i32.const {depth})) "call stack exhausted")
            (invoke "churn" (i32.const 20000))
            (assert_return (invoke "sum") (i32.const 500500))"#
        );
    }
    let world = World::with(&[("exhausted.wast", &script)]);
    for level in ["0", "2"] {
        let level = format!("opt-level={level}");
        let sizes = "max-wasm-stack=65536,gc-heap-limit=6291456";
        let outcome = world.run(&["wast", "-O", &level, "-W", sizes, "exhausted.wast"]);
        assert_eq!(outcome, "65 directives hold\n", "{level}");
    }
}

/// The recursion stores a new object in an old array at each level; the last store's barrier has no room.
#[test]
fn a_store_whose_barrier_the_stack_has_no_room_for_is_seen() {
    let script = r#"(module
        (type $box (struct (field i32)))
        (type $boxes (array (mut (ref null $box))))
        (global $old (mut (ref null $boxes)) (ref.null $boxes))
        (global $garbage (mut (ref null $box)) (ref.null $box))
        (func $store (param $index i32) (result i32)
            (array.set $boxes (global.get $old) (local.get $index) (struct.new $box (i32.const 7)))
            (i32.add (call $store (i32.add (local.get $index) (i32.const 1))) (local.get $index)))
        (func $churn (export "churn") (param $count i32)
            (loop $more
                (global.set $garbage (struct.new $box (local.get $count)))
                (br_if $more (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
        (func (export "overflow") (result i32)
            (global.set $old (array.new_default $boxes (i32.const 100000)))
            (call $churn (i32.const 3000000))
            (call $store (i32.const 0)))
        (func (export "others") (result i32) (local $index i32) (local $others i32) (local $box (ref null $box))
            (loop $more
                (local.set $box (array.get $boxes (global.get $old) (local.get $index)))
                (if (i32.eqz (ref.is_null (local.get $box)))
                    (then
                        (local.set $others
                            (i32.add
                                (local.get $others)
                                (i32.ne (struct.get $box 0 (local.get $box)) (i32.const 7))))))
                (br_if $more
                    (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 100000))))
            (local.get $others)))
        (assert_exhaustion (invoke "overflow") "call stack exhausted")
        (invoke "churn" (i32.const 3000000))
        (assert_return (invoke "others") (i32.const 0))"#;
    let world = World::with(&[("unlogged.wast", script)]);
    let outcome = world.run(&["wast", "-W", "max-wasm-stack=65536", "unlogged.wast"]);
    assert_eq!(outcome, "4 directives hold\n");
}

/// Each array has no room beside another.
#[test]
fn a_large_object_dies_wherever_it_lies() {
    let module = r#"(module
        (type $bytes (array (mut i8)))
        (global $array (mut (ref null $bytes)) (ref.null $bytes))
        (func $one (param $length i32)
            (global.set $array (array.new_default $bytes (local.get $length)))
            (global.set $array (ref.null $bytes)))
        (func (export "many") (param $length i32) (result i32) (local $count i32)
            (loop $more
                (call $one (local.get $length))
                (br_if $more
                    (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 100))))
            (local.get $count)))"#;
    let world = World::with(&[("many.wat", module)]);
    // Without optimisation clang's own frames keep it alive.
    for compiler in compilers().iter().filter(|name| !name.starts_with("clang")) {
        for level in ["0", "2"] {
            let (compiler, level) = (format!("compiler={compiler}"), format!("opt-level={level}"));
            let limit = "gc-heap-limit=4194304";
            let arguments =
                ["-C", &compiler, "-O", &level, "-W", limit, "--invoke", "many", "many.wat", "2200000"];
            assert_eq!(world.run(&arguments), "100\n", "{compiler} {level}");
        }
    }
}

#[test]
fn options_of_the_heap_and_the_stack_reach_scripts() {
    let script = r#"(module
        (type $box (struct (field i32)))
        (global $box (mut (ref null $box)) (ref.null $box))
        (func $deep (param $depth i32) (result i32)
            (if (result i32) (local.get $depth)
                (then (i32.xor (call $deep (i32.sub (local.get $depth) (i32.const 1))) (local.get $depth)))
                (else (i32.const 0))))
        (func (export "deep") (param $depth i32)
            (global.set $box (struct.new $box (call $deep (local.get $depth))))))
        (invoke "deep" (i32.const 1000000))"#;
    let world = World::with(&[("deep.wast", script)]);
    let run = |flags: &[&str]| {
        let flags = [&["wast", "-O0"], flags, &["deep.wast"]].concat();
        world.run(&flags)
    };
    assert!(run(&[]).contains("call stack exhausted"));
    let stack = ["-W", "max-wasm-stack=1000000000"];
    assert_eq!(run(&stack), "2 directives hold\n");
    let outcome = run(&[&stack[..], &["-D", "gc-stress=allocations,gc-log"]].concat());
    assert!(outcome.contains("! gc: minor 1: ") && outcome.starts_with("2 directives hold\n"), "{outcome}");
}
