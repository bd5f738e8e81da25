//! Programs that the toolchains of other languages make, where those are installed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};

use crate::support::{World, compilers};

/// Builds `program`, if `command` can, and runs it in a directory with a file.
fn check(name: &str, command: impl FnOnce(&Path) -> Option<Command>, expected: Expect) {
    let world = World::with(&[("stdin", "one\ntwo\n")]);
    let Some(mut compiler) = command(&world.path("module.wasm")) else {
        eprintln!("no toolchain for {name}: not tested");
        return;
    };
    let Output { status, stderr, .. } = compiler.output().unwrap();
    assert!(status.success(), "{compiler:?}: {}", String::from_utf8_lossy(&stderr));
    // What compiles fastest: these are large. The second finds the first's executable.
    let compilers = compilers();
    let compiler =
        format!("compiler={}", compilers.iter().find(|name| *name == "tcc").unwrap_or(&compilers[0]));
    for sandbox in ["auto", "landlock"] {
        let files = world.path("files");
        let _ = fs::remove_dir_all(&files);
        fs::create_dir(&files).unwrap();
        fs::write(files.join("input"), "text\n").unwrap();
        let sandbox = format!("--sandbox={sandbox}");
        let flags =
            ["-O", "opt-level=0", "-C", &compiler, "--dir", "files::/", "--env", "COLOUR=red", &sandbox];
        let mut run = world.wastrel(&[&flags[..], &["module.wasm", "a", "b c"]].concat());
        let output = run.stdin(fs::File::open(world.path("stdin")).unwrap()).output().unwrap();
        expected.assert_eq(&world.outcome(output));
        assert_eq!(fs::read_to_string(files.join("output")).unwrap(), format!("from {name}\n"));
    }
}

/// Where the programs are.
fn program(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/programs").join(name)
}

/// Whether a command does this without complaint.
fn succeeds(command: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(command);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn go() {
    let build = |output: &Path| {
        let mut go = Command::new("go");
        go.args(["build", "-o"]).arg(output).arg(program("tour.go"));
        go.env("GOOS", "wasip1").env("GOARCH", "wasm").env("GO111MODULE", "off");
        succeeds("go", &["version"]).then_some(go)
    };
    check(
        "Go",
        build,
        expect![[r#"
        a,b c red
        "text\n" <nil> b9e68e1bea3e5b19ca6b2f98b73a54b73daafaa250484902e09982e07a12e733
        true
        [input made output] <nil>
        recovered: runtime error: integer divide by zero
        332833500
        true true
        exit 7
    "#]],
    );
}

#[test]
fn rust() {
    let build = |output: &Path| {
        let target = "--target=wasm32-wasip1";
        let mut rustc = Command::new("rustc");
        rustc.args(["-O", "--edition=2024", target, "-o"]).arg(output).arg(program("tour.rs"));
        let probe = ["--print=target-libdir", target];
        let libraries = Command::new("rustc").args(probe).output().ok()?;
        Path::new(String::from_utf8(libraries.stdout).ok()?.trim()).is_dir().then_some(rustc)
    };
    check(
        "Rust",
        build,
        expect![[r#"
        a,b c red
        "text\n" Err(NotFound)
        true
        ["input", "made", "output"]
        332833500
        ["one", "two"]
        true
        exit 7
    "#]],
    );
}

#[test]
fn c() {
    let clang = (14..30)
        .rev()
        .map(|version| format!("clang-{version}"))
        .chain(["clang".to_owned()])
        .find(|clang| succeeds(clang, &["--version"]));
    let build = |output: &Path| {
        let probe = "#include <stdio.h>\nint main(void) { return 0; }\n";
        let source = output.with_extension("probe.c");
        fs::write(&source, probe).ok()?;
        let compile = |source: &Path| {
            let mut command = Command::new(clang.as_ref()?);
            command.args(["--target=wasm32-wasi", "-O2", "-o"]).arg(output).arg(source).arg("-lm");
            Some(command)
        };
        let works = compile(&source)?.output().ok()?.status.success();
        fs::remove_file(source).ok()?;
        works.then(|| compile(&program("tour.c")))?
    };
    check(
        "C",
        build,
        expect![[r#"
        a,b c, red
        text
        1 No such file or directory
        C
        0 7
        input;made;output;
        0.8414709848078965 1.4142135623730951 0x1.5555555555555p-2
        1
        exit 7
    "#]],
    );
}
