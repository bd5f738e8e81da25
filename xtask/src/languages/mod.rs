//! `cargo xtask languages`: the programs of `tests/languages`, compiled by their language's compiler and Wastrel, and compared with what
//! the language's own implementation makes of them; `--speed` has them race instead.
//!
//! The compilers come from Debian sid, in a root of their own that mmdebstrap makes, once (three minutes, 2 GB): the command wants to be root.
//! MoonBit's, and its core library, come from npm, Kotlin's from Maven Central: they want npm, and Java and Maven. Virgil's is in no registry:
//! `--virgil` says where its repository is.

mod speed;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// The root with the compilers; it is made if it isn't there.
    #[arg(long, default_value = "target/languages/root")]
    root: PathBuf,
    /// What else to compile with, such as `-Ccompiler=tcc` or `-O0`: for a quick look.
    #[arg(long, value_name = "FLAG", allow_hyphen_values = true)]
    flag: Vec<String>,
    /// Measures some of the programs instead, and those of `tests/languages/speed`.
    #[arg(long)]
    speed: bool,
    /// Measures wasmtime too: a Python that has its package.
    #[arg(long, value_name = "PYTHON")]
    wasmtime: Option<PathBuf>,
    /// Where Virgil's repository is, which has its compiler; without it Virgil's programs are left out.
    #[arg(long, value_name = "DIR")]
    virgil: Option<PathBuf>,
    /// How often each program is run to be measured.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Only programs whose name, such as `ocaml/queens`, has this in it.
    #[arg(default_value = "")]
    filter: String,
}

/// What a language needs.
const PACKAGES: &str = "js-of-ocaml,guile-hoot,guile-3.0,ocaml,ocaml-findlib,binaryen,nodejs";

/// What every program finds on its standard input.
const INPUT: &str = "one two three\nfour\n";

struct Language {
    name: &'static str,
    extension: &'static str,
    /// Files beside the programs that the commands want.
    tools: &'static [&'static str],
    /// Shell commands that put what they want into the directory `package`.
    fetch: &'static str,
    /// Whether what compiles comes from there, rather than from the root.
    compiles_outside: bool,
    /// Shell commands that make NAME.wasm of NAME.EXT.
    compile: &'static str,
    /// And one that runs it by the language's own implementation, in the root.
    reference: &'static str,
    variants: &'static [(&'static str, &'static str)],
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "ocaml",
        extension: "ml",
        tools: &[],
        fetch: "",
        compiles_outside: false,
        compile: "ocamlfind ocamlc -w -a -package unix -linkpkg NAME.ml -o NAME.byte && \
                  wasm_of_ocaml --enable wasi VARIANT NAME.byte -o NAME.js && cp NAME.assets/code.wasm NAME.wasm",
        reference: "ocamlrun ./NAME.byte",
        variants: &[("", "--effects=cps"), ("without effects", "--effects=disabled")],
    },
    Language {
        name: "scheme",
        extension: "scm",
        tools: &[],
        fetch: "",
        compiles_outside: false,
        compile: "hoot compile --mode=standalone -g0 -o NAME.wasm NAME.scm",
        reference: "guile --no-auto-compile --r7rs NAME.scm",
        variants: &[("", "")],
    },
    Language {
        name: "moonbit",
        extension: "mbt",
        tools: &["compile.cjs", "run.cjs"],
        fetch: "npm pack --silent @moonbit/moonpad-monaco@0.1.202602255 && tar xzf moonbit-*.tgz",
        compiles_outside: false,
        compile: "node compile.cjs package core NAME.mbt NAME.wasm",
        reference: "node run.cjs NAME.wasm",
        variants: &[("", "")],
    },
    Language {
        name: "kotlin",
        extension: "kt",
        tools: &["pom.xml", "compile.sh"],
        fetch: "mvn -q -B dependency:copy-dependencies -DoutputDirectory=package",
        compiles_outside: true,
        compile: "bash compile.sh NAME",
        reference: "node NAME.mjs",
        variants: &[("", "")],
    },
    Language {
        name: VIRGIL,
        extension: "v3",
        tools: &[],
        fetch: "",
        compiles_outside: true,
        compile: "export V3C=$VIRGIL/bin/stable/x86-64-linux/Aeneas && \
                  $VIRGIL/bin/v3c-x86-64-linux NAME.v3 $VIRGIL/lib/util/*.v3 && \
                  $VIRGIL/bin/dev/v3c-wasm-gc-wasi1 NAME.v3 $VIRGIL/lib/util/*.v3",
        reference: "./NAME",
        variants: &[("", "")],
    },
];

/// The language whose compiler `--virgil` gives.
const VIRGIL: &str = "virgil";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    make_root(&arguments.root)?;
    if arguments.speed {
        return speed::run(arguments);
    }
    let (mut passed, mut failed) = (0, 0);
    for language in LANGUAGES {
        if language.name == VIRGIL && arguments.virgil.is_none() {
            println!("virgil: left out, for want of --virgil DIR");
            continue;
        }
        let directory = Path::new("tests/languages").join(language.name);
        for source in sources(&directory, language.extension)? {
            let name =
                source.file_stem().and_then(|name| name.to_str()).context("a name isn't UTF-8")?.to_owned();
            for (what, variant) in language.variants {
                let title = format!("{}/{name} {what}", language.name);
                // Effect handlers are what this variant leaves out.
                if !title.contains(&arguments.filter) || (name == "effects" && variant.ends_with("disabled"))
                {
                    continue;
                }
                let start = Instant::now();
                match check(arguments, language, &source, &name, variant) {
                    Ok(()) => passed += 1,
                    Err(error) => {
                        failed += 1;
                        println!("{title}: {error:#}");
                        continue;
                    }
                }
                println!("{title}: ok in {:.1} s", start.elapsed().as_secs_f64());
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    ensure!(failed == 0 && passed > 0, "{failed} programs fail");
    Ok(())
}

fn make_root(root: &Path) -> Result<()> {
    if root.join("usr/bin").exists() {
        return Ok(());
    }
    fs::create_dir_all(root.parent().unwrap_or(root))?;
    let status = Command::new("mmdebstrap")
        .args([
            "--variant=apt",
            "--aptopt=Acquire::Check-Valid-Until \"false\"",
            "--include",
            PACKAGES,
            "sid",
        ])
        .arg(root)
        .status()
        .context("mmdebstrap, which makes the root with the compilers, doesn't start: install it")?;
    ensure!(status.success(), "mmdebstrap fails");
    Ok(())
}

fn sources(directory: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    let mut sources: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    sources.retain(|path| path.extension().is_some_and(|other| other == extension));
    sources.sort();
    Ok(sources)
}

/// The directory of a language in the root, as those in the root see it.
fn inside(language: &str) -> String {
    format!("/tmp/wastrel-languages/{language}")
}

/// Runs a shell command in the root, in the directory of a language.
fn in_root(root: &Path, language: &str, command: &str) -> Result<Output> {
    let command = format!("cd {} && {command}", inside(language));
    run_with_input(Command::new("chroot").arg(root).args(["sh", "-c", &command]))
}

/// The same, where it must not fail.
fn make_in_root(root: &Path, language: &str, command: &str) -> Result<()> {
    let output = in_root(root, language, command)?;
    ensure!(output.status.success(), "doesn't compile: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Runs a shell command in the directory of a language, outside the root.
fn make_outside(work: &Path, command: &str, virgil: Option<&Path>) -> Result<()> {
    let mut shell = Command::new("sh");
    if let Some(directory) = virgil {
        shell.env("VIRGIL", fs::canonicalize(directory).with_context(|| directory.display().to_string())?);
    }
    let output = shell.args(["-c", command]).current_dir(work).output()?;
    ensure!(
        output.status.success(),
        "`{command}` fails: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Makes the directory of a language in the root, and puts into it what its commands want.
fn prepare(root: &Path, language: &Language) -> Result<PathBuf> {
    let work = root.join(inside(language.name).trim_start_matches('/'));
    fs::create_dir_all(&work)?;
    for tool in language.tools {
        fs::copy(Path::new("tests/languages").join(language.name).join(tool), work.join(tool))?;
    }
    if !language.fetch.is_empty() && !work.join("package").exists() {
        make_outside(&work, language.fetch, None)?;
    }
    Ok(work)
}

/// Compiles a module with Wastrel.
fn compile(arguments: &Arguments, module: &Path, executable: &Path) -> Result<()> {
    let output = Command::new(&arguments.wastrel)
        .arg("compile")
        .args(&arguments.flag)
        .arg(module)
        .arg("-o")
        .arg(executable)
        .output()
        .with_context(|| arguments.wastrel.display().to_string())?;
    ensure!(
        output.status.success(),
        "Wastrel doesn't compile it: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Compiles and runs a program both ways.
fn check(arguments: &Arguments, language: &Language, source: &Path, name: &str, variant: &str) -> Result<()> {
    let work = prepare(&arguments.root, language)?;
    fs::copy(source, work.join(name).with_extension(language.extension))?;
    let spell = |command: &str| command.replace("NAME", name).replace("VARIANT", variant);
    match language.compiles_outside {
        true => make_outside(&work, &spell(language.compile), arguments.virgil.as_deref())?,
        false => make_in_root(&arguments.root, language.name, &spell(language.compile))?,
    }
    let reference = format!("{} one two", spell(language.reference));
    let expected = in_root(&arguments.root, language.name, &reference)?;
    ensure!(!expected.stdout.is_empty(), "writes nothing that could be compared");
    let executable = work.join(name).with_extension("exe");
    compile(arguments, &work.join(name).with_extension("wasm"), &executable)?;
    let actual = run_with_input(
        Command::new(fs::canonicalize(&executable)?)
            .args(["one", "two"])
            .current_dir(&work)
            .env("WASTREL_OPTIONS", "--dir ."),
    )?;
    if actual.stdout != expected.stdout || actual.status.code() != expected.status.code() {
        bail!(
            "differs: {:?} instead of {:?}\n--- expected\n{}--- got\n{}{}",
            actual.status.code(),
            expected.status.code(),
            String::from_utf8_lossy(&expected.stdout),
            String::from_utf8_lossy(&actual.stdout),
            String::from_utf8_lossy(&actual.stderr),
        );
    }
    Ok(())
}

fn run_with_input(command: &mut Command) -> Result<Output> {
    use std::io::Write;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{:?} doesn't start", command.get_program()))?;
    // Nothing is lost if it doesn't read it.
    let _ = child.stdin.take().context("no standard input")?.write_all(INPUT.as_bytes());
    Ok(child.wait_with_output()?)
}
