//! The walls that the kernel keeps around a program, put up once, before any of its code runs.
//!
//! With directories, the guest's files are detached mounts in namespaces of their own (`mounts.rs`); where the kernel or a
//! container forbids that, Landlock and `openat2` keep it in; in both cases it has no privileges, can't get any, and a
//! seccomp filter leaves only the system calls that the runtime makes. Without directories, the filter has no system call
//! by which a file could be opened. Anything weaker takes an option, and where what was asked for can't be had, the program
//! doesn't run.

#[cfg(feature = "freestanding")]
mod landlock;
#[cfg(feature = "freestanding")]
mod mounts;
mod seccomp;
#[cfg(feature = "freestanding")]
mod walls;

#[cfg(feature = "freestanding")]
pub(crate) use {
    seccomp::Allowed,
    walls::{Directory, enter, enter_without_files},
};
