//! Which walls are put up, in what order, and what is said if one can't be.
//!
//! # Safety
//! The process has one thread, so what is done to the thread is done to the process.

use alloc::vec::Vec;
use core::fmt::{self, Write};
use rustix::fd::OwnedFd;
use rustix::fs::{CWD, Mode as FileMode, OFlags};
use rustix::io::Errno;
use rustix::thread::{CapabilitySet, CapabilitySets};

use super::seccomp::Allowed;
use super::{landlock, mounts, seccomp};
use crate::options::{Dir, Sandbox};
use crate::process::Process;
use crate::report::{Output, Reason};
use crate::sys;

/// The exit status when a wall can't be put up.
const REFUSED: u32 = 126;

/// A directory that the guest has.
pub(crate) struct Directory {
    pub(crate) fd: OwnedFd,
    pub(crate) read_only: bool,
}

/// What is left of the host.
pub(crate) struct Walls {
    /// In the order of the options.
    pub(crate) directories: Vec<Directory>,
    /// Whether the kernel opens no devices in them.
    pub(crate) devices_refused: bool,
}

/// A step that the kernel refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    step: Step,
    error: Errno,
}

/// The steps, by what they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Unshare,
    OpenTree,
    SetAttributes,
    Root,
    Chroot,
    Pivot,
    Capabilities,
    NoNewPrivileges,
    Landlock,
    Openat2,
    Seccomp,
}

impl Step {
    pub(super) fn refused(self, error: Errno) -> Refusal {
        Refusal { step: self, error }
    }

    pub(super) fn of<T>(self, result: Result<T, Errno>) -> Result<T, Refusal> {
        result.map_err(|error| self.refused(error))
    }

    /// The system call or calls.
    fn name(self) -> &'static str {
        match self {
            Step::Unshare => "unshare",
            Step::OpenTree => "open_tree",
            Step::SetAttributes => "mount_setattr",
            Step::Root => "fsopen and fsmount of an empty tmpfs",
            Step::Chroot => "chroot",
            Step::Pivot => "pivot_root",
            Step::Capabilities => "capset",
            Step::NoNewPrivileges => "prctl(PR_SET_NO_NEW_PRIVS)",
            Step::Landlock => "landlock_restrict_self",
            Step::Openat2 => "openat2",
            Step::Seccomp => "seccomp",
        }
    }
}

impl fmt::Display for Refusal {
    /// What failed, and why that usually is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = match (self.step, self.error) {
            (Step::Unshare, Errno::NOSPC) => {
                "user namespaces are turned off: sysctl user.max_user_namespaces"
            }
            (Step::Unshare, Errno::INVAL) => "the process has several threads",
            (Step::Unshare, Errno::PERM) => {
                "a container's seccomp policy or a chroot forbids user namespaces"
            }
            (Step::Landlock, Errno::NOSYS | Errno::OPNOTSUPP) => {
                "the kernel is older than 5.13 or has no Landlock"
            }
            (Step::Openat2, Errno::NOSYS) => {
                "the kernel is older than 5.6 or a container's seccomp policy hides it"
            }
            (_, Errno::NOSYS) => "the kernel is too old or a container's seccomp policy hides it",
            (_, Errno::PERM | Errno::ACCESS) => {
                "AppArmor (sysctl kernel.apparmor_restrict_unprivileged_userns) or a container's policy forbids it"
            }
            _ => "no usual cause is known",
        };
        write!(f, "{}: {} ({cause})", self.step.name(), Reason(self.error))
    }
}

/// Ends the program because a wall can't be put up.
fn refuse(refusal: Refusal, mode: Sandbox) -> ! {
    let weaker = match mode {
        Sandbox::Strict | Sandbox::Namespace => "--sandbox=auto does with Landlock where it must",
        Sandbox::Auto | Sandbox::Landlock if refusal.step == Step::Landlock => {
            "--sandbox=openat2 does without Landlock, by checking paths alone"
        }
        _ => "--sandbox=none runs the program without walls",
    };
    let mut output = Output::stderr();
    let _ = writeln!(output, "Error: the sandbox can't be set up: {refusal}; {weaker}");
    drop(output);
    sys::exit(REFUSED)
}

/// Ends the program because a directory that it was to have can't be opened.
pub(super) fn no_directory(dir: &Dir, error: Errno) -> ! {
    crate::report::fatal(format_args!(
        "failed to open directory `{}`: {}",
        dir.host.to_bytes().escape_ascii(),
        Reason(error)
    ))
}

/// Puts the walls up around a program that has no files.
pub(crate) fn enter_without_files() {
    enter(Process::get().options.sandbox, &[], Allowed { files: false, sockets: false });
}

/// Puts the walls up around a program that has these directories.
pub(crate) fn enter(mode: Sandbox, dirs: &[Dir], allowed: Allowed) -> Walls {
    try_enter(mode, dirs, allowed).unwrap_or_else(|refusal| refuse(refusal, mode))
}

fn try_enter(mode: Sandbox, dirs: &[Dir], allowed: Allowed) -> Result<Walls, Refusal> {
    if mode == Sandbox::None {
        return Ok(Walls { directories: dirs.iter().map(open).collect(), devices_refused: false });
    }
    if dirs.is_empty() {
        no_new_privileges()?;
        Step::Seccomp.of(seccomp::install(allowed))?;
        return Ok(Walls { directories: Vec::new(), devices_refused: true });
    }
    let walls = match mode {
        Sandbox::Auto => namespaces(dirs, false).or_else(|refusal| {
            log(&refusal);
            landlock(dirs)
        }),
        Sandbox::Namespace => namespaces(dirs, false),
        Sandbox::Strict => namespaces(dirs, true),
        Sandbox::Landlock => landlock(dirs),
        Sandbox::Openat2 | Sandbox::None => paths(dirs),
    }?;
    Step::Seccomp.of(seccomp::install(allowed))?;
    Ok(walls)
}

/// `WASTREL_LOG=sandbox`: why the strongest walls are not there.
fn log(refusal: &Refusal) {
    if Process::get().log_sandbox {
        let _ = writeln!(Output::stderr(), "sandbox: Landlock instead of namespaces: {refusal}");
    }
}

/// Walls of mounts, with Landlock behind them where there is any.
fn namespaces(dirs: &[Dir], pivot: bool) -> Result<Walls, Refusal> {
    let directories = mounts::enter(dirs, pivot)?;
    drop_privileges()?;
    match landlock::restrict(&directories) {
        Ok(()) | Err(Errno::NOSYS | Errno::OPNOTSUPP) => {}
        Err(error) => return Err(Step::Landlock.refused(error)),
    }
    Ok(Walls { directories, devices_refused: true })
}

/// Walls of Landlock, with `openat2` before them.
fn landlock(dirs: &[Dir]) -> Result<Walls, Refusal> {
    let walls = open_all(dirs)?;
    drop_privileges()?;
    Step::Landlock.of(landlock::restrict(&walls.directories))?;
    Ok(walls)
}

/// `openat2` alone.
fn paths(dirs: &[Dir]) -> Result<Walls, Refusal> {
    let walls = open_all(dirs)?;
    drop_privileges()?;
    Ok(walls)
}

fn open_all(dirs: &[Dir]) -> Result<Walls, Refusal> {
    let directories: Vec<_> = dirs.iter().map(open).collect();
    refuse_overlaps(dirs, &directories);
    let probe = rustix::fs::openat2(
        &directories[0].fd,
        c".",
        OFlags::PATH | OFlags::CLOEXEC,
        FileMode::empty(),
        rustix::fs::ResolveFlags::BENEATH,
    );
    Step::Openat2.of(probe)?;
    Ok(Walls { directories, devices_refused: false })
}

fn open(dir: &Dir) -> Directory {
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
    let fd = match rustix::fs::openat(CWD, dir.host.as_c_str(), flags | OFlags::RDONLY, FileMode::empty()) {
        // One that may be searched but not listed.
        Err(Errno::ACCESS) => {
            rustix::fs::openat(CWD, dir.host.as_c_str(), flags | OFlags::PATH, FileMode::empty())
        }
        result => result,
    };
    Directory { fd: fd.unwrap_or_else(|error| no_directory(dir, error)), read_only: dir.read_only }
}

/// Without mounts of their own, a directory for reading can't lie in one for writing, nor the other way round: the kernel
/// would go by the more generous of the two.
fn refuse_overlaps(dirs: &[Dir], directories: &[Directory]) {
    for (inner, inner_dir) in directories.iter().zip(dirs) {
        for (outer, outer_dir) in directories.iter().zip(dirs) {
            if inner.read_only != outer.read_only && lies_in(&inner.fd, &outer.fd) {
                crate::report::fatal(format_args!(
                    "directory `{}` lies in `{}`, but only one of them is read-only: without namespaces that can't be \
                     kept apart",
                    inner_dir.host.to_bytes().escape_ascii(),
                    outer_dir.host.to_bytes().escape_ascii()
                ));
            }
        }
    }
}

/// Whether a directory is another or lies below it.
fn lies_in(inner: &OwnedFd, outer: &OwnedFd) -> bool {
    let identity = |fd: &OwnedFd| rustix::fs::fstat(fd).map(|stat| (stat.st_dev, stat.st_ino)).ok();
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Ok(mut here) = rustix::fs::openat(inner, c".", flags, FileMode::empty()) else { return false };
    loop {
        if identity(&here) == identity(outer) {
            return true;
        }
        match rustix::fs::openat(&here, c"..", flags, FileMode::empty()) {
            Ok(parent) if identity(&parent) != identity(&here) => here = parent,
            _ => return false,
        }
    }
}

/// Gives up all capabilities, and whatever could bring new ones.
fn drop_privileges() -> Result<(), Refusal> {
    let none = CapabilitySet::empty();
    let sets = CapabilitySets { effective: none, permitted: none, inheritable: none };
    Step::Capabilities.of(rustix::thread::set_capabilities(None, sets))?;
    no_new_privileges()
}

fn no_new_privileges() -> Result<(), Refusal> {
    Step::NoNewPrivileges.of(rustix::thread::set_no_new_privs(true))
}
