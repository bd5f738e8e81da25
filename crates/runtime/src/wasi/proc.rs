//! The process.

use super::Call;
use super::errno::Errno;

/// Lets others run: `sched_yield`.
pub(super) fn sched_yield(_call: &Call) -> Result<(), Errno> {
    rustix::thread::sched_yield();
    Ok(())
}
