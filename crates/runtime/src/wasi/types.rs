//! The types of WASI preview 1, named and laid out as its witx says.
//!
//! # Safety
//! A [`GuestValue`] has no padding and no bits that must not be: any bytes are one.

use bitflags::bitflags;

/// What can be read from and written to guest memory as it is.
///
/// # Safety
/// Any bytes must be a value, and all bytes of a value must be initialised: integers, and structures of them without padding.
pub(crate) unsafe trait GuestValue: Copy {}

macro_rules! guest_values {
    ($($ty:ty),*) => {
        $(
            // SAFETY: an integer, or a structure of integers whose padding is spelled out.
            unsafe impl GuestValue for $ty {}
        )*
    };
}

guest_values!(u8, u16, u32, u64, Ciovec, Dirent, Event, Fdstat, Filestat, Prestat, Subscription);

/// A file descriptor of the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Fd(pub(crate) u32);

/// The type of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Filetype(pub(crate) u8);

impl Filetype {
    pub(crate) const UNKNOWN: Filetype = Filetype(0);
    pub(crate) const BLOCK_DEVICE: Filetype = Filetype(1);
    pub(crate) const CHARACTER_DEVICE: Filetype = Filetype(2);
    pub(crate) const DIRECTORY: Filetype = Filetype(3);
    pub(crate) const REGULAR_FILE: Filetype = Filetype(4);
    pub(crate) const SOCKET_DGRAM: Filetype = Filetype(5);
    pub(crate) const SOCKET_STREAM: Filetype = Filetype(6);
    pub(crate) const SYMBOLIC_LINK: Filetype = Filetype(7);
}

// All flags but rights travel as i32.
bitflags! {
    /// What a file descriptor may be used for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Rights: u64 {
        const FD_DATASYNC = 1 << 0;
        const FD_READ = 1 << 1;
        const FD_SEEK = 1 << 2;
        const FD_FDSTAT_SET_FLAGS = 1 << 3;
        const FD_SYNC = 1 << 4;
        const FD_TELL = 1 << 5;
        const FD_WRITE = 1 << 6;
        const FD_ADVISE = 1 << 7;
        const FD_ALLOCATE = 1 << 8;
        const PATH_CREATE_DIRECTORY = 1 << 9;
        const PATH_CREATE_FILE = 1 << 10;
        const PATH_LINK_SOURCE = 1 << 11;
        const PATH_LINK_TARGET = 1 << 12;
        const PATH_OPEN = 1 << 13;
        const FD_READDIR = 1 << 14;
        const PATH_READLINK = 1 << 15;
        const PATH_RENAME_SOURCE = 1 << 16;
        const PATH_RENAME_TARGET = 1 << 17;
        const PATH_FILESTAT_GET = 1 << 18;
        const PATH_FILESTAT_SET_SIZE = 1 << 19;
        const PATH_FILESTAT_SET_TIMES = 1 << 20;
        const FD_FILESTAT_GET = 1 << 21;
        const FD_FILESTAT_SET_SIZE = 1 << 22;
        const FD_FILESTAT_SET_TIMES = 1 << 23;
        const PATH_SYMLINK = 1 << 24;
        const PATH_REMOVE_DIRECTORY = 1 << 25;
        const PATH_UNLINK_FILE = 1 << 26;
        const POLL_FD_READWRITE = 1 << 27;
        const SOCK_SHUTDOWN = 1 << 28;
        const SOCK_ACCEPT = 1 << 29;
    }

    /// Flags of a file descriptor.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Fdflags: u32 {
        const APPEND = 1 << 0;
        const DSYNC = 1 << 1;
        const NONBLOCK = 1 << 2;
        const RSYNC = 1 << 3;
        const SYNC = 1 << 4;
    }

    /// How `path_open` opens.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Oflags: u32 {
        const CREAT = 1 << 0;
        const DIRECTORY = 1 << 1;
        const EXCL = 1 << 2;
        const TRUNC = 1 << 3;
    }

    /// How a path is resolved.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Lookupflags: u32 {
        const SYMLINK_FOLLOW = 1 << 0;
    }

    /// Which times to set.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Fstflags: u32 {
        const ATIM = 1 << 0;
        const ATIM_NOW = 1 << 1;
        const MTIM = 1 << 2;
        const MTIM_NOW = 1 << 3;
    }

    /// How `sock_recv` receives.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Riflags: u32 {
        const RECV_PEEK = 1 << 0;
        const RECV_WAITALL = 1 << 1;
    }

    /// Which directions `sock_shutdown` shuts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(transparent)]
    pub(crate) struct Sdflags: u32 {
        const RD = 1 << 0;
        const WR = 1 << 1;
    }
}

/// A buffer of the guest's: of `fd_write` and, with the same layout, of `fd_read`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Ciovec {
    pub(crate) buf: u32,
    pub(crate) buf_len: u32,
}

/// What `fd_fdstat_get` tells.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Fdstat {
    pub(crate) fs_filetype: u8,
    pub(crate) padding: u8,
    pub(crate) fs_flags: u16,
    pub(crate) more_padding: u32,
    pub(crate) fs_rights_base: u64,
    pub(crate) fs_rights_inheriting: u64,
}

/// What `fd_filestat_get` and `path_filestat_get` tell.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Filestat {
    pub(crate) dev: u64,
    pub(crate) ino: u64,
    pub(crate) filetype: u8,
    pub(crate) padding: [u8; 7],
    pub(crate) nlink: u64,
    pub(crate) size: u64,
    pub(crate) atim: u64,
    pub(crate) mtim: u64,
    pub(crate) ctim: u64,
}

/// What `fd_prestat_get` tells: of the variants there is only that of a directory.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Prestat {
    pub(crate) tag: u32,
    pub(crate) pr_name_len: u32,
}

/// The start of an entry of `fd_readdir`; the name follows.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Dirent {
    pub(crate) d_next: u64,
    pub(crate) d_ino: u64,
    pub(crate) d_namlen: u32,
    pub(crate) d_type: u8,
    pub(crate) padding: [u8; 3],
}

/// What `poll_oneoff` waits for. The fields after the tag are those of the variant: a clock's, or a descriptor in the first.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Subscription {
    pub(crate) userdata: u64,
    pub(crate) tag: u8,
    pub(crate) padding: [u8; 7],
    pub(crate) id_or_fd: u32,
    pub(crate) more_padding: u32,
    pub(crate) timeout: u64,
    pub(crate) precision: u64,
    pub(crate) flags: u16,
    pub(crate) last_padding: [u8; 6],
}

/// What `poll_oneoff` saw.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Event {
    pub(crate) userdata: u64,
    pub(crate) error: u16,
    pub(crate) kind: u8,
    pub(crate) padding: [u8; 5],
    pub(crate) nbytes: u64,
    pub(crate) flags: u16,
    pub(crate) last_padding: [u8; 6],
}

const _: () = {
    assert!(size_of::<Ciovec>() == 8);
    assert!(size_of::<Fdstat>() == 24);
    assert!(size_of::<Filestat>() == 64);
    assert!(size_of::<Prestat>() == 8);
    assert!(size_of::<Dirent>() == 24);
    assert!(size_of::<Subscription>() == 48);
    assert!(size_of::<Event>() == 32);
};
