//! Vectors: which machines they are compiled for, and what may differ between these.

use expect_test::expect;

use crate::support::{World, compilers};

/// Vectors as parameters, results and globals; `relaxed` gives what the machine is quick at, 255 or -2147483648.
const VECTORS: &str = r#"(module
  (global $mask v128 (v128.const i64x2 -1 0))
  (func $low (param v128) (result v128) (v128.and (local.get 0) (global.get $mask)))
  (func (export "add") (param i32 i32) (result v128)
    (call $low (i32x4.add (i32x4.splat (local.get 0)) (i32x4.splat (local.get 1)))))
  (func (export "relaxed") (param f32) (result i32)
    (i32x4.extract_lane 0 (i32x4.relaxed_trunc_f32x4_s (f32x4.splat (local.get 0)))))
  (func (export "fused") (param f32) (result f32)
    (f32x4.extract_lane 0 (f32x4.relaxed_madd (f32x4.splat (local.get 0)) (f32x4.splat (local.get 0))
      (f32x4.splat (f32.neg (f32.mul (local.get 0) (local.get 0))))))))"#;

#[test]
fn a_vector_is_printed_as_a_number() {
    let world = World::with(&[("vectors.wat", VECTORS)]);
    assert_eq!(world.run(&["--invoke", "add", "vectors.wat", "1", "2"]), "12884901891\n");
}

#[test]
fn tcc_has_no_vectors() {
    if !compilers().contains(&"tcc".to_owned()) {
        return;
    }
    let world = World::with(&[("vectors.wat", VECTORS), ("nothing.wat", "(module)")]);
    expect![[r#"
        ! Error: failed to compile vectors.wat
        !
        ! Caused by:
        !     the program uses SIMD, which tcc doesn't have: name gcc or clang with -C compiler
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=tcc", "--invoke", "add", "vectors.wat", "1", "2"]));
    expect![[r#"
        ! Error: failed to compile nothing.wat
        !
        ! Caused by:
        !     -C target-cpu means nothing to tcc: name gcc or clang with -C compiler
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=tcc,target-cpu=x86-64", "nothing.wat"]));
}

#[test]
fn the_machine_decides_which_instructions_are_used() {
    let world = World::with(&[("vectors.wat", VECTORS)]);
    let commands = |options: &[&str]| {
        let output = world.run(&[&["compile", "-v"], options, &["vectors.wat"]].concat());
        let cpu = output.split(' ').filter(|word| word.starts_with("-march") || word.starts_with("-msse"));
        cpu.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(commands(&[]), "-msse4.2");
    assert_eq!(commands(&["-C", "target-cpu=x86-64"]), "-march=x86-64");
    assert_eq!(commands(&["-C", "target-cpu=native"]), "-march=native");
}

#[test]
fn executables_for_other_machines_are_others() {
    let world = World::with(&[("vectors.wat", VECTORS)]);
    for cpu in ["x86-64", "x86-64", "native"] {
        let cpu = format!("target-cpu={cpu}");
        assert_eq!(world.run(&["-C", &cpu, "--invoke", "relaxed", "vectors.wat", "255.9"]), "255\n", "{cpu}");
    }
    assert_eq!(world.cached_executables(), 2);
}

#[test]
fn relaxed_instructions_can_be_made_deterministic() {
    let world = World::with(&[("vectors.wat", VECTORS)]);
    let run = |options: &[&str], function: &str, argument: &str| {
        world.run(&[options, &["--invoke", function, "vectors.wat", argument]].concat())
    };
    let exact = ["-W", "relaxed-simd-deterministic", "-C", "target-cpu=native"];
    assert_eq!(run(&[], "relaxed", "1e10"), "-2147483648\n");
    assert_eq!(run(&exact, "relaxed", "1e10"), "2147483647\n");
    assert_eq!(run(&exact, "fused", "1.0000001"), "0\n");
}
