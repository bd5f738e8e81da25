//! Arguments and environment.

use alloc::vec::Vec;

use super::errno::Errno;
use super::memory::Ptr;
use super::{Call, Out};

/// Strings as the guest sees them: each ends in NUL.
pub(crate) struct Strings {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl Strings {
    pub(crate) const fn new() -> Strings {
        Strings { bytes: Vec::new(), starts: Vec::new() }
    }

    /// Adds a string, which has no NUL in it.
    pub(crate) fn push(&mut self, string: &[u8]) {
        self.starts.push(self.bytes.len() as u32);
        self.bytes.extend_from_slice(string);
        self.bytes.push(0);
    }

    /// All of them, without their NULs.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.split_inclusive(|&byte| byte == 0).map(|string| &string[..string.len() - 1])
    }

    /// Writes them to `buffer`, and their addresses to `pointers`.
    fn get(&self, call: &Call, pointers: Ptr<u32>, buffer: Ptr<u8>) -> Result<(), Errno> {
        let mut pointer_bytes = call.memory.buffer(pointers, self.starts.len() as u32)?;
        let mut bytes = call.memory.buffer(buffer, self.bytes.len() as u32)?;
        for start in &self.starts {
            pointer_bytes.push(&(buffer.address() + start).to_le_bytes());
        }
        bytes.push(&self.bytes);
        Ok(())
    }

    fn sizes_get(&self, call: &Call, count: Out<u32>, size: Out<u32>) -> Result<(), Errno> {
        let (count, size) = (call.slot(count)?, call.slot(size)?);
        count.set(self.starts.len() as u32);
        size.set(self.bytes.len() as u32);
        Ok(())
    }
}

/// Writes the arguments to `argv_buf`, and their addresses to `argv`.
pub(super) fn args_get(call: &Call, argv: Ptr<u32>, argv_buf: Ptr<u8>) -> Result<(), Errno> {
    call.state.arguments.get(call, argv, argv_buf)
}

/// Tells how many arguments there are, and how many bytes they take with their NULs.
pub(super) fn args_sizes_get(call: &Call, argc: Out<u32>, argv_buf_size: Out<u32>) -> Result<(), Errno> {
    call.state.arguments.sizes_get(call, argc, argv_buf_size)
}

/// Writes the environment to `environ_buf`, each variable as NAME=VALUE, and their addresses to `environ`.
pub(super) fn environ_get(call: &Call, environ: Ptr<u32>, environ_buf: Ptr<u8>) -> Result<(), Errno> {
    call.state.environment.get(call, environ, environ_buf)
}

/// Tells how many variables there are, and how many bytes they take with their NULs.
pub(super) fn environ_sizes_get(call: &Call, count: Out<u32>, buf_size: Out<u32>) -> Result<(), Errno> {
    call.state.environment.sizes_get(call, count, buf_size)
}
