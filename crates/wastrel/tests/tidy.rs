//! The house rules that a program can check.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files longer than this want a reason.
const MAX_LINES: usize = 600;

/// Files that are longer, and why.
const LONG_FILES: &[(&str, &str)] = &[];

/// Crates that may say `unsafe`: what runs below the operating system's language.
const UNSAFE_CRATES: &[&str] = &["crates/runtime/", "crates/gc/"];

/// Where code may write to standard output and standard error: the commands, tests, and build scripts.
fn may_print(path: &str) -> bool {
    ["crates/wastrel/", "xtask/", "benches/", "fuzz/"].iter().any(|start| path.starts_with(start))
        || path.contains("/tests/")
        || path.ends_with("/build.rs")
}

/// Words that stand for something left undone, or done and not cleaned up. In pieces, since this file is checked too.
fn unwanted_words() -> Vec<(String, &'static str)> {
    [
        ("todo", "!", "finish it"),
        ("unimplemented", "!", "finish it"),
        ("dbg", "!(", "remove it"),
        ("TO", "DO", "do it, or say what is not done in the documentation"),
        ("FIX", "ME", "fix it"),
        ("#[ig", "nore", "a test that doesn't run tests nothing"),
        ("#[should_", "panic", "check the error instead"),
    ]
    .into_iter()
    .map(|(start, end, advice)| (format!("{start}{end}"), advice))
    .collect()
}

struct SourceFile {
    /// Relative to the repository.
    path: String,
    text: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All text files of the repository.
fn source_files() -> Vec<SourceFile> {
    let root = repository();
    let mut files = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                if ![".git", "target", "node_modules"].contains(&name.as_str()) {
                    directories.push(path);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.push(SourceFile { path, text });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(files.len() > 30, "the repository has more files than {}", files.len());
    files
}

/// Checks each file of which `applies` holds by `check`, which returns complaints with line numbers.
fn check(applies: impl Fn(&str) -> bool, check: impl Fn(&SourceFile) -> Vec<(usize, String)>) {
    let mut complaints = String::new();
    for file in source_files().iter().filter(|file| applies(&file.path)) {
        for (line, complaint) in check(file) {
            writeln!(complaints, "{}:{line}: {complaint}", file.path).unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

/// Line numbers of the lines of which `holds` is true.
fn lines_where(file: &SourceFile, holds: impl Fn(&str) -> bool, complaint: &str) -> Vec<(usize, String)> {
    let numbered = (1..).zip(file.text.lines());
    numbered.filter(|(_, line)| holds(line)).map(|(number, _)| (number, complaint.to_owned())).collect()
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// A line without the comment at its end.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

#[test]
fn rust_is_formatted() {
    // The fuzzer is a workspace of its own.
    for which in ["--all", "--manifest-path=fuzz/Cargo.toml"] {
        let output = Command::new(env!("CARGO"))
            .args(["fmt", which, "--check"])
            .current_dir(repository())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        if stderr.contains("is not installed") {
            eprintln!("rustfmt is missing: formatting was not checked");
            return;
        }
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "run cargo fmt {which}\n{stdout}{stderr}");
    }
}

#[test]
fn text_is_clean() {
    check(
        |path| !path.starts_with("LICENSE") && path != "Cargo.lock",
        |file| {
            let mut complaints =
                lines_where(file, |line| line.ends_with([' ', '\t']), "white space at the end");
            complaints.extend(lines_where(file, |line| line.contains('\r'), "a carriage return"));
            if !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n")) {
                complaints.push((file.text.lines().count(), "should end with one line feed".to_owned()));
            }
            complaints
        },
    );
}

#[test]
fn nothing_is_left_undone() {
    check(is_rust, |file| {
        let complaints = unwanted_words().into_iter().flat_map(|(word, advice)| {
            lines_where(file, |line| line.contains(&word), &format!("{word}: {advice}"))
        });
        complaints.collect()
    });
}

#[test]
fn libraries_do_not_print() {
    check(
        |path| is_rust(path) && !may_print(path),
        |file| {
            let prints = |line: &str| {
                ["println!", "eprintln!", "print!(", "eprint!("].iter().any(|it| code(line).contains(it))
            };
            lines_where(file, prints, "a library doesn't print")
        },
    );
}

#[test]
fn unsafe_stays_in_its_crates() {
    let is_unsafe_crate = |path: &str| UNSAFE_CRATES.iter().any(|start| path.starts_with(start));
    let is_crate_root = |path: &str| path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    check(
        |path| is_crate_root(path) && !is_unsafe_crate(path),
        |file| {
            let forbids = file.text.lines().any(|line| line == "#![forbid(unsafe_code)]");
            if forbids { Vec::new() } else { vec![(1, "should say #![forbid(unsafe_code)]".to_owned())] }
        },
    );
    check(
        |path| is_rust(path) && is_unsafe_crate(path) && path.contains("/src/"),
        |file| {
            let has_unsafe = file.text.lines().any(|line| code(line).contains("unsafe "));
            let says_why = file.text.lines().any(|line| line == "//! # Safety");
            if !has_unsafe || says_why {
                Vec::new()
            } else {
                vec![(1, "unsafe without a # Safety paragraph".to_owned())]
            }
        },
    );
}

#[test]
fn files_are_short() {
    for (path, _) in LONG_FILES {
        let lines = fs::read_to_string(repository().join(path)).unwrap().lines().count();
        assert!(lines > MAX_LINES, "{path} is short now: take it off the list");
    }
    check(
        |path| is_rust(path) && LONG_FILES.iter().all(|(long, _)| *long != path),
        |file| {
            let lines = file.text.lines().count();
            if lines <= MAX_LINES {
                Vec::new()
            } else {
                vec![(lines, format!("longer than {MAX_LINES} lines"))]
            }
        },
    );
}

/// The commands of the README are those that are run.
#[test]
fn continuous_integration_does_what_the_readme_says() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).unwrap();
    let ci = read(".ci/run");
    let last = ci.lines().last().unwrap();
    assert_eq!(last, "cargo test");
    assert!(read("README.md").lines().any(|line| line.trim() == last), "README.md doesn't name {last:?}");
}
