//! From a plan to an object file or an executable.

use std::ffi::CStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use wastrel_compiler::{CFile, Plan, Segment};

use crate::events::{Event, UnitReport, Watcher};
use crate::inspect::is_whole;
use crate::jobs::Jobs;
use crate::link::Target;
use crate::{
    Cache, Compiler, CompilerKind, Key, KeyHasher, OptLevel, Scratch, finish, flags, link, runtime_library,
    segments,
};

/// How to build.
pub struct Build<'a> {
    /// With what.
    pub compiler: &'a Compiler,
    /// How hard it tries.
    pub opt_level: OptLevel,
    /// The machine whose instructions the executable may use, as `-march` names it; otherwise those that all have.
    pub target_cpu: Option<&'a str>,
    /// What else it is told (`-C cc-flags`).
    pub cc_flags: &'a [String],
    /// Whether it optimises once more when all units are there (`-C lto`).
    pub lto: bool,
    /// How many processes run at once.
    pub jobs: usize,
    /// Whether every call that isn't a tail call takes stack, so that runaway recursion exhausts it. Otherwise compilers make
    /// loops of some.
    pub frame_per_call: bool,
    /// The policy that the executable is to have whatever it is told when it starts: words as in `WASTREL_OPTIONS`.
    pub sealed_policy: Option<&'a CStr>,
    /// Whether a compiler that has no tail calls is refused where there are some. Otherwise they take stack.
    pub exact_tail_calls: bool,
    /// Where object files are kept from one build to the next.
    pub cache: Option<&'a Cache>,
    /// Where to leave the C files, and all else that a compiler reads; otherwise they go.
    pub keep_c: Option<&'a Path>,
    /// Is told what happens.
    pub watcher: &'a Watcher<'a>,
}

impl Build<'_> {
    /// Builds an executable in `scratch`: the result is where it is.
    ///
    /// # Errors
    /// An invalid function body, a compiler or linker that fails, a full disk.
    pub fn executable(&self, plan: &Plan<'_>, scratch: &Scratch) -> Result<PathBuf> {
        let executable = self.link(plan, scratch, Target::Executable)?;
        finish::finish(&executable, &plan.function_names()).context("cannot finish the executable")?;
        Ok(executable)
    }

    /// Builds one relocatable object file in `scratch`, which is the program and all that it needs of the runtime.
    /// Backtraces know no names in what is linked from it.
    ///
    /// # Errors
    /// As [`Build::executable`].
    pub fn object(&self, plan: &Plan<'_>, scratch: &Scratch) -> Result<PathBuf> {
        self.link(plan, scratch, Target::Object)
    }

    /// Compiles all units and links them.
    fn link(&self, plan: &Plan<'_>, scratch: &Scratch, target: Target) -> Result<PathBuf> {
        let jobs = Jobs::new();
        let start = Instant::now();
        let mut inputs = self.compile(plan, scratch, &jobs)?;
        (self.watcher)(Event::Compiled(start.elapsed()));

        let start = Instant::now();
        let table = finish::room_for_function_table(&plan.function_names());
        let mut data = segments::of_program(plan, self.sealed_policy);
        data.push(Segment { symbol: wastrel_runtime::function_table::SYMBOL, bytes: &table });
        write(&scratch.path().join(SEGMENTS_NAME), &segments::object_file(&data)?)?;
        inputs.push(SEGMENTS_NAME.to_owned());
        write(&scratch.path().join(runtime_library::LIBRARY_NAME), runtime_library::LIBRARY)?;
        inputs.push(runtime_library::LIBRARY_NAME.to_owned());

        let lto = self.lto.then_some((self.opt_level, self.jobs));
        let mut command = link::command(self.compiler, target, lto, &inputs)?;
        self.run(&jobs, command.current_dir(scratch.path())).context("linking failed")?;
        (self.watcher)(Event::Linked(start.elapsed()));
        Ok(scratch.path().join(target.file_name()))
    }

    /// Makes all object files, whose names are the result.
    fn compile(&self, plan: &Plan<'_>, scratch: &Scratch, jobs: &Jobs) -> Result<Vec<String>> {
        let source_directory = match self.keep_c {
            Some(directory) => {
                fs::create_dir_all(directory)
                    .with_context(|| format!("cannot create {}", directory.display()))?;
                // The compiler runs elsewhere.
                directory.canonicalize()?
            }
            None => scratch.path().to_owned(),
        };
        for (name, text) in runtime_library::HEADERS {
            write(&source_directory.join(name), text.as_bytes())?;
        }
        (self.watcher)(Event::Units(plan.unit_count()));
        // What takes longest is begun first, so that it isn't waited for at the end.
        let order = plan.units_by_cost();
        jobs.in_parallel(self.jobs, order.len(), |place| {
            self.unit(plan, order[place], jobs, &source_directory, scratch)
        })?;
        Ok((0..plan.unit_count()).map(object_name).collect())
    }

    /// Makes the object file of one unit: lowers it, and compiles it unless that was done before.
    fn unit(
        &self,
        plan: &Plan<'_>,
        index: usize,
        jobs: &Jobs,
        source_directory: &Path,
        scratch: &Scratch,
    ) -> Result<()> {
        let start = Instant::now();
        let unit = plan.unit(index)?;
        let emission = start.elapsed();
        if self.compiler.kind() == CompilerKind::Tcc {
            flags::check_tcc(self.target_cpu, self.lto, unit.needs)?;
            ensure!(
                !(unit.needs.tail_calls && self.exact_tail_calls),
                "{} has tail calls, which tcc doesn't have",
                unit.name
            );
        }
        (self.watcher)(Event::UnitBegins(&unit.name));
        let start = Instant::now();
        let object = scratch.path().join(object_name(index));
        let flags = self.flags(&unit);
        if flags::gentler(self.compiler, self.opt_level, unit.needs).is_some() {
            let note = format!("{} is one giant function: at {} it is compiled by gcc", unit.name, flags[0]);
            (self.watcher)(Event::Note(&note));
        }
        let cache = self.cache.map(|cache| (cache, self.key(&unit, &flags)));
        let cached = cache.as_ref().and_then(|(cache, key)| cache.unit(key));
        let is_cached = cached.is_some();
        if !is_cached || self.keep_c.is_some() {
            write(&source_directory.join(&unit.name), unit.text.as_bytes())?;
        }
        let c_lines = unit.text.bytes().filter(|&byte| byte == b'\n').count();
        let CFile { name, text, .. } = unit;
        let c_bytes = text.len();
        // Not while the compiler needs the memory.
        drop(text);
        match cached {
            Some(bytes) => write(&object, &bytes)?,
            None => {
                self.compile_unit(&name, &flags, &object, jobs, source_directory, scratch)?;
                // tcc doesn't notice that a disk is full; and what is kept is used again.
                let bytes = fs::read(&object).ok().filter(|bytes| is_whole(bytes)).with_context(|| {
                    format!(
                        "{} succeeded but left no whole object file of {name}: is the disk full?",
                        self.compiler
                    )
                })?;
                if let Some((cache, key)) = cache {
                    cache.keep_unit(&key, &bytes);
                }
            }
        }
        let compilation = start.elapsed();
        let report = UnitReport { name, c_bytes, c_lines, emission, compilation, is_cached };
        (self.watcher)(Event::UnitEnds(&report));
        Ok(())
    }

    fn flags(&self, unit: &CFile) -> Vec<String> {
        let mut flags: Vec<String> =
            flags::for_unit(self.compiler, self.opt_level, unit.needs, self.frame_per_call)
                .into_iter()
                .map(str::to_owned)
                .collect();
        if self.compiler.kind() != CompilerKind::Tcc {
            flags.extend(flags::for_cpu(self.target_cpu, unit.needs.vectors));
        }
        if self.lto {
            flags.extend(flags::for_lto(self.compiler).map(str::to_owned));
        }
        flags.extend(self.cc_flags.iter().cloned());
        flags
    }

    /// What an object file is made from. That is all in the text of its C file, but for the headers.
    fn key(&self, unit: &CFile, flags: &[String]) -> Key {
        let mut hasher = KeyHasher::empty();
        hasher.part("compiler", self.compiler.identity().as_bytes());
        for flag in flags {
            hasher.part("flag", flag.as_bytes());
        }
        hasher.machine(flags.iter().map(String::as_str));
        // Debug information says where the C file is.
        hasher.part("directory", self.keep_c.unwrap_or(Path::new("")).as_os_str().as_encoded_bytes());
        for (name, text) in runtime_library::HEADERS {
            hasher.part(name, text.as_bytes());
        }
        hasher.part("text", unit.text.as_bytes());
        hasher.finish()
    }

    fn compile_unit(
        &self,
        name: &str,
        flags: &[String],
        object: &Path,
        jobs: &Jobs,
        source_directory: &Path,
        scratch: &Scratch,
    ) -> Result<()> {
        let source = source_directory.join(name);
        let mut command = self.compiler.command();
        command.args(flags).arg("-I").arg(source_directory).args(["-c", "-o"]);
        // Whatever language the compiler takes a name for: it may be g++.
        command.arg(object.file_name().unwrap_or_default()).args(["-x", "c"]).arg(&source);
        self.run(jobs, command.current_dir(scratch.path()).env("TMPDIR", scratch.path()))
            .with_context(|| format!("{name} was refused; -D keep-c=DIR keeps the C files for inspection"))?;
        if self.keep_c.is_none() {
            // Of a big program there are gigabytes of C.
            fs::remove_file(&source)?;
        }
        Ok(())
    }

    fn run(&self, jobs: &Jobs, command: &mut Command) -> Result<()> {
        (self.watcher)(Event::Command(&shell_line(command)));
        jobs.run(command)
    }
}

/// The file name of a unit's object file.
fn object_name(unit: usize) -> String {
    format!("unit_{unit}.o")
}

/// The file name of the object file with the data.
pub(crate) const SEGMENTS_NAME: &str = "segments.o";

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// A command as one would type it.
fn shell_line(command: &Command) -> String {
    let quoted = |word: &std::ffi::OsStr| {
        let word = word.to_string_lossy();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-./=_,:@%".contains(c);
        if word.chars().all(is_plain) && !word.is_empty() {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    std::iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect::<Vec<_>>().join(" ")
}
