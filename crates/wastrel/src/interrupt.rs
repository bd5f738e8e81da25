//! Ctrl-C and the like.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// From now on, a signal to end takes the C compilers along (a terminal doesn't reach them: they run in process groups
/// of their own) and leaves no files behind.
pub(crate) fn clean_up_when_interrupted() -> Result<()> {
    static WATCHES: AtomicBool = AtomicBool::new(false);
    if WATCHES.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    // nohup and shells without job control have some ignored, and that is to stay so.
    let ignored = ignored_signals();
    let heeded =
        [SIGINT, SIGTERM, SIGHUP, SIGQUIT].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let mut signals = Signals::new(heeded).context("cannot watch for signals")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            wastrel_toolchain::interrupt(|| drop(emulate_default_handler(signal)));
        }
    });
    Ok(())
}

/// A bit for each signal that this process ignores, the lowest for signal 1.
fn ignored_signals() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
