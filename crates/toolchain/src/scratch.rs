//! Where things are built, and how they get from there to where they belong.
//!
//! A killed build leaves its scratch directory behind; the next one removes it. A directory in use is known by a lock
//! on it, which the kernel drops with the last process that uses it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::fs::{Access, Mode, OFlags};
use tempfile::{NamedTempFile, TempDir};

/// Between its creation and its lock a directory looks abandoned. In a directory that is only ours, both are done under
/// a lock of that one's; in one that everybody can lock, none younger than this is abandoned.
const ABANDONED_AFTER: Duration = Duration::from_secs(60);

const PREFIX: &str = "wastrel-build-";

/// Those that there are now.
static DIRECTORIES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn directories() -> MutexGuard<'static, Vec<PathBuf>> {
    DIRECTORIES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all scratch directories: for use when the program is about to end without dropping them.
pub(crate) fn remove_all() {
    directories().iter().for_each(|directory| drop(fs::remove_dir_all(directory)));
}

/// A directory of our own that goes when this does.
pub struct Scratch {
    directory: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new directory in `parent`. Those that killed processes left there are removed.
    ///
    /// # Errors
    /// It can't be created.
    pub fn new_in(parent: &Path) -> Result<Scratch> {
        remove_abandoned(parent, ABANDONED_AFTER);
        Self::create_in(parent).with_context(|| format!("cannot create a directory in {}", parent.display()))
    }

    /// As [`Scratch::new_in`], in a directory that only this user can lock.
    pub(crate) fn new_in_private(parent: &Path) -> Result<Scratch> {
        let create = || -> io::Result<Scratch> {
            let _guard = lock(parent)?;
            remove_abandoned(parent, Duration::ZERO);
            Self::create_in(parent)
        };
        create().with_context(|| format!("cannot create a directory in {}", parent.display()))
    }

    fn create_in(parent: &Path) -> io::Result<Scratch> {
        let directory = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let lock = lock(directory.path())?;
        // Compilers inherit it: those of a killed build go on, and what they write to must not be removed under them.
        rustix::io::fcntl_setfd(&lock, rustix::io::FdFlags::empty())?;
        directories().push(directory.path().to_owned());
        Ok(Scratch { directory, _lock: lock })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Moves what was built here to `output`, at once or not at all.
    ///
    /// # Errors
    /// `output` can't be written.
    pub fn install(&self, built: &Path, output: &Path) -> Result<()> {
        let cannot_write = || format!("cannot write {}", output.display());
        let output = destination(output);
        if fs::metadata(&output).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            // A device or a pipe is written, not replaced.
            fs::copy(built, &output).with_context(cannot_write)?;
            return Ok(());
        }
        match fs::rename(built, &output) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                copy_and_rename(built, &output).with_context(cannot_write)
            }
            result => result.with_context(cannot_write),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        directories().retain(|directory| directory != self.directory.path());
    }
}

/// A file of our own in a directory as that of [`Scratch::new_in_private`], to be moved from there.
pub(crate) fn file_in_private(parent: &Path) -> io::Result<NamedTempFile> {
    let _guard = lock(parent)?;
    let file = NamedTempFile::with_prefix_in(PREFIX, parent)?;
    file.as_file().lock()?;
    Ok(file)
}

/// A file or directory, locked until the result is dropped.
fn lock(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    file.lock()?;
    Ok(file)
}

/// Checks that a file can be put at `output`, before hours are spent on what goes there.
///
/// # Errors
/// It can't.
pub fn check_output(output: &Path) -> Result<()> {
    let cannot_write = || format!("cannot write {}", output.display());
    match fs::metadata(output) {
        Ok(metadata) if metadata.is_dir() => bail!("cannot write {}: it is a directory", output.display()),
        Ok(metadata) if !metadata.is_file() => return Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(cannot_write);
        }
        Err(_) if output.as_os_str().as_encoded_bytes().ends_with(b"/") => {
            bail!("cannot write {}: it names a directory", output.display())
        }
        _ => {}
    }
    rustix::fs::access(directory_of(&destination(output)), Access::WRITE_OK | Access::EXEC_OK)
        .with_context(cannot_write)
}

/// Through a symbolic link to what it points to, be that there or not.
fn destination(output: &Path) -> PathBuf {
    let by_link = || Some(directory_of(output).join(fs::read_link(output).ok()?));
    output.canonicalize().ok().or_else(by_link).unwrap_or_else(|| output.to_owned())
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn copy_and_rename(built: &Path, output: &Path) -> io::Result<()> {
    let temporary = NamedTempFile::new_in(directory_of(output))?;
    fs::copy(built, temporary.path())?;
    temporary.persist(output)?;
    Ok(())
}

/// Best effort: what can't be removed stays.
fn remove_abandoned(parent: &Path, minimum_age: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let Ok(metadata) = entry.metadata() else { continue };
        let age = metadata.modified().ok().and_then(|modified| modified.elapsed().ok());
        // In a directory that is everybody's, the name may be that of a pipe, which waits for its other end, or of a link.
        let may_be_ours = is_ours && (metadata.is_dir() || metadata.is_file());
        if !may_be_ours || age.unwrap_or_default() < minimum_age {
            continue;
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let Ok(file) = rustix::fs::open(entry.path(), flags, Mode::empty()) else { continue };
        match File::from(file).try_lock() {
            Ok(()) if metadata.is_dir() => drop(fs::remove_dir_all(entry.path())),
            Ok(()) => drop(fs::remove_file(entry.path())),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_goes_with_the_next_build() {
        let parent = tempfile::tempdir().unwrap();
        let used = Scratch::new_in_private(parent.path()).unwrap();
        let file = file_in_private(parent.path()).unwrap();
        let abandoned = parent.path().join(format!("{PREFIX}abandoned"));
        fs::create_dir(&abandoned).unwrap();
        fs::write(abandoned.join("unit.c"), "int x;").unwrap();
        let abandoned_file = parent.path().join(format!("{PREFIX}file"));
        fs::write(&abandoned_file, "").unwrap();
        let foreign = parent.path().join("foreign");
        fs::write(&foreign, "").unwrap();
        let pipe = parent.path().join(format!("{PREFIX}pipe"));
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, Mode::RWXU).unwrap();
        let _next = Scratch::new_in_private(parent.path()).unwrap();
        assert!(!abandoned.exists() && !abandoned_file.exists());
        assert!(used.path().exists() && file.path().exists() && foreign.exists());
    }
}
