//! Scripts about exceptions, beside those of the test suite: under each compiler, optimised and not.

use std::path::Path;

use wastrel_toolchain::{Compiler, CompilerKind, CompilerLocation, OptLevel};
use wastrel_wast::{Failure, Options, run};

fn holds(name: &str, text: &str, vectors: bool) {
    for name_of_compiler in ["gcc", "clang", "tcc"] {
        let Ok(location) = CompilerLocation::find(Some(name_of_compiler)) else {
            eprintln!("{name_of_compiler} is missing");
            continue;
        };
        let compiler = Compiler::probe(location).unwrap();
        if vectors && compiler.kind() == CompilerKind::Tcc {
            continue;
        }
        for opt_level in [OptLevel::None, OptLevel::Default] {
            let options = Options {
                compiler: &compiler,
                opt_level,
                target_cpu: None,
                relaxed_simd_deterministic: false,
                signals_based_traps: true,
                jobs: 1,
                keep: None,
            };
            let report = run(Path::new(name), text, &options).unwrap();
            let failures: Vec<_> = report.failures.iter().map(Failure::to_string).collect();
            assert!(failures.is_empty(), "{name} by {name_of_compiler} at {opt_level:?}: {failures:#?}");
        }
    }
}

#[test]
fn the_legacy_encoding() {
    holds("legacy.wast", include_str!("exceptions/legacy.wast"), false);
}

#[test]
fn exceptions() {
    holds("exceptions.wast", include_str!("exceptions/exceptions.wast"), true);
}
