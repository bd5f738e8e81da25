//! What C compilers leave to functions, each of which the runtime must have.

mod support;

use object::{Object, ObjectSymbol};
use std::collections::BTreeSet;
use support::{Program, compiler};

/// Flags without which the compilers' code is for somebody else's runtime.
const FREESTANDING: [&str; 4] = ["-fPIE", "-fno-stack-protector", "-fno-math-errno", "-ffp-contract=off"];

/// What a compiler may ask for besides what the program names.
const HELPERS: [&str; 17] = [
    "__popcountdi2",
    "__udivti3",
    "__divti3",
    "__umodti3",
    "__fixunsdfdi",
    "__fixunssfdi",
    "__floatundidf",
    "__floatundisf",
    "bcmp",
    "strlen",
    "memcpy",
    "memmove",
    "memset",
    "memcmp",
    "_GLOBAL_OFFSET_TABLE_",
    "__fixunsxfdi",
    "__floatundixf",
];

/// What the program names.
const NAMED: [&str; 15] = [
    "floor",
    "ceil",
    "trunc",
    "rint",
    "nearbyint",
    "sqrt",
    "floorf",
    "ceilf",
    "truncf",
    "rintf",
    "nearbyintf",
    "sqrtf",
    "wasi_proc_exit",
    "wastrel_run_command",
    "wastrel_wasi_setup",
];

fn test(name: &str, levels: &[&str]) {
    let Some(compiler) = compiler(name) else { return };
    for level in levels {
        let mut flags = vec![*level];
        if name != "tcc" {
            flags.extend(FREESTANDING);
        }
        let program = Program::with_compiler("operations", &compiler, &flags);
        let unknown: Vec<_> = undefined(&program).into_iter().filter(|symbol| !known(symbol)).collect();
        assert!(unknown.is_empty(), "{name} {level} leaves to functions: {unknown:?}");
        let outcome = program.run(&[]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{name} {level}");
    }
}

fn known(symbol: &str) -> bool {
    HELPERS.contains(&symbol) || NAMED.contains(&symbol)
}

/// The symbols that the compiled program leaves undefined.
fn undefined(program: &Program) -> BTreeSet<String> {
    let bytes = std::fs::read(program.object()).expect("the object can be read");
    let file = object::File::parse(&*bytes).expect("an object");
    let symbols = file.symbols().filter(|symbol| symbol.is_undefined());
    symbols
        .filter_map(|symbol| Some(symbol.name().ok()?.to_owned()))
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn gcc() {
    test("gcc", &["-O0", "-O1", "-O2", "-O3"]);
}

#[test]
fn clang() {
    test("clang", &["-O0", "-O1", "-O2", "-O3"]);
}

#[test]
fn tcc() {
    test("tcc", &["-O0"]);
}
