//! `cargo xtask languages`: the programs of `tests/languages`, compiled by their language's compiler and Wastrel, and compared with what
//! the language's own implementation makes of them.
//!
//! The compilers come from Debian sid, in a root of their own that mmdebstrap makes, once (three minutes, 2 GB): the command wants to be root.

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
    /// Shell commands that make NAME.wasm of NAME.EXT, in the root.
    compile: &'static str,
    /// And one that runs it by the language's own implementation.
    reference: &'static str,
    variants: &'static [(&'static str, &'static str)],
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "ocaml",
        extension: "ml",
        compile: "ocamlfind ocamlc -w -a -package unix -linkpkg NAME.ml -o NAME.byte && \
                  wasm_of_ocaml --enable wasi VARIANT NAME.byte -o NAME.js && cp NAME.assets/code.wasm NAME.wasm",
        reference: "ocamlrun ./NAME.byte",
        variants: &[("", "--effects=cps"), ("without effects", "--effects=disabled")],
    },
    Language {
        name: "scheme",
        extension: "scm",
        compile: "hoot compile --mode=standalone -g0 -o NAME.wasm NAME.scm",
        reference: "guile --no-auto-compile --r7rs NAME.scm",
        variants: &[("", "")],
    },
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    make_root(&arguments.root)?;
    let (mut passed, mut failed) = (0, 0);
    for language in LANGUAGES {
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

/// Compiles and runs a program both ways.
fn check(arguments: &Arguments, language: &Language, source: &Path, name: &str, variant: &str) -> Result<()> {
    let inside = format!("/tmp/wastrel-languages/{}", language.name);
    let work = arguments.root.join(inside.trim_start_matches('/'));
    fs::create_dir_all(&work)?;
    fs::copy(source, work.join(name).with_extension(language.extension))?;
    let in_root = |command: &str| {
        let command = command.replace("NAME", name).replace("VARIANT", variant);
        run_with_input(
            Command::new("chroot")
                .arg(&arguments.root)
                .args(["sh", "-c"])
                .arg(format!("cd {inside} && {command}")),
        )
    };
    let compiled = in_root(language.compile)?;
    ensure!(compiled.status.success(), "doesn't compile: {}", String::from_utf8_lossy(&compiled.stderr));
    let expected = in_root(&format!("{} one two", language.reference))?;
    let executable = work.join(name).with_extension("exe");
    let status = Command::new(&arguments.wastrel)
        .arg("compile")
        .arg(work.join(name).with_extension("wasm"))
        .arg("-o")
        .arg(&executable)
        .stderr(Stdio::null())
        .status()
        .with_context(|| arguments.wastrel.display().to_string())?;
    ensure!(status.success(), "Wastrel doesn't compile it");
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
