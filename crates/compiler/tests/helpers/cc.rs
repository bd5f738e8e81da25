//! The C compilers of this machine.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A compiler with one choice of flags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Compiler {
    command: &'static str,
    flags: &'static [&'static str],
}

/// What emitted C is compiled with by compilers that know these flags.
const SEMANTICS: [&str; 5] =
    ["-std=gnu11", "-fno-strict-aliasing", "-fwrapv", "-fno-math-errno", "-ffp-contract=off"];

/// Of each compiler, the names that it may have, and the choices of flags to test.
const COMPILERS: [(&[&str], &[&[&str]]); 3] = [
    (
        &["gcc"],
        &[
            &["-O0"],
            &["-O2"],
            &["-O2", "-msse4.1", "-mpopcnt"],
            &["-O2", "-fsignaling-nans"],
            &["-O3", "-march=x86-64-v3"],
        ],
    ),
    (
        &["clang", "clang-22", "clang-21", "clang-20", "clang-19"],
        &[&["-O0"], &["-O2"], &["-O2", "-msse4.1", "-mpopcnt"], &["-O3", "-march=x86-64-v3"]],
    ),
    (&["tcc"], &[&[]]),
];

/// Every installed compiler with every choice of flags. Says which one is missing.
pub(crate) fn compilers() -> Vec<Compiler> {
    let mut found = Vec::new();
    for (names, choices) in COMPILERS {
        match names.iter().find(|name| is_installed(name)) {
            Some(command) => found.extend(choices.iter().map(|flags| Compiler { command, flags })),
            None => eprintln!("{} is not installed: not tested with it", names[0]),
        }
    }
    assert!(!found.is_empty(), "no C compiler is installed");
    found
}

/// Every installed compiler, with the first choice of flags.
pub(crate) fn one_of_each() -> Vec<Compiler> {
    let mut found = compilers();
    found.dedup_by_key(|compiler| compiler.command);
    found
}

fn is_installed(command: &str) -> bool {
    Command::new(command).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

impl Compiler {
    /// Whether it is TinyCC, which has no vectors and few of the others' warnings.
    pub(crate) fn is_tcc(&self) -> bool {
        self.command == "tcc"
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.command);
        if !self.is_tcc() {
            command.args(SEMANTICS);
        }
        command.args(self.flags);
        command
    }

    /// A path for a file of the test `name` with this compiler.
    fn path(&self, name: &str, extension: &str) -> PathBuf {
        let name = format!("{name} {} {}.{extension}", self.command, self.flags.join(" ")).replace(' ', "_");
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
    }

    /// Checks that it compiles `source` without any warning.
    pub(crate) fn check(&self, name: &str, source: &str) {
        self.check_with(name, source, &["-c"]);
    }

    /// Checks that it reads `source` without any warning. Faster than compiling it.
    pub(crate) fn check_syntax(&self, name: &str, source: &str) {
        self.check_with(name, source, if self.is_tcc() { &["-c"] } else { &["-fsyntax-only"] });
    }

    /// The symbols that `source` leaves undefined once it is compiled.
    pub(crate) fn undefined_symbols(&self, name: &str, source: &str) -> BTreeSet<String> {
        self.check(name, source);
        let symbols = run(Command::new("nm").arg("-u").arg(self.path(name, "o")));
        symbols.lines().filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect()
    }

    fn check_with(&self, name: &str, source: &str, mode: &[&str]) {
        let path = self.path(name, "c");
        std::fs::write(&path, source).expect("the temporary directory can be written");
        let mut command = self.command();
        command.args(["-Wall", "-Wextra", "-Wconversion", "-Werror"]).args(mode).arg(&path);
        run(command.arg("-o").arg(path.with_extension("o")));
    }

    /// Compiles `source` and runs it; answers its output.
    pub(crate) fn run(&self, name: &str, source: &str) -> String {
        let path = self.path(name, "c");
        std::fs::write(&path, source).expect("the temporary directory can be written");
        let program = path.with_extension("exe");
        run(self.command().arg(&path).arg("-o").arg(&program));
        run(&mut Command::new(&program))
    }
}

/// Runs a command that must succeed in silence; answers its output.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{command:?}: {}\n{errors}", output.status);
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}
