//! `cargo xtask startup`: what each sandbox adds to the time from the start of a program to its end.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::native;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How often each is started.
    #[arg(long, default_value_t = 300)]
    rounds: usize,
}

/// What is compared: a name and options. The first is what the others are compared with.
const VARIANTS: &[(&str, &str)] = &[
    ("no sandbox", "--sandbox=none --dir /tmp --dir /usr"),
    ("no directories: seccomp", ""),
    ("Landlock, openat2, seccomp", "--sandbox=landlock --dir /tmp --dir /usr"),
    ("namespaces and all that", "--sandbox=namespace --dir /tmp --dir /usr"),
    ("namespaces, pivot_root", "--sandbox=strict --dir /tmp --dir /usr"),
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let work = tempfile::tempdir()?;
    let program = native::build("hello", work.path())?;
    let mut times = vec![Vec::new(); VARIANTS.len()];
    // Interleaved, so that what else the machine does falls on all alike.
    for _ in 0..arguments.rounds {
        for (variant, times) in VARIANTS.iter().zip(&mut times) {
            times.push(time(&program, variant.1)?);
        }
    }
    let mounts = std::fs::read_to_string("/proc/self/mounts")?.lines().count();
    println!("{} starts of each, on a host with {mounts} mounts; microseconds", arguments.rounds);
    println!("{:30} {:>8} {:>8} {:>8} {:>20}", "", "p10", "median", "p90", "over no sandbox");
    let plain = times[0].clone();
    for ((name, _), times) in VARIANTS.iter().zip(&mut times) {
        let mut added: Vec<_> =
            times.iter().zip(&plain).map(|(time, plain)| micros(*time) - micros(*plain)).collect();
        added.sort_by(f64::total_cmp);
        times.sort();
        let at = |percent: usize| micros(times[(times.len() - 1) * percent / 100]);
        println!(
            "{name:30} {:8.0} {:8.0} {:8.0} {:20.0}",
            at(10),
            at(50),
            at(90),
            added[(added.len() - 1) / 2]
        );
    }
    Ok(())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn time(program: &Path, options: &str) -> Result<Duration> {
    let mut command = Command::new(program);
    command.env_clear().env("WASTREL_OPTIONS", options).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    ensure!(status.success(), "the program fails with {options}");
    Ok(time)
}
