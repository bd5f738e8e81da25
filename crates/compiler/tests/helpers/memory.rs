//! Memory and table helpers: values, bounds, and that an access out of bounds traps even where its value goes unused.

use crate::WASTREL_H;
use crate::cc::compilers;
use crate::helpers::{self, Helper, Memory};
use crate::program::needs_vectors;

/// Runs a C program that uses these helpers, with a memory those templates of which this holds, and that prints "ok".
fn check(name: &str, program: &str, plain: &[&str], is_used: impl Fn(&Helper) -> bool, needs_gnu: bool) {
    let memory = Memory {
        prefix: String::new(),
        base: "memory.base".to_owned(),
        size: "memory.size".to_owned(),
        minimum: 65536,
        outlives_traps: false,
        descriptor: "memory".to_owned(),
        shared: false,
    };
    let templates = helpers::all().iter().filter(|helper| helper.is_template() && is_used(helper));
    let memories = [(&memory, templates.map(|helper| helper.name).collect())];
    let (head, body) = program.split_once("/* helpers */\n").expect("the program says where helpers go");
    let declaration = "extern struct wastrel_memory memory;\n";
    let snippets = helpers::print(plain.iter().copied(), &memories);
    let source = format!("{head}{WASTREL_H}{declaration}{snippets}{body}");
    for compiler in compilers().into_iter().filter(|compiler| !(needs_gnu && compiler.is_tcc())) {
        assert_eq!(compiler.run(name, &source), "ok\n", "{compiler:?}");
    }
}

#[test]
fn memories() {
    let is_scalar = |helper: &Helper| !needs_vectors(helper);
    check("memory", include_str!("memory.c"), &["memory_copy_between", "atomic_fence"], is_scalar, false);
}

#[test]
fn vectors_of_memories() {
    check("simd_memory", include_str!("simd_memory.c"), &[], needs_vectors, true);
}

#[test]
fn tables() {
    let names: Vec<&str> =
        helpers::all().iter().map(|helper| helper.name).filter(|name| name.starts_with("table_")).collect();
    check("table", include_str!("table.c"), &names, |_| false, false);
}
