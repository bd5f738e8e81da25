//! Scripts beside those of the test suite, about what went wrong once and what it doesn't look at: under each compiler, at several
//! levels of optimisation.

use std::path::Path;

use wastrel_toolchain::{Compiler, CompilerKind, CompilerLocation, OptLevel};
use wastrel_wast::{Failure, Options, run};

/// Optimised and not.
const BOTH: &[OptLevel] = &[OptLevel::None, OptLevel::Default];

fn holds(name: &str, text: &str, levels: &[OptLevel], vectors: bool) {
    for name_of_compiler in ["gcc", "clang", "tcc"] {
        let Ok(location) = CompilerLocation::find(Some(name_of_compiler)) else {
            eprintln!("{name_of_compiler} is missing");
            continue;
        };
        let compiler = Compiler::probe(location).unwrap();
        if vectors && compiler.kind() == CompilerKind::Tcc {
            continue;
        }
        for &opt_level in levels {
            let options = Options {
                compiler: &compiler,
                opt_level,
                target_cpu: None,
                relaxed_simd_deterministic: false,
                signals_based_traps: true,
                stack_size: None,
                flags: None,
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
    holds("legacy.wast", include_str!("scripts/legacy.wast"), BOTH, false);
}

#[test]
fn exceptions() {
    holds("exceptions.wast", include_str!("scripts/exceptions.wast"), BOTH, true);
}

#[test]
fn the_state_that_a_trap_leaves() {
    let levels = [OptLevel::None, OptLevel::Less, OptLevel::Default, OptLevel::Aggressive];
    holds("state.wast", include_str!("scripts/state.wast"), &levels, false);
}

#[test]
fn atomic_operations_on_their_own_results() {
    let levels = [OptLevel::None, OptLevel::Less, OptLevel::Default, OptLevel::Aggressive];
    holds("atomics.wast", include_str!("scripts/atomics.wast"), &levels, false);
}

#[test]
fn fields_of_subtypes_are_where_those_of_their_supertypes_are() {
    holds("fields.wast", include_str!("scripts/fields.wast"), BOTH, true);
}

#[test]
fn an_array_of_initial_data() {
    holds("segments.wast", include_str!("scripts/segments.wast"), BOTH, false);
}

#[test]
fn names_that_other_names_are_made_of() {
    holds("names.wast", include_str!("scripts/names.wast"), BOTH, false);
}

#[test]
fn i31_arithmetic() {
    holds("i31_arithmetic.wast", include_str!("scripts/i31_arithmetic.wast"), BOTH, false);
}

#[test]
fn control() {
    holds("control.wast", include_str!("scripts/control.wast"), BOTH, false);
}

#[test]
fn functions_imported_by_supertypes() {
    holds("imports.wast", include_str!("scripts/imports.wast"), BOTH, false);
}

#[test]
fn arrays_that_are_null() {
    holds("null_arrays.wast", include_str!("scripts/null_arrays.wast"), BOTH, false);
}

#[test]
fn signs_of_products() {
    holds("signs.wast", include_str!("scripts/signs.wast"), BOTH, false);
}

#[test]
fn casts_to_none() {
    holds("casts.wast", include_str!("scripts/casts.wast"), BOTH, false);
}

#[test]
fn a_struct_of_many_fields() {
    holds("many_fields.wast", include_str!("scripts/many_fields.wast"), BOTH, false);
}

/// A script that no test names would hold whatever it says.
#[test]
fn each_script_is_run() {
    let here = include_str!("scripts.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(here.contains(&format!("include_str!(\"scripts/{name}\")")), "{name} is run by no test");
    }
}
