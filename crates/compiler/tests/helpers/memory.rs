//! Memory and table helpers: values, bounds, and that an access out of bounds traps even where its value goes unused.

use crate::WASTREL_H;
use crate::cc::compilers;
use crate::helpers::{self, Memory};

/// Runs a C program, which uses all templates for a memory, the first helpers of this name, and prints "ok".
fn check(name: &str, program: &str, plain: &[&str]) {
    let memory = Memory {
        prefix: String::new(),
        base: "memory.base".to_owned(),
        size: "memory.size".to_owned(),
        minimum: 65536,
        descriptor: "memory".to_owned(),
    };
    let templates =
        helpers::all().iter().filter(|helper| helper.is_template() && !crate::program::needs_vectors(helper));
    let memories = [(&memory, templates.map(|helper| helper.name).collect())];
    let declaration = "extern struct wastrel_memory memory;\n";
    for compiler in compilers() {
        let (head, body) = program.split_once("/* helpers */\n").expect("the program says where helpers go");
        let snippets = helpers::print(plain.iter().copied(), &memories);
        assert_eq!(
            compiler.run(name, &format!("{head}{WASTREL_H}{declaration}{snippets}{body}")),
            "ok\n",
            "{compiler:?}"
        );
    }
}

#[test]
fn memories() {
    check("memory", include_str!("memory.c"), &["memory_copy_between"]);
}

#[test]
fn tables() {
    let tables = [
        "get",
        "set",
        "size",
        "size_64",
        "grow",
        "grow_64",
        "fill",
        "copy",
        "init",
        "callee",
        "callee_subtype",
    ];
    let names: Vec<String> = tables.iter().map(|name| format!("table_{name}")).collect();
    check("table", include_str!("table.c"), &names.iter().map(String::as_str).collect::<Vec<_>>());
}
