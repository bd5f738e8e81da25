//! The smallest pack: the hooks by which public benchmark modules tell a host when the measured part begins and ends. Nobody measures
//! here, so they do nothing.

use super::pack;

#[cfg(feature = "freestanding")]
mod hooks {
    /// The measured part begins.
    pub(super) fn start() {}

    /// It has ended.
    pub(super) fn end() {}
}

pack! {
    "bench" {
        "start" bench_start = hooks::start();
        "end" bench_end = hooks::end();
    }
}
