//! Detached mounts: each directory that the guest has is a mount of its own that nothing else can be reached from, and the
//! process's root is empty.
//!
//! A detached mount has no parent, so `..` at its root stays where it is, absolute paths end in the empty root, and between
//! two of them nothing can be linked or renamed. There is nothing to create in the root, hence no need for an identity map.
//!
//! # Safety
//! The kernel copies the structures.

use alloc::vec::Vec;
use rustix::fd::{AsFd, AsRawFd, OwnedFd};
use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, MountPropagationFlags, MoveMountFlags, OpenTreeFlags,
    UnmountFlags,
};
use rustix::thread::UnshareFlags;

use super::walls::{self, Directory, Refusal, Step};
use crate::options::Dir;
use crate::sys::syscall;

/// Moves into namespaces of our own if it takes that, makes detached mounts of the directories, and leaves the file system
/// of the host. With `pivot`, the host's is unmounted too.
pub(crate) fn enter(dirs: &[Dir], pivot: bool) -> Result<Vec<Directory>, Refusal> {
    let privileged = rustix::process::geteuid().is_root() && (pivot || can_clone_mounts());
    if pivot && privileged {
        unshare(UnshareFlags::NEWNS)?;
    } else if !privileged {
        unshare(UnshareFlags::NEWUSER | UnshareFlags::NEWNS)?;
    }
    let directories = dirs.iter().map(detach).collect::<Result<_, _>>()?;
    let root = Step::Root.of(empty_root())?;
    if pivot {
        Step::Pivot.of(pivot_to(&root))?
    } else {
        Step::Chroot.of(change_root(&root))?
    };
    // If the last reference to a detached mount went away, so would the mount.
    core::mem::forget(root);
    Ok(directories)
}

/// Whether mounts can be made without a user namespace.
fn can_clone_mounts() -> bool {
    rustix::mount::open_tree(CWD, c"/", OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC)
        .is_ok()
}

fn unshare(namespaces: UnshareFlags) -> Result<(), Refusal> {
    // SAFETY: the file descriptor table is not among what is unshared.
    Step::Unshare.of(unsafe { rustix::thread::unshare_unsafe(namespaces) })
}

/// A private copy of a directory and all mounts below it, in which nothing is executed and no device is opened.
fn detach(dir: &Dir) -> Result<Directory, Refusal> {
    let flags =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_RECURSIVE;
    let tree = match rustix::mount::open_tree(CWD, dir.host.as_c_str(), flags) {
        Err(error @ (Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NAMETOOLONG)) => {
            walls::no_directory(dir, error)
        }
        result => Step::OpenTree.of(result)?,
    };
    let read_only = if dir.read_only { MountAttrFlags::MOUNT_ATTR_RDONLY } else { MountAttrFlags::empty() };
    Step::SetAttributes.of(set_attributes(&tree, NOTHING_SPECIAL | read_only))?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    match rustix::fs::openat(&tree, c".", flags, Mode::empty()) {
        Ok(fd) => {
            // If the last reference to a detached mount went away, so would the mount.
            core::mem::forget(tree);
            Ok(Directory { fd, read_only: dir.read_only })
        }
        Err(Errno::NOTDIR) => walls::no_directory(dir, Errno::NOTDIR),
        // One that may be searched but not listed.
        Err(Errno::ACCESS) => Ok(Directory { fd: tree, read_only: dir.read_only }),
        Err(error) => Err(Step::OpenTree.refused(error)),
    }
}

const NOTHING_SPECIAL: MountAttrFlags = MountAttrFlags::MOUNT_ATTR_NOSUID
    .union(MountAttrFlags::MOUNT_ATTR_NODEV)
    .union(MountAttrFlags::MOUNT_ATTR_NOEXEC);

/// `mount_setattr`, on a mount and all below it.
fn set_attributes(tree: &OwnedFd, attributes: MountAttrFlags) -> Result<(), Errno> {
    const MOUNT_SETATTR: usize = 442;
    const AT_EMPTY_PATH: usize = 0x1000;
    const AT_RECURSIVE: usize = 0x8000;

    /// `struct mount_attr`.
    #[repr(C)]
    struct Attributes {
        set: u64,
        clear: u64,
        propagation: u64,
        user_namespace: u64,
    }
    let attributes = Attributes {
        set: u64::from(attributes.bits()),
        clear: 0,
        propagation: u64::from(MountPropagationFlags::PRIVATE.bits()),
        user_namespace: 0,
    };
    let (path, size) = (c"".as_ptr() as usize, size_of::<Attributes>());
    let flags = AT_EMPTY_PATH | AT_RECURSIVE;
    let arguments = [tree.as_raw_fd() as usize, path, flags, &raw const attributes as usize, size, 0];
    // SAFETY: the kernel reads the structure, whose size is right.
    unsafe { syscall(MOUNT_SETATTR, arguments) }.map(drop)
}

/// A file system with nothing in it, mounted nowhere.
fn empty_root() -> Result<OwnedFd, Errno> {
    let file_system = rustix::mount::fsopen(c"tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    rustix::mount::fsconfig_set_string(file_system.as_fd(), c"mode", c"0555")?;
    rustix::mount::fsconfig_create(file_system.as_fd())?;
    let attributes = NOTHING_SPECIAL | MountAttrFlags::MOUNT_ATTR_RDONLY;
    rustix::mount::fsmount(file_system.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, attributes)
}

fn change_root(root: &OwnedFd) -> Result<(), Errno> {
    rustix::process::fchdir(root)?;
    rustix::process::chroot(c".")
}

/// Puts the empty root in the place of the host's, and unmounts that.
fn pivot_to(root: &OwnedFd) -> Result<(), Errno> {
    let private = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
    rustix::mount::mount_change(c"/", private)?;
    rustix::mount::move_mount(root, c"", CWD, c"/", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH)?;
    rustix::process::fchdir(root)?;
    rustix::process::pivot_root(c".", c".")?;
    rustix::mount::unmount(c".", UnmountFlags::DETACH)?;
    rustix::process::chdir(c"/")
}
