//! Scripts about vectors and what their optimisation brings to light, beside those of the test suite: under each compiler that has
//! vectors, for several machines.

use std::path::Path;

use wastrel_toolchain::{Compiler, CompilerLocation, OptLevel};
use wastrel_wast::{Failure, Options, run};

fn holds(name: &str, text: &str) {
    for name_of_compiler in ["gcc", "clang"] {
        let Ok(location) = CompilerLocation::find(Some(name_of_compiler)) else {
            eprintln!("{name_of_compiler} is missing");
            continue;
        };
        let compiler = Compiler::probe(location).unwrap();
        for (opt_level, target_cpu) in [
            (OptLevel::None, None),
            (OptLevel::Default, Some("x86-64")),
            (OptLevel::Default, None),
            (OptLevel::Aggressive, Some("x86-64-v3")),
        ] {
            let options = Options {
                compiler: &compiler,
                opt_level,
                target_cpu,
                relaxed_simd_deterministic: true,
                signals_based_traps: true,
                stack_size: None,
                flags: None,
                jobs: 1,
                keep: None,
            };
            // The machine at hand may lack what is newer than SSE4.2.
            if target_cpu == Some("x86-64-v3") && !is_x86_64_v3() {
                continue;
            }
            let report = run(Path::new(name), text, &options).unwrap();
            let failures: Vec<_> = report.failures.iter().map(Failure::to_string).collect();
            assert!(
                failures.is_empty(),
                "{name} by {name_of_compiler} at {opt_level:?} for {target_cpu:?}: {failures:#?}"
            );
        }
    }
}

fn is_x86_64_v3() -> bool {
    std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("fma")
        && std::is_x86_feature_detected!("bmi2")
}

#[test]
fn signalling_nans() {
    holds("signalling_nans.wast", include_str!("vectors/signalling_nans.wast"));
}

#[test]
fn stores_before_traps() {
    holds("stores_before_traps.wast", include_str!("vectors/stores_before_traps.wast"));
}

#[test]
fn constants() {
    holds("constants.wast", include_str!("vectors/constants.wast"));
}
