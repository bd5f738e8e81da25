//! The guest's file descriptors: a table of its own, so that what the host has open is not there at all.

use alloc::vec::Vec;
use core::cell::RefCell;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::io::Errno as HostErrno;

use super::directory::Stream;
use super::errno::Errno;
use super::types::{Fd, Fdflags, Filetype, Rights};

/// The most descriptors that a guest can have.
const LIMIT: usize = 1 << 16;

/// What a descriptor of the guest is on the host.
pub(crate) enum Host {
    /// The guest's own, closed with it.
    Owned(OwnedFd),
    /// One that the process was started with: never closed, so that nothing the guest opens takes its number.
    Inherited(BorrowedFd<'static>),
}

impl AsFd for Host {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Host::Owned(fd) => fd.as_fd(),
            Host::Inherited(fd) => *fd,
        }
    }
}

/// A descriptor.
pub(crate) struct Descriptor {
    pub(crate) host: Host,
    pub(crate) filetype: Filetype,
    pub(crate) flags: Fdflags,
    pub(crate) base: Rights,
    pub(crate) inheriting: Rights,
    /// Whether it is a directory that was given for reading only, or comes from one.
    pub(crate) read_only: bool,
    /// Of a preopened directory: the guest's name for it.
    pub(crate) preopen: Option<Vec<u8>>,
    /// Of a directory: how far `fd_readdir` has come.
    pub(crate) stream: RefCell<Stream>,
}

impl Descriptor {
    /// Fails if the descriptor lacks a right.
    pub(crate) fn require(&self, rights: Rights) -> Result<(), Errno> {
        if self.base.contains(rights) {
            Ok(())
        } else if rights.intersects(Rights::FD_READ.union(Rights::FD_WRITE))
            && self.filetype != Filetype::DIRECTORY
        {
            // What programs know from a file that was opened for the other only.
            Err(Errno::BADF)
        } else {
            Err(Errno::NOTCAPABLE)
        }
    }

    /// Whether the host shares the open file with other processes, who would be surprised if it stopped blocking.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.host, Host::Inherited(_))
            && !matches!(self.filetype, Filetype::SOCKET_STREAM | Filetype::SOCKET_DGRAM)
    }

    /// Fails if the descriptor lacks a right to change something, or what there is to change is read-only.
    pub(crate) fn require_writable(&self, rights: Rights) -> Result<(), Errno> {
        self.require(rights)?;
        if self.read_only { Err(HostErrno::ROFS.into()) } else { Ok(()) }
    }
}

/// All descriptors.
pub(crate) struct Descriptors {
    table: Vec<Option<Descriptor>>,
}

impl Descriptors {
    pub(crate) const fn new() -> Descriptors {
        Descriptors { table: Vec::new() }
    }

    /// All that are open.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Descriptor> {
        self.table.iter().flatten()
    }

    /// A descriptor that is open.
    pub(crate) fn get(&self, fd: Fd) -> Result<&Descriptor, Errno> {
        self.table.get(fd.0 as usize).and_then(Option::as_ref).ok_or(Errno::BADF)
    }

    /// A descriptor that is open and has these rights.
    pub(crate) fn get_with(&self, fd: Fd, rights: Rights) -> Result<&Descriptor, Errno> {
        let descriptor = self.get(fd)?;
        descriptor.require(rights)?;
        Ok(descriptor)
    }

    /// A descriptor that is open, to be changed.
    pub(crate) fn get_mut(&mut self, fd: Fd) -> Result<&mut Descriptor, Errno> {
        self.table.get_mut(fd.0 as usize).and_then(Option::as_mut).ok_or(Errno::BADF)
    }

    /// Enters a descriptor under the smallest number that is free.
    pub(crate) fn insert(&mut self, descriptor: Descriptor) -> Result<Fd, Errno> {
        let free = self.table.iter().position(Option::is_none).unwrap_or(self.table.len());
        if free >= LIMIT {
            return Err(Errno::MFILE);
        }
        if free == self.table.len() {
            self.table.push(None);
        }
        self.table[free] = Some(descriptor);
        Ok(Fd(free as u32))
    }

    /// Takes a descriptor out.
    pub(crate) fn remove(&mut self, fd: Fd) -> Result<Descriptor, Errno> {
        self.table.get_mut(fd.0 as usize).and_then(Option::take).ok_or(Errno::BADF)
    }

    /// Moves a descriptor to the number of another, which is closed.
    pub(crate) fn renumber(&mut self, from: Fd, to: Fd) -> Result<(), Errno> {
        self.get(from)?;
        self.get(to)?;
        if from != to {
            self.table[to.0 as usize] = self.table[from.0 as usize].take();
        }
        Ok(())
    }
}

/// The rights that make sense for each kind of file.
pub(crate) mod rights {
    use super::Rights;

    /// To do with any open file.
    const COMMON: Rights = Rights::FD_FDSTAT_SET_FLAGS
        .union(Rights::FD_FILESTAT_GET)
        .union(Rights::FD_FILESTAT_SET_TIMES)
        .union(Rights::FD_SYNC)
        .union(Rights::FD_DATASYNC);

    /// Of pipes, terminals and sockets.
    pub(crate) const STREAM: Rights =
        COMMON.union(Rights::FD_READ).union(Rights::FD_WRITE).union(Rights::POLL_FD_READWRITE);

    /// Of sockets, besides.
    pub(crate) const SOCKET: Rights = STREAM.union(Rights::SOCK_SHUTDOWN);

    /// Of listening sockets.
    pub(crate) const LISTENER: Rights =
        COMMON.union(Rights::POLL_FD_READWRITE).union(Rights::SOCK_ACCEPT).union(Rights::SOCK_SHUTDOWN);

    /// Of regular files.
    pub(crate) const FILE: Rights = STREAM
        .union(Rights::FD_SEEK)
        .union(Rights::FD_TELL)
        .union(Rights::FD_ADVISE)
        .union(Rights::FD_ALLOCATE)
        .union(Rights::FD_FILESTAT_SET_SIZE);

    /// Of directories.
    pub(crate) const DIRECTORY: Rights = COMMON
        .union(Rights::PATH_CREATE_DIRECTORY)
        .union(Rights::PATH_CREATE_FILE)
        .union(Rights::PATH_LINK_SOURCE)
        .union(Rights::PATH_LINK_TARGET)
        .union(Rights::PATH_OPEN)
        .union(Rights::FD_READDIR)
        .union(Rights::PATH_READLINK)
        .union(Rights::PATH_RENAME_SOURCE)
        .union(Rights::PATH_RENAME_TARGET)
        .union(Rights::PATH_FILESTAT_GET)
        .union(Rights::PATH_FILESTAT_SET_SIZE)
        .union(Rights::PATH_FILESTAT_SET_TIMES)
        .union(Rights::PATH_SYMLINK)
        .union(Rights::PATH_REMOVE_DIRECTORY)
        .union(Rights::PATH_UNLINK_FILE);
}
