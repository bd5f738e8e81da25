//! Files by name, and the standard streams, for host packs: their modules know no descriptors of directories. A name means a file in one of
//! the directories that the program was given, and is resolved as those of WASI are.

use alloc::ffi::CString;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{AtFlags, FileType, Mode, OFlags};

use super::State;
use super::descriptors::{Descriptor, Descriptors};
use super::errno::Errno;
use super::path::{Place, locate, open_beneath, refuse_device};
use super::types::{Fd, Filetype, Lookupflags, Rights};

/// What a file is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    /// To be written, empty, made if there is none.
    Write,
}

/// Finds the directory that a name is in, and what is left of it: the longest name of a directory that it begins with. A relative name is
/// one in the directory `.`, or in `/`.
fn find<'d>(descriptors: &'d Descriptors, name: &[u8]) -> Result<(&'d Descriptor, CString), Errno> {
    let mut found: Option<(&Descriptor, &[u8])> = None;
    for descriptor in descriptors.all() {
        let Some(directory) = &descriptor.preopen else { continue };
        let directory = directory.strip_suffix(b"/").unwrap_or(directory);
        let rest = match directory {
            b"." => (!name.starts_with(b"/")).then_some(name),
            b"" => Some(name.strip_prefix(b"/").unwrap_or(name)),
            directory => match name.strip_prefix(directory) {
                Some([]) => Some(&b"."[..]),
                Some([b'/', rest @ ..]) => Some(rest),
                _ => None,
            },
        };
        if let Some(rest) = rest
            && found.is_none_or(|(_, other)| rest.len() < other.len())
        {
            found = Some((descriptor, rest));
        }
    }
    let (descriptor, rest) = found.ok_or(Errno::NOENT)?;
    let rest = if rest.is_empty() { &b"."[..] } else { rest };
    Ok((descriptor, CString::new(rest).map_err(|_| Errno::ILSEQ)?))
}

/// Opens a file: `openat2`.
///
/// # Errors
/// As `path_open`.
pub(crate) fn open(name: &[u8], access: Access) -> Result<OwnedFd, Errno> {
    let state = State::get();
    let descriptors = state.descriptors.borrow();
    let (directory, path) = find(&descriptors, name)?;
    let flags = match access {
        Access::Read => OFlags::RDONLY,
        Access::Write => {
            directory.require_writable(Rights::PATH_CREATE_FILE)?;
            OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC
        }
    };
    if !state.devices_refused_by_kernel {
        refuse_device(directory, &path, Lookupflags::SYMLINK_FOLLOW)?;
    }
    let flags = flags | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = open_beneath(directory.host.as_fd(), &path, flags, Mode::from_raw_mode(0o666))?;
    match FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode) {
        FileType::RegularFile => Ok(file),
        FileType::Directory => Err(rustix::io::Errno::ISDIR.into()),
        _ => Err(rustix::io::Errno::ACCESS.into()),
    }
}

/// Whether there is a file or directory of this name.
pub(crate) fn exists(name: &[u8]) -> bool {
    let descriptors = State::get().descriptors.borrow();
    find(&descriptors, name)
        .and_then(|(directory, path)| locate(directory, &path, Lookupflags::SYMLINK_FOLLOW))
        .is_ok()
}

/// Deletes what is not a directory: `unlinkat`.
///
/// # Errors
/// As `path_unlink_file`.
pub(crate) fn delete(name: &[u8]) -> Result<(), Errno> {
    let descriptors = State::get().descriptors.borrow();
    let (directory, path) = find(&descriptors, name)?;
    directory.require_writable(Rights::PATH_UNLINK_FILE)?;
    let place = Place::resolve(directory, &path)?;
    Ok(rustix::fs::unlinkat(&place.parent, place.name, AtFlags::empty())?)
}

/// Writes all of this to standard output (1) or error (2), or as much as there is somebody to read.
pub(crate) fn write_standard(stream: u32, mut bytes: &[u8]) {
    let descriptors = State::get().descriptors.borrow();
    let Ok(descriptor) = descriptors.get_with(Fd(stream), Rights::FD_WRITE) else { return };
    while !bytes.is_empty() {
        match rustix::io::retry_on_intr(|| rustix::io::write(&descriptor.host, bytes)) {
            Ok(written) if written > 0 => bytes = &bytes[written..],
            _ => break,
        }
    }
}

/// Reads from standard input: how much; nothing at its end.
pub(crate) fn read_standard(buffer: &mut [u8]) -> usize {
    let descriptors = State::get().descriptors.borrow();
    match descriptors.get_with(Fd(0), Rights::FD_READ) {
        Ok(descriptor) if descriptor.filetype != Filetype::DIRECTORY => {
            rustix::io::retry_on_intr(|| rustix::io::read(&descriptor.host, &mut *buffer)).unwrap_or(0)
        }
        _ => 0,
    }
}

/// The guest's arguments, the program's name first.
pub(crate) fn arguments() -> impl Iterator<Item = &'static [u8]> {
    State::get().arguments.all()
}

/// The guest's environment, each variable as NAME=VALUE.
pub(crate) fn environment() -> impl Iterator<Item = &'static [u8]> {
    State::get().environment.all()
}
