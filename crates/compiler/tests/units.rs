//! Programs of several C files.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::thread;

use wastrel_compiler::{Config, Module, Program, plan};

/// A module of so many functions, one of which has another constant than the others.
fn module(functions: usize, changed: Option<usize>) -> Vec<u8> {
    let mut text = String::from(
        "(module (memory 1) (table funcref (elem $f1 $f2)) (global $g (mut i32) (i32.const 0))\n",
    );
    for index in 0..functions {
        let constant = if changed == Some(index) { 77 } else { 7 };
        let steps = 3 + index * 31 % 40;
        let _ = writeln!(text, "(func $f{index} (param i32) (result i32)");
        for step in 0..steps {
            let _ = writeln!(
                text,
                "(i32.store offset={step} (local.get 0) (i32.add (global.get $g) (i32.const {constant})))"
            );
        }
        let _ = writeln!(
            text,
            "(call $f{} (call_indirect (param i32) (result i32) (local.get 0) (i32.const 1))))",
            index * 7 % functions
        );
    }
    wat::parse_str(text + "(export \"_start\" (func $f0)))").unwrap()
}

/// The texts of a program's files, from so many threads, each of which does every so manieth file, the last one first.
fn files(module: &[u8], threads: usize) -> Vec<String> {
    let module = Module::decode(module).unwrap();
    let mut program = Program::new(&[]);
    program.instantiate("test", &module, &|_| None).unwrap();
    let config = Config { unit_cost: 1_000, ..Config::default() };
    let plan = plan(&program, &config).unwrap();
    let part = |first: usize| -> Vec<(usize, String)> {
        let units = (first..plan.unit_count()).step_by(threads).rev();
        units.map(|unit| (unit, plan.unit(unit).unwrap().text)).collect()
    };
    let mut files = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|first| scope.spawn(move || part(first))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<_>>()
    });
    files.sort();
    files.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let module = module(200, None);
    let once = files(&module, 1);
    assert!(once.len() > 10, "{} files", once.len());
    for threads in [1, 2, 3] {
        assert!(files(&module, threads) == once, "{threads} threads");
    }
}

#[test]
fn a_change_of_one_function_changes_few_files() {
    let before: BTreeSet<String> = files(&module(200, None), 1).into_iter().collect();
    for changed in (0..200).step_by(25) {
        let after = files(&module(200, Some(changed)), 1);
        let new = after.iter().filter(|text| !before.contains(*text)).count();
        assert!((1..=3).contains(&new), "{new} of {} files for function {changed}", after.len());
    }
}
