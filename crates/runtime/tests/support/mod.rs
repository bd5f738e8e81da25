//! C programs linked with the runtime, as emitted ones are.

// Each test program compiles this file anew and uses its part of it.
#![allow(dead_code)]

pub(crate) mod guest;

use object::{Object, ObjectSection, ObjectSymbol};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use wastrel_runtime::function_table::{Function, SYMBOL, encode};

/// Flags that every compiler gets for emitted C.
const CFLAGS: [&str; 6] = [
    "-O2",
    "-fPIE",
    "-fno-strict-aliasing",
    "-fno-stack-protector",
    "-fcf-protection=none",
    "-fno-delete-null-pointer-checks",
];

/// The static library, built once a test process.
pub(crate) fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let target_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("freestanding");
        let status = Command::new(env!("CARGO"))
            .args(["rustc", "-q", "-p", "wastrel-runtime", "--lib", "--crate-type", "staticlib"])
            .args(["--profile", "freestanding", "--features", "freestanding"])
            .args(["--target", "x86_64-unknown-linux-gnu", "--target-dir"])
            .arg(&target_dir)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the runtime doesn't build");
        target_dir.join("x86_64-unknown-linux-gnu/freestanding/libwastrel_runtime.a")
    })
}

/// An executable made from C, in a directory of its own.
pub(crate) struct Program {
    directory: tempfile::TempDir,
}

impl Program {
    /// Compiles `tests/programs/NAME.c`.
    pub(crate) fn new(name: &str) -> Program {
        Program::with_compiler(name, linker(), &CFLAGS)
    }

    /// Compiles it with this compiler.
    pub(crate) fn with_compiler(name: &str, compiler: &str, flags: &[&str]) -> Program {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = Program { directory: tempfile::tempdir().expect("a temporary directory") };
        let object = program.object();
        run(Command::new(compiler)
            .args(flags)
            .arg("-c")
            .arg("-I")
            .arg(manifest.join("include"))
            .arg("-I")
            .arg(manifest.join("../gc/include"))
            .arg(manifest.join("tests/programs").join(name).with_extension("c"))
            .arg("-o")
            .arg(&object));
        let names = program.directory.path().join("names.s");
        std::fs::write(&names, function_table_room()).expect("the file is written");
        run(Command::new(linker())
            .args(["-static-pie", "-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-Wl,-z,noexecstack"])
            .args(["-Wl,-z,noseparate-code", "-Wl,--eh-frame-hdr", "-Wl,--fatal-warnings"])
            .arg(&object)
            .arg(&names)
            .arg(library())
            .arg("-o")
            .arg(program.path()));
        fill_function_table(&program.path());
        // Some tests are run by root, but the program by another user, whatever the umask.
        for path in [program.directory.path(), &program.path()] {
            std::fs::set_permissions(path, Permissions::from_mode(0o755)).expect("permissions");
        }
        program
    }

    /// Where the object is that was compiled.
    pub(crate) fn object(&self) -> PathBuf {
        self.directory.path().join("unit.o")
    }

    /// Where the executable is.
    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("program")
    }

    /// Takes symbols out.
    pub(crate) fn strip(&self) {
        run(Command::new("strip").arg(self.path()));
    }

    /// A command that runs it with an empty environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(self.path());
        command.env_clear();
        command
    }

    /// Runs it with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command().args(arguments))
    }
}

/// The command of a C compiler, which may be there with a version in its name only. None, said aloud, if it isn't there.
pub(crate) fn compiler(name: &str) -> Option<String> {
    let versions = (14..30).rev().map(|version| format!("{name}-{version}"));
    let found = std::iter::once(name.to_owned()).chain(versions).find(|command| {
        Command::new(command).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    });
    if found.is_none() {
        println!("not tested: {name} is missing");
    }
    found
}

/// gcc, or clang where that is missing.
fn linker() -> &'static str {
    static LINKER: OnceLock<String> = OnceLock::new();
    LINKER.get_or_init(|| compiler("gcc").or_else(|| compiler("clang")).expect("gcc or clang"))
}

/// Assembly that makes room for a function table.
fn function_table_room() -> String {
    format!(".globl {SYMBOL}\n.section .rodata.{SYMBOL},\"a\"\n{SYMBOL}: .zero {FUNCTION_TABLE_ROOM}\n")
}

const FUNCTION_TABLE_ROOM: usize = 512;

/// Enters the functions of the executable whose names begin with "test_", each with its length as its wasm offset.
fn fill_function_table(path: &Path) {
    let mut bytes = std::fs::read(path).expect("the executable can be read");
    let file = object::File::parse(&*bytes).expect("an executable");
    let functions: Vec<_> = file
        .symbols()
        .filter_map(|symbol| {
            let name = symbol.name_bytes().ok()?.strip_prefix(b"test_")?;
            let (address, size) = (symbol.address() as u32, symbol.size() as u32);
            Some(Function { address, end_address: address + size, wasm_offset: name.len() as u32, name })
        })
        .collect();
    let table = encode(&functions);
    assert!(table.len() <= FUNCTION_TABLE_ROOM);
    let symbol = file.symbol_by_name(SYMBOL).expect("the table");
    let section = file.section_by_index(symbol.section_index().expect("a section")).expect("a section");
    let (offset, _) = section.file_range().expect("a section with bytes");
    let start = (offset + symbol.address() - section.address()) as usize;
    bytes[start..start + table.len()].copy_from_slice(&table);
    // By another process: what this one has open for writing, a child that another test just started may have open too, and the
    // kernel doesn't execute that.
    let filled = path.with_extension("filled");
    std::fs::write(&filled, bytes).expect("the executable can be written");
    run(Command::new("cp").arg(&filled).arg(path));
}

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Outcome {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        Outcome {
            status: status.code(),
            stdout: String::from_utf8(stdout).expect("text"),
            stderr: String::from_utf8(stderr).expect("text"),
        }
    }
}

fn run(command: &mut Command) {
    let output = command.output().expect("the compiler runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
