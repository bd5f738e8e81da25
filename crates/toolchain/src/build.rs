//! From a plan to an object file or an executable.

use std::ffi::CStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wastrel_compiler::{Plan, Segment};

use crate::jobs::Jobs;
use crate::link::Target;
use crate::{Compiler, CompilerKind, OptLevel, Scratch, finish, flags, link, runtime_library, segments};

/// Is told each command that is run.
pub type Log<'a> = dyn Fn(&str) + Sync + 'a;

/// How to build.
pub struct Build<'a> {
    /// With what.
    pub compiler: &'a Compiler,
    /// How hard it tries.
    pub opt_level: OptLevel,
    /// The machine whose instructions the executable may use, as `-march` names it; otherwise those that all have.
    pub target_cpu: Option<&'a str>,
    /// How many processes run at once.
    pub jobs: usize,
    /// Whether every call that isn't a tail call takes stack, so that runaway recursion exhausts it. Otherwise compilers make
    /// loops of some.
    pub frame_per_call: bool,
    /// The policy that the executable is to have whatever it is told when it starts: words as in `WASTREL_OPTIONS`.
    pub sealed_policy: Option<&'a CStr>,
    /// Where to leave the C files, and all else that a compiler reads; otherwise they go.
    pub keep_c: Option<&'a Path>,
    /// Is told each command that is run.
    pub log: &'a Log<'a>,
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

        let jobs = Jobs::new();
        jobs.in_parallel(self.jobs, plan.unit_count(), |index| {
            self.compile_unit(plan, index, &jobs, &source_directory, scratch)
        })?;
        let mut inputs: Vec<String> = (0..plan.unit_count()).map(object_name).collect();

        let table = finish::room_for_function_table(&plan.function_names());
        let mut data = segments::of_program(plan, self.sealed_policy);
        data.push(Segment { symbol: wastrel_runtime::function_table::SYMBOL, bytes: &table });
        write(&scratch.path().join(SEGMENTS_NAME), &segments::object_file(&data)?)?;
        inputs.push(SEGMENTS_NAME.to_owned());
        write(&scratch.path().join(runtime_library::LIBRARY_NAME), runtime_library::LIBRARY)?;
        inputs.push(runtime_library::LIBRARY_NAME.to_owned());

        let mut command = link::command(self.compiler, target, &inputs)?;
        self.run(&jobs, command.current_dir(scratch.path())).context("linking failed")?;
        Ok(scratch.path().join(target.file_name()))
    }

    /// Lowers and compiles one unit.
    fn compile_unit(
        &self,
        plan: &Plan<'_>,
        index: usize,
        jobs: &Jobs,
        source_directory: &Path,
        scratch: &Scratch,
    ) -> Result<()> {
        let unit = plan.unit(index)?;
        let source = source_directory.join(&unit.name);
        write(&source, unit.text.as_bytes())?;
        drop(unit.text);
        if self.compiler.kind() == CompilerKind::Tcc {
            flags::check_tcc(self.target_cpu, unit.needs)?;
        }
        let mut command = self.compiler.command();
        command.args(flags::for_unit(self.compiler, self.opt_level, unit.needs, self.frame_per_call));
        if self.compiler.kind() != CompilerKind::Tcc {
            command.args(flags::for_cpu(self.target_cpu, unit.needs.vectors));
        }
        command.arg("-I").arg(source_directory).args(["-c", "-o", &object_name(index)]).arg(&source);
        self.run(jobs, command.current_dir(scratch.path()).env("TMPDIR", scratch.path())).with_context(
            || format!("{} was refused; -D keep-c=DIR keeps the C files for inspection", unit.name),
        )?;
        if self.keep_c.is_none() {
            // Of a big program there are gigabytes of C.
            fs::remove_file(&source)?;
        }
        Ok(())
    }

    fn run(&self, jobs: &Jobs, command: &mut Command) -> Result<()> {
        (self.log)(&shell_line(command));
        jobs.run(command)
    }
}

/// The file name of a unit's object file.
fn object_name(unit: usize) -> String {
    format!("unit_{unit}.o")
}

/// The file name of the object file with the data.
const SEGMENTS_NAME: &str = "segments.o";

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
