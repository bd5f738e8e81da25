//! What WASI knows between calls.
//!
//! # Safety
//! Descriptors 0 to 2 are the host's for as long as the process lives: nothing here closes them.

use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};
use rustix::fd::BorrowedFd;
use rustix::fs::{FileType, OFlags};

use super::Out;
use super::args::Strings;
use super::descriptors::{Descriptor, Descriptors, Host, rights};
use super::directory::Stream;
use super::errno::Errno;
use super::fd::filetype;
use super::memory::{GuestMemory, Slot};
use super::types::{Fdflags, Filetype, GuestValue, Rights};
use crate::abi::Memory;
use crate::process::{Process, Single};

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
        Call { memory: unsafe { GuestMemory::new(memory) }, state: STATE.get_or_init(State::new) }
    }

    /// The place that a result goes to.
    pub(super) fn slot<T: GuestValue>(&self, out: Out<T>) -> Result<Slot<T>, Errno> {
        self.memory.slot(out.0)
    }
}

impl State {
    fn new() -> State {
        let process = Process::get();
        let mut state = State {
            arguments: arguments(process),
            environment: environment(process),
            descriptors: RefCell::new(Descriptors::new()),
            roots: Vec::new(),
            devices_refused_by_kernel: false,
            trace: process.trace_wasi,
        };
        let descriptors = state.descriptors.get_mut();
        for number in 0..3 {
            // SAFETY: see the top of the file. If it is closed, that is found out below.
            let host = unsafe { BorrowedFd::borrow_raw(number) };
            // Numbers 0 to 2 are free in an empty table.
            let _ = descriptors.insert(stdio(host));
        }
        state
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
        filetype: kind.map_or(Filetype::UNKNOWN, filetype),
        flags: host_flags(flags),
        base,
        inheriting: Rights::empty(),
        read_only: false,
        preopen: None,
        stream: RefCell::new(Stream::default()),
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
