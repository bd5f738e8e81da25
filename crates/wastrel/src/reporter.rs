//! What a user sees of a build: bars on a terminal, lines with -v, a file with --timings; nothing otherwise.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use wastrel_toolchain::{Event, UnitReport};

use crate::output::note;

/// What takes less shows no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// Reports on one command's builds.
pub(crate) struct Reporter {
    verbose: bool,
    timings: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    bar: Option<ProgressBar>,
    /// What is being compiled, and since when.
    running: Vec<(String, Instant)>,
    phases: Vec<(&'static str, Duration)>,
    units: Vec<UnitReport>,
}

impl Reporter {
    /// `verbose`: say what is done. `timings`: the file to write at the end.
    pub(crate) fn new(verbose: bool, timings: Option<PathBuf>) -> Reporter {
        Reporter { verbose, timings, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says something if -v was given.
    pub(crate) fn say(&self, text: &str) {
        if self.verbose {
            note(text);
        }
    }

    /// Notes how long something took.
    pub(crate) fn phase(&self, name: &'static str, duration: Duration) {
        self.say(&format!("{name}: {}", seconds(duration)));
        self.state().phases.push((name, duration));
    }

    /// Takes note of what happens in a build.
    pub(crate) fn watch(&self, event: Event<'_>) {
        match event {
            Event::Command(command) => self.say(command),
            Event::Note(note) => self.say(note),
            Event::Units(count) => self.begin(count),
            Event::UnitBegins(name) => {
                let mut state = self.state();
                state.running.push((name.to_owned(), Instant::now()));
                state.show();
            }
            Event::UnitEnds(report) => self.unit_ends(report),
            Event::Compiled(duration) => {
                self.state().finish();
                self.say(&summary(&self.state().units));
                self.phase("compiling", duration);
            }
            Event::Linked(duration) => self.phase("linking", duration),
        }
    }

    fn begin(&self, count: usize) {
        let mut state = self.state();
        state.finish();
        state.units.clear();
        if self.verbose || !io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{elapsed:>4} {bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        state.bar = Some(bar.clone());
        thread::spawn(move || {
            thread::sleep(PATIENCE);
            if !bar.is_finished() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(Duration::from_millis(250));
            }
        });
    }

    fn unit_ends(&self, report: &UnitReport) {
        if report.is_cached {
            self.say(&format!("{}: cached", report.name));
        } else {
            self.say(&format!("{}: {}", report.name, seconds(report.compilation)));
        }
        let mut state = self.state();
        state.running.retain(|(name, _)| *name != report.name);
        state.units.push(report.clone());
        if let Some(bar) = &state.bar {
            bar.inc(1);
        }
        state.show();
    }

    /// How many units the last build compiled so far.
    pub(crate) fn compiled_units(&self) -> usize {
        self.state().units.iter().filter(|unit| !unit.is_cached).count()
    }

    /// The file that --timings asked for.
    pub(crate) fn timings(&self) -> Option<&Path> {
        self.timings.as_deref()
    }

    /// Writes that file.
    ///
    /// # Errors
    /// It can't be written.
    pub(crate) fn finish(&self) -> Result<()> {
        let mut state = self.state();
        state.finish();
        let Some(file) = &self.timings else { return Ok(()) };
        let text = format!("{:#}\n", state.timings());
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.state().finish();
    }
}

impl State {
    /// Names what has been compiled for longest.
    fn show(&self) {
        let (Some(bar), Some((name, _))) = (&self.bar, self.running.first()) else { return };
        bar.set_message(name.clone());
    }

    fn finish(&mut self) {
        self.running.clear();
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn timings(&self) -> Value {
        let phases = self
            .phases
            .iter()
            .map(|(name, duration)| json!({ "name": name, "seconds": duration.as_secs_f64() }));
        let units = self.units.iter().map(|unit| {
            json!({
                "name": unit.name,
                "c_bytes": unit.c_bytes,
                "c_lines": unit.c_lines,
                "emission_seconds": unit.emission.as_secs_f64(),
                "compilation_seconds": unit.compilation.as_secs_f64(),
                "cached": unit.is_cached,
            })
        });
        json!({ "phases": phases.collect::<Vec<_>>(), "units": units.collect::<Vec<_>>() })
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}

fn summary(units: &[UnitReport]) -> String {
    let cached = units.iter().filter(|unit| unit.is_cached).count();
    let lines: usize = units.iter().map(|unit| unit.c_lines).sum();
    let emission: Duration = units.iter().map(|unit| unit.emission).sum();
    let mut text = format!("{} units, {lines} lines of C in {}", units.len(), seconds(emission));
    if cached > 0 {
        let _ = write!(text, ", {cached} cached");
    }
    text
}
