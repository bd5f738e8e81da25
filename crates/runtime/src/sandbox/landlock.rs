//! Landlock: the kernel checks every access to a file against the directories that were given, wherever paths and links lead.
//!
//! # Safety
//! The kernel copies the structures.

use rustix::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use rustix::io::Errno;

use super::walls::Directory;
use crate::sys::syscall;

const CREATE_RULESET: usize = 444;
const ADD_RULE: usize = 445;
const RESTRICT_SELF: usize = 446;

const CREATE_RULESET_VERSION: usize = 1;
const RULE_PATH_BENEATH: usize = 1;

const ACCESS_EXECUTE: u64 = 1 << 0;
const ACCESS_READ_FILE: u64 = 1 << 2;
const ACCESS_READ_DIR: u64 = 1 << 3;
const ACCESS_MAKE_CHAR: u64 = 1 << 6;
const ACCESS_MAKE_BLOCK: u64 = 1 << 11;
const ACCESS_REFER: u64 = 1 << 13;
const ACCESS_TRUNCATE: u64 = 1 << 14;
const ACCESS_IOCTL_DEV: u64 = 1 << 15;
/// All that the first version knows.
const ACCESS_FIRST: u64 = (1 << 13) - 1;

/// To bind and to connect.
const NETWORK: u64 = 3;
/// Abstract sockets and signals to others.
const SCOPES: u64 = 3;

/// `struct landlock_ruleset_attr`: the kernel takes any length of it that it knows.
#[repr(C)]
struct Ruleset {
    files: u64,
    network: u64,
    scopes: u64,
}

/// `struct landlock_path_beneath_attr`.
#[repr(C, packed)]
struct PathBeneath {
    allowed: u64,
    parent: i32,
}

/// Takes every access to files away but that to what is in these directories.
pub(crate) fn restrict(directories: &[Directory]) -> Result<(), Errno> {
    // SAFETY: no pointer is passed.
    let version = unsafe { syscall(CREATE_RULESET, [0, 0, CREATE_RULESET_VERSION, 0, 0, 0])? };
    let (handled, size) = handled(version);
    // SAFETY: the structure is at least as long as is said, and the descriptor that comes back is nobody else's.
    let ruleset = unsafe {
        let number = syscall(CREATE_RULESET, [&raw const handled as usize, size, 0, 0, 0, 0])?;
        OwnedFd::from_raw_fd(number as i32)
    };
    for directory in directories {
        let allowed =
            handled.files & if directory.read_only { ACCESS_READ_FILE | ACCESS_READ_DIR } else { !NEVER };
        let rule = PathBeneath { allowed, parent: directory.fd.as_fd().as_raw_fd() };
        let ruleset = ruleset.as_raw_fd() as usize;
        // SAFETY: the kernel reads the rule.
        unsafe { syscall(ADD_RULE, [ruleset, RULE_PATH_BENEATH, &raw const rule as usize, 0, 0, 0])? };
    }
    // SAFETY: no pointer is passed.
    match unsafe { syscall(RESTRICT_SELF, [ruleset.as_raw_fd() as usize, 0, 0, 0, 0, 0]) } {
        // As many layers as the kernel takes are there already: whoever built them knew why.
        Err(Errno::TOOBIG) => Ok(()),
        result => result.map(drop),
    }
}

/// What no guest has a use for.
const NEVER: u64 = ACCESS_EXECUTE | ACCESS_MAKE_CHAR | ACCESS_MAKE_BLOCK | ACCESS_IOCTL_DEV;

/// All that a kernel with this version of Landlock can take away, and the size of the structure that says so.
fn handled(version: usize) -> (Ruleset, usize) {
    let mut handled = Ruleset { files: ACCESS_FIRST, network: 0, scopes: 0 };
    let mut size = 8;
    if version >= 2 {
        handled.files |= ACCESS_REFER;
    }
    if version >= 3 {
        handled.files |= ACCESS_TRUNCATE;
    }
    if version >= 4 {
        (handled.network, size) = (NETWORK, 16);
    }
    if version >= 5 {
        handled.files |= ACCESS_IOCTL_DEV;
    }
    if version >= 6 {
        (handled.scopes, size) = (SCOPES, 24);
    }
    (handled, size)
}
