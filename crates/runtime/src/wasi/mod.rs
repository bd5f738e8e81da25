//! WASI preview 1.
//!
//! The functions are named as the spec names them, in files by topic. What a module imports is a C function that
//! [`preview1`] makes of each: it hands the arguments on, traces the call if asked to, and returns the error's number.
//!
//! # Safety
//! The C functions are called by emitted C, with a memory of the program.

mod errno;
mod memory;
mod types;

#[cfg(feature = "freestanding")]
mod args;
#[cfg(feature = "freestanding")]
mod clock;
#[cfg(feature = "freestanding")]
mod descriptors;
#[cfg(feature = "freestanding")]
mod directory;
#[cfg(feature = "freestanding")]
mod fd;
#[cfg(feature = "freestanding")]
pub(crate) mod named;
#[cfg(feature = "freestanding")]
mod path;
#[cfg(feature = "freestanding")]
mod poll;
#[cfg(feature = "freestanding")]
mod proc;
#[cfg(feature = "freestanding")]
mod random;
#[cfg(feature = "freestanding")]
mod sock;
#[cfg(feature = "freestanding")]
mod state;
mod trace;

use crate::host::HostFunction;
use memory::Ptr;
use trace::Argument;
use types::{
    Ciovec, Event, Fd, Fdflags, Fdstat, Filestat, Fstflags, Lookupflags, Oflags, Prestat, Riflags, Rights,
    Sdflags, Subscription,
};

#[cfg(feature = "freestanding")]
pub(crate) use state::{Call, State};

/// A guest pointer to where a result goes, which a trace shows.
#[repr(transparent)]
pub(crate) struct Out<T>(Ptr<T>);

impl<T> Clone for Out<T> {
    fn clone(&self) -> Out<T> {
        *self
    }
}

impl<T> Copy for Out<T> {}

/// A guest pointer to a path or another string; its length follows.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Text(Ptr<u8>);

/// The length of the string before it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct TextLength(u32);

/// The name that modules import all of this from.
const MODULE: &str = "wasi_snapshot_preview1";

/// A function's type in letters, from those of its parameters.
const fn letters(letters: &'static [u8]) -> &'static str {
    match core::str::from_utf8(letters) {
        Ok(letters) => letters,
        Err(_) => panic!("letters are ASCII"),
    }
}

/// Makes the C functions, and the rows of the table of host functions.
macro_rules! preview1 {
    ($($symbol:ident = $file:ident::$name:ident($($argument:ident: $ty:ty),*);)*) => {
        /// The functions of WASI that return an error.
        pub(crate) const FUNCTIONS: &[HostFunction] = &[
            $(HostFunction {
                module: MODULE,
                name: stringify!($name),
                symbol: stringify!($symbol),
                signature: letters(&[$(<$ty as Argument>::LETTER,)* b'>', b'i']),
                memory: true,
            }),*
        ];

        $(
            #[cfg(feature = "freestanding")]
            #[unsafe(no_mangle)]
            extern "C" fn $symbol(memory: *const crate::abi::Memory, $($argument: $ty),*) -> u32 {
                // SAFETY: emitted C passes a memory of the program.
                let call = unsafe { Call::new(memory) };
                let result = $file::$name(&call, $($argument),*);
                if call.state.trace {
                    let mut trace = trace::Trace::new(&call.memory, stringify!($name));
                    $(trace.argument(stringify!($argument), &$argument);)*
                    trace.result(result);
                    $(trace.output(stringify!($argument), &$argument);)*
                }
                result.map_or_else(|errno| u32::from(errno.0), |()| 0)
            }
        )*
    };
}

preview1! {
    wasi_args_get = args::args_get(argv: Ptr<u32>, argv_buf: Ptr<u8>);
    wasi_args_sizes_get = args::args_sizes_get(argc: Out<u32>, argv_buf_size: Out<u32>);
    wasi_environ_get = args::environ_get(environ: Ptr<u32>, environ_buf: Ptr<u8>);
    wasi_environ_sizes_get = args::environ_sizes_get(count: Out<u32>, buf_size: Out<u32>);
    wasi_clock_res_get = clock::clock_res_get(id: u32, resolution: Out<u64>);
    wasi_clock_time_get = clock::clock_time_get(id: u32, precision: u64, time: Out<u64>);
    wasi_fd_advise = fd::fd_advise(fd: Fd, offset: u64, len: u64, advice: u32);
    wasi_fd_allocate = fd::fd_allocate(fd: Fd, offset: u64, len: u64);
    wasi_fd_close = fd::fd_close(fd: Fd);
    wasi_fd_datasync = fd::fd_datasync(fd: Fd);
    wasi_fd_fdstat_get = fd::fd_fdstat_get(fd: Fd, stat: Ptr<Fdstat>);
    wasi_fd_fdstat_set_flags = fd::fd_fdstat_set_flags(fd: Fd, flags: Fdflags);
    wasi_fd_fdstat_set_rights = fd::fd_fdstat_set_rights(fd: Fd, base: Rights, inheriting: Rights);
    wasi_fd_filestat_get = fd::fd_filestat_get(fd: Fd, stat: Ptr<Filestat>);
    wasi_fd_filestat_set_size = fd::fd_filestat_set_size(fd: Fd, size: u64);
    wasi_fd_filestat_set_times = fd::fd_filestat_set_times(fd: Fd, atim: u64, mtim: u64, fst_flags: Fstflags);
    wasi_fd_pread = fd::fd_pread(fd: Fd, iovs: Ptr<Ciovec>, iovs_len: u32, offset: u64, nread: Out<u32>);
    wasi_fd_prestat_get = fd::fd_prestat_get(fd: Fd, buf: Ptr<Prestat>);
    wasi_fd_prestat_dir_name = fd::fd_prestat_dir_name(fd: Fd, path: Ptr<u8>, path_len: u32);
    wasi_fd_pwrite = fd::fd_pwrite(fd: Fd, iovs: Ptr<Ciovec>, iovs_len: u32, offset: u64, nwritten: Out<u32>);
    wasi_fd_read = fd::fd_read(fd: Fd, iovs: Ptr<Ciovec>, iovs_len: u32, nread: Out<u32>);
    wasi_fd_readdir =
        directory::fd_readdir(fd: Fd, buf: Ptr<u8>, buf_len: u32, cookie: u64, bufused: Out<u32>);
    wasi_fd_renumber = fd::fd_renumber(fd: Fd, to: Fd);
    wasi_fd_seek = fd::fd_seek(fd: Fd, delta: i64, whence: u32, newoffset: Out<u64>);
    wasi_fd_sync = fd::fd_sync(fd: Fd);
    wasi_fd_tell = fd::fd_tell(fd: Fd, offset: Out<u64>);
    wasi_fd_write = fd::fd_write(fd: Fd, iovs: Ptr<Ciovec>, iovs_len: u32, nwritten: Out<u32>);
    wasi_path_create_directory = path::path_create_directory(fd: Fd, path: Text, path_len: TextLength);
    wasi_path_filestat_get = path::path_filestat_get(
        fd: Fd, flags: Lookupflags, path: Text, path_len: TextLength, stat: Ptr<Filestat>);
    wasi_path_filestat_set_times = path::path_filestat_set_times(
        fd: Fd, flags: Lookupflags, path: Text, path_len: TextLength, atim: u64, mtim: u64, fst_flags: Fstflags);
    wasi_path_link = path::path_link(
        old_fd: Fd, old_flags: Lookupflags, old_path: Text, old_path_len: TextLength,
        new_fd: Fd, new_path: Text, new_path_len: TextLength);
    wasi_path_open = path::path_open(
        fd: Fd, dirflags: Lookupflags, path: Text, path_len: TextLength, oflags: Oflags,
        base: Rights, inheriting: Rights, fdflags: Fdflags, opened: Out<u32>);
    wasi_path_readlink = path::path_readlink(
        fd: Fd, path: Text, path_len: TextLength, buf: Ptr<u8>, buf_len: u32, bufused: Out<u32>);
    wasi_path_remove_directory = path::path_remove_directory(fd: Fd, path: Text, path_len: TextLength);
    wasi_path_rename = path::path_rename(
        fd: Fd, old_path: Text, old_path_len: TextLength, new_fd: Fd, new_path: Text, new_path_len: TextLength);
    wasi_path_symlink = path::path_symlink(
        old_path: Text, old_path_len: TextLength, fd: Fd, new_path: Text, new_path_len: TextLength);
    wasi_path_unlink_file = path::path_unlink_file(fd: Fd, path: Text, path_len: TextLength);
    wasi_poll_oneoff =
        poll::poll_oneoff(subscriptions: Ptr<Subscription>, events: Ptr<Event>, nsubscriptions: u32, nevents: Out<u32>);
    wasi_random_get = random::random_get(buf: Ptr<u8>, buf_len: u32);
    wasi_sched_yield = proc::sched_yield();
    wasi_sock_accept = sock::sock_accept(fd: Fd, flags: Fdflags, connection: Out<u32>);
    wasi_sock_recv = sock::sock_recv(
        fd: Fd, ri_data: Ptr<Ciovec>, ri_data_len: u32, ri_flags: Riflags, ro_datalen: Out<u32>, ro_flags: Ptr<u16>);
    wasi_sock_send = sock::sock_send(
        fd: Fd, si_data: Ptr<Ciovec>, si_data_len: u32, si_flags: u32, so_datalen: Out<u32>);
    wasi_sock_shutdown = sock::sock_shutdown(fd: Fd, how: Sdflags);
}

/// `proc_exit`, the function that returns nothing because it doesn't return.
pub(crate) const PROC_EXIT: HostFunction = HostFunction {
    module: MODULE,
    name: "proc_exit",
    symbol: "wasi_proc_exit",
    signature: "i>",
    memory: true,
};

/// From here on, shells and Wastrel have exit statuses of their own: 126 of the sandbox, 134 of a trap. As with wasmtime, such a
/// code is an error.
#[cfg(feature = "freestanding")]
const EXIT_CODES: u32 = 126;

/// Ends the process: `exit_group`.
#[cfg(feature = "freestanding")]
#[unsafe(no_mangle)]
extern "C" fn wasi_proc_exit(memory: *const crate::abi::Memory, rval: u32) -> ! {
    // SAFETY: emitted C passes a memory of the program.
    let call = unsafe { Call::new(memory) };
    if call.state.trace {
        let mut trace = trace::Trace::new(&call.memory, "proc_exit");
        trace.argument("rval", &rval);
        trace.no_result();
    }
    if rval >= EXIT_CODES {
        crate::report::fatal(format_args!("exit with invalid exit status outside of [0..126): {rval}"));
    }
    crate::sys::exit(rval)
}
