//! The option groups: `-O -C -D -W -S`, each with keys.
//!
//! To add a key: a row in [`KEYS`], a field in [`Settings`], a test in `tests/cli/`. Help, the check of names and
//! the nearest right name follow from the table.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;
use std::{io, process};

use anyhow::{Context, Error, Result, bail, ensure};
use clap::Args;
use wastrel_compiler::Config;
use wastrel_toolchain::OptLevel;

use crate::output::print;

/// What the option groups say, defaults filled in.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// None: what suits the command.
    pub(crate) opt_level: Option<OptLevel>,
    pub(crate) signals_based_traps: bool,
    pub(crate) memory_base: u64,
    pub(crate) compiler: Option<String>,
    pub(crate) target_cpu: Option<String>,
    pub(crate) cc_flags: Vec<String>,
    pub(crate) lto: bool,
    /// None: as many as the machine bears.
    pub(crate) jobs: Option<NonZeroUsize>,
    pub(crate) cache: bool,
    pub(crate) keep_c: Option<PathBuf>,
    /// None: as many as the compiler says.
    pub(crate) max_wasm_stack: Option<u64>,
    pub(crate) relaxed_simd_deterministic: bool,
    pub(crate) unknown_imports_trap: bool,
    pub(crate) string_constants: String,
    /// What only the program's start looks at: groups and their keys.
    pub(crate) at_start: Vec<(char, String)>,
}

impl Settings {
    fn for_start(&mut self, group: char, key: String) {
        self.at_start.push((group, key));
    }
}

impl Default for Settings {
    fn default() -> Self {
        let config = Config::default();
        Settings {
            opt_level: None,
            signals_based_traps: config.signals_based_traps,
            memory_base: config.memory_base,
            compiler: None,
            target_cpu: None,
            cc_flags: Vec::new(),
            lto: false,
            jobs: None,
            cache: true,
            keep_c: None,
            max_wasm_stack: None,
            relaxed_simd_deterministic: config.relaxed_simd_deterministic,
            unknown_imports_trap: true,
            string_constants: config.string_constants,
            at_start: Vec::new(),
        }
    }
}

impl Settings {
    /// How many things to do at once.
    pub(crate) fn jobs(&self) -> usize {
        self.jobs.map_or_else(wastrel_toolchain::default_jobs, NonZeroUsize::get)
    }
}

/// A key of a group.
#[derive(Debug)]
struct Key {
    /// The group's letter.
    group: char,
    name: &'static str,
    /// What may follow "=".
    value: &'static str,
    help: &'static str,
    /// Checks what follows "=", if anything does, and sets it; but `-S` is passed on as it is.
    set: fn(&mut Settings, Option<&str>) -> Result<()>,
}

/// Where a program can map memory: below, Linux forbids it, and above is the kernel.
const ADDRESSES: Range<u64> = 0x1_0000..0x7fff_ffff_f000;

/// All of them. The names are wasmtime's where it has the same.
const KEYS: &[Key] = &[
    Key {
        group: 'O',
        name: "opt-level",
        value: "auto|0|1|2|3|s",
        help: "how hard the C compiler tries (-O2 for short); auto, the default: 2, but `run` may begin at once with 0",
        set: |settings, value| {
            settings.opt_level = match required(value)? {
                "auto" => None,
                level => Some(level.parse()?),
            };
            Ok(())
        },
    },
    Key {
        group: 'O',
        name: "signals-based-traps",
        value: "y|n",
        help: "catch accesses out of bounds by guard pages (default y) or check each: needed under ulimit -v",
        set: |settings, value| {
            settings.signals_based_traps = boolean(value)?;
            Ok(())
        },
    },
    Key {
        group: 'O',
        name: "memory-base",
        value: "ADDRESS",
        help: "where the first memory is mapped (default 0x10000000)",
        set: |settings, value| {
            let base = number(value)?;
            let is_mappable = base % 4096 == 0 && ADDRESSES.contains(&base);
            ensure!(
                is_mappable,
                "it must be a multiple of 4096 from {:#x} to {:#x}",
                ADDRESSES.start,
                ADDRESSES.end
            );
            settings.memory_base = base;
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "compiler",
        value: "NAME|PATH",
        help: "the C compiler: gcc, clang or tcc (default $CC, else the first of these)",
        set: |settings, value| {
            settings.compiler = Some(required(value)?.to_owned());
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "target-cpu",
        value: "CPU",
        help: "use the instructions of x86-64, x86-64-v3, native… (default: any machine; with SIMD, SSE4.2)",
        set: |settings, value| {
            let cpu = required(value)?;
            ensure!(
                cpu.chars().all(|c| c.is_ascii_alphanumeric() || "-._+".contains(c)),
                "{cpu:?} is no name of a machine"
            );
            settings.target_cpu = Some(cpu.to_owned());
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "cc-flags",
        value: "FLAGS",
        help: "further flags for the C compiler, with spaces between them",
        set: |settings, value| {
            settings.cc_flags.extend(required(value)?.split_whitespace().map(str::to_owned));
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "lto",
        value: "y|n",
        help: "optimise once more across all files when linking (default n); clang needs lld for it",
        set: |settings, value| {
            settings.lto = boolean(value)?;
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "jobs",
        value: "N",
        help: "how many C compilers run at once (default: as cores and memory allow)",
        set: |settings, value| {
            let number = usize::try_from(number(value)?).ok().and_then(NonZeroUsize::new);
            settings.jobs = Some(number.context("it must be at least 1")?);
            Ok(())
        },
    },
    Key {
        group: 'C',
        name: "cache",
        value: "y|n",
        help: "keep what is made, and use what was kept (default y)",
        set: |settings, value| {
            settings.cache = boolean(value)?;
            Ok(())
        },
    },
    Key {
        group: 'D',
        name: "keep-c",
        value: "DIRECTORY",
        help: "leave the C that is compiled in this directory",
        set: |settings, value| {
            settings.keep_c = Some(required(value)?.into());
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "max-wasm-stack",
        value: "BYTES",
        help: "the program's stack (default 268435456)",
        set: |settings, value| {
            settings.max_wasm_stack = Some(number(value)?);
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "gc-heap-limit",
        value: "BYTES",
        help: "what objects may take at most (default: as much as there is address space)",
        set: |settings, value| {
            let limit = number(value)?;
            ensure!(limit > 0, "it must be at least 1");
            settings.for_start('W', format!("gc-heap-limit={limit}"));
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "gc-heap-initial",
        value: "BYTES",
        help: "what objects may take before the first collection",
        set: |settings, value| {
            settings.for_start('W', format!("gc-heap-initial={}", number(value)?));
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "gc-policy",
        value: "POLICY",
        help: "growable (default), fixed (as large as the limit from the start) or null (never collected)",
        set: |settings, value| {
            let policy = one_of(value, &["growable", "fixed", "null"])?;
            settings.for_start('W', format!("gc-policy={policy}"));
            Ok(())
        },
    },
    Key {
        group: 'D',
        name: "gc-log",
        value: "y|n",
        help: "a line about each garbage collection (default n)",
        set: |settings, value| {
            settings.for_start('D', format!("gc-log={}", if boolean(value)? { "y" } else { "n" }));
            Ok(())
        },
    },
    Key {
        group: 'D',
        name: "gc-stress",
        value: "HOW",
        help: "collect, and check the heap, at slow-paths or at all allocations: to find errors in Wastrel",
        set: |settings, value| {
            let how = one_of(value, &["slow-paths", "allocations"])?;
            settings.for_start('D', format!("gc-stress={how}"));
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "relaxed-simd-deterministic",
        value: "y|n",
        help: "relaxed vector instructions give the same on every machine (default n)",
        set: |settings, value| {
            settings.relaxed_simd_deterministic = boolean(value)?;
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "unknown-imports-trap",
        value: "y|n",
        help: "functions that nobody provides trap when called (default y) or are an error",
        set: |settings, value| {
            settings.unknown_imports_trap = boolean(value)?;
            Ok(())
        },
    },
    Key {
        group: 'W',
        name: "imported-string-constants",
        value: "NAME",
        help: "the module name whose imported globals are strings, each the text of its own name (default ')",
        set: |settings, value| {
            settings.string_constants = required(value)?.to_owned();
            Ok(())
        },
    },
    Key {
        group: 'S',
        name: "inherit-env",
        value: "y|n",
        help: "give the program all environment variables (default n); --env overrides",
        set: |_, value| boolean(value).map(drop),
    },
    Key {
        group: 'S',
        name: "inherit-stdin",
        value: "y|n",
        help: "let the program read standard input (default y)",
        set: |_, value| boolean(value).map(drop),
    },
    Key {
        group: 'S',
        name: "inherit-stdout",
        value: "y|n",
        help: "let the program write to standard output (default y)",
        set: |_, value| boolean(value).map(drop),
    },
    Key {
        group: 'S',
        name: "inherit-stderr",
        value: "y|n",
        help: "let the program write to standard error (default y)",
        set: |_, value| boolean(value).map(drop),
    },
    Key {
        group: 'S',
        name: "listenfd",
        value: "y|n",
        help: "give the program the listening sockets that systemd or listenfd passes (default n)",
        set: |_, value| boolean(value).map(drop),
    },
];

const HEADING: &str = "Option groups";
const KEYS_HINT: &str = "KEY[=VAL[,..]]";

/// The groups on a command line.
#[derive(Args, Debug)]
pub(crate) struct OptionGroups {
    /// How fast the program is to be; `-O help` lists the keys
    #[arg(short = 'O', long = "optimize", value_name = KEYS_HINT, help_heading = HEADING, value_parser = |text: &str| parse('O', text))]
    optimize: Vec<Assignments>,
    /// How C becomes machine code; `-C help`
    #[arg(short = 'C', long = "codegen", value_name = KEYS_HINT, help_heading = HEADING, value_parser = |text: &str| parse('C', text))]
    codegen: Vec<Assignments>,
    /// What helps to find errors; `-D help`
    #[arg(short = 'D', long = "debug", value_name = KEYS_HINT, help_heading = HEADING, value_parser = |text: &str| parse('D', text))]
    debug: Vec<Assignments>,
    /// What WebAssembly may do; `-W help`
    #[arg(short = 'W', long = "wasm", value_name = KEYS_HINT, help_heading = HEADING, value_parser = |text: &str| parse('W', text))]
    wasm: Vec<Assignments>,
}

/// The group that means something to a program's start only.
#[derive(Args, Debug)]
pub(crate) struct WasiGroup {
    /// What the program finds around it; `-S help`
    #[arg(short = 'S', long = "wasi", value_name = KEYS_HINT, help_heading = HEADING, value_parser = |text: &str| parse('S', text))]
    wasi: Vec<Assignments>,
}

impl WasiGroup {
    /// What it says, one `KEY` or `KEY=VAL` after the other.
    pub(crate) fn items(&self) -> impl Iterator<Item = String> {
        self.wasi.iter().flat_map(|Assignments(assignments)| assignments).map(|(key, value)| match value {
            Some(value) => format!("{}={value}", key.name),
            None => key.name.to_owned(),
        })
    }
}

/// One `KEY=VAL,KEY…`, checked.
#[derive(Clone, Debug)]
struct Assignments(Vec<(&'static Key, Option<String>)>);

impl OptionGroups {
    /// What they say.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        for Assignments(assignments) in
            [&self.optimize, &self.codegen, &self.debug, &self.wasm].into_iter().flatten()
        {
            for (key, value) in assignments {
                (key.set)(&mut settings, value.as_deref())?;
            }
        }
        Ok(settings)
    }

    /// One of them that means nothing to a program that is compiled already, if there is one.
    pub(crate) fn compiling(&self) -> Option<String> {
        [&self.optimize, &self.codegen, &self.debug, &self.wasm]
            .into_iter()
            .flatten()
            .flat_map(|Assignments(assignments)| assignments)
            .find(|(key, _)| key.name != "max-wasm-stack" && !key.name.starts_with("gc-"))
            .map(|(key, _)| format!("-{} {}", key.group, key.name))
    }
}

/// Checks the value of a group's flag. Ends the process after the help if that is what it asks for.
fn parse(group: char, text: &str) -> Result<Assignments, String> {
    let mut assignments = Vec::new();
    for item in text.split(',') {
        if item == "help" {
            process::exit(match print(help(group)) {
                // Who reads the beginning only has that.
                Err(error) if !is_broken_pipe(&error) => {
                    crate::report(&error);
                    1
                }
                _ => 0,
            });
        }
        // As C compilers spell it.
        let level = format!("opt-level={item}");
        let is_level = group == 'O' && ["0", "1", "2", "3", "s", "auto"].contains(&item);
        let item = if is_level { &level } else { item };
        let (name, value) = item.split_once('=').map_or((item, None), |(name, value)| (name, Some(value)));
        let key = KEYS
            .iter()
            .find(|key| key.group == group && key.name == name)
            .ok_or_else(|| unknown(group, name))?;
        (key.set)(&mut Settings::default(), value)
            .map_err(|error| format!("{error:#}; expected {}={}", key.name, key.value))?;
        assignments.push((key, value.map(str::to_owned)));
    }
    Ok(Assignments(assignments))
}

/// Says that there is no such key, and which one may have been meant.
fn unknown(group: char, name: &str) -> String {
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return format!("there is no key {name:?} here; did you mean -{} {name}?", key.group);
    }
    let nearest = KEYS
        .iter()
        .map(|key| (strsim::jaro_winkler(name, key.name), key))
        .filter(|(similarity, key)| *similarity > if key.group == group { 0.7 } else { 0.85 })
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((_, key)) => format!("there is no key {name:?}; did you mean -{} {}?", key.group, key.name),
        None => format!("there is no key {name:?}; -{group} help lists those that there are"),
    }
}

fn help(group: char) -> String {
    let mut text = format!("Keys of -{group}:\n");
    for key in KEYS.iter().filter(|key| key.group == group) {
        text += &format!("  -{group} {:<30} {}\n", format!("{}={}", key.name, key.value), key.help);
    }
    text
}

fn is_broken_pipe(error: &Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn required(value: Option<&str>) -> Result<&str> {
    value.filter(|value| !value.is_empty()).context("it needs a value")
}

fn boolean(value: Option<&str>) -> Result<bool> {
    match value {
        None | Some("y" | "yes" | "true") => Ok(true),
        Some("n" | "no" | "false") => Ok(false),
        Some(other) => bail!("{other:?} is neither y nor n"),
    }
}

/// One of these words.
fn one_of<'v>(value: Option<&'v str>, words: &[&str]) -> Result<&'v str> {
    let value = required(value)?;
    if words.contains(&value) { Ok(value) } else { bail!("{value:?} is not one of {}", words.join(", ")) }
}

/// Decimal or hexadecimal, with underscores.
fn number(value: Option<&str>) -> Result<u64> {
    let text = required(value)?;
    let digits = text.replace('_', "");
    match digits.strip_prefix("0x") {
        Some(hexadecimal) => u64::from_str_radix(hexadecimal, 16),
        None => digits.parse(),
    }
    .with_context(|| format!("{text:?} is not a number"))
}
