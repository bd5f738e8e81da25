//! Clocks.

use rustix::fs::Timespec;
use rustix::time::ClockId;

use super::errno::Errno;
use super::{Call, Out};

pub(super) const NANOSECONDS: i64 = 1_000_000_000;

/// The host's clock for a `clockid`.
pub(super) fn clock_id(id: u32) -> Result<ClockId, Errno> {
    match id {
        0 => Ok(ClockId::Realtime),
        1 => Ok(ClockId::Monotonic),
        2 => Ok(ClockId::ProcessCPUTime),
        3 => Ok(ClockId::ThreadCPUTime),
        _ => Err(Errno::INVAL),
    }
}

/// A time as WASI counts it: nanoseconds, and 0 for what is before 1970.
pub(super) fn timestamp(time: Timespec) -> u64 {
    let nanoseconds = i128::from(time.tv_sec) * i128::from(NANOSECONDS) + i128::from(time.tv_nsec);
    u64::try_from(nanoseconds.max(0)).unwrap_or(u64::MAX)
}

/// The host's form of a time in nanoseconds.
pub(super) fn timespec(nanoseconds: u64) -> Timespec {
    let nanoseconds_of_second = nanoseconds % NANOSECONDS.unsigned_abs();
    Timespec {
        tv_sec: (nanoseconds / NANOSECONDS.unsigned_abs()) as i64,
        tv_nsec: nanoseconds_of_second as i64,
    }
}

/// Tells how fine a clock is: `clock_getres`.
pub(super) fn clock_res_get(call: &Call, id: u32, resolution: Out<u64>) -> Result<(), Errno> {
    let slot = call.slot(resolution)?;
    slot.set(timestamp(rustix::time::clock_getres(clock_id(id)?)));
    Ok(())
}

/// Tells the time: `clock_gettime`. However coarse the guest would have it, it is as fine as the clock is.
pub(super) fn clock_time_get(call: &Call, id: u32, _precision: u64, time: Out<u64>) -> Result<(), Errno> {
    let slot = call.slot(time)?;
    slot.set(timestamp(rustix::time::clock_gettime(clock_id(id)?)));
    Ok(())
}
