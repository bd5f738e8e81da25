//! Which names there are, and which there can't be.

use super::*;
use crate::{Config, Entry, plan};
use std::collections::BTreeSet;
use std::fs;

/// The repository's folder of this name.
fn folder(name: &str) -> String {
    format!("{}/../../{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What a C file gives a meaning to for all that follows: macros, constants, and all that is mentioned outside of functions, of
/// parentheses and of structures, words of C included.
fn file_scope(text: &str) -> BTreeSet<String> {
    let code: String =
        text.split("/*").map(|piece| piece.split_once("*/").map_or(piece, |(_, code)| code)).collect();
    let mut found = BTreeSet::new();
    let mut scopes: Vec<&str> = Vec::new();
    let mut in_enum = false;
    let mut continues = false;
    for line in code.lines() {
        let is_directive = continues || line.starts_with('#') || line.starts_with("//!");
        continues = is_directive && line.ends_with('\\');
        if let Some(macro_) = line.strip_prefix("#define ") {
            found.extend(
                macro_.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().map(str::to_owned),
            );
        }
        if is_directive {
            continue;
        }
        let is_identifier = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let length = rest.find(|c| !is_identifier(c)).unwrap_or(rest.len());
            if length > 0 {
                let (identifier, after) = rest.split_at(length);
                in_enum |= identifier == "enum" && scopes.is_empty();
                if scopes.is_empty() || scopes == ["enum"] {
                    found.insert(identifier.to_owned());
                }
                rest = after;
                continue;
            }
            match first {
                '{' => scopes.push(if std::mem::take(&mut in_enum) { "enum" } else { "" }),
                '(' | '[' => scopes.push(""),
                '}' | ')' | ']' => {
                    scopes.pop();
                }
                ';' => in_enum = false,
                _ => {}
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// Those of some identifiers that functions, or else local variables, of a module could have.
fn possible(identifiers: BTreeSet<String>, locals: bool) -> Vec<String> {
    let excluded = |name: &str, _: &HashMap<String, u32>| !locals && is_reserved_in_files(name);
    let is_possible = |name: &String| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && sanitize(name) == *name
            && unique(&mut HashMap::new(), name, &excluded) == *name
    };
    identifiers.into_iter().filter(is_possible).collect()
}

#[test]
fn names_of_headers_and_helpers_are_reserved() {
    let headers = ["crates/runtime/include/wastrel.h", "crates/gc/include/wastrel_gc.h"].map(folder);
    let helpers = fs::read_dir(folder("crates/compiler/src/c/helpers")).unwrap();
    let helpers = helpers.map(|entry| entry.unwrap().path().to_str().unwrap().to_owned());
    for path in headers.into_iter().chain(helpers) {
        let names = file_scope(&fs::read_to_string(&path).unwrap());
        assert!(names.contains("static") || names.contains("typedef"), "{path}");
        assert_eq!(possible(names, true), [""; 0], "{path}");
    }
}

#[test]
fn names_around_functions_are_reserved() {
    for entry in fs::read_dir(folder("tests/emit")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = wat::parse_file(&path).unwrap();
        let module = Module::decode(&bytes).unwrap();
        let mut program = Program::new(&[]);
        program.instantiate("test", &module, &|_| None).unwrap();
        let names = Names::new(&program, &Layouts::new(&program, &program.types.intervals()));
        let invoked = module.exports.iter().find(|export| export.kind == ExternalKind::Func);
        let invoked = invoked.map(|export| Entry::Invoke(export.name.to_owned()));
        for entry in [Entry::Script, Entry::Command].into_iter().chain(invoked) {
            let config = Config { entry, ..Config::default() };
            // A module may have no such entry.
            let Ok(plan) = plan(&program, &config) else { continue };
            let mut found = file_scope(&plan.unit(0).unwrap().text);
            found.retain(|name| !names.taken.contains_key(name));
            assert_eq!(possible(found, false), [""; 0], "{}", path.display());
        }
    }
}

#[test]
fn names_become_identifiers() {
    assert_eq!(sanitize("core::fmt::Write::write_fmt"), "core_fmt_Write_write_fmt");
    assert_eq!(sanitize("_start"), "start");
    assert_eq!(sanitize("9lives*/"), "_9lives");
    assert_eq!(sanitize("*/"), "");
}

#[test]
fn names_are_unique_and_not_reserved() {
    let mut taken = HashMap::new();
    let mut pick = |name: &str| unique(&mut taken, name, &|name, _| is_reserved_in_files(name));
    assert_eq!(pick("f"), "f");
    assert_eq!(pick("f_2"), "f_2");
    assert_eq!(pick("f"), "f_3");
    assert_eq!(pick("memcpy"), "memcpy_2");
    assert_eq!(pick("int"), "int_2");
    assert_eq!(pick("i32_load"), "wasm_i32_load");
}

#[test]
fn locals_hide_no_helper_that_functions_call() {
    // Where accesses go, which helpers alone ask.
    let hidden = templates().filter(|name| !is_prefixed(name) && !is_reserved(name));
    let hidden: Vec<&str> = hidden.filter(|name| !["at", "at_64", "at_checked"].contains(name)).collect();
    assert_eq!(hidden, [""; 0]);
}

#[test]
fn reserved_names_are_sorted() {
    assert!(reserved::ANYWHERE.is_sorted());
    assert!(reserved::IN_FILES.is_sorted());
    assert!(!reserved::ANYWHERE.iter().any(|name| is_numbered(name)));
}
