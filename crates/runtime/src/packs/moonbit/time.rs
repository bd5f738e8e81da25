//! Clocks.

use rustix::time::{ClockId, clock_gettime};

use crate::packs::Extern;
use crate::packs::object::Kind;

fn nanoseconds(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}

/// Milliseconds since 1970: `clock_gettime`.
pub(super) fn now() -> u64 {
    nanoseconds(ClockId::Realtime) / 1_000_000
}

/// Now, on a clock that nobody sets.
pub(super) fn instant_now() -> Extern {
    Extern::new(Kind::Instant, &nanoseconds(ClockId::Monotonic).to_ne_bytes())
}

/// Seconds since then.
pub(super) fn elapsed(instant: Extern) -> f64 {
    (nanoseconds(ClockId::Monotonic) - instant.number(Kind::Instant)) as f64 / 1e9
}
