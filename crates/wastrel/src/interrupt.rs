//! Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// From now on, a signal to end takes the C compilers along (a terminal doesn't reach them: they run in process groups
/// of their own) and leaves no files behind.
pub(crate) fn clean_up_when_interrupted() -> Result<()> {
    static WATCHES: AtomicBool = AtomicBool::new(false);
    if WATCHES.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGINT, SIGTERM]).context("cannot watch for signals")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            wastrel_toolchain::interrupt(|| drop(emulate_default_handler(signal)));
        }
    });
    Ok(())
}
