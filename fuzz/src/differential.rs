//! Modules through Wastrel and a C compiler, against what the trusted engine says.
//!
//! Many modules become one program, so that a C compiler and a linker are started once for all of them.

use std::ffi::CStr;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use wasmparser::{Operator, Parser, Payload, Validator, WasmFeatures};
use wastrel_compiler::{Config, Entry, Module, Program, plan};
use wastrel_toolchain::{Build, Compiler, CompilerKind, CompilerLocation, Event, OptLevel, Scratch};
use wastrel_wast::dialogue;

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
/// With null references left to fault, which is how they trap. And for clang, to which what a null constant refers to is an object
/// that is too small, with objects of any size, and with functions called by types in which all references to objects are one.
const GCC_UBSAN: &str = "gcc -fsanitize=undefined -fno-sanitize=null -fsanitize-undefined-trap-on-error";
const CLANG_UBSAN: &str =
    "clang -fsanitize=undefined -fno-sanitize=null,object-size,function -fsanitize-trap=undefined";

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

/// The policy of executables: what is too large for the trusted engine isn't waited for.
const POLICY: &CStr = c"-W gc-heap-limit=512000000";

/// Likewise, of those whose heap is collected at each allocation.
const STRESS: &CStr = c"-W gc-heap-limit=512000000 -D gc-stress=allocations";

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

    /// Whether it can compile a module: tcc has no vectors, and what has tail calls is optimised whatever is asked for.
    pub(crate) fn takes(&self, case: &Case) -> bool {
        match self.compiler.kind() {
            CompilerKind::Tcc => !case.vectors,
            _ => !case.tail_calls || self.recipe.opt_level != OptLevel::None,
        }
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
    /// Whether it has vectors, tail calls, objects.
    vectors: bool,
    tail_calls: bool,
    pub(crate) objects: bool,
}

impl Case {
    pub(crate) fn new(seed: u64, module: Vec<u8>, expected: Expected) -> Case {
        let has = |features: WasmFeatures| {
            let mut without = Validator::new_with_features(WasmFeatures::all() - features);
            without.validate_all(&module).is_err()
        };
        let vectors = has(WasmFeatures::SIMD | WasmFeatures::RELAXED_SIMD);
        let tail_calls = has_tail_calls(&module).unwrap_or(true);
        let objects = has(WasmFeatures::GC);
        Case { seed, module, expected, vectors, tail_calls, objects }
    }
}

/// Of which one kind belongs to another proposal.
fn has_tail_calls(module: &[u8]) -> wasmparser::Result<bool> {
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CodeSectionEntry(body) = payload? else { continue };
        for operator in body.get_operators_reader()? {
            use Operator::{ReturnCall, ReturnCallIndirect, ReturnCallRef};
            if let ReturnCall { .. } | ReturnCallIndirect { .. } | ReturnCallRef { .. } = operator? {
                return Ok(true);
            }
        }
    }
    Ok(false)
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

/// Compiles these modules together and compares: by module, what is wrong. After `most` differences it doesn't go on.
///
/// # Errors
/// The executable can't be started, or a directory can't be made.
pub(crate) fn compare(
    way: &Way,
    cases: &[&Case],
    most: usize,
    keep: Option<&Path>,
) -> Result<Vec<Option<Difference>>> {
    if cases.is_empty() || most == 0 {
        return Ok(Vec::new());
    }
    let built = match panic::catch_unwind(AssertUnwindSafe(|| build(way, cases, keep))) {
        Ok(Ok(built)) => built,
        failure if cases.len() > 1 => {
            drop(failure);
            // One of them is at fault.
            let (left, right) = cases.split_at(cases.len() / 2);
            let mut differences = compare(way, left, most, keep)?;
            let more = most.saturating_sub(differences.iter().flatten().count());
            if more > 0 {
                differences.extend(compare(way, right, more, keep)?);
            }
            return Ok(differences);
        }
        Ok(Err(error)) => return Ok(vec![Some(Difference::Refused(format!("{error:#}")))]),
        Err(payload) => return Ok(vec![Some(Difference::Panicked(panic_message(&*payload)))]),
    };
    let mut differences: Vec<Option<Difference>> = Vec::new();
    // A fault that is everywhere may make each of them hang.
    while differences.len() < cases.len() && differences.iter().flatten().count() < most {
        let first = differences.len();
        let end = cases.len().min(first + PER_PROCESS);
        let mut found = built.run(&cases[first..end], first)?;
        for (index, found) in (first..).zip(&mut found) {
            // The heap may be full of what others have left in it, or each collection of it take long.
            let alone = match found {
                Some(Difference::Answered(_, answer)) => answer.starts_with(OUT_OF_MEMORY),
                Some(Difference::Ended(_, end)) => end.starts_with(dialogue::NO_ANSWER),
                _ => false,
            };
            if alone {
                *found = built.run(&cases[index..=index], index)?.pop().flatten();
            }
        }
        differences.extend(found);
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
/// element that isn't there, and another for an element that is null, whatever its type. What is neither in bounds nor aligned may
/// trap for either reason: of `memory.atomic.notify` wasmtime and we name different ones.
fn agree(expected: &str, answer: &str) -> bool {
    let Some(expected) = expected.strip_prefix("trap ") else { return expected == answer };
    let Some(number) = answer.strip_prefix("trap ").and_then(|trap| trap.split(' ').next()) else {
        return false;
    };
    match expected {
        "1" => ["1", "11"].contains(&number),
        "2" => ["2", "3"].contains(&number),
        _ => expected == number,
    }
}

/// How an executable answers when the heap is full.
const OUT_OF_MEMORY: &str = "trap 17 ";

/// How many modules a process runs: they have one heap, and each collection looks at the objects of all.
const PER_PROCESS: usize = 8;

/// A program of many modules.
struct Built {
    executable: PathBuf,
    /// By module, what it is told: to instantiate what the module imports, and then the steps.
    commands: Vec<Vec<String>>,
    _scratch: Scratch,
}

impl Built {
    /// By module, what is wrong with these, of which the first is the program's `first`. There are fewer answers if one ends the
    /// process, but one at least.
    fn run(&self, cases: &[&Case], first: usize) -> Result<Vec<Option<Difference>>> {
        let lists = &self.commands[first..first + cases.len()];
        let commands: Vec<_> = lists.iter().flatten().map(String::as_str).collect();
        let start = Instant::now();
        let transcript = dialogue::hold(&self.executable, None, &commands)?;
        TIMES.add(&TIMES.run, start.elapsed());
        let mut answers = transcript.answers.iter();
        let mut differences = Vec::new();
        for (case, commands) in std::iter::zip(cases, lists) {
            let answers: Vec<_> = answers.by_ref().take(commands.len()).collect();
            let of_host = commands.len() - case.expected.steps.len();
            let of_module = answers.get(of_host..).unwrap_or_default();
            let found = difference(case, of_module);
            if answers.len() < commands.len() {
                let end = || Difference::Ended(of_module.len(), transcript.end.clone().unwrap_or_default());
                differences.push(Some(found.unwrap_or_else(end)));
                break;
            }
            differences.push(found);
        }
        Ok(differences)
    }
}

/// Makes one program of all.
fn build(way: &Way, cases: &[&Case], keep: Option<&Path>) -> Result<Built> {
    let host = Module::decode(&HOST)?;
    let modules = cases.iter().map(|case| Module::decode(&case.module)).collect::<Result<Vec<_>, _>>()?;
    let mut program = Program::new(&[]);
    let mut commands = Vec::new();
    for (case, module) in std::iter::zip(cases, &modules) {
        let mut of_case = Vec::new();
        let imported = if case.expected.host {
            let host = program.instantiate(HOST_NAME, &host, &|_| None)?;
            of_case.push(format!("instantiate {}", host.0));
            Some(host)
        } else {
            None
        };
        let instance = program.instantiate("module", module, &|_| imported)?;
        let number = instance.0.to_string();
        of_case.extend(case.expected.steps.iter().map(|step| step.command.replace("{}", &number)));
        commands.push(of_case);
    }
    let config = Config {
        signals_based_traps: !way.recipe.explicit_checks,
        relaxed_simd_deterministic: true,
        stack_size: STACK_SIZE,
        entry: Entry::Script,
        outlives_traps: true,
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
    Ok(Built { executable, commands, _scratch: scratch })
}
