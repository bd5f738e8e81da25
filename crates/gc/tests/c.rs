//! The collector under C programs: the examples and benchmarks, the whole interface, and what optimisers do to pointers.
//!
//! The library is built as it is for products: optimised, `no_std`. Programs are built with every C compiler that is found.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const WARNINGS: &[&str] = &["-std=gnu11", "-Wall", "-Wextra", "-Wconversion", "-Werror"];
/// Of what Wastrel passes to compilers, what touches pointers.
const SEMANTICS: &[&str] = &["-fno-strict-aliasing", "-fwrapv"];

fn crate_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(run(command).stdout).unwrap()
}

/// The static library.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("staticlib");
        run(Command::new(env!("CARGO"))
            .args(["rustc", "--quiet", "--profile", "freestanding", "--features", "panic-handler"])
            .args(["--crate-type", "staticlib", "--manifest-path"])
            .arg(crate_file("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target));
        target.join("freestanding/libwastrel_gc.a")
    })
}

/// The compilers that are installed, of those whose code must work.
fn compilers() -> Vec<String> {
    let numbered = (14..30).rev().map(|version| format!("clang-{version}"));
    let clang = std::iter::once("clang".to_owned()).chain(numbered).find(|name| is_installed(name));
    if clang.is_none() {
        eprintln!("clang is not installed: only gcc is tested");
    }
    assert!(is_installed("gcc"), "the tests need gcc");
    std::iter::once("gcc".to_owned()).chain(clang).collect()
}

fn is_installed(compiler: &str) -> bool {
    Command::new(compiler).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Compiles and links a program of this crate; returns the directory in which it is, and its path.
fn compile(compiler: &str, flags: &[&str], source: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("program");
    run(Command::new(compiler)
        .args(WARNINGS)
        .args(SEMANTICS)
        .args(flags)
        .arg("-I")
        .arg(crate_file("include"))
        .arg(crate_file(source))
        .arg(library())
        .arg("-o")
        .arg(&program));
    (directory, program)
}

const CHECKED: &[(&str, &str)] = &[("GC_VERIFY", "1"), ("GC_POISON", "1")];

/// Runs a benchmark at a small size in all modes; each must print what it does when nothing is ever collected.
fn benchmark(name: &str, size: &str, size_under_stress: &str) {
    for compiler in compilers() {
        let (_directory, program) = compile(&compiler, &["-O2"], &format!("benches/{name}.c"));
        let outcome = |size: &str, settings: &[(&str, &str)]| {
            stdout(Command::new(&program).arg(size).envs(settings.iter().copied()))
        };
        for (size, settings) in [
            (size, &[("GC_LIMIT", "64")][..]),
            (size, &[("GC_POLICY", "1"), ("GC_LIMIT", "24")]),
            (size, &[("GC_MARK_STACK", "1")]),
            (size_under_stress, &[("GC_STRESS", "1")]),
            (size_under_stress, &[("GC_STRESS", "2")]),
        ] {
            let expected = outcome(size, &[("GC_POLICY", "2")]);
            let settings = [CHECKED, settings].concat();
            assert_eq!(outcome(size, &settings), expected, "{compiler} {size} {settings:?}");
        }
    }
}

#[test]
fn gcbench() {
    benchmark("gcbench", "12", "4");
}

#[test]
fn quads() {
    benchmark("quads", "7", "4");
}

#[test]
fn binary_trees() {
    benchmark("binary_trees", "14", "4");
}

#[test]
fn functional_tables() {
    benchmark("functional_tables", "30", "1");
}

#[test]
fn large_arrays() {
    benchmark("large_arrays", "300", "20");
}

#[test]
fn deep_recursion() {
    benchmark("deep_recursion", "20000", "40");
}

#[test]
fn fragmentation() {
    benchmark("fragmentation", "20", "1");
}

#[test]
fn interface() {
    for compiler in compilers() {
        for flags in ["-O0", "-O2", "-O3"] {
            let (_directory, program) = compile(&compiler, &[flags], "tests/c/interface.c");
            for stress in ["0", "1", "2"] {
                let output = stdout(
                    Command::new(&program).arg("3").env("GC_STRESS", stress).envs(CHECKED.iter().copied()),
                );
                assert_eq!(output, "done\n", "{compiler} {flags} stress {stress}");
            }
        }
    }
}

/// Half of what `machine.rs` demands, for machines and versions that take more.
#[test]
fn collections_take_little_stack() {
    let (_directory, program) = compile("gcc", &["-O2"], "tests/c/stack.c");
    for mark_stack in ["0", "1"] {
        let settings = [("GC_LIMIT", "16"), ("GC_LOG", "1"), ("GC_MARK_STACK", mark_stack)];
        let output = stdout(Command::new(&program).envs(CHECKED.iter().copied()).envs(settings));
        let taken: u32 = output.trim().parse().unwrap();
        println!("{taken} bytes");
        assert!((1024..8 << 10).contains(&taken), "{taken} bytes");
    }
}

/// The reason why generated C needs neither keep-alives nor flags against optimisations: see README.md.
#[test]
fn optimisers_keep_a_pointer_into_each_object() {
    for compiler in compilers() {
        // gcc's unrolling needs help: see README.md.
        let unrolled: &[&str] = match compiler.as_str() {
            "gcc" => &["-O3", "-funroll-loops", "-fno-ivopts"],
            _ => &["-O3", "-funroll-loops"],
        };
        for flags in [&["-O2"][..], &["-O3"], &["-O3", "-march=x86-64-v3"], unrolled] {
            let (_directory, program) = compile(&compiler, flags, "tests/c/hidden_pointers.c");
            let output = stdout(Command::new(&program).envs(CHECKED.iter().copied()));
            assert_eq!(output, "all lived\n", "{compiler} {flags:?}");
        }
    }
}

#[test]
fn examples() {
    for compiler in compilers() {
        let (_directory, program) = compile(&compiler, &["-O2"], "examples/list.c");
        let output = run(&mut Command::new(&program));
        assert_eq!(output.stdout, b"4994999999\n");
        let stats = String::from_utf8(output.stderr).unwrap();
        let ends = [" minor", " ms stopped", " max", " MB peak live"];
        assert!(stats.lines().zip(ends).all(|(line, end)| line.ends_with(end)), "{stats}");
        assert_eq!(stats.lines().count(), 4);
        let (_directory, program) = compile(&compiler, &["-O2"], "examples/weak_map.c");
        assert_eq!(stdout(&mut Command::new(&program)), "about 50 of 500 entries are alive\n");
    }
}

#[test]
fn a_line_about_each_collection() {
    let (_directory, program) = compile("gcc", &["-O2"], "benches/binary_trees.c");
    let output = run(Command::new(program).arg("14").env("GC_LOG", "1").env("GC_STATS", "1"));
    let lines = String::from_utf8(output.stderr).unwrap();
    let logged = |kind: &str| lines.lines().filter(|line| line.starts_with(&format!("gc: {kind} "))).count();
    let (minor, major) = (logged("minor"), logged("major"));
    assert!(minor > 0);
    assert!(lines.contains(&format!("gc: {major} major collections, {minor} minor\n")), "{lines}");
}

#[test]
fn the_collector_needs_no_c_library() {
    let flags = ["-O2", "-nostdlib", "-static", "-ffreestanding", "-fno-stack-protector"];
    for compiler in compilers() {
        let (_directory, program) = compile(&compiler, &flags, "tests/c/freestanding.c");
        run(&mut Command::new(program));
    }
}

#[test]
fn tcc_accepts_the_header() {
    if !is_installed_tcc() {
        eprintln!("tcc is not installed");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let (object, program) = (directory.path().join("object.o"), directory.path().join("program"));
    run(Command::new("tcc")
        .args(["-Wall", "-Werror", "-c", "-I"])
        .arg(crate_file("include"))
        .arg(crate_file("tests/c/interface.c"))
        .arg("-o")
        .arg(&object));
    run(Command::new("gcc").arg(&object).arg(library()).arg("-o").arg(&program));
    let output = stdout(Command::new(&program).envs(CHECKED.iter().copied()));
    assert_eq!(output, "done\n");
}

fn is_installed_tcc() -> bool {
    Command::new("tcc").arg("-v").output().is_ok_and(|output| output.status.success())
}

/// Little address space: the reservation is halved until it fits.
#[test]
fn a_limit_on_address_space_is_respected() {
    let (_directory, program) = compile("gcc", &["-O2"], "benches/gcbench.c");
    for (kilobytes, size) in [("8000000", "14"), ("500000", "14"), ("60000", "4")] {
        let script = format!("ulimit -v {kilobytes} && exec \"$0\" {size}");
        let output = stdout(Command::new("sh").args(["-c", &script]).arg(&program));
        assert!(output.contains("long-lived tree"), "{kilobytes}");
    }
}

#[test]
fn running_out_of_memory_is_told() {
    let (_directory, program) = compile("gcc", &["-O2"], "benches/binary_trees.c");
    let output = Command::new(program).arg("16").env("GC_LIMIT", "3").output().unwrap();
    assert_eq!(output.status.code(), Some(134));
    assert!(output.stdout.ends_with(b"out of memory\n"));
}
