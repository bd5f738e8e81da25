//! Runs the built `wastrel` in a directory of its own, with a cache of its own.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A program that writes "Hello, world!".
pub(crate) const HELLO: &str = include_str!("../../../../examples/hello.wat");

/// A program that writes its arguments and its environment, one a line.
pub(crate) const SHOW: &str = include_str!("programs/show.wat");

/// A directory to run in.
pub(crate) struct World {
    directory: TempDir,
}

impl World {
    /// An empty one.
    pub(crate) fn new() -> World {
        World { directory: tempfile::tempdir().unwrap() }
    }

    /// One with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> World {
        let world = World::new();
        for (name, text) in files {
            fs::write(world.path(name), text).unwrap();
        }
        world
    }

    /// Where the file `name` is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Makes `name` a shell script.
    pub(crate) fn script(&self, name: &str, text: &str) {
        // By another process: what this one has open for writing, a child that another test just started may have
        // open too, and the kernel doesn't execute that.
        let mut writer = self.command("sh");
        writer.args(["-c", "cat >\"$0\" && chmod 755 \"$0\"", name]);
        let mut writer = writer.stdin(Stdio::piped()).spawn().unwrap();
        write!(writer.stdin.take().unwrap(), "#!/bin/sh\n{text}\n").unwrap();
        assert!(writer.wait().unwrap().success());
    }

    /// Makes `name` a script that is a C compiler, but does `text` first when it is to compile a unit.
    pub(crate) fn compiler_that_first(&self, name: &str, text: &str) {
        self.script(name, &format!("case \"$*\" in *' -c '*) {text};; esac\nexec {} \"$@\"", compiler()));
    }

    /// The names in a directory.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// How many executables the cache holds.
    pub(crate) fn cached_executables(&self) -> usize {
        self.list("cache/exe").iter().filter(|name| !name.contains('.')).count()
    }

    /// A command that starts `program` here, with no environment but PATH and the cache.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(self.directory.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("WASTREL_CACHE_DIR", self.path("cache"))
            .stdin(Stdio::null());
        command
    }

    /// A command that starts `wastrel` here.
    pub(crate) fn wastrel(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_wastrel"));
        command.args(arguments);
        command
    }

    /// Runs `wastrel` here.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.outcome(self.wastrel(arguments).output().unwrap())
    }

    /// What came of a command: what it wrote, then how it ended unless that is with 0. The directory's own name is
    /// replaced.
    pub(crate) fn outcome(&self, output: Output) -> String {
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            writeln!(text, "{}", format!("! {line}").trim_end()).unwrap();
        }
        match (output.status.code(), output.status.signal()) {
            (Some(0), _) => {}
            (Some(code), _) => writeln!(text, "exit {code}").unwrap(),
            (None, signal) => writeln!(text, "signal {}", signal.unwrap()).unwrap(),
        }
        text.replace(self.directory.path().to_str().unwrap(), "[DIR]")
    }
}

/// Has the C in `directory` built by its Makefile, with each compiler that warns, which then has nothing to say; and looks at what came of
/// it. Without make it says so.
pub(crate) fn make_without_warning(world: &World, directory: &str, check: impl Fn(&str)) {
    if !is_there("make") {
        return eprintln!("make is missing: the Makefile is not tested");
    }
    for compiler in compilers().into_iter().filter(|compiler| !compiler.starts_with("tcc")) {
        let mut make = world.command("make");
        let cc = format!("CC={compiler} -Wall -Wextra -Wconversion -Werror");
        make.args(["--silent", "--always-make", "-C", directory, &cc]);
        assert_eq!(world.outcome(make.output().unwrap()), "", "{compiler}");
        check(&compiler);
    }
}

/// The commands of those of gcc, clang and tcc that are there. Says which are missing.
pub(crate) fn compilers() -> Vec<String> {
    let mut found = Vec::new();
    for compiler in ["gcc", "clang", "tcc"] {
        let versions = (10..30).rev().map(|version| format!("{compiler}-{version}"));
        match std::iter::once(compiler.to_owned()).chain(versions).find(|name| is_there(name)) {
            Some(name) => found.push(name),
            None => eprintln!("{compiler} is missing: not tested with it"),
        }
    }
    found
}

/// The command of a C compiler, which also links.
pub(crate) fn compiler() -> String {
    compilers().swap_remove(0)
}

/// Whether there is a command of this name.
pub(crate) fn is_there(name: &str) -> bool {
    Command::new(name)
        .arg("-v")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}
