//! `cargo xtask languages --speed`: how long programs take, compiled by Wastrel, by their language's own compilers, and on engines.
//!
//! Wastrel, node and wasmtime have the same module. Times are of user and system, with start-up; wasmtime has compiled the module before. Runs are
//! interleaved, and what is said of several is the median. What takes long, or more than ten times Wastrel's time, runs once.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Arguments, Language, compile, inside, make_in_root, prepare, sources};

/// Some of a language's programs, and the ways to run them: a name and a shell command in the root. Wastrel's is the first.
struct Race {
    language: Language,
    /// Each with the argument that makes it take long; all there are, without arguments, if this is empty.
    programs: &'static [(&'static str, &'static str)],
    ways: &'static [(&'static str, &'static str)],
    /// The rival that the last column compares with.
    native: usize,
}

const RACES: &[Race] = &[
    Race {
        language: Language {
            name: "ocaml",
            extension: "ml",
            tools: &[],
            fetch: "",
            compiles_outside: false,
            compile: "ocamlfind ocamlc -w -a -package unix -linkpkg NAME.ml -o NAME.byte && \
                      ocamlfind ocamlopt -w -a -package unix -linkpkg NAME.ml -o NAME.opt && \
                      wasm_of_ocaml --enable wasi --effects=disabled NAME.byte -o NAME.js && cp NAME.assets/code.wasm NAME.wasm",
            reference: "./NAME.opt",
            variants: &[],
        },
        programs: &[
            ("binary_trees", "16"),
            ("boyer", "1000"),
            ("fannkuch", "10"),
            ("fib", "38"),
            ("floats", "400000"),
            ("hashtables", "2000000"),
            ("interpreter", "27"),
            ("nqueens", "11"),
            ("quicksort", "1000000"),
        ],
        ways: &[
            ("ocamlopt", "./NAME.opt"),
            ("ocamlrun", "ocamlrun NAME.byte"),
            ("node", "node --no-warnings NAME.js"),
        ],
        native: 0,
    },
    Race {
        language: Language {
            name: "speed/scheme",
            extension: "scm",
            tools: &[],
            fetch: "",
            compiles_outside: false,
            compile: "hoot compile --mode=standalone -g0 -o NAME.wasm NAME.scm && hoot compile -g0 -o NAME.node.wasm NAME.scm && \
                      guile --no-auto-compile -c '((@ (system base compile) compile-file) \"NAME.scm\" #:output-file \"NAME.go\")'",
            reference: "guile --r7rs --no-auto-compile -c '(load-compiled \"NAME.go\")'",
            variants: &[],
        },
        programs: &[],
        ways: &[
            ("guile", "guile --r7rs --no-auto-compile -c '(load-compiled \"NAME.go\")'"),
            (
                "node",
                "H=/usr/share/guile-hoot/0.9.0; node $H/js-runner/load.js -- $H/reflect-js $H/reflect-wasm NAME.node.wasm",
            ),
        ],
        native: 0,
    },
];

/// One of them.
struct Program {
    source: PathBuf,
    name: String,
    argument: Option<&'static str>,
}

/// Runs a module of WASI's, which is compiled the first time.
const WASMTIME: &str = r#"
import sys, os, wasmtime
config = wasmtime.Config()
for feature in ["wasm_gc", "wasm_function_references", "wasm_exceptions", "wasm_tail_call", "wasm_multi_memory"]:
    setattr(config, feature, True)
engine = wasmtime.Engine(config)
compiled = sys.argv[1] + ".cwasm"
if not os.path.exists(compiled):
    open(compiled, "wb").write(wasmtime.Module.from_file(engine, sys.argv[1]).serialize())
store = wasmtime.Store(engine)
wasi = wasmtime.WasiConfig()
wasi.inherit_stdout()
wasi.argv = ["program"] + sys.argv[2:]
store.set_wasi(wasi)
linker = wasmtime.Linker(engine)
linker.define_wasi()
instance = linker.instantiate(store, wasmtime.Module.deserialize_file(engine, compiled))
try:
    instance.exports(store)["_start"](store)
except wasmtime.ExitTrap as exit:
    sys.exit(exit.code)
"#;

/// Seconds after which one run is enough.
const LONG: f64 = 10.0;

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    for race in RACES {
        let directory = Path::new("tests/languages").join(race.language.name);
        let mut programs = Vec::new();
        for source in sources(&directory, race.language.extension)? {
            let name =
                source.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let argument = match race.programs.iter().find(|(program, _)| *program == name) {
                Some((_, argument)) => Some(*argument),
                None if race.programs.is_empty() => None,
                None => continue,
            };
            if format!("{}/{name}", race.language.name).contains(&arguments.filter) {
                programs.push(Program { source, name, argument });
            }
        }
        if programs.is_empty() {
            continue;
        }
        let wasmtime = arguments.wasmtime.as_deref().filter(|_| race.language.extension == "ml");
        let mut header = format!("\n{:14} {:>9}", race.language.name.trim_start_matches("speed/"), "wastrel");
        for name in race.ways.iter().map(|(name, _)| *name).chain(wasmtime.map(|_| "wasmtime")) {
            header.push_str(&format!(" {name:>9}"));
        }
        println!("{header} {:>9}", "ratio");
        let mut logs = Vec::new();
        for program in &programs {
            let (row, ratio) = measure(arguments, race, program, wasmtime)?;
            println!("{row} {ratio:9.2}");
            logs.push(ratio.ln());
        }
        let mean = (logs.iter().sum::<f64>() / logs.len() as f64).exp();
        println!("geometric mean of wastrel / {}: {mean:.2}", race.ways[race.native].0);
    }
    Ok(())
}

/// A row of the table, and its ratio.
fn measure(
    arguments: &Arguments,
    race: &Race,
    program: &Program,
    wasmtime: Option<&Path>,
) -> Result<(String, f64)> {
    let language = &race.language;
    let Program { source, name, argument } = program;
    let work = prepare(&arguments.root, language)?;
    fs::copy(source, work.join(name).with_extension(language.extension))?;
    make_in_root(&arguments.root, language.name, &language.compile.replace("NAME", name))?;
    let module = work.join(name).with_extension("wasm");
    let executable = work.join(name).with_extension("exe");
    compile(arguments, &module, &executable)?;

    let executable = fs::canonicalize(&executable)?;
    let argument = argument.map(OsStr::new);
    let mut commands = vec![command([executable.as_os_str()].into_iter().chain(argument))];
    for (_, way) in race.ways {
        let way = way.replace("NAME", name) + " " + program.argument.unwrap_or_default();
        let shell = format!("cd {} && {way}", inside(language.name));
        let arguments =
            ["chroot".as_ref(), arguments.root.as_os_str(), "sh".as_ref(), "-c".as_ref(), shell.as_ref()];
        commands.push(command(arguments));
    }
    if let Some(python) = wasmtime {
        let script = [python.as_os_str(), "-c".as_ref(), WASMTIME.as_ref(), module.as_os_str()];
        commands.push(command(script.into_iter().chain(argument)));
        let _ = fs::remove_file(work.join(format!("{name}.wasm.cwasm")));
        // It compiles.
        time(commands.last_mut().context("just added")?)?;
    }
    let mut times = vec![Vec::new(); commands.len()];
    for round in 0..arguments.runs {
        let mut outputs = Vec::new();
        for (way, command) in commands.iter_mut().enumerate() {
            let enough =
                times[way].first().is_some_and(|&first: &f64| first > LONG || first > 10.0 * times[0][0]);
            if !enough {
                let (seconds, output) = time(command)?;
                times[way].push(seconds);
                outputs.push(output);
            }
        }
        ensure!(
            round > 0 || outputs.iter().all(|output| output.trim_end() == outputs[0].trim_end()),
            "{name} prints different things: {outputs:?}"
        );
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    let mut row = format!("{name:14}");
    for median in &medians {
        row.push_str(&format!(" {median:9.2}"));
    }
    Ok((row, medians[0] / medians[race.native + 1]))
}

/// A command that says, last on standard error, what a program takes.
fn command<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> Command {
    let mut command = Command::new("bash");
    command.args(["-c", "TIMEFORMAT='%3U %3S'; time \"$@\"", "bash"]).args(arguments);
    command
}

fn time(command: &mut Command) -> Result<(f64, String)> {
    let output = command.output().context("bash, which measures, is missing")?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "{command:?} fails: {text}");
    let last = text.trim_end().lines().last().unwrap_or_default();
    let times: Vec<f64> = last.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    Ok((times.iter().sum(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
