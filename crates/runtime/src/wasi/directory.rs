//! Reading directories.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use rustix::fd::{AsFd, BorrowedFd};
use rustix::fs::{AtFlags, FileType, RawDir, RawDirEntry, SeekFrom};

use super::errno::Errno;
use super::fd::filetype;
use super::memory::Ptr;
use super::types::{Dirent, Fd, Filetype, Rights};
use super::{Call, Out, State};

/// Entries that were read from the kernel and not yet taken by the guest, so that reading a directory in small pieces is not
/// quadratic.
#[derive(Default)]
pub(crate) struct Stream {
    /// Entries in the layout of WASI, one behind the other.
    entries: Vec<u8>,
    /// Where the first that is not yet taken begins.
    position: usize,
    /// Its cookie.
    cookie: u64,
}

const HEADER: usize = size_of::<Dirent>();

impl Stream {
    /// Goes to where a cookie says, which is an offset of the kernel's.
    fn seek(&mut self, directory: BorrowedFd<'_>, cookie: u64) -> Result<(), Errno> {
        if cookie == 0 || cookie != self.cookie {
            rustix::fs::seek(directory, SeekFrom::Start(cookie))?;
            *self = Stream { cookie, ..Stream::default() };
        }
        Ok(())
    }

    /// The bytes of the next entry and its header, if there is one.
    fn next(
        &mut self,
        directory: BorrowedFd<'_>,
        inode: &impl Fn(&RawDirEntry<'_>) -> u64,
    ) -> Result<Option<&[u8]>, Errno> {
        if self.position == self.entries.len() {
            self.refill(directory, inode)?;
        }
        let rest = &self.entries[self.position..];
        Ok(rest.get(..HEADER).map(|header| &rest[..HEADER + name_length(header)]))
    }

    /// Has the guest take an entry of this length.
    fn take(&mut self, length: usize) {
        let (next, _) =
            self.entries[self.position..].split_first_chunk().expect("an entry begins with its cookie");
        self.cookie = u64::from_le_bytes(*next);
        self.position += length;
    }

    /// Reads more entries.
    fn refill(
        &mut self,
        directory: BorrowedFd<'_>,
        inode: &impl Fn(&RawDirEntry<'_>) -> u64,
    ) -> Result<(), Errno> {
        self.entries.clear();
        self.position = 0;
        let mut buffer = [const { MaybeUninit::uninit() }; 8192];
        let mut entries = RawDir::new(directory, &mut buffer);
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            self.entries.extend_from_slice(&entry.next_entry_cookie().to_le_bytes());
            self.entries.extend_from_slice(&inode(&entry).to_le_bytes());
            self.entries.extend_from_slice(&(name.len() as u32).to_le_bytes());
            self.entries.extend_from_slice(&[type_of(directory, &entry).0, 0, 0, 0]);
            self.entries.extend_from_slice(name);
            if entries.is_buffer_empty() {
                break;
            }
        }
        Ok(())
    }
}

/// The length of the name that follows an entry's header.
fn name_length(header: &[u8]) -> usize {
    let bytes = header[16..20].try_into().expect("four bytes");
    u32::from_le_bytes(bytes) as usize
}

/// The type of an entry: some file systems leave it out.
fn type_of(directory: BorrowedFd<'_>, entry: &RawDirEntry<'_>) -> Filetype {
    match entry.file_type() {
        FileType::Unknown => rustix::fs::statat(directory, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)
            .map_or(Filetype::UNKNOWN, |stat| filetype(FileType::from_raw_mode(stat.st_mode))),
        known => filetype(known),
    }
}

impl State {
    /// The inode of an entry as the guest may see it: what is above a preopened directory is that directory.
    fn inode_of(&self, directory: BorrowedFd<'_>, entry: &RawDirEntry<'_>) -> u64 {
        if entry.file_name() == c".."
            && let Ok(stat) = rustix::fs::fstat(directory)
            && self.roots.contains(&(stat.st_dev, stat.st_ino))
        {
            return stat.st_ino;
        }
        entry.ino()
    }
}

/// Reads entries of a directory, from a cookie on: `lseek`, `getdents64`. The buffer is filled to its end, with the last entry
/// cut off if need be; if it isn't, there are no more.
pub(super) fn fd_readdir(
    call: &Call,
    fd: Fd,
    buf: Ptr<u8>,
    buf_len: u32,
    cookie: u64,
    bufused: Out<u32>,
) -> Result<(), Errno> {
    let mut buffer = call.memory.buffer(buf, buf_len)?;
    let used = call.slot(bufused)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_READDIR)?;
    let mut stream = descriptor.stream.borrow_mut();
    let directory = descriptor.host.as_fd();
    stream.seek(directory, cookie)?;
    let inode = |entry: &RawDirEntry<'_>| call.state.inode_of(directory, entry);
    while buffer.len() > 0 {
        let Some(entry) = stream.next(directory, &inode)? else { break };
        let length = entry.len();
        if buffer.push(entry) < length {
            break;
        }
        stream.take(length);
    }
    used.set(buf_len - buffer.len() as u32);
    Ok(())
}
