//! Modules through Wastrel and a C compiler, against what the trusted engine says.
//!
//! Many modules become one program, so that a C compiler and a linker are started once for all of them.

use std::ffi::CStr;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wasmparser::{Validator, WasmFeatures};
use wastrel_compiler::{Config, Entry, Module, Program, plan};
use wastrel_toolchain::{Build, Compiler, CompilerKind, CompilerLocation, Event, OptLevel, Scratch};
use wastrel_wast::dialogue::{self, Transcript};

use crate::generate::{HOST, HOST_NAME};
use crate::oracle::Expected;

/// How a way of compiling differs from the simplest.
#[derive(Clone, Copy)]
struct Recipe {
    name: &'static str,
    /// With its arguments.
    compiler: &'static str,
    opt_level: OptLevel,
    /// Whether accesses of memories are checked explicitly.
    explicit_checks: bool,
    /// The machine.
    target_cpu: Option<&'static str>,
    /// Whether the heap is collected, and looked through, at each allocation.
    stress: bool,
}

const TCC: Recipe = Recipe {
    name: "tcc",
    compiler: "tcc",
    opt_level: OptLevel::None,
    explicit_checks: false,
    target_cpu: None,
    stress: false,
};
const GCC: Recipe = Recipe { name: "gcc-O2", compiler: "gcc", opt_level: OptLevel::Default, ..TCC };
const CLANG: Recipe = Recipe { name: "clang-O2", compiler: "clang", ..GCC };
/// With null references left to fault, which is how they trap; and for clang, with functions called by types in which all references
/// to objects are one.
const GCC_UBSAN: &str = "gcc -fsanitize=undefined -fno-sanitize=null -fsanitize-undefined-trap-on-error";
const CLANG_UBSAN: &str = "clang -fsanitize=undefined -fno-sanitize=null,function -fsanitize-trap=undefined";

/// The ways of compiling.
const RECIPES: &[Recipe] = &[
    TCC,
    Recipe { name: "tcc-checks", explicit_checks: true, ..TCC },
    Recipe { name: "tcc-stress", stress: true, ..TCC },
    Recipe { name: "gcc-O0", opt_level: OptLevel::None, ..GCC },
    Recipe { name: "gcc-O0-stress", opt_level: OptLevel::None, stress: true, ..GCC },
    GCC,
    Recipe { name: "gcc-O2-checks", explicit_checks: true, ..GCC },
    Recipe { name: "gcc-O2-avx2", target_cpu: Some("x86-64-v3"), ..GCC },
    Recipe { name: "gcc-O2-stress", stress: true, ..GCC },
    CLANG,
    Recipe { name: "clang-O2-checks", explicit_checks: true, ..CLANG },
    Recipe { name: "clang-O2-stress", stress: true, ..CLANG },
    Recipe { name: "gcc-ubsan", compiler: GCC_UBSAN, opt_level: OptLevel::Less, ..GCC },
    Recipe {
        name: "clang-ubsan",
        compiler: CLANG_UBSAN,
        opt_level: OptLevel::Less,
        explicit_checks: true,
        ..CLANG
    },
];

/// Stack for the modules' code: more than their fuel lets them use.
const STACK_SIZE: u64 = 256 << 20;

/// The policy of executables: what is too large for the trusted engine isn't waited for. All modules of a program have one heap.
const POLICY: &CStr = c"-W gc-heap-limit=1500000000";

/// Likewise, of those whose heap is collected at each allocation.
const STRESS: &CStr = c"-W gc-heap-limit=1500000000 -D gc-stress=allocations";

/// One of the ways of compiling.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    recipe: Recipe,
    compiler: Compiler,
}

impl Way {
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        RECIPES.iter().map(|recipe| recipe.name)
    }

    pub(crate) fn find(name: &str) -> Result<Way> {
        let Some(&recipe) = RECIPES.iter().find(|recipe| recipe.name == name) else {
            let names: Vec<_> = Way::names().collect();
            bail!("{name:?} is no way of compiling; they are {}", names.join(", "));
        };
        let compiler = Compiler::probe(CompilerLocation::find(Some(recipe.compiler))?)?;
        Ok(Way { name: recipe.name, recipe, compiler })
    }

    /// Whether it can compile a module: tcc has no vectors.
    pub(crate) fn takes(&self, case: &Case) -> bool {
        self.compiler.kind() != CompilerKind::Tcc || !case.vectors
    }
}

/// How long what takes, in all threads together, in microseconds.
pub(crate) struct Times {
    emission: AtomicU64,
    compilation: AtomicU64,
    link: AtomicU64,
    run: AtomicU64,
}

pub(crate) static TIMES: Times = Times {
    emission: AtomicU64::new(0),
    compilation: AtomicU64::new(0),
    link: AtomicU64::new(0),
    run: AtomicU64::new(0),
};

impl Times {
    fn add(&self, what: &AtomicU64, time: Duration) {
        what.fetch_add(time.as_micros() as u64, Ordering::Relaxed);
    }

    /// In words.
    pub(crate) fn report(&self) -> String {
        let seconds = |what: &AtomicU64| what.load(Ordering::Relaxed) as f64 / 1e6;
        format!(
            "{:.0} s to make C, {:.0} s to compile it, {:.0} s to link, {:.0} s to run",
            seconds(&self.emission),
            seconds(&self.compilation),
            seconds(&self.link),
            seconds(&self.run)
        )
    }
}

/// A module, and what it must do.
pub(crate) struct Case {
    pub(crate) seed: u64,
    pub(crate) module: Vec<u8>,
    pub(crate) expected: Expected,
    /// Whether it has vectors, and objects.
    vectors: bool,
    pub(crate) objects: bool,
}

impl Case {
    pub(crate) fn new(seed: u64, module: Vec<u8>, expected: Expected) -> Case {
        let has = |features: WasmFeatures| {
            let mut without = Validator::new_with_features(WasmFeatures::all() - features);
            without.validate_all(&module).is_err()
        };
        let vectors = has(WasmFeatures::SIMD | WasmFeatures::RELAXED_SIMD);
        let objects = has(WasmFeatures::GC);
        Case { seed, module, expected, vectors, objects }
    }
}

/// What is wrong.
#[derive(Debug)]
pub(crate) enum Difference {
    /// The compiler panicked.
    Panicked(String),
    /// The module is refused, or the C is.
    Refused(String),
    /// The executable ended or hung at this step.
    Ended(usize, String),
    /// It answered this step so.
    Answered(usize, String),
}

impl Difference {
    /// Whether it may be the same fault as another.
    pub(crate) fn is_like(&self, other: &Difference) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// What is wrong, in words.
    pub(crate) fn describe(&self, expected: &Expected) -> impl fmt::Display {
        fmt::from_fn(move |f| {
            let step = |step: usize| {
                let step = &expected.steps[step];
                format!("{} ({:?}): expected {}", step.command, step.name, step.answer)
            };
            match self {
                Difference::Panicked(message) => write!(f, "panics: {message}"),
                Difference::Refused(message) => write!(f, "is refused: {message}"),
                Difference::Ended(at, message) => write!(f, "{}, got none: {message}", step(*at)),
                Difference::Answered(at, answer) => write!(f, "{}, got {answer}", step(*at)),
            }
        })
    }
}

/// Compiles these modules together and compares: by module, what is wrong.
///
/// # Errors
/// The executable can't be started, or a directory can't be made.
pub(crate) fn compare(way: &Way, cases: &[&Case], keep: Option<&Path>) -> Result<Vec<Option<Difference>>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let transcript = match panic::catch_unwind(AssertUnwindSafe(|| converse(way, cases, keep))) {
        Ok(Ok(transcript)) => transcript,
        failure if cases.len() > 1 => {
            drop(failure);
            // One of them is at fault.
            let (left, right) = cases.split_at(cases.len() / 2);
            let mut differences = compare(way, left, keep)?;
            differences.extend(compare(way, right, keep)?);
            return Ok(differences);
        }
        Ok(Err(error)) => return Ok(vec![Some(Difference::Refused(format!("{error:#}")))]),
        Err(payload) => return Ok(vec![Some(Difference::Panicked(panic_message(&*payload)))]),
    };
    let mut answers = transcript.answers.iter();
    let mut differences = Vec::new();
    for case in cases {
        let host = if case.expected.host { answers.next().is_some() } else { true };
        let steps = &case.expected.steps;
        let answers: Vec<_> = answers.by_ref().take(steps.len()).collect();
        differences.push(difference(case, &answers));
        if !host || answers.len() < steps.len() {
            if let Some(last @ None) = differences.last_mut() {
                *last = Some(Difference::Ended(answers.len(), transcript.end.clone().unwrap_or_default()));
            }
            // Those after it were not run.
            differences.extend(compare(way, &cases[differences.len()..], keep)?);
            break;
        }
    }
    Ok(differences)
}

/// What a panic says.
pub(crate) fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref().cloned()).unwrap_or_default()
}

/// The first answer that is wrong.
fn difference(case: &Case, answers: &[&String]) -> Option<Difference> {
    let steps = &case.expected.steps;
    for (index, (step, answer)) in std::iter::zip(steps, answers).enumerate() {
        if case.expected.exhausted && index + 1 == steps.len() {
            return None;
        }
        if !agree(&step.answer, answer) {
            return Some(Difference::Answered(index, (*answer).clone()));
        }
    }
    None
}

/// Whether an answer is as expected. wasmtime has one name for a table access out of bounds and for a call through an
/// element that isn't there, and another for an element that is null, whatever its type.
fn agree(expected: &str, answer: &str) -> bool {
    let Some(expected) = expected.strip_prefix("trap ") else { return expected == answer };
    let Some(number) = answer.strip_prefix("trap ").and_then(|trap| trap.split(' ').next()) else {
        return false;
    };
    match expected {
        "2" => ["2", "3"].contains(&number),
        _ => expected == number,
    }
}

/// Builds the program and gives it all commands.
fn converse(way: &Way, cases: &[&Case], keep: Option<&Path>) -> Result<Transcript> {
    let host = Module::decode(&HOST)?;
    let modules = cases.iter().map(|case| Module::decode(&case.module)).collect::<Result<Vec<_>, _>>()?;
    let mut program = Program::new(&[]);
    let mut commands = Vec::new();
    for (case, module) in std::iter::zip(cases, &modules) {
        let imported = if case.expected.host {
            let host = program.instantiate(HOST_NAME, &host, &|_| None)?;
            commands.push(format!("instantiate {}", host.0));
            Some(host)
        } else {
            None
        };
        let instance = program.instantiate("module", module, &|_| imported)?;
        let number = instance.0.to_string();
        commands.extend(case.expected.steps.iter().map(|step| step.command.replace("{}", &number)));
    }
    let config = Config {
        signals_based_traps: !way.recipe.explicit_checks,
        relaxed_simd_deterministic: true,
        stack_size: STACK_SIZE,
        entry: Entry::Script,
        ..Config::default()
    };
    let plan = plan(&program, &config)?;
    let build = Build {
        compiler: &way.compiler,
        opt_level: way.recipe.opt_level,
        target_cpu: way.recipe.target_cpu,
        jobs: 1,
        frame_per_call: false,
        sealed_policy: Some(if way.recipe.stress { STRESS } else { POLICY }),
        cc_flags: &[],
        lto: false,
        exact_tail_calls: false,
        cache: None,
        keep_c: keep,
        watcher: &|event| match event {
            Event::UnitEnds(report) => {
                TIMES.add(&TIMES.emission, report.emission);
                TIMES.add(&TIMES.compilation, report.compilation);
            }
            Event::Linked(time) => TIMES.add(&TIMES.link, time),
            _ => {}
        },
    };
    let scratch = Scratch::new_in(&std::env::temp_dir())?;
    let executable = build.executable(&plan, &scratch)?;
    let commands: Vec<_> = commands.iter().map(String::as_str).collect();
    let start = Instant::now();
    let transcript = dialogue::hold(&executable, &commands).context("cannot run what was built");
    TIMES.add(&TIMES.run, start.elapsed());
    transcript
}
