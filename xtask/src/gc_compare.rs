//! `cargo xtask gc-compare`: programs that allocate, by Wastrel, by other engines, and in C and OCaml, as one table.
//!
//! The modules are `examples/NAME.wat`; what they are compared with is in `benches/gc`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command to compile with.
    #[arg(long, default_value = "target/release/wastrel")]
    wastrel: PathBuf,
    /// Node, of version 22 at least.
    #[arg(long, default_value = "node")]
    node: PathBuf,
    /// A Python interpreter with the package `wasmtime`.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// OCaml's compiler.
    #[arg(long, default_value = "ocamlopt")]
    ocamlopt: PathBuf,
    /// How often each program is run in each way.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Only programs whose name has this in it.
    #[arg(default_value = "")]
    filter: String,
}

/// The programs and their sizes, after one that does nothing.
const PROGRAMS: &[(&str, &str)] =
    &[("nothing", "1"), ("gcbench", "16"), ("quads", "11"), ("trees", "18"), ("closures", "5000")];

/// What takes longer is run once.
const LONG: f64 = 20.0;

/// A way to run programs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Wastrel,
    V8,
    Wasmtime,
    Boehm,
    Ocaml,
}

impl Way {
    const ALL: [Way; 5] = [Way::Wastrel, Way::V8, Way::Wasmtime, Way::Boehm, Way::Ocaml];

    fn name(self) -> &'static str {
        match self {
            Way::Wastrel => "Wastrel",
            Way::V8 => "V8",
            Way::Wasmtime => "wasmtime",
            Way::Boehm => "C, Boehm",
            Way::Ocaml => "ocamlopt",
        }
    }

    /// What tells of the collections of a run: a variable of the environment.
    fn tell(self) -> Option<(&'static str, &'static str)> {
        match self {
            Way::Wastrel => Some(("WASTREL_PRINT_STATS", "1")),
            Way::V8 => Some(("TRACE_GC", "1")),
            Way::Wasmtime => None,
            Way::Boehm => Some(("GC_PRINT_STATS", "1")),
            Way::Ocaml => Some(("OCAMLRUNPARAM", "v=0x400")),
        }
    }

    /// What a run says of its collections.
    fn collections(self, told: &str) -> Collections {
        match self {
            Way::Wastrel => ours(told),
            Way::V8 => {
                let pause = |line: &str| line.split(" / ").next()?.split_whitespace().last()?.parse().ok();
                let of = |kind: &str| -> Vec<f64> {
                    told.lines().filter(|line| line.contains(kind)).filter_map(pause).collect()
                };
                let (minor, major) = (of("Scavenge"), of("Mark-Compact"));
                let (minors, majors) = (Some(minor.len()), Some(major.len()));
                Collections { major: majors, minor: minors, pauses: percentiles([minor, major].concat()) }
            }
            Way::Wasmtime => Collections::default(),
            Way::Boehm => {
                // Milliseconds and nanoseconds.
                let pause = |line: &str| {
                    let mut words = line.strip_prefix("Complete collection took ")?.split(' ');
                    let milliseconds: f64 = words.next()?.parse().ok()?;
                    Some(milliseconds + words.nth(1)?.parse::<f64>().ok()? / 1e6)
                };
                let pauses: Vec<f64> = told.lines().filter_map(pause).collect();
                Collections { major: Some(pauses.len()), minor: Some(0), pauses: percentiles(pauses) }
            }
            Way::Ocaml => {
                let count =
                    |what: &str| told.lines().find_map(|line| line.strip_prefix(what)?.trim().parse().ok());
                let (major, minor) = (count("major_collections:"), count("minor_collections:"));
                Collections { major, minor, pauses: None }
            }
        }
    }
}

/// What is known of the collections of a run.
#[derive(Default)]
struct Collections {
    major: Option<usize>,
    minor: Option<usize>,
    /// Milliseconds: their median, 95th percentile and maximum.
    pauses: Option<[f64; 3]>,
}

/// What Wastrel's own statistics say.
fn ours(told: &str) -> Collections {
    let numbers = |what: &str| -> Vec<f64> {
        let line = told.lines().find(|line| line.contains(what)).unwrap_or_default();
        line.split([' ', ',']).filter_map(|word| word.parse().ok()).collect()
    };
    let counts = numbers("major collections");
    let count = |index: usize| counts.get(index).map(|&count| count as usize);
    Collections { major: count(0), minor: count(1), pauses: numbers("median pause").try_into().ok() }
}

/// Of milliseconds, the median, the 95th percentile and the maximum.
fn percentiles(mut pauses: Vec<f64>) -> Option<[f64; 3]> {
    pauses.sort_by(f64::total_cmp);
    let last = pauses.len().checked_sub(1)?;
    Some([50, 95, 100].map(|percent| pauses[(last * percent).div_ceil(100)]))
}

impl Collections {
    /// Columns of the table: how many, and pauses.
    fn columns(&self) -> String {
        let counts = match (self.major, self.minor) {
            (Some(major), Some(minor)) => format!("{major} + {minor}"),
            _ => String::new(),
        };
        let pauses = self
            .pauses
            .map_or(String::new(), |[median, p95, max]| format!("{median:.1}, {p95:.1}, {max:.1}"));
        format!("{counts} | {pauses}")
    }
}

/// What a run took.
#[derive(Clone, Copy)]
struct Run {
    wall: f64,
    processor: f64,
    megabytes: f64,
}

/// A program in one of the ways.
struct Contender {
    way: Way,
    command: Vec<String>,
    runs: Vec<Run>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gc-compare");
    fs::create_dir_all(&directory)?;
    let measure = directory.join("measure");
    succeeds(Command::new("gcc").args(["-O2", "-static", "-o"]).arg(&measure).arg(source("measure.c")))?;
    let missing = missing(arguments);
    println!(
        "Medians of {} interleaved runs, a start and an end each; times also as ratios to Wastrel's, medians of the ratios of runs side \
         by side. Pauses: median, 95th percentile and maximum, where they are known.\n",
        arguments.rounds
    );
    println!(
        "| program | | wall s | | user + sys s | | collections, major + minor | pauses ms | memory MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for &(program, size) in PROGRAMS.iter().filter(|(program, _)| program.contains(&arguments.filter)) {
        let ways = Way::ALL.into_iter().filter(|way| !missing.iter().any(|(missing, _)| missing == way));
        let mut contenders = ways
            .map(|way| {
                let command = build(arguments, &directory, way, program, size)
                    .with_context(|| format!("{program} by {}", way.name()))?;
                Ok(Contender { way, command, runs: Vec::new() })
            })
            .collect::<Result<Vec<_>>>()?;
        rows(arguments, &measure, program, &mut contenders)?;
    }
    for (way, why) in &missing {
        println!("\nwithout {}: {why:#}", way.name());
    }
    Ok(())
}

/// Runs a program in all ways and prints its rows.
fn rows(arguments: &Arguments, measure: &Path, program: &str, contenders: &mut [Contender]) -> Result<()> {
    let (expected, ..) = execute(measure, &contenders[0], false)?;
    for round in 0..arguments.rounds {
        for index in 0..contenders.len() {
            // None is always the first.
            let index = (index + round) % contenders.len();
            let contender = &mut contenders[index];
            if contender.runs.first().is_some_and(|run| run.wall > LONG) {
                continue;
            }
            let (output, _, run) = execute(measure, contender, false)?;
            let way = contender.way.name();
            ensure!(output == expected, "{program} is {output:?} by {way}, and {expected:?} by Wastrel");
            contender.runs.push(run);
        }
    }
    let ours = contenders[0].runs.clone();
    for contender in contenders {
        let (output, told, _) = execute(measure, contender, true)?;
        let collections = contender.way.collections(&(output + &told));
        let runs = &contender.runs;
        let of = |what: fn(&Run) -> f64| median(runs.iter().map(what));
        let ratio =
            |what: fn(&Run) -> f64| median(runs.iter().zip(&ours).map(|(run, ours)| what(run) / what(ours)));
        println!(
            "| {program} | {} | {} | {} | {} | {} | {} | {:.1} |",
            contender.way.name(),
            short(of(|run| run.wall)),
            short(ratio(|run| run.wall)),
            short(of(|run| run.processor)),
            short(ratio(|run| run.processor)),
            collections.columns(),
            of(|run| run.megabytes),
        );
    }
    Ok(())
}

/// What isn't installed, and why that is thought.
fn missing(arguments: &Arguments) -> Vec<(Way, anyhow::Error)> {
    let try_out = |way| match way {
        Way::Wastrel => Ok(()),
        Way::V8 => {
            // A module with the type of a struct without fields.
            let module = "[0, 97, 115, 109, 1, 0, 0, 0, 1, 3, 1, 95, 0]";
            let script = format!("process.exit(WebAssembly.validate(new Uint8Array({module})) ? 0 : 1)");
            succeeds(Command::new(&arguments.node).args(["-e", &script]))
        }
        Way::Wasmtime => succeeds(Command::new(&arguments.python).args(["-c", "import wasmtime"])),
        Way::Boehm => {
            let header = ["-fsyntax-only", "-include", "gc.h", "-x", "c", "/dev/null"];
            succeeds(Command::new("gcc").args(header))
        }
        Way::Ocaml => succeeds(Command::new(&arguments.ocamlopt).arg("-version")),
    };
    Way::ALL.into_iter().filter_map(|way| Some((way, try_out(way).err()?))).collect()
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/gc").join(name)
}

/// The module of a program.
fn module(program: &str) -> PathBuf {
    let example =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(program).with_extension("wat");
    if example.exists() { example } else { source(program).with_extension("wat") }
}

/// Builds a program, and says what runs it.
fn build(
    arguments: &Arguments,
    directory: &Path,
    way: Way,
    program: &str,
    size: &str,
) -> Result<Vec<String>> {
    let text = |path: &Path| path.display().to_string();
    let executable = directory.join(format!("{program}.{}", way.name().replace(", ", "-")));
    let run_module = |driver: &Path, script: &str| -> Result<Vec<String>> {
        let wasm = directory.join(program).with_extension("wasm");
        fs::write(&wasm, wat::parse_file(module(program))?)?;
        Ok(vec![text(driver), text(&source(script)), text(&wasm), program.to_owned(), size.to_owned()])
    };
    match way {
        Way::Wastrel => {
            let mut command = Command::new(&arguments.wastrel);
            command.args(["compile", "-C", "compiler=gcc", "-O", "opt-level=2", "--invoke", program]);
            succeeds(command.arg(module(program)).arg("-o").arg(&executable))?;
        }
        Way::V8 => return run_module(&arguments.node, "v8.mjs"),
        Way::Wasmtime => return run_module(&arguments.python, "engine.py"),
        Way::Boehm => {
            let source = source(program).with_extension("c");
            succeeds(Command::new("gcc").arg("-O2").arg(source).arg("-lgc").arg("-o").arg(&executable))?;
        }
        Way::Ocaml => {
            // The compiler leaves files where the source is.
            let copy = directory.join(program).with_extension("ml");
            fs::copy(source(program).with_extension("ml"), &copy)?;
            succeeds(Command::new(&arguments.ocamlopt).args(["-O3", "-o"]).arg(&executable).arg(copy))?;
        }
    }
    Ok(vec![text(&executable), size.to_owned()])
}

fn succeeds(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{:?} doesn't start", command.get_program()))?;
    ensure!(output.status.success(), "{command:?} fails:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Runs a contender: what it prints, what it says besides, and what it took.
fn execute(measure: &Path, contender: &Contender, tell: bool) -> Result<(String, String, Run)> {
    let mut command = Command::new(measure);
    command.args(&contender.command);
    command.envs(contender.way.tell().filter(|_| tell));
    let output = command.output()?;
    let told = String::from_utf8(output.stderr)?;
    ensure!(output.status.success(), "{:?} fails:\n{told}", contender.command);
    let numbers: Vec<f64> =
        told.lines().last().unwrap_or_default().split(' ').filter_map(|word| word.parse().ok()).collect();
    let [wall, processor, kilobytes] = numbers[..] else { bail!("it wasn't measured: {told}") };
    let run = Run { wall, processor, megabytes: kilobytes * 1.024 / 1000.0 };
    Ok((String::from_utf8(output.stdout)?, told, run))
}

/// A number in about three digits.
fn short(number: f64) -> String {
    let digits = if number < 0.01 { 4 } else { 2usize.saturating_sub(number.log10().max(0.0) as usize) };
    format!("{number:.digits$}")
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
