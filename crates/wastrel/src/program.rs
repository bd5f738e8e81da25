//! From the files on the command line to a planned program.

use std::borrow::Cow;
use std::ffi::{CStr, OsStr};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use wastrel_compiler::{Config, Entry, HostFunction, InstanceIdx, Module, Plan, Program};
use wastrel_toolchain::{Build, Compiler, CompilerLocation, Executable, KeyHasher};

use crate::options::{OptionGroups, Settings};

/// What `run` and `compile` have in common.
#[derive(Args, Debug)]
pub(crate) struct ProgramOptions {
    /// Call this export with arguments from the command line, and print its results
    #[arg(long, value_name = "FUNCTION")]
    invoke: Option<String>,
    /// Instantiate this module first, and link imports from NAME to it
    #[arg(long, value_name = "NAME=FILE", value_parser = parse_preload)]
    preload: Vec<(String, PathBuf)>,
    /// Say what is done
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    groups: OptionGroups,
}

fn parse_preload(text: &str) -> Result<(String, PathBuf)> {
    let (name, file) = text.split_once('=').context("expected NAME=FILE")?;
    Ok((name.to_owned(), file.into()))
}

/// A module's name and what its file holds.
struct Input {
    /// The name that others import from.
    name: String,
    file: PathBuf,
    bytes: Vec<u8>,
}

impl Input {
    fn is_executable(&self) -> bool {
        self.bytes.starts_with(b"\x7fELF")
    }
}

/// A program whose files are read and whose options are checked; nothing is decoded yet.
pub(crate) struct Source {
    /// In the order of instantiation, the main module last.
    inputs: Vec<Input>,
    pub(crate) settings: Settings,
    config: Config,
    pub(crate) verbose: bool,
}

impl ProgramOptions {
    /// A flag that means nothing to a program that is compiled already, if there is one.
    pub(crate) fn compiling(&self) -> Option<String> {
        let invoke = self.invoke.as_ref().map(|_| "--invoke".to_owned());
        let preload = self.preload.first().map(|_| "--preload".to_owned());
        invoke.or(preload).or_else(|| self.groups.compiling())
    }
}

impl Source {
    /// Reads the files. "-" is standard input.
    pub(crate) fn read(module: &Path, options: &ProgramOptions) -> Result<Source> {
        let settings = options.groups.settings()?;
        let mut inputs = Vec::new();
        for (name, file) in &options.preload {
            inputs.push(Input { name: name.clone(), file: file.clone(), bytes: read_file(file)? });
        }
        inputs.push(Input { name: stem(module), file: module.to_owned(), bytes: read_file(module)? });
        let config = Config::default();
        let config = Config {
            signals_based_traps: settings.signals_based_traps,
            memory_base: settings.memory_base,
            relaxed_simd_deterministic: settings.relaxed_simd_deterministic,
            entry: options.invoke.clone().map_or(Entry::Command, Entry::Invoke),
            stack_size: settings.max_wasm_stack.unwrap_or(config.stack_size),
            ..config
        };
        Ok(Source { inputs, settings, config, verbose: options.verbose })
    }

    /// What the main module is if it is an executable.
    ///
    /// # Errors
    /// One that Wastrel didn't make.
    pub(crate) fn executable(&self) -> Result<Option<Executable>> {
        let Some(main) = self.inputs.last().filter(|input| input.is_executable()) else {
            return Ok(None);
        };
        let executable = wastrel_toolchain::inspect(&main.bytes).with_context(|| {
            format!("{} is an executable, but none that Wastrel made", main.file.display())
        })?;
        Ok(Some(executable))
    }

    /// Says something if -v was given.
    pub(crate) fn say(&self, text: &str) {
        if self.verbose {
            eprintln!("{text}");
        }
    }

    /// What an executable made from this depends on, besides Wastrel and the C compiler.
    pub(crate) fn hash(&self, hasher: &mut KeyHasher) {
        // What doesn't decide what is built is left out.
        let settings = Settings { cache: true, keep_c: None, ..self.settings.clone() };
        hasher.part("settings", format!("{settings:?}").as_bytes());
        if settings.target_cpu.as_deref() == Some("native") {
            hasher.part("cpu", this_cpu().as_bytes());
        }
        hasher.part("config", format!("{:?}", self.config).as_bytes());
        for input in &self.inputs {
            hasher.part(&input.name, &input.bytes);
        }
    }

    /// Decodes and links the modules, plans the C, and passes the plan on.
    pub(crate) fn with_plan<T>(&self, use_plan: impl FnOnce(&Plan<'_>) -> Result<T>) -> Result<T> {
        let binaries = self.inputs.iter().map(binary).collect::<Result<Vec<_>>>()?;
        let modules = self
            .inputs
            .iter()
            .zip(&binaries)
            .map(|(input, bytes)| Module::decode(bytes).with_context(|| failed_to_compile(input)))
            .collect::<Result<Vec<_>>>()?;
        let host = host_functions();
        let mut program = Program::new(&host);
        let mut instances: Vec<(&str, InstanceIdx)> = Vec::new();
        for (input, module) in self.inputs.iter().zip(&modules) {
            // Where a name was given twice, the last wins.
            let resolve = |name: &str| {
                instances.iter().rev().find(|(given, _)| *given == name).map(|(_, index)| *index)
            };
            let instance = program
                .instantiate(&input.name, module, &resolve)
                .with_context(|| format!("failed to instantiate {}", input.file.display()))?;
            instances.push((&input.name, instance));
        }
        self.check_unknown_imports(&program)?;
        let main = self.inputs.last().context("there is a main module")?;
        let plan = wastrel_compiler::plan(&program, &self.config).with_context(|| failed_to_compile(main))?;
        use_plan(&plan).with_context(|| failed_to_compile(main))
    }

    fn check_unknown_imports(&self, program: &Program<'_>) -> Result<()> {
        let unknown = program.unknown_imports();
        if let (Some(first), false) = (unknown.first(), self.settings.unknown_imports_trap) {
            bail!("unknown import: `{}::{}` has not been defined", first.module, first.name);
        }
        for import in unknown {
            eprintln!(
                "warning: unknown import: `{}::{}` has not been defined; calling it traps",
                import.module, import.name
            );
        }
        Ok(())
    }

    /// Asks the C compiler what it is, and passes on how to build with it.
    pub(crate) fn with_build<T>(
        &self,
        location: CompilerLocation,
        sealed_policy: Option<&CStr>,
        build: impl FnOnce(&Build<'_>) -> Result<T>,
    ) -> Result<T> {
        crate::interrupt::clean_up_when_interrupted()?;
        let compiler = Compiler::probe(location)?;
        self.say(&format!("compiling with {compiler}"));
        build(&Build {
            compiler: &compiler,
            opt_level: self.settings.opt_level,
            target_cpu: self.settings.target_cpu.as_deref(),
            jobs: jobs(),
            frame_per_call: false,
            sealed_policy,
            keep_c: self.settings.keep_c.as_deref(),
            log: &|command| self.say(command),
        })
    }
}

/// What the runtime provides, as the compiler wants to know it.
fn host_functions() -> Vec<HostFunction> {
    wastrel_runtime::HOST_FUNCTIONS
        .iter()
        .map(|&wastrel_runtime::HostFunction { module, name, symbol, signature, memory }| HostFunction {
            module,
            name,
            symbol,
            signature,
            memory,
        })
        .collect()
}

/// What this machine can do: others may find the same cache.
fn this_cpu() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    cpuinfo
        .lines()
        .filter(|line| line.starts_with("flags") || line.starts_with("model name"))
        .take(2)
        .collect()
}

/// How many things to do at once.
pub(crate) fn jobs() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The file name without its extension, which names a module and what is made of it.
pub(crate) fn stem(module: &Path) -> String {
    match module.file_stem() {
        Some(stem) if module != Path::new("-") => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

fn read_file(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file.as_os_str() == OsStr::new("-") {
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("failed to read the module from standard input")?;
    } else {
        bytes = fs::read(file).with_context(|| format!("failed to read {}", file.display()))?;
    }
    Ok(bytes)
}

/// The binary form of a module in either form.
fn binary(input: &Input) -> Result<Cow<'_, [u8]>> {
    if input.is_executable() {
        return Err(anyhow!("it is an executable already").context(failed_to_compile(input)));
    }
    wat::Parser::new().parse_bytes(Some(&input.file), &input.bytes).with_context(|| failed_to_compile(input))
}

fn failed_to_compile(input: &Input) -> String {
    format!("failed to compile {}", input.file.display())
}
