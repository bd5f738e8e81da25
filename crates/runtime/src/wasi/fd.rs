//! Functions of open files.
//!
//! # Safety
//! The kernel reads and writes guest memory that was checked.

use rustix::event::{PollFd, PollFlags};
use rustix::fd::{AsFd, AsRawFd, BorrowedFd};
use rustix::fs::{Advice, FallocateFlags, FileType, OFlags, SeekFrom, Stat, Timespec, Timestamps};
use rustix::io::Errno as HostErrno;

use super::clock::{timespec, timestamp};
use super::descriptors::{Descriptor, Descriptors};
use super::errno::Errno;
use super::memory::{Buffers, Ptr};
use super::types::{Ciovec, Fd, Fdflags, Fdstat, Filestat, Filetype, Fstflags, Prestat, Rights};
use super::{Call, Out};
use crate::sys::syscall;

const READV: usize = 19;
const WRITEV: usize = 20;
const PREADV: usize = 295;
const PWRITEV: usize = 296;

/// A system call on a descriptor and buffers of the guest; again if a signal came first.
fn transfer(number: usize, fd: BorrowedFd<'_>, buffers: &Buffers, offset: u64) -> Result<u32, Errno> {
    let buffers = buffers.as_slice();
    // The kernel takes the upper half of the offset in a register of its own, for machines of 32 bits.
    let arguments =
        [fd.as_raw_fd() as usize, buffers.as_ptr() as usize, buffers.len(), offset as usize, 0, 0];
    loop {
        // SAFETY: the buffers were checked, and are laid out as the kernel wants them.
        match unsafe { syscall(number, arguments) } {
            Ok(length) => return Ok(length as u32),
            Err(HostErrno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Fails if a transfer would block and must not, where the host's own flag for that is not ours to set.
fn would_not_block(descriptor: &Descriptor, events: PollFlags) -> Result<(), Errno> {
    if !descriptor.is_shared() || !descriptor.flags.contains(Fdflags::NONBLOCK) {
        return Ok(());
    }
    let mut polled = [PollFd::new(&descriptor.host, events)];
    match rustix::event::poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })) {
        Ok(0) => Err(HostErrno::AGAIN.into()),
        _ => Ok(()),
    }
}

/// An offset in a file as Linux has them.
fn offset(offset: u64) -> Result<u64, Errno> {
    if i64::try_from(offset).is_ok() { Ok(offset) } else { Err(Errno::INVAL) }
}

/// Reads: `readv`.
pub(super) fn fd_read(
    call: &Call,
    fd: Fd,
    iovs: Ptr<Ciovec>,
    iovs_len: u32,
    nread: Out<u32>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(iovs, iovs_len)?;
    let nread = call.slot(nread)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_READ)?;
    would_not_block(descriptor, PollFlags::IN)?;
    nread.set(transfer(READV, descriptor.host.as_fd(), &buffers, 0)?);
    Ok(())
}

/// Reads from an offset, leaving the file's own where it is: `preadv`.
pub(super) fn fd_pread(
    call: &Call,
    fd: Fd,
    iovs: Ptr<Ciovec>,
    iovs_len: u32,
    from: u64,
    nread: Out<u32>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(iovs, iovs_len)?;
    let nread = call.slot(nread)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors
        .get_with(fd, Rights::FD_READ | Rights::FD_SEEK)
        .map_err(|error| seekable(call, fd, error))?;
    nread.set(transfer(PREADV, descriptor.host.as_fd(), &buffers, offset(from)?)?);
    Ok(())
}

/// Writes: `writev`.
pub(super) fn fd_write(
    call: &Call,
    fd: Fd,
    iovs: Ptr<Ciovec>,
    iovs_len: u32,
    nwritten: Out<u32>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(iovs, iovs_len)?;
    let nwritten = call.slot(nwritten)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_WRITE)?;
    would_not_block(descriptor, PollFlags::OUT)?;
    nwritten.set(transfer(WRITEV, descriptor.host.as_fd(), &buffers, 0)?);
    Ok(())
}

/// Writes to an offset, leaving the file's own where it is: `pwritev`. A file that appends does so here too, as on Linux.
pub(super) fn fd_pwrite(
    call: &Call,
    fd: Fd,
    iovs: Ptr<Ciovec>,
    iovs_len: u32,
    to: u64,
    nwritten: Out<u32>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(iovs, iovs_len)?;
    let nwritten = call.slot(nwritten)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors
        .get_with(fd, Rights::FD_WRITE | Rights::FD_SEEK)
        .map_err(|error| seekable(call, fd, error))?;
    nwritten.set(transfer(PWRITEV, descriptor.host.as_fd(), &buffers, offset(to)?)?);
    Ok(())
}

/// Moves the offset: `lseek`.
pub(super) fn fd_seek(
    call: &Call,
    fd: Fd,
    delta: i64,
    whence: u32,
    newoffset: Out<u64>,
) -> Result<(), Errno> {
    let newoffset = call.slot(newoffset)?;
    let descriptors = call.state.descriptors.borrow();
    // Who may tell may ask by a seek that goes nowhere.
    let descriptor = if delta == 0 && whence == 1 {
        telling(&descriptors, fd)
    } else {
        descriptors.get_with(fd, Rights::FD_SEEK)
    };
    let descriptor = descriptor.map_err(|error| seekable(call, fd, error))?;
    let to = match whence {
        0 => SeekFrom::Start(u64::try_from(delta).map_err(|_| Errno::INVAL)?),
        1 => SeekFrom::Current(delta),
        2 => SeekFrom::End(delta),
        _ => return Err(Errno::INVAL),
    };
    newoffset.set(rustix::fs::seek(&descriptor.host, to)?);
    Ok(())
}

/// A descriptor that may tell its offset: who may seek may tell.
fn telling(descriptors: &Descriptors, fd: Fd) -> Result<&Descriptor, Errno> {
    descriptors.get_with(fd, Rights::FD_SEEK).or_else(|_| descriptors.get_with(fd, Rights::FD_TELL))
}

/// Tells the offset: `lseek`.
pub(super) fn fd_tell(call: &Call, fd: Fd, at: Out<u64>) -> Result<(), Errno> {
    let at = call.slot(at)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = telling(&descriptors, fd).map_err(|error| seekable(call, fd, error))?;
    at.set(rustix::fs::tell(&descriptor.host)?);
    Ok(())
}

/// What a seek that lacks the right fails with: of a pipe, what POSIX says.
fn seekable(call: &Call, fd: Fd, error: Errno) -> Errno {
    match call.state.descriptors.borrow().get(fd).map(|descriptor| descriptor.filetype) {
        Ok(Filetype::UNKNOWN | Filetype::SOCKET_STREAM | Filetype::SOCKET_DGRAM) => Errno::SPIPE,
        _ => error,
    }
}

/// Says how a file will be used: `posix_fadvise`.
pub(super) fn fd_advise(call: &Call, fd: Fd, from: u64, len: u64, advice: u32) -> Result<(), Errno> {
    let advice = match advice {
        0 => Advice::Normal,
        1 => Advice::Sequential,
        2 => Advice::Random,
        3 => Advice::WillNeed,
        4 => Advice::DontNeed,
        5 => Advice::NoReuse,
        _ => return Err(Errno::INVAL),
    };
    let descriptors = call.state.descriptors.borrow();
    let descriptor =
        descriptors.get_with(fd, Rights::FD_ADVISE).map_err(|error| seekable(call, fd, error))?;
    let len = core::num::NonZeroU64::new(offset(len)?);
    Ok(rustix::fs::fadvise(&descriptor.host, offset(from)?, len, advice)?)
}

/// Makes room in a file, which grows if it is shorter: `fallocate`.
pub(super) fn fd_allocate(call: &Call, fd: Fd, from: u64, len: u64) -> Result<(), Errno> {
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_ALLOCATE)?;
    if len == 0 {
        return Err(Errno::INVAL);
    }
    Ok(rustix::fs::fallocate(&descriptor.host, FallocateFlags::empty(), offset(from)?, offset(len)?)?)
}

/// Closes: `close`.
pub(super) fn fd_close(call: &Call, fd: Fd) -> Result<(), Errno> {
    call.state.descriptors.borrow_mut().remove(fd).map(drop)
}

/// Moves a descriptor to the number of another, which is closed.
pub(super) fn fd_renumber(call: &Call, fd: Fd, to: Fd) -> Result<(), Errno> {
    call.state.descriptors.borrow_mut().renumber(fd, to)
}

/// Has a file's data written through: `fdatasync`.
pub(super) fn fd_datasync(call: &Call, fd: Fd) -> Result<(), Errno> {
    let descriptors = call.state.descriptors.borrow();
    Ok(rustix::fs::fdatasync(&descriptors.get_with(fd, Rights::FD_DATASYNC)?.host)?)
}

/// Has a file written through: `fsync`.
pub(super) fn fd_sync(call: &Call, fd: Fd) -> Result<(), Errno> {
    let descriptors = call.state.descriptors.borrow();
    Ok(rustix::fs::fsync(&descriptors.get_with(fd, Rights::FD_SYNC)?.host)?)
}

/// Tells the type, flags and rights of a descriptor.
pub(super) fn fd_fdstat_get(call: &Call, fd: Fd, stat: Ptr<Fdstat>) -> Result<(), Errno> {
    let slot = call.memory.slot(stat)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get(fd)?;
    slot.set(Fdstat {
        fs_filetype: descriptor.filetype.0,
        padding: 0,
        fs_flags: descriptor.flags.bits() as u16,
        more_padding: 0,
        fs_rights_base: descriptor.base.bits(),
        fs_rights_inheriting: descriptor.inheriting.bits(),
    });
    Ok(())
}

/// Sets the flags of a descriptor: `fcntl(F_SETFL)`. Those that say how writes are synchronised can't be changed.
pub(super) fn fd_fdstat_set_flags(call: &Call, fd: Fd, flags: Fdflags) -> Result<(), Errno> {
    const CHANGEABLE: Fdflags = Fdflags::APPEND.union(Fdflags::NONBLOCK);
    if !Fdflags::all().contains(flags) {
        return Err(Errno::INVAL);
    }
    let mut descriptors = call.state.descriptors.borrow_mut();
    let descriptor = descriptors.get_mut(fd)?;
    descriptor.require(Rights::FD_FDSTAT_SET_FLAGS)?;
    if flags.difference(CHANGEABLE) != descriptor.flags.difference(CHANGEABLE) {
        return Err(Errno::NOTSUP);
    }
    let mut host = rustix::fs::fcntl_getfl(&descriptor.host)?;
    host.set(OFlags::APPEND, flags.contains(Fdflags::APPEND));
    if !descriptor.is_shared() {
        host.set(OFlags::NONBLOCK, flags.contains(Fdflags::NONBLOCK));
    }
    rustix::fs::fcntl_setfl(&descriptor.host, host)?;
    descriptor.flags = flags;
    Ok(())
}

/// Takes rights from a descriptor: they can only become fewer.
pub(super) fn fd_fdstat_set_rights(
    call: &Call,
    fd: Fd,
    base: Rights,
    inheriting: Rights,
) -> Result<(), Errno> {
    let mut descriptors = call.state.descriptors.borrow_mut();
    let descriptor = descriptors.get_mut(fd)?;
    if !descriptor.base.contains(base) || !descriptor.inheriting.contains(inheriting) {
        return Err(Errno::NOTCAPABLE);
    }
    descriptor.base = base;
    descriptor.inheriting = inheriting;
    Ok(())
}

/// The type of a file as WASI has it.
pub(super) fn filetype(host: FileType) -> Filetype {
    match host {
        FileType::RegularFile => Filetype::REGULAR_FILE,
        FileType::Directory => Filetype::DIRECTORY,
        FileType::Symlink => Filetype::SYMBOLIC_LINK,
        FileType::CharacterDevice => Filetype::CHARACTER_DEVICE,
        FileType::BlockDevice => Filetype::BLOCK_DEVICE,
        FileType::Socket => Filetype::SOCKET_STREAM,
        FileType::Fifo | FileType::Unknown => Filetype::UNKNOWN,
    }
}

/// What the host tells of a file, as WASI has it.
pub(super) fn filestat(stat: &Stat) -> Filestat {
    let time =
        |seconds: i64, nanoseconds: u64| timestamp(Timespec { tv_sec: seconds, tv_nsec: nanoseconds as i64 });
    Filestat {
        dev: stat.st_dev,
        ino: stat.st_ino,
        filetype: filetype(FileType::from_raw_mode(stat.st_mode)).0,
        padding: [0; 7],
        nlink: stat.st_nlink,
        size: stat.st_size.unsigned_abs(),
        atim: time(stat.st_atime, stat.st_atime_nsec),
        mtim: time(stat.st_mtime, stat.st_mtime_nsec),
        ctim: time(stat.st_ctime, stat.st_ctime_nsec),
    }
}

/// Tells of an open file: `fstat`.
pub(super) fn fd_filestat_get(call: &Call, fd: Fd, stat: Ptr<Filestat>) -> Result<(), Errno> {
    let slot = call.memory.slot(stat)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_FILESTAT_GET)?;
    slot.set(Filestat { filetype: descriptor.filetype.0, ..filestat(&rustix::fs::fstat(&descriptor.host)?) });
    Ok(())
}

/// Sets the size of a file: `ftruncate`.
pub(super) fn fd_filestat_set_size(call: &Call, fd: Fd, size: u64) -> Result<(), Errno> {
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get_with(fd, Rights::FD_FILESTAT_SET_SIZE)?;
    Ok(rustix::fs::ftruncate(&descriptor.host, offset(size)?)?)
}

/// Times as `utimensat` wants them.
pub(super) fn times(atim: u64, mtim: u64, flags: Fstflags) -> Result<Timestamps, Errno> {
    const UTIME_NOW: i64 = 0x3fff_ffff;
    const UTIME_OMIT: i64 = 0x3fff_fffe;
    let time = |time, set, now| match (flags.contains(set), flags.contains(now)) {
        (true, true) => Err(Errno::INVAL),
        (true, false) => Ok(timespec(time)),
        (false, true) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_NOW }),
        (false, false) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT }),
    };
    if !Fstflags::all().contains(flags) {
        return Err(Errno::INVAL);
    }
    Ok(Timestamps {
        last_access: time(atim, Fstflags::ATIM, Fstflags::ATIM_NOW)?,
        last_modification: time(mtim, Fstflags::MTIM, Fstflags::MTIM_NOW)?,
    })
}

/// Sets the times of an open file: `utimensat`.
pub(super) fn fd_filestat_set_times(
    call: &Call,
    fd: Fd,
    atim: u64,
    mtim: u64,
    fst_flags: Fstflags,
) -> Result<(), Errno> {
    let times = times(atim, mtim, fst_flags)?;
    let descriptors = call.state.descriptors.borrow();
    let descriptor = descriptors.get(fd)?;
    descriptor.require_writable(Rights::FD_FILESTAT_SET_TIMES)?;
    Ok(rustix::fs::futimens(&descriptor.host, &times)?)
}

/// The guest's name of a preopened directory.
fn preopen(descriptor: &Descriptor) -> Result<&[u8], Errno> {
    descriptor.preopen.as_deref().ok_or(Errno::BADF)
}

/// Tells whether a descriptor is a preopened directory, and how long its name is.
pub(super) fn fd_prestat_get(call: &Call, fd: Fd, buf: Ptr<Prestat>) -> Result<(), Errno> {
    let slot = call.memory.slot(buf)?;
    let descriptors = call.state.descriptors.borrow();
    let name = preopen(descriptors.get(fd)?)?;
    slot.set(Prestat { tag: 0, pr_name_len: name.len() as u32 });
    Ok(())
}

/// Writes the name of a preopened directory, without a NUL.
pub(super) fn fd_prestat_dir_name(call: &Call, fd: Fd, path: Ptr<u8>, path_len: u32) -> Result<(), Errno> {
    let mut buffer = call.memory.buffer(path, path_len)?;
    let descriptors = call.state.descriptors.borrow();
    let name = preopen(descriptors.get(fd)?)?;
    if buffer.len() < name.len() {
        return Err(Errno::NAMETOOLONG);
    }
    buffer.push(name);
    Ok(())
}
