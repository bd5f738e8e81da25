//! Sockets: those that the process was started with, and connections that they accept.
//!
//! # Safety
//! The kernel reads and writes guest memory that was checked.

use core::ffi::c_void;
use core::ptr::null_mut;
use rustix::fd::{AsFd, AsRawFd, BorrowedFd};
use rustix::io::Errno as HostErrno;
use rustix::net::{Shutdown, SocketFlags};

use super::descriptors::{Descriptor, Host, rights};
use super::errno::Errno;
use super::memory::{Buffers, Ptr};
use super::types::{Ciovec, Fd, Fdflags, Filetype, Riflags, Rights, Sdflags};
use super::{Call, Out};
use crate::sys::syscall;

const SENDMSG: usize = 46;
const RECVMSG: usize = 47;

const MSG_PEEK: u32 = 0x2;
const MSG_TRUNC: u32 = 0x20;
const MSG_WAITALL: u32 = 0x100;
const MSG_NOSIGNAL: u32 = 0x4000;

/// `roflags`: a message was cut off.
const RECV_DATA_TRUNCATED: u16 = 1;

/// `struct msghdr` of the kernel.
#[repr(C)]
struct Message {
    name: *mut c_void,
    name_length: u32,
    buffers: *const super::memory::Buffer,
    buffer_count: usize,
    control: *mut c_void,
    control_length: usize,
    flags: u32,
}

/// `recvmsg` or `sendmsg`; again if a signal came first. Tells the length and the flags that came back.
fn transfer(number: usize, fd: BorrowedFd<'_>, buffers: &Buffers, flags: u32) -> Result<(u32, u32), Errno> {
    let buffers = buffers.as_slice();
    let mut message = Message {
        name: null_mut(),
        name_length: 0,
        buffers: buffers.as_ptr(),
        buffer_count: buffers.len(),
        control: null_mut(),
        control_length: 0,
        flags: 0,
    };
    loop {
        let arguments = [fd.as_raw_fd() as usize, &raw mut message as usize, flags as usize, 0, 0, 0];
        // SAFETY: the buffers were checked, and all is laid out as the kernel wants it.
        match unsafe { syscall(number, arguments) } {
            Ok(length) => return Ok((length as u32, message.flags)),
            Err(HostErrno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// A descriptor that is a socket and has these rights.
fn socket(descriptor: &Descriptor, rights: Rights) -> Result<BorrowedFd<'_>, Errno> {
    if !matches!(descriptor.filetype, Filetype::SOCKET_STREAM | Filetype::SOCKET_DGRAM) {
        return Err(Errno::NOTSOCK);
    }
    descriptor.require(rights)?;
    Ok(descriptor.host.as_fd())
}

/// Accepts a connection: `accept4`.
pub(super) fn sock_accept(call: &Call, fd: Fd, flags: Fdflags, connection: Out<u32>) -> Result<(), Errno> {
    let slot = call.slot(connection)?;
    if !Fdflags::NONBLOCK.contains(flags) {
        return Err(Errno::INVAL);
    }
    let accepted = {
        let descriptors = call.state.descriptors.borrow();
        let listener = socket(descriptors.get(fd)?, Rights::SOCK_ACCEPT)?;
        let mut host_flags = SocketFlags::CLOEXEC;
        host_flags.set(SocketFlags::NONBLOCK, flags.contains(Fdflags::NONBLOCK));
        loop {
            match rustix::net::accept_with(listener, host_flags) {
                Err(HostErrno::INTR) => {}
                result => break result?,
            }
        }
    };
    let descriptor = Descriptor {
        host: Host::Owned(accepted),
        filetype: Filetype::SOCKET_STREAM,
        flags,
        base: rights::SOCKET,
        inheriting: Rights::empty(),
        read_only: false,
        preopen: None,
        stream: Default::default(),
    };
    slot.set(call.state.descriptors.borrow_mut().insert(descriptor)?.0);
    Ok(())
}

/// Receives: `recvmsg`.
pub(super) fn sock_recv(
    call: &Call,
    fd: Fd,
    ri_data: Ptr<Ciovec>,
    ri_data_len: u32,
    ri_flags: Riflags,
    ro_datalen: Out<u32>,
    ro_flags: Ptr<u16>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(ri_data, ri_data_len)?;
    let (length_slot, flags_slot) = (call.slot(ro_datalen)?, call.memory.slot(ro_flags)?);
    if !Riflags::all().contains(ri_flags) {
        return Err(Errno::INVAL);
    }
    let mut flags = 0;
    for (flag, host) in [(Riflags::RECV_PEEK, MSG_PEEK), (Riflags::RECV_WAITALL, MSG_WAITALL)] {
        flags |= if ri_flags.contains(flag) { host } else { 0 };
    }
    let descriptors = call.state.descriptors.borrow();
    let (length, flags) = transfer(RECVMSG, socket(descriptors.get(fd)?, Rights::FD_READ)?, &buffers, flags)?;
    length_slot.set(length);
    flags_slot.set(if flags & MSG_TRUNC != 0 { RECV_DATA_TRUNCATED } else { 0 });
    Ok(())
}

/// Sends: `sendmsg`.
pub(super) fn sock_send(
    call: &Call,
    fd: Fd,
    si_data: Ptr<Ciovec>,
    si_data_len: u32,
    si_flags: u32,
    so_datalen: Out<u32>,
) -> Result<(), Errno> {
    let buffers = call.memory.buffers(si_data, si_data_len)?;
    let slot = call.slot(so_datalen)?;
    if si_flags != 0 {
        return Err(Errno::INVAL);
    }
    let descriptors = call.state.descriptors.borrow();
    let (length, _) =
        transfer(SENDMSG, socket(descriptors.get(fd)?, Rights::FD_WRITE)?, &buffers, MSG_NOSIGNAL)?;
    slot.set(length);
    Ok(())
}

/// Shuts a connection in one direction or both: `shutdown`.
pub(super) fn sock_shutdown(call: &Call, fd: Fd, how: Sdflags) -> Result<(), Errno> {
    let descriptors = call.state.descriptors.borrow();
    let socket = socket(descriptors.get(fd)?, Rights::SOCK_SHUTDOWN)?;
    let both = Sdflags::RD | Sdflags::WR;
    let how = match how {
        Sdflags::RD => Shutdown::Read,
        Sdflags::WR => Shutdown::Write,
        how if how == both => Shutdown::Both,
        _ => return Err(Errno::INVAL),
    };
    Ok(rustix::net::shutdown(socket, how)?)
}
