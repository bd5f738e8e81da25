//! Which executable `run` runs: one made with all care, or, so that the program starts at once, one made quickly while the
//! other is being made in the background.

use std::env;
use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use wastrel_compiler::Plan;
use wastrel_toolchain::{Cache, CompilerLocation, Key, KeyHasher, OptLevel, Scratch};

use crate::background;
use crate::output::note;
use crate::program::Source;

/// What costs less than this is compiled with all care in about a second, by any compiler.
const WORTH_A_QUICK_BUILD: u64 = 10_000;

/// A C compiler, and how hard it tries.
#[derive(Clone, Debug)]
pub(crate) struct Tier {
    pub(crate) location: CompilerLocation,
    pub(crate) opt_level: OptLevel,
    /// It is to be replaced by another one.
    pub(crate) is_quick: bool,
}

impl Tier {
    /// What the options ask for.
    pub(crate) fn full(source: &Source) -> Result<Tier> {
        let location = CompilerLocation::find(source.settings.compiler.as_deref())?;
        let opt_level = source.settings.opt_level.unwrap_or(OptLevel::Default);
        Ok(Tier { location, opt_level, is_quick: false })
    }

    /// Those to begin with, the quickest first. None if the options, or the program, ask for one thing.
    fn quick(source: &Source, full: &Tier) -> Vec<Tier> {
        let settings = &source.settings;
        let is_free = settings.opt_level.is_none()
            && settings.cc_flags.is_empty()
            && !settings.lto
            && settings.keep_c.is_none()
            && source.is_in_files();
        if !is_free {
            return Vec::new();
        }
        let locations = CompilerLocation::quick(settings.compiler.as_deref(), &full.location);
        let tier = |location| Tier { location, opt_level: OptLevel::None, is_quick: true };
        locations.into_iter().map(tier).collect()
    }

    /// The key of what it makes of a source.
    fn key(&self, source: &Key) -> Result<Key> {
        let mut hasher = KeyHasher::new()?;
        hasher.part("source", source.to_string().as_bytes());
        hasher.part("compiler", self.location.identity()?.as_bytes());
        hasher.part("tier", format!("{:?} {}", self.opt_level, self.is_quick).as_bytes());
        Ok(hasher.finish())
    }
}

/// An executable that is ready to run.
pub(crate) enum Executable {
    /// The one that was asked for.
    There(PathBuf),
    /// Its file is open, and may have no name any more: it was in no cache, or somebody empties that.
    Open(File),
}

impl Executable {
    /// By which it can be run.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Executable::There(path) => path.clone(),
            Executable::Open(file) => format!("/proc/self/fd/{}", file.as_raw_fd()).into(),
        }
    }
}

/// Finds the executable in the cache, or builds it.
pub(crate) fn prepare(source: &Source) -> Result<Executable> {
    let full = Tier::full(source)?;
    let cache = if source.settings.cache { open_cache() } else { None };
    let Some(cache) = cache else { return build_uncached(source, &full) };

    let source_key = source.key(&cache)?;
    let cached = |tier: &Tier| -> Result<Option<File>> {
        let Some(path) = cache.executable(&tier.key(&source_key)?) else { return Ok(None) };
        source.say(&format!("cached: {}", path.display()));
        Ok(File::open(path).ok())
    };
    if source.settings.keep_c.is_none()
        && let Some(file) = cached(&full)?
    {
        return Ok(Executable::Open(file));
    }
    let quick = Tier::quick(source, &full);
    for tier in &quick {
        if let Some(file) = cached(tier)? {
            optimise_later(source, &cache, &full.key(&source_key)?);
            return Ok(Executable::Open(file));
        }
    }
    if let Err(error) = cache.scratch() {
        note(format!("warning: nothing is kept in the cache: {error:#}"));
        return build_uncached(source, &full);
    }
    source.with_plan(|plan| {
        if plan.cost() >= WORTH_A_QUICK_BUILD {
            for tier in &quick {
                match build(source, plan, tier, &source_key, &cache) {
                    Ok(file) => {
                        optimise_later(source, &cache, &full.key(&source_key)?);
                        return Ok(Executable::Open(file));
                    }
                    Err(error) if error.chain().any(|cause| cause.is::<wastrel_compiler::Error>()) => {
                        return Err(error);
                    }
                    Err(error) => source.say(&format!("not with this compiler: {error:#}")),
                }
            }
        }
        build(source, plan, &full, &source_key, &cache).map(Executable::Open)
    })
}

/// Without a cache a program runs all the same.
fn open_cache() -> Option<Cache> {
    Cache::open().inspect_err(|error| note(format!("warning: {error:#}"))).ok()
}

/// Builds an executable that is gone with the process that runs it.
fn build_uncached(source: &Source, tier: &Tier) -> Result<Executable> {
    let scratch = Scratch::new_in(&env::temp_dir())?;
    let built = source
        .with_plan(|plan| source.with_build(tier, None, None, |build| build.executable(plan, &scratch)))?;
    Ok(Executable::Open(File::open(built)?))
}

/// Builds into the cache.
fn build(source: &Source, plan: &Plan<'_>, tier: &Tier, source_key: &Key, cache: &Cache) -> Result<File> {
    let scratch = cache.scratch()?;
    let built = source.with_build(tier, Some(cache), None, |build| build.executable(plan, &scratch))?;
    let file = File::open(&built).context("cannot open the executable")?;
    cache.keep_executable(&tier.key(source_key)?, &built, &scratch)?;
    // It is no reason not to run the program.
    let _ = cache.clean();
    Ok(file)
}

/// Has the full executable made in the background, unless that can't be.
fn optimise_later(source: &Source, cache: &Cache, full: &Key) {
    if let Some(message) = cache.failure(full) {
        note(format!(
            "warning: this is a quick build of the program: to optimise it failed; -O2 tries again\n{message}"
        ));
        return;
    }
    // Only looked at: the process in the background takes it.
    let is_free = cache.background_place().map(|place| place.is_some());
    let said = match is_free
        .and_then(|is_free| if is_free { background::start().map(|()| true) } else { Ok(false) })
    {
        Ok(true) => "it is being optimised in the background".to_owned(),
        Ok(false) => "something else is being optimised in the background".to_owned(),
        Err(error) => format!("cannot optimise it: {error:#}"),
    };
    source.say(&format!("this is a quick build; {said}"));
}

/// Makes the full executable, in the background. If that takes longer than `limit`, the object files that are there by then are
/// kept, so that the next attempt goes on from there; if there are none, it counts as a failure.
pub(crate) fn optimise(source: &Source, limit: Duration) -> Result<()> {
    let cache = Cache::open()?;
    let Some(_place) = cache.background_place()? else { return Ok(()) };
    let full = Tier::full(source)?;
    let source_key = source.key(&cache)?;
    let key = full.key(&source_key)?;
    if cache.executable(&key).is_some() || cache.failure(&key).is_some() {
        return Ok(());
    }
    let work = || source.with_plan(|plan| build(source, plan, &full, &source_key, &cache));
    let give_up = || {
        if source.reporter.compiled_units() == 0 {
            cache.keep_failure(&key, &format!("no C file was compiled within {} seconds", limit.as_secs()));
        }
    };
    let result = background::within(limit, work, give_up);
    if let Err(error) = &result {
        cache.keep_failure(&key, &format!("{error:#}"));
    }
    result.map(drop)
}
