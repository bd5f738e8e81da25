//! From the files on the command line to a planned program.

use std::borrow::Cow;
use std::ffi::{CStr, OsStr};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;
use std::{fs, io};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::Args;
use wastrel_compiler::{Config, Entry, HostFunction, InstanceIdx, Module, Plan, Program, UnknownImport};
use wastrel_toolchain::{Build, Cache, Compiler, Executable, FilesKey, Key, KeyHasher};

use crate::options::{OptionGroups, Settings};
use crate::output::note;
use crate::reporter::Reporter;
use crate::tiers::Tier;

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
    verbose: bool,
    /// Write to this file, as JSON, what took how long
    #[arg(long, value_name = "FILE")]
    timings: Option<PathBuf>,
    #[command(flatten)]
    groups: OptionGroups,
}

/// What an executable begins with.
const EXECUTABLE_MAGIC: &[u8] = b"\x7fELF";

fn begins_as_executable(file: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(4).read_to_end(&mut start));
    read.is_ok() && start == EXECUTABLE_MAGIC
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

/// A program whose options are checked. Its files are read when they are needed.
pub(crate) struct Source {
    /// Names and files in the order of instantiation, the main module last.
    files: Vec<(String, PathBuf)>,
    inputs: OnceLock<Vec<Input>>,
    pub(crate) settings: Settings,
    config: Config,
    pub(crate) reporter: Reporter,
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
    /// The program of a command line. "-" is standard input.
    pub(crate) fn new(module: &Path, options: &ProgramOptions) -> Result<Source> {
        let settings = options.groups.settings()?;
        let mut files = options.preload.clone();
        files.push((stem(module), module.to_owned()));
        let from_standard_input = files.iter().filter(|(_, file)| file == Path::new("-")).count();
        ensure!(from_standard_input < 2, "standard input has one module: name the other's file");
        let config = Config::default();
        let config = Config {
            signals_based_traps: settings.signals_based_traps,
            memory_base: settings.memory_base,
            relaxed_simd_deterministic: settings.relaxed_simd_deterministic,
            string_constants: settings.string_constants.clone(),
            entry: options.invoke.clone().map_or(Entry::Command, Entry::Invoke),
            stack_size: settings.max_wasm_stack.unwrap_or(config.stack_size),
            ..config
        };
        if let Some(timings) = &options.timings
            && files.iter().any(|(_, file)| is_same_file(file, timings))
        {
            bail!("{} is what is compiled: name another file with --timings", timings.display());
        }
        let reporter = Reporter::new(options.verbose, options.timings.clone());
        Ok(Source { files, inputs: OnceLock::new(), settings, config, reporter })
    }

    /// The files, read once.
    fn inputs(&self) -> Result<&[Input]> {
        if let Some(inputs) = self.inputs.get() {
            return Ok(inputs);
        }
        let start = Instant::now();
        let read = |(name, file): &(String, PathBuf)| {
            Ok(Input { name: name.clone(), file: file.clone(), bytes: read_file(file)? })
        };
        let inputs = self.files.iter().map(read).collect::<Result<Vec<_>>>()?;
        self.reporter.phase("reading", start.elapsed());
        Ok(self.inputs.get_or_init(|| inputs))
    }

    /// Whether what it is made from can be read again.
    pub(crate) fn is_in_files(&self) -> bool {
        self.files.iter().all(|(_, file)| file.is_file())
    }

    /// What the main module is if it is an executable.
    ///
    /// # Errors
    /// One that Wastrel didn't make.
    pub(crate) fn executable(&self) -> Result<Option<Executable>> {
        // A module may be long; what it is, its first bytes say.
        if self.files.last().is_some_and(|(_, file)| file.is_file() && !begins_as_executable(file)) {
            return Ok(None);
        }
        let main = self.inputs()?.last().filter(|input| input.bytes.starts_with(EXECUTABLE_MAGIC));
        let Some(main) = main else { return Ok(None) };
        let executable = wastrel_toolchain::inspect(&main.bytes).with_context(|| {
            format!("{} is an executable, but none that Wastrel made", main.file.display())
        })?;
        Ok(Some(executable))
    }

    /// Says something if -v was given.
    pub(crate) fn say(&self, text: &str) {
        self.reporter.say(text);
    }

    /// What is built from this depends on, besides the C compiler. Files that didn't change since they were last read
    /// aren't read for it.
    pub(crate) fn key(&self, cache: &Cache) -> Result<Key> {
        // A file that can't be looked at can't be read either, or only once.
        let look = || FilesKey::of(&self.paths(), self.hasher().ok()?).ok();
        let before = look();
        if let Some(key) = before.as_ref().and_then(|files| cache.recall_source(files)) {
            return Ok(key);
        }
        let mut hasher = self.hasher()?;
        for input in self.inputs()? {
            hasher.part(&input.name, &input.bytes);
        }
        let key = hasher.finish();
        if let Some(files) = before.filter(|before| look().as_ref() == Some(before)) {
            cache.remember_source(&files, &key);
        }
        Ok(key)
    }

    /// Checks that the result doesn't take the place of what it is made from, or of the timings.
    ///
    /// # Errors
    /// It does.
    pub(crate) fn check_result(&self, output: &Path) -> Result<()> {
        let output_name = output.display();
        for file in self.paths() {
            // An executable is refused for what it is.
            ensure!(
                !is_same_file(file, output) || begins_as_executable(file),
                "{output_name} is what is compiled: name another output with -o"
            );
        }
        let is_timings = self.reporter.timings().is_some_and(|timings| is_same_file(timings, output));
        ensure!(!is_timings, "{output_name} can't be both the output and the file of --timings");
        Ok(())
    }

    fn paths(&self) -> Vec<&Path> {
        self.files.iter().map(|(_, file)| &**file).collect()
    }

    /// Begins a key with all but the contents of the files.
    fn hasher(&self) -> Result<KeyHasher> {
        let mut hasher = KeyHasher::new()?;
        // What doesn't decide what is built is left out, and what tiers differ in.
        let settings = Settings {
            opt_level: None,
            compiler: None,
            jobs: None,
            cache: true,
            keep_c: None,
            at_start: Vec::new(),
            ..self.settings.clone()
        };
        hasher.part("settings", format!("{settings:?}").as_bytes());
        hasher.machine(settings.cc_flags.iter().chain(&settings.target_cpu).map(String::as_str));
        hasher.part("config", format!("{:?}", self.config).as_bytes());
        for (name, _) in &self.files {
            hasher.part("name", name.as_bytes());
        }
        Ok(hasher)
    }

    /// Decodes and links the modules, plans the C, and passes the plan on.
    pub(crate) fn with_plan<T>(&self, use_plan: impl FnOnce(&Plan<'_>) -> Result<T>) -> Result<T> {
        let inputs = self.inputs()?;
        let start = Instant::now();
        let binaries = inputs.iter().map(binary).collect::<Result<Vec<_>>>()?;
        let modules = inputs
            .iter()
            .zip(&binaries)
            .map(|(input, bytes)| Module::decode(bytes).with_context(|| failed_to_compile(input)))
            .collect::<Result<Vec<_>>>()?;
        let host = host_functions();
        let mut program = Program::new(&host).with_string_constants(&self.config.string_constants);
        let mut instances: Vec<(&str, InstanceIdx)> = Vec::new();
        for (input, module) in inputs.iter().zip(&modules) {
            // Where a name was given twice, the last wins.
            let resolve = |name: &str| {
                instances.iter().rev().find(|(given, _)| *given == name).map(|(_, index)| *index)
            };
            let instance = program
                .instantiate(&input.name, module, &resolve)
                .with_context(|| format!("failed to instantiate {}", input.file.display()))?;
            instances.push((&input.name, instance));
        }
        self.check_unknown_imports(&program, &instances)?;
        let main = inputs.last().context("there is a main module")?;
        let plan = wastrel_compiler::plan(&program, &self.config).with_context(|| failed_to_compile(main))?;
        self.reporter.phase("decoding and planning", start.elapsed());
        use_plan(&plan).with_context(|| failed_to_compile(main))
    }

    fn check_unknown_imports(&self, program: &Program<'_>, instances: &[(&str, InstanceIdx)]) -> Result<()> {
        let unknown = program.unknown_imports();
        let undefined = |import: &UnknownImport| {
            let UnknownImport { module, name } = import;
            let comes_later = instances.iter().any(|(given, _)| given == module);
            let why = if comes_later { ", since the module of that name is loaded later" } else { "" };
            format!("unknown import: `{module}::{name}` has not been defined{why}")
        };
        if let (Some(first), false) = (unknown.first(), self.settings.unknown_imports_trap) {
            bail!(undefined(first));
        }
        for import in unknown {
            note(format!("warning: {}; calling it traps", undefined(import)));
        }
        Ok(())
    }

    /// Asks the C compiler what it is, and passes on how to build with it.
    pub(crate) fn with_build<T>(
        &self,
        tier: &Tier,
        cache: Option<&Cache>,
        sealed_policy: Option<&CStr>,
        build: impl FnOnce(&Build<'_>) -> Result<T>,
    ) -> Result<T> {
        crate::interrupt::clean_up_when_interrupted()?;
        let compiler = Compiler::probe(tier.location.clone())?;
        self.say(&format!("compiling with {compiler}"));
        build(&Build {
            compiler: &compiler,
            opt_level: tier.opt_level,
            target_cpu: self.settings.target_cpu.as_deref(),
            cc_flags: &self.settings.cc_flags,
            lto: self.settings.lto,
            jobs: self.jobs(),
            frame_per_call: false,
            sealed_policy,
            exact_tail_calls: tier.is_quick,
            cache,
            keep_c: self.settings.keep_c.as_deref(),
            watcher: &|event| self.reporter.watch(event),
        })
    }

    /// How many things to do at once.
    pub(crate) fn jobs(&self) -> usize {
        self.settings.jobs()
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

/// The file name without its extension, which names a module and what is made of it.
pub(crate) fn stem(module: &Path) -> String {
    match module.file_stem() {
        Some(stem) if module != Path::new("-") => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

/// Whether these name the same file, be it there or not. A device may well be several things.
fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino()),
        (Err(_), Err(_)) => std::path::absolute(one).ok() == std::path::absolute(other).ok(),
        _ => false,
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
    if input.bytes.starts_with(EXECUTABLE_MAGIC) {
        return Err(anyhow!("it is an executable already").context(failed_to_compile(input)));
    }
    wat::Parser::new().parse_bytes(Some(&input.file), &input.bytes).with_context(|| failed_to_compile(input))
}

fn failed_to_compile(input: &Input) -> String {
    format!("failed to compile {}", input.file.display())
}
