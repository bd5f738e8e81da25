//! Where things are built, and how they get from there to where they belong.
//!
//! A killed build leaves its scratch directory behind; the next one removes it. A directory in use is known by a lock
//! on it, which the kernel drops with the process.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::fs::Access;
use tempfile::{NamedTempFile, TempDir};

/// Between its creation and its lock a directory looks abandoned, so none younger than this is.
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
        remove_abandoned(parent);
        let create = || -> io::Result<Scratch> {
            let directory = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
            let lock = File::open(directory.path())?;
            lock.lock()?;
            directories().push(directory.path().to_owned());
            Ok(Scratch { directory, _lock: lock })
        };
        create().with_context(|| format!("cannot create a directory in {}", parent.display()))
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
        // Through a symbolic link to what it points to.
        let output = output.canonicalize().unwrap_or_else(|_| output.to_owned());
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

/// Checks that a file can be put at `output`, before hours are spent on what goes there.
///
/// # Errors
/// It can't.
pub fn check_output(output: &Path) -> Result<()> {
    let cannot_write = || format!("cannot write {}", output.display());
    match fs::metadata(output) {
        Ok(metadata) if metadata.is_dir() => bail!("cannot write {}: it is a directory", output.display()),
        Ok(metadata) if !metadata.is_file() => return Ok(()),
        _ => {}
    }
    rustix::fs::access(directory_of(output), Access::WRITE_OK | Access::EXEC_OK).with_context(cannot_write)
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
fn remove_abandoned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let age = entry.metadata().ok().and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
        if !is_ours || age.is_none_or(|age| age < ABANDONED_AFTER) {
            continue;
        }
        let Ok(directory) = File::open(entry.path()) else { continue };
        match directory.try_lock() {
            Ok(()) => drop(fs::remove_dir_all(entry.path())),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}
