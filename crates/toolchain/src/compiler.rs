//! Which C compiler there is, and what it understands.
//!
//! Finding it ([`CompilerLocation`]) costs a few `stat` calls, so that a cached run doesn't start it; asking it
//! ([`Compiler`]) costs two short processes.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fmt, fs};

use anyhow::{Context, Result, bail, ensure};

/// What is tried, in order, where the user names no compiler. tcc compiles a hundred times faster than the others, to
/// code ten times slower: the last resort.
const NAMES: &[&str] = &["gcc", "cc", "clang", "tcc"];

/// From the one that compiles in least time to the one that takes longest, without optimisation: SQLite in about 0.2 s, 4 s
/// and 15 s.
const QUICK_NAMES: &[&str] = &["tcc", "clang", "gcc"];

/// A C compiler that was found but not yet asked anything.
#[derive(Clone, Debug)]
pub struct CompilerLocation {
    /// The executable.
    path: PathBuf,
    /// Arguments that come before all others (`CC="ccache gcc"`).
    arguments: Vec<String>,
}

impl CompilerLocation {
    /// Finds the compiler that `choice` names (with leading arguments, if any), else the one in the environment's CC,
    /// else the first of those that Wastrel knows.
    ///
    /// # Errors
    /// The one named isn't there, or there is none at all.
    pub fn find(choice: Option<&str>) -> Result<CompilerLocation> {
        if let Some(choice) = choice {
            return Self::named(choice).with_context(|| {
                format!("-C compiler={choice}: no such command; name one that is in PATH, or a path")
            });
        }
        if let Ok(choice) = env::var("CC")
            && !choice.trim().is_empty()
        {
            return Self::named(&choice).with_context(|| {
                format!("CC={choice}: no such command; unset CC, or set it to a C compiler")
            });
        }
        Self::known().context(
            "no C compiler found in PATH: looked for gcc, cc, clang and tcc\n\
             install one (Debian, Ubuntu: apt install gcc; Fedora: dnf install gcc; Arch: pacman -S gcc; \
             Alpine: apk add gcc)\nor name one with -C compiler=PATH",
        )
    }

    fn named(choice: &str) -> Option<CompilerLocation> {
        let mut words = choice.split_whitespace().map(str::to_owned);
        let program = words.next()?;
        let path = if program.contains('/') {
            Some(PathBuf::from(&program)).filter(|path| is_executable(path))
        } else {
            in_some_version(&program)
        };
        // Absolute, since the compiler runs in another directory; not canonical, since ccache and busybox look at argv[0].
        Some(CompilerLocation { path: std::path::absolute(path?).ok()?, arguments: words.collect() })
    }

    fn known() -> Option<CompilerLocation> {
        let path = NAMES.iter().find_map(|name| in_some_version(name))?;
        Some(CompilerLocation { path, arguments: Vec::new() })
    }

    /// Those that compile in least time, for a program that `full` will compile with care; none if that is as quick.
    /// Where the user named one, by `choice` or CC, no other is used.
    pub fn quick(choice: Option<&str>, full: &CompilerLocation) -> Vec<CompilerLocation> {
        let is_tcc =
            |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"tcc"));
        if is_tcc(&full.path) {
            return Vec::new();
        }
        if choice.is_some() || env::var("CC").is_ok_and(|choice| !choice.trim().is_empty()) {
            return vec![full.clone()];
        }
        let paths = QUICK_NAMES.iter().filter_map(|name| in_some_version(name));
        paths.map(|path| CompilerLocation { path, arguments: Vec::new() }).collect()
    }

    /// What tells this compiler from another, or from itself after an upgrade, without starting it.
    ///
    /// # Errors
    /// The executable can't be looked at.
    pub fn identity(&self) -> Result<String> {
        let real = fs::canonicalize(&self.path).with_context(|| self.path.display().to_string())?;
        let metadata = fs::metadata(&real).with_context(|| real.display().to_string())?;
        Ok(format!(
            "{:?} {:?} {:?} {} {} {}",
            self.path,
            self.arguments,
            real,
            metadata.len(),
            metadata.mtime(),
            metadata.mtime_nsec(),
        ))
    }

    /// The command, without arguments of its own.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments);
        // Messages are quoted in ours, which are English; and what these set isn't part of the cache's key.
        command.env("LC_ALL", "C");
        for variable in [
            "CPATH",
            "C_INCLUDE_PATH",
            "LIBRARY_PATH",
            "COMPILER_PATH",
            "GCC_EXEC_PREFIX",
            "CCC_OVERRIDE_OPTIONS",
        ] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null());
        command
    }
}

/// A file of this name in one of PATH's directories that can be executed.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    path_directories().map(|directory| directory.join(name)).find(|path| is_executable(path))
}

fn path_directories() -> impl Iterator<Item = PathBuf> {
    let path: OsString = env::var_os("PATH").unwrap_or_default();
    // An empty entry stands for the current directory: what is compiled may come from anywhere, so that isn't searched.
    env::split_paths(&path).filter(|directory| directory.is_absolute()).collect::<Vec<_>>().into_iter()
}

fn is_executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// A command of this name, else the highest "NAME-N": distributions install versions without the plain name.
fn in_some_version(family: &str) -> Option<PathBuf> {
    in_path(family).or_else(|| {
        let entries =
            path_directories().filter_map(|directory| fs::read_dir(directory).ok()).flatten().flatten();
        let versions = entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version: u32 = name.strip_prefix(family)?.strip_prefix('-')?.parse().ok()?;
            Some((version, entry.path()))
        });
        versions.filter(|(_, path)| is_executable(path)).max().map(|(_, path)| path)
    })
}

/// The families of compilers whose flags Wastrel knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompilerKind {
    /// GNU C.
    Gcc,
    /// Clang, whatever it calls itself.
    Clang,
    /// TinyCC.
    Tcc,
}

impl fmt::Display for CompilerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CompilerKind::Gcc => "gcc",
            CompilerKind::Clang => "clang",
            CompilerKind::Tcc => "tcc",
        })
    }
}

/// A C compiler that was asked what it is and which flags it takes.
#[derive(Clone, Debug)]
pub struct Compiler {
    location: CompilerLocation,
    kind: CompilerKind,
    /// "12.2.0".
    version: String,
    /// Those of the flags we would like to give that it knows.
    supported_flags: Vec<&'static str>,
    /// What tells it from another.
    identity: String,
}

impl Compiler {
    /// Asks the compiler at `location` what it is.
    ///
    /// # Errors
    /// It doesn't work, it is none of those that Wastrel knows, or it compiles for another machine.
    pub fn probe(location: CompilerLocation) -> Result<Compiler> {
        let (kind, version) = identify(&location)?;
        let supported_flags = match kind {
            CompilerKind::Gcc | CompilerKind::Clang => supported(&location, crate::flags::WANTED)?,
            CompilerKind::Tcc => Vec::new(),
        };
        let identity = location.identity()?;
        Ok(Compiler { location, kind, version, supported_flags, identity })
    }

    /// Which family it is of.
    pub fn kind(&self) -> CompilerKind {
        self.kind
    }

    /// The first number of its version.
    pub(crate) fn major_version(&self) -> u32 {
        self.version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
    }

    /// Its version, as "12.2.0".
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What tells this compiler from another.
    pub(crate) fn identity(&self) -> &str {
        &self.identity
    }

    pub(crate) fn supported_flags(&self) -> &[&'static str] {
        &self.supported_flags
    }

    pub(crate) fn command(&self) -> Command {
        self.location.command()
    }
}

impl fmt::Display for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.location.path.display(), self.kind, self.version)
    }
}

/// Asks the preprocessor, which knows, rather than the name or `--version`, which may say anything.
fn identify(location: &CompilerLocation) -> Result<(CompilerKind, String)> {
    const QUESTION: &[u8] = b"answer __clang_major__ __clang_minor__ __clang_patchlevel__ \
        __GNUC__ __GNUC_MINOR__ __GNUC_PATCHLEVEL__ __TINYC__ __x86_64__ __linux__ __LP64__\n";
    let mut command = location.command();
    command.args(["-E", "-P", "-x", "c", "-"]);
    let (success, stdout, stderr) = run(command, QUESTION)?;
    let name = location.path.display();
    ensure!(success, "{name} does not work as a C compiler:\n{}", stderr.trim_end());
    let answer = stdout.lines().find_map(|line| line.strip_prefix("answer ")).unwrap_or_default();
    let words: Vec<&str> = answer.split_whitespace().collect();
    let &[clang, clang_minor, clang_patch, gnu, gnu_minor, gnu_patch, tiny, x86_64, linux, lp64] =
        words.as_slice()
    else {
        bail!("{name} does not work as a C compiler: asked for its version, it wrote {stdout:?}");
    };
    ensure!(
        [x86_64, linux, lp64] == ["1"; 3],
        "{name} compiles for another machine; Wastrel makes executables for x86-64 Linux only"
    );
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    if is_number(clang) {
        Ok((CompilerKind::Clang, format!("{clang}.{clang_minor}.{clang_patch}")))
    } else if is_number(tiny) {
        // 927 stands for 0.9.27.
        let version: u32 = tiny.parse()?;
        Ok((CompilerKind::Tcc, format!("0.{}.{}", version / 100, version % 100)))
    } else if is_number(gnu) {
        Ok((CompilerKind::Gcc, format!("{gnu}.{gnu_minor}.{gnu_patch}")))
    } else {
        bail!("{name} is a C compiler that Wastrel doesn't know; it knows gcc, clang and tcc")
    }
}

/// Which of these flags the compiler takes. All together in the usual case, one by one only if it refuses some.
fn supported(location: &CompilerLocation, wanted: &[&'static str]) -> Result<Vec<&'static str>> {
    if accepts(location, wanted)? {
        return Ok(wanted.to_vec());
    }
    let mut supported = Vec::new();
    for flag in wanted {
        if accepts(location, &[flag])? {
            supported.push(*flag);
        }
    }
    Ok(supported)
}

fn accepts(location: &CompilerLocation, flags: &[&str]) -> Result<bool> {
    let mut command = location.command();
    command.arg("-Werror").args(flags).args(["-S", "-o", "/dev/null", "-x", "c", "-"]);
    Ok(run(command, b"int nothing;\n")?.0)
}

/// Runs a short command on a short input: whether it succeeded, its standard output, its standard error.
fn run(mut command: Command, input: &[u8]) -> Result<(bool, String, String)> {
    let name = command.get_program().display().to_string();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    // A command that ends without reading isn't this function's concern: its exit status says more.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output().with_context(|| format!("cannot run {name}"))?;
    Ok((
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}
