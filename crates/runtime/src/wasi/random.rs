//! Random bytes.
//!
//! # Safety
//! The kernel writes to guest memory that was checked.

use super::Call;
use super::errno::Errno;
use super::memory::Ptr;
use crate::sys::syscall;

/// Fills a buffer with bytes that nobody can predict: `getrandom`, as often as it takes.
pub(super) fn random_get(call: &Call, buf: Ptr<u8>, buf_len: u32) -> Result<(), Errno> {
    const GETRANDOM: usize = 318;
    let buffer = call.memory.buffer(buf, buf_len)?;
    let mut done = 0;
    while done < buffer.len() {
        let rest = buffer.as_ptr().wrapping_add(done);
        // SAFETY: the rest of the buffer was checked with it.
        match unsafe { syscall(GETRANDOM, [rest as usize, buffer.len() - done, 0, 0, 0, 0]) } {
            Ok(length) => done += length,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
