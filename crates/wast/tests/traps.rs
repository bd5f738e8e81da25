//! Scripts about what a trap leaves behind, beside those of the test suite: under each compiler, at each level of optimisation.

use std::path::Path;

use wastrel_toolchain::{Compiler, CompilerLocation, OptLevel};
use wastrel_wast::{Failure, Options, run};

fn holds(name: &str, text: &str) {
    for name_of_compiler in ["gcc", "clang", "tcc"] {
        let Ok(location) = CompilerLocation::find(Some(name_of_compiler)) else {
            eprintln!("{name_of_compiler} is missing");
            continue;
        };
        let compiler = Compiler::probe(location).unwrap();
        for opt_level in [OptLevel::None, OptLevel::Less, OptLevel::Default, OptLevel::Aggressive] {
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
fn state() {
    holds("state.wast", include_str!("traps/state.wast"));
}
