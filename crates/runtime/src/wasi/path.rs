//! Functions of paths.
//!
//! There is one way by which a path becomes a file, in every sandbox: the kernel resolves it beneath its directory
//! (`openat2` with `RESOLVE_BENEATH`), either to the file itself or to the directory that its last component is in.

use alloc::ffi::CString;
use alloc::vec;
use core::ffi::CStr;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags, ResolveFlags};
use rustix::io::Errno as HostErrno;

use super::descriptors::{Descriptor, Descriptors, Host, rights};
use super::errno::Errno;
use super::fd::{filestat, filetype, times};
use super::memory::Ptr;
use super::types::{Fd, Fdflags, Filestat, Filetype, Fstflags, Lookupflags, Oflags, Rights};
use super::{Call, Out, Text, TextLength};

/// How often a resolution is tried that a rename elsewhere disturbed.
const ATTEMPTS: u32 = 128;

/// Opens a path beneath a directory.
pub(super) fn open_beneath(
    directory: BorrowedFd<'_>,
    path: &CStr,
    flags: OFlags,
    mode: Mode,
) -> Result<OwnedFd, Errno> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    let flags = flags | OFlags::CLOEXEC;
    let mode = if flags.contains(OFlags::CREATE) { mode } else { Mode::empty() };
    for _ in 0..ATTEMPTS {
        match rustix::fs::openat2(directory, path, flags, mode, resolve) {
            Err(HostErrno::AGAIN | HostErrno::INTR) => {}
            // Out of the directory: not what the guest may ask for.
            Err(HostErrno::XDEV) => return Err(Errno::PERM),
            result => return Ok(result?),
        }
    }
    Err(HostErrno::AGAIN.into())
}

/// Opens a path beneath a directory for what needs no access to the file.
pub(super) fn locate(directory: &Descriptor, path: &CStr, lookup: Lookupflags) -> Result<OwnedFd, Errno> {
    let mut flags = OFlags::PATH;
    flags.set(OFlags::NOFOLLOW, !lookup.contains(Lookupflags::SYMLINK_FOLLOW));
    open_beneath(directory.host.as_fd(), path, flags, Mode::empty())
}

/// A place in a directory: where a file is, or is to be.
pub(super) struct Place<'a> {
    pub(super) parent: Parent<'a>,
    /// One component, with the slashes that follow it.
    pub(super) name: &'a CStr,
}

pub(super) enum Parent<'a> {
    Given(BorrowedFd<'a>),
    Opened(OwnedFd),
}

impl AsFd for Parent<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Parent::Given(fd) => *fd,
            Parent::Opened(fd) => fd.as_fd(),
        }
    }
}

impl<'a> Place<'a> {
    /// Resolves all of a path but its last component. A last component that is `.` or `..` belongs to the rest.
    pub(super) fn resolve(directory: &'a Descriptor, path: &'a CStr) -> Result<Place<'a>, Errno> {
        let (parent, name) = split(path);
        let parent = match parent {
            _ if path.to_bytes().starts_with(b"/") => return Err(Errno::PERM),
            [] => Parent::Given(directory.host.as_fd()),
            parent => {
                let parent = CString::new(parent).map_err(|_| Errno::ILSEQ)?;
                let flags = OFlags::PATH | OFlags::DIRECTORY;
                Parent::Opened(open_beneath(directory.host.as_fd(), &parent, flags, Mode::empty())?)
            }
        };
        Ok(Place { parent, name })
    }

    /// Whether the path says that it is a directory's.
    fn ends_in_slash(&self) -> bool {
        self.name.to_bytes().ends_with(b"/")
    }
}

/// Splits a path before its last component.
fn split(path: &CStr) -> (&[u8], &CStr) {
    let bytes = path.to_bytes();
    let end = bytes.iter().rposition(|&byte| byte != b'/').map_or(0, |last| last + 1);
    let start = bytes[..end].iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
    if matches!(&bytes[start..end], b"." | b"..") {
        return (bytes, c".");
    }
    let name = CStr::from_bytes_with_nul(&path.to_bytes_with_nul()[start..]).unwrap_or(path);
    (&bytes[..start], name)
}

impl Call {
    /// The path or other string that the guest passes.
    fn text(&self, text: Text, length: TextLength) -> Result<CString, Errno> {
        /// More than Linux takes.
        const LIMIT: u32 = 1 << 16;
        let buffer = self.memory.buffer(text.0, length.0)?;
        if length.0 >= LIMIT {
            return Err(Errno::NAMETOOLONG);
        }
        let mut bytes = vec![0; buffer.len()];
        buffer.copy_to(&mut bytes);
        match CString::new(bytes) {
            Ok(text) if text.is_empty() => Err(Errno::NOENT),
            Ok(text) => Ok(text),
            Err(_) => Err(Errno::ILSEQ),
        }
    }
}

/// A directory that paths may be resolved in.
fn directory(descriptors: &Descriptors, fd: Fd, rights: Rights) -> Result<&Descriptor, Errno> {
    let descriptor = descriptors.get(fd)?;
    if descriptor.filetype != Filetype::DIRECTORY {
        return Err(Errno::NOTDIR);
    }
    descriptor.require(rights)?;
    Ok(descriptor)
}

/// A directory in which something may be changed.
fn writable(descriptors: &Descriptors, fd: Fd, rights: Rights) -> Result<&Descriptor, Errno> {
    let descriptor = directory(descriptors, fd, rights)?;
    descriptor.require_writable(rights)?;
    Ok(descriptor)
}

fn known(lookup: Lookupflags) -> Result<Lookupflags, Errno> {
    if Lookupflags::all().contains(lookup) { Ok(lookup) } else { Err(Errno::INVAL) }
}

/// Makes a directory: `mkdirat`.
pub(super) fn path_create_directory(
    call: &Call,
    fd: Fd,
    path: Text,
    path_len: TextLength,
) -> Result<(), Errno> {
    let path = call.text(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let place = Place::resolve(writable(&descriptors, fd, Rights::PATH_CREATE_DIRECTORY)?, &path)?;
    Ok(rustix::fs::mkdirat(&place.parent, place.name, Mode::from_raw_mode(0o777))?)
}

/// Removes a directory: `unlinkat` with `AT_REMOVEDIR`.
pub(super) fn path_remove_directory(
    call: &Call,
    fd: Fd,
    path: Text,
    path_len: TextLength,
) -> Result<(), Errno> {
    let path = call.text(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let place = Place::resolve(writable(&descriptors, fd, Rights::PATH_REMOVE_DIRECTORY)?, &path)?;
    Ok(rustix::fs::unlinkat(&place.parent, place.name, AtFlags::REMOVEDIR)?)
}

/// Removes what is not a directory: `unlinkat`.
pub(super) fn path_unlink_file(call: &Call, fd: Fd, path: Text, path_len: TextLength) -> Result<(), Errno> {
    let path = call.text(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let place = Place::resolve(writable(&descriptors, fd, Rights::PATH_UNLINK_FILE)?, &path)?;
    Ok(rustix::fs::unlinkat(&place.parent, place.name, AtFlags::empty())?)
}

/// Tells of a file: `fstat` of what the path leads to.
pub(super) fn path_filestat_get(
    call: &Call,
    fd: Fd,
    flags: Lookupflags,
    path: Text,
    path_len: TextLength,
    stat: Ptr<Filestat>,
) -> Result<(), Errno> {
    let slot = call.memory.slot(stat)?;
    let path = call.text(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let directory = directory(&descriptors, fd, Rights::PATH_FILESTAT_GET)?;
    let file = locate(directory, &path, known(flags)?)?;
    slot.set(filestat(&rustix::fs::fstat(&file)?));
    Ok(())
}

/// Sets the times of a file: `utimensat` on what the path leads to.
#[expect(clippy::too_many_arguments, reason = "as many as the spec says")]
pub(super) fn path_filestat_set_times(
    call: &Call,
    fd: Fd,
    flags: Lookupflags,
    path: Text,
    path_len: TextLength,
    atim: u64,
    mtim: u64,
    fst_flags: Fstflags,
) -> Result<(), Errno> {
    let path = call.text(path, path_len)?;
    let times = times(atim, mtim, fst_flags)?;
    let descriptors = call.state.descriptors.borrow();
    let directory = writable(&descriptors, fd, Rights::PATH_FILESTAT_SET_TIMES)?;
    let file = locate(directory, &path, known(flags)?)?;
    Ok(rustix::fs::utimensat(&file, c"", &times, AtFlags::EMPTY_PATH)?)
}

/// Reads a symbolic link, or as much of it as there is room for: `readlinkat`.
pub(super) fn path_readlink(
    call: &Call,
    fd: Fd,
    path: Text,
    path_len: TextLength,
    buf: Ptr<u8>,
    buf_len: u32,
    bufused: Out<u32>,
) -> Result<(), Errno> {
    let mut buffer = call.memory.buffer(buf, buf_len)?;
    let used = call.slot(bufused)?;
    let path = call.text(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let link = locate(directory(&descriptors, fd, Rights::PATH_READLINK)?, &path, Lookupflags::empty())?;
    let mut target = [0; 4096];
    let length = match rustix::fs::readlinkat_raw(&link, c"", &mut target) {
        // What the kernel says of a file without a name that is no link.
        Err(HostErrno::NOENT) => return Err(Errno::INVAL),
        result => result?,
    };
    used.set(buffer.push(&target[..length]) as u32);
    Ok(())
}

/// Makes a symbolic link: `symlinkat`. One that leads to an absolute path would lead nowhere.
pub(super) fn path_symlink(
    call: &Call,
    old_path: Text,
    old_path_len: TextLength,
    fd: Fd,
    new_path: Text,
    new_path_len: TextLength,
) -> Result<(), Errno> {
    let (target, path) = (call.text(old_path, old_path_len)?, call.text(new_path, new_path_len)?);
    let descriptors = call.state.descriptors.borrow();
    let directory = writable(&descriptors, fd, Rights::PATH_SYMLINK)?;
    if target.to_bytes().starts_with(b"/") {
        return Err(Errno::NOTCAPABLE);
    }
    let place = Place::resolve(directory, &path)?;
    match rustix::fs::symlinkat(&*target, &place.parent, place.name) {
        // Linux doesn't look whether what is there is the directory that the slash says.
        Err(HostErrno::EXIST) if place.ends_in_slash() => {
            open_beneath(place.parent.as_fd(), place.name, OFlags::PATH | OFlags::DIRECTORY, Mode::empty())?;
            Err(HostErrno::EXIST.into())
        }
        result => Ok(result?),
    }
}

/// Makes a hard link: `linkat`. A symbolic link is linked itself: to follow it is refused, as Linux can't do it safely.
#[expect(clippy::too_many_arguments, reason = "as many as the spec says")]
pub(super) fn path_link(
    call: &Call,
    old_fd: Fd,
    old_flags: Lookupflags,
    old_path: Text,
    old_path_len: TextLength,
    new_fd: Fd,
    new_path: Text,
    new_path_len: TextLength,
) -> Result<(), Errno> {
    let (old_path, new_path) = (call.text(old_path, old_path_len)?, call.text(new_path, new_path_len)?);
    let descriptors = call.state.descriptors.borrow();
    // Who may not write a file may not give it a name where others may.
    let old_directory = writable(&descriptors, old_fd, Rights::PATH_LINK_SOURCE)?;
    let new_directory = writable(&descriptors, new_fd, Rights::PATH_LINK_TARGET)?;
    if !old_flags.is_empty() {
        return Err(Errno::INVAL);
    }
    let old = Place::resolve(old_directory, &old_path)?;
    if old.ends_in_slash() {
        // A slash would have the kernel follow a link, wherever it leads; it is only right after a directory anyway.
        open_beneath(old.parent.as_fd(), old.name, OFlags::PATH | OFlags::DIRECTORY, Mode::empty())?;
        return Err(Errno::PERM);
    }
    let new = Place::resolve(new_directory, &new_path)?;
    Ok(rustix::fs::linkat(&old.parent, old.name, &new.parent, new.name, AtFlags::empty())?)
}

/// Renames a file or directory: `renameat2`.
pub(super) fn path_rename(
    call: &Call,
    fd: Fd,
    old_path: Text,
    old_path_len: TextLength,
    new_fd: Fd,
    new_path: Text,
    new_path_len: TextLength,
) -> Result<(), Errno> {
    let (old_path, new_path) = (call.text(old_path, old_path_len)?, call.text(new_path, new_path_len)?);
    let descriptors = call.state.descriptors.borrow();
    let old_directory = writable(&descriptors, fd, Rights::PATH_RENAME_SOURCE)?;
    let new_directory = writable(&descriptors, new_fd, Rights::PATH_RENAME_TARGET)?;
    let old = Place::resolve(old_directory, &old_path)?;
    let new = Place::resolve(new_directory, &new_path)?;
    Ok(rustix::fs::renameat_with(&old.parent, old.name, &new.parent, new.name, RenameFlags::empty())?)
}

/// What `path_open` is asked for.
struct Opening {
    lookup: Lookupflags,
    oflags: Oflags,
    base: Rights,
    fdflags: Fdflags,
}

/// The rights that need a file that is open for writing.
const WRITING: Rights = Rights::FD_WRITE.union(Rights::FD_ALLOCATE).union(Rights::FD_FILESTAT_SET_SIZE);
/// The rights that need a file that is open for reading.
const READING: Rights = Rights::FD_READ.union(Rights::FD_READDIR);

impl Opening {
    /// Fails if the directory or the flags don't allow it.
    fn check(&self, directory: &Descriptor) -> Result<(), Errno> {
        known(self.lookup)?;
        let both = Oflags::CREAT | Oflags::DIRECTORY;
        if !Oflags::all().contains(self.oflags)
            || !Fdflags::all().contains(self.fdflags)
            || self.oflags.contains(both)
        {
            return Err(Errno::INVAL);
        }
        let mut changes = self.base.contains(Rights::FD_WRITE);
        for (flag, right) in
            [(Oflags::CREAT, Rights::PATH_CREATE_FILE), (Oflags::TRUNC, Rights::PATH_FILESTAT_SET_SIZE)]
        {
            if self.oflags.contains(flag) {
                directory.require(right)?;
                changes = true;
            }
        }
        if changes && directory.read_only { Err(HostErrno::ROFS.into()) } else { Ok(()) }
    }

    /// The host's flags. Nothing is waited for while opening: a fifo in a directory of the host must not hold the guest up.
    fn flags(&self, access: OFlags) -> OFlags {
        let mut flags = access | OFlags::NONBLOCK | OFlags::NOCTTY;
        flags.set(OFlags::NOFOLLOW, !self.lookup.contains(Lookupflags::SYMLINK_FOLLOW));
        flags.set(OFlags::CREATE, self.oflags.contains(Oflags::CREAT));
        flags.set(OFlags::DIRECTORY, self.oflags.contains(Oflags::DIRECTORY));
        flags.set(OFlags::EXCL, self.oflags.contains(Oflags::EXCL));
        flags.set(OFlags::TRUNC, self.oflags.contains(Oflags::TRUNC));
        flags.set(OFlags::APPEND, self.fdflags.contains(Fdflags::APPEND));
        flags.set(OFlags::DSYNC, self.fdflags.contains(Fdflags::DSYNC));
        flags
            | if self.fdflags.intersects(Fdflags::SYNC | Fdflags::RSYNC) {
                OFlags::SYNC
            } else {
                OFlags::empty()
            }
    }

    /// Opens the file, and says for which rights it is open.
    fn open(&self, call: &Call, directory: &Descriptor, path: &CStr) -> Result<(OwnedFd, Rights), Errno> {
        let (reads, writes) =
            (self.base.intersects(READING), self.base.intersects(WRITING) && !directory.read_only);
        let access = match (reads, writes) {
            (true, true) => OFlags::RDWR,
            (false, true) => OFlags::WRONLY,
            (_, false) => OFlags::RDONLY,
        };
        let missing = if reads { Rights::empty() } else { Rights::FD_READ };
        if !call.state.devices_refused_by_kernel {
            refuse_device(directory, path, self.lookup)?;
        }
        match open_beneath(directory.host.as_fd(), path, self.flags(access), Mode::from_raw_mode(0o666)) {
            // Only asked for rights that go with writing, as toolchains do for anything that they open.
            Err(error) if writes && !self.base.contains(Rights::FD_WRITE) => {
                let flags = self.flags(OFlags::RDONLY);
                open_beneath(directory.host.as_fd(), path, flags, Mode::from_raw_mode(0o666))
                    .map(|file| (file, missing.union(WRITING)))
                    .map_err(|_| error)
            }
            result => Ok((result?, if writes { missing } else { missing.union(WRITING) })),
        }
    }
}

/// Fails if a path leads to a device: to open one can have effects of its own.
pub(super) fn refuse_device(directory: &Descriptor, path: &CStr, lookup: Lookupflags) -> Result<(), Errno> {
    match locate(directory, path, lookup) {
        Ok(file) if is_device(&file)? => Err(HostErrno::ACCESS.into()),
        // That there is no such file, or any other error, is for the opening to find out.
        _ => Ok(()),
    }
}

fn is_device(file: &OwnedFd) -> Result<bool, Errno> {
    let kind = FileType::from_raw_mode(rustix::fs::fstat(file)?.st_mode);
    Ok(matches!(kind, FileType::CharacterDevice | FileType::BlockDevice))
}

/// Opens a file or directory: `openat2`.
#[expect(clippy::too_many_arguments, reason = "as many as the spec says")]
pub(super) fn path_open(
    call: &Call,
    fd: Fd,
    dirflags: Lookupflags,
    path: Text,
    path_len: TextLength,
    oflags: Oflags,
    base: Rights,
    inheriting: Rights,
    fdflags: Fdflags,
    opened: Out<u32>,
) -> Result<(), Errno> {
    let slot = call.slot(opened)?;
    let path = call.text(path, path_len)?;
    let opening = Opening { lookup: dirflags, oflags, base, fdflags };
    let descriptor = {
        let descriptors = call.state.descriptors.borrow();
        let directory = directory(&descriptors, fd, Rights::PATH_OPEN)?;
        opening.check(directory)?;
        let (file, missing) = opening.open(call, directory, &path)?;
        let kind = FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode);
        let supported = match kind {
            FileType::RegularFile => rights::FILE,
            FileType::Directory => rights::DIRECTORY,
            FileType::CharacterDevice | FileType::BlockDevice => return Err(HostErrno::ACCESS.into()),
            _ => rights::STREAM,
        };
        if kind == FileType::Fifo && !fdflags.contains(Fdflags::NONBLOCK) {
            let flags = rustix::fs::fcntl_getfl(&file)?;
            rustix::fs::fcntl_setfl(&file, flags - OFlags::NONBLOCK)?;
        }
        Descriptor {
            host: Host::Owned(file),
            filetype: filetype(kind),
            flags: fdflags,
            base: (base & directory.inheriting & supported).difference(missing),
            inheriting: inheriting & directory.inheriting,
            read_only: directory.read_only,
            preopen: None,
            stream: Default::default(),
        }
    };
    slot.set(call.state.descriptors.borrow_mut().insert(descriptor)?.0);
    Ok(())
}
