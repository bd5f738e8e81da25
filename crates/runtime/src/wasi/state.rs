//! What WASI knows between calls.
//!
//! # Safety
//! The descriptors that the process was started with and keeps are open for as long as it lives: nothing here closes them.

use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::fs::{CWD, FileType, Mode, OFlags};
use rustix::net::SocketType;
use rustix::net::sockopt::{socket_acceptconn, socket_type};

use super::Out;
use super::args::Strings;
use super::descriptors::{Descriptor, Descriptors, Host, rights};
use super::errno::Errno;
use super::fd::filetype;
use super::memory::{GuestMemory, Slot};
use super::types::{Fdflags, Filetype, GuestValue, Rights};
use crate::abi::Memory;
use crate::process::{Process, Single};
use crate::sandbox::{self, Allowed, Directory};
use crate::signals;
use crate::sys::syscall;

/// What WASI knows between calls.
pub(crate) struct State {
    pub(super) arguments: Strings,
    pub(super) environment: Strings,
    pub(super) descriptors: RefCell<Descriptors>,
    /// Device and inode of each preopened directory.
    pub(super) roots: Vec<(u64, u64)>,
    /// Whether the kernel opens no devices in the directories that the guest has, so that nobody else need look.
    pub(super) devices_refused_by_kernel: bool,
    /// Whether calls are traced.
    pub(super) trace: bool,
}

static STATE: Single<OnceCell<State>> = Single::new(OnceCell::new());

/// `wastrel_wasi_setup`.
#[unsafe(no_mangle)]
extern "C" fn wastrel_wasi_setup() {
    STATE.get_or_init(State::new);
}

/// A call of a function: the memory that it works on, and the state.
pub(crate) struct Call {
    pub(super) memory: GuestMemory,
    pub(super) state: &'static State,
}

impl Call {
    /// # Safety
    /// `memory` must be null or the program's.
    pub(super) unsafe fn new(memory: *const Memory) -> Call {
        // SAFETY: the caller vouches for it.
        let memory = unsafe { GuestMemory::new(memory) };
        Call { memory, state: State::get() }
    }

    /// The place that a result goes to.
    pub(super) fn slot<T: GuestValue>(&self, out: Out<T>) -> Result<Slot<T>, Errno> {
        self.memory.slot(out.0)
    }
}

impl State {
    /// What `wastrel_wasi_setup` made.
    pub(super) fn get() -> &'static State {
        STATE.get().unwrap_or_else(|| {
            crate::report::fatal(format_args!(
                "the program calls WASI without having called wastrel_wasi_setup"
            ))
        })
    }

    fn new() -> State {
        let process = Process::get();
        let options = &process.options;
        let sockets = if options.listenfd { socket_count(process) } else { 0 };
        let open = prepare_host(sockets);
        let mut descriptors = Descriptors::new();
        // The table is empty, so that these three get their numbers, and there is room for the others.
        for (number, (&withheld, open)) in (0..).zip(options.closed_stdio.iter().zip(open)) {
            let _ = descriptors.insert(match (withheld, open) {
                (true, _) => no_stdio(),
                (false, true) => stdio(inherited(number)),
                (false, false) => closed_stdio(inherited(number)),
            });
        }
        for number in FIRST_SOCKET..FIRST_SOCKET + sockets {
            let _ = descriptors.insert(socket(inherited(number)));
        }
        let allowed = Allowed { files: !options.dirs.is_empty(), sockets: sockets > 0 };
        let walls = sandbox::enter(options.sandbox, &options.dirs, allowed);
        let mut roots = Vec::new();
        for (directory, dir) in walls.directories.into_iter().zip(&options.dirs) {
            roots.extend(rustix::fs::fstat(&directory.fd).map(|stat| (stat.st_dev, stat.st_ino)));
            let _ = descriptors.insert(preopen(directory, dir.guest.clone()));
        }
        State {
            arguments: arguments(process),
            environment: environment(process),
            descriptors: RefCell::new(descriptors),
            roots,
            devices_refused_by_kernel: walls.devices_refused,
            trace: process.trace_wasi,
        }
    }
}

/// Where the sockets begin that a service manager passes.
const FIRST_SOCKET: i32 = 3;

/// How many sockets a service manager passed: `LISTEN_FDS`, if `LISTEN_PID` doesn't say that another process is meant.
fn socket_count(process: &Process) -> i32 {
    let number = |name: &[u8]| -> Option<i32> {
        let value = process.environment.iter().find_map(|variable| variable.to_bytes().strip_prefix(name))?;
        core::str::from_utf8(value).ok()?.parse().ok()
    };
    if number(b"LISTEN_PID=").is_some_and(|pid| pid != rustix::process::getpid().as_raw_nonzero().get()) {
        return 0;
    }
    let named = number(b"LISTEN_FDS=").unwrap_or(0).clamp(0, 1 << 10);
    // What is no socket, or not even open, would be taken for one when something else gets its number.
    let are_sockets = (FIRST_SOCKET..).take_while(|&number| socket_type(inherited(number)).is_ok());
    are_sockets.take(named as usize).count() as i32
}

/// Leaves the process no descriptor but standard input, output and error, which it has whatever happens, and these sockets;
/// and makes a broken pipe an error instead of a signal. Says which of the three were open.
fn prepare_host(sockets: i32) -> [bool; FIRST_SOCKET as usize] {
    close_from(FIRST_SOCKET + sockets);
    let mut open = [true; FIRST_SOCKET as usize];
    for (number, open) in (0..).zip(&mut open) {
        *open = rustix::io::fcntl_getfd(inherited(number)).is_ok();
        if !*open {
            // What is closed is taken by the next that is opened, in order.
            core::mem::forget(open_null());
        }
    }
    signals::ignore_signals_of_writing();
    open
}

/// Closes all descriptors from this on.
fn close_from(first: i32) {
    const CLOSE: usize = 3;
    const CLOSE_RANGE: usize = 436;
    // SAFETY: nothing that the runtime uses has a number above 2.
    let closed = unsafe { syscall(CLOSE_RANGE, [first as usize, u32::MAX as usize, 0, 0, 0, 0]) };
    if closed.is_err() {
        // A kernel before 5.9.
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        for number in first as usize..limit.map_or(1 << 20, |limit| limit.min(1 << 20) as usize) {
            // SAFETY: as above.
            let _ = unsafe { syscall(CLOSE, [number, 0, 0, 0, 0, 0]) };
        }
    }
}

fn open_null() -> Result<OwnedFd, rustix::io::Errno> {
    rustix::fs::openat(CWD, c"/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())
}

/// A descriptor that the process was started with.
fn inherited(number: i32) -> BorrowedFd<'static> {
    // SAFETY: see the top of the file.
    unsafe { BorrowedFd::borrow_raw(number) }
}

/// Nothing to read, and nowhere to write to.
fn no_stdio() -> Descriptor {
    let mut descriptor = stdio(inherited(0));
    if let Ok(null) = open_null() {
        descriptor.host = Host::Owned(null);
    }
    descriptor.base = rights::STREAM;
    descriptor.filetype = Filetype::UNKNOWN;
    descriptor.flags = Fdflags::empty();
    descriptor
}

/// One that the process was started without: the guest has it closed, but no file of the guest's gets its number.
fn closed_stdio(host: BorrowedFd<'static>) -> Descriptor {
    Descriptor { base: Rights::empty(), filetype: Filetype::UNKNOWN, ..stdio(host) }
}

/// A socket that the process was started with.
fn socket(host: BorrowedFd<'static>) -> Descriptor {
    let mut descriptor = stdio(host);
    if socket_acceptconn(host) == Ok(true) {
        descriptor.base = rights::LISTENER;
    }
    descriptor
}

/// A directory that the guest starts with.
fn preopen(directory: Directory, guest: Vec<u8>) -> Descriptor {
    Descriptor {
        host: Host::Owned(directory.fd),
        filetype: Filetype::DIRECTORY,
        flags: Fdflags::empty(),
        base: rights::DIRECTORY,
        inheriting: rights::DIRECTORY | rights::FILE,
        read_only: directory.read_only,
        preopen: Some(guest),
        stream: Default::default(),
    }
}

/// The guest's arguments: the host's, but for the program's name, of which it sees no directory.
fn arguments(process: &Process) -> Strings {
    let mut arguments = Strings::new();
    let name = process.name();
    let base = name.rsplit(|&byte| byte == b'/').next().unwrap_or(name);
    arguments.push(process.options.argv0.as_deref().unwrap_or(base));
    for argument in process.arguments.iter().skip(1) {
        arguments.push(argument.to_bytes());
    }
    arguments
}

/// The guest's environment: what the options say, and the host's if they say so.
fn environment(process: &Process) -> Strings {
    let host = || process.environment.iter().map(|variable| variable.to_bytes());
    let name = |variable: &[u8]| variable.iter().position(|&byte| byte == b'=').unwrap_or(variable.len());
    let mut variables: Vec<&[u8]> = Vec::new();
    let mut set = |variable| {
        let same = |other: &&[u8]| other[..name(other)] == variable[..name(variable)];
        match variables.iter_mut().find(|other| same(other)) {
            Some(other) => *other = variable,
            None => variables.push(variable),
        }
    };
    if process.options.inherit_env {
        host().for_each(&mut set);
    }
    for variable in &process.options.env {
        if variable.contains(&b'=') {
            set(variable);
        } else if let Some(inherited) = host().find(|other| other[..name(other)] == **variable) {
            set(inherited);
        }
    }
    let mut environment = Strings::new();
    for variable in variables {
        environment.push(variable);
    }
    environment
}

/// A descriptor for standard input, output or error. A directory there is no way to the files in it.
fn stdio(host: BorrowedFd<'static>) -> Descriptor {
    let kind = rustix::fs::fstat(host).map(|stat| FileType::from_raw_mode(stat.st_mode));
    let flags = rustix::fs::fcntl_getfl(host).unwrap_or(OFlags::empty());
    let mut base = match kind {
        Ok(FileType::RegularFile) => rights::FILE,
        Ok(FileType::Directory) | Err(_) => Rights::FD_FILESTAT_GET,
        // Programs take a character device that can't be sought in for a terminal.
        Ok(FileType::CharacterDevice) if rustix::fs::tell(host).is_ok() => rights::FILE,
        Ok(FileType::Socket) => rights::SOCKET,
        Ok(_) => rights::STREAM,
    };
    match flags & OFlags::RWMODE {
        OFlags::RDONLY => base.remove(Rights::FD_WRITE | Rights::FD_ALLOCATE | Rights::FD_FILESTAT_SET_SIZE),
        OFlags::WRONLY => base.remove(Rights::FD_READ),
        _ => {}
    }
    Descriptor {
        host: Host::Inherited(host),
        filetype: match kind {
            Ok(FileType::Socket) if socket_type(host) == Ok(SocketType::DGRAM) => Filetype::SOCKET_DGRAM,
            kind => kind.map_or(Filetype::UNKNOWN, filetype),
        },
        flags: host_flags(flags),
        base,
        inheriting: Rights::empty(),
        read_only: false,
        preopen: None,
        stream: Default::default(),
    }
}

/// The flags of an open file as WASI has them.
pub(super) fn host_flags(host: OFlags) -> Fdflags {
    let mut flags = Fdflags::empty();
    flags.set(Fdflags::APPEND, host.contains(OFlags::APPEND));
    flags.set(Fdflags::NONBLOCK, host.contains(OFlags::NONBLOCK));
    flags.set(Fdflags::SYNC, host.contains(OFlags::SYNC));
    flags.set(Fdflags::DSYNC, host.contains(OFlags::DSYNC) && !host.contains(OFlags::SYNC));
    flags
}
