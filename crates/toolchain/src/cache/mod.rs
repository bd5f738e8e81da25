//! What was built before, by what it was made from: executables, and the object files of units.
//!
//! An entry appears whole, by a rename, under a name that says everything it depends on; so processes that make the
//! same one at once don't disturb each other, and what is there is never rewritten. What is read is checked first: a
//! disk that was full or a machine that lost power leaves files that look like entries.
//!
//! ```text
//! exe/KEY, exe/KEY.seal     an executable, and by what one knows that it is whole
//! exe/KEY.failed            why it could not be made in the background
//! unit/KEY                  an object file, then the hash of it
//! source/KEY                a hash of files' contents, by what `stat` says of them
//! tmp/                      where things are built
//! ```

mod clean;
mod entries;
mod key;

use std::fs::{self, DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, io};

use anyhow::{Context, Result, ensure};

use crate::Scratch;
use crate::scratch::file_in_private;
pub use clean::{Kind, Usage};
pub use entries::FilesKey;
pub use key::{Key, KeyHasher};

/// The directories in the cache.
const EXECUTABLES: &str = "exe";
const UNITS: &str = "unit";
const SOURCES: &str = "source";
const SCRATCH: &str = "tmp";

/// How much there is room for, unless $WASTREL_CACHE_LIMIT says otherwise.
const DEFAULT_LIMIT: u64 = 4 << 30;

/// A directory of what was built, which nobody else can write.
pub struct Cache {
    directory: PathBuf,
    limit: u64,
}

impl Cache {
    /// The user's cache: $WASTREL_CACHE_DIR, else $XDG_CACHE_HOME/wastrel, else $HOME/.cache/wastrel.
    ///
    /// # Errors
    /// There is no such directory and none can be made, or others could put executables there.
    pub fn open() -> Result<Cache> {
        let directory = Self::user_directory()?;
        let limit = match env::var("WASTREL_CACHE_LIMIT") {
            Ok(text) if !text.is_empty() => parse_size(&text)
                .with_context(|| format!("WASTREL_CACHE_LIMIT={text} is not a size, as 500M or 2G"))?,
            _ => DEFAULT_LIMIT,
        };
        Self::open_at(&directory, limit).with_context(|| {
            format!(
                "cannot use the cache {}; set WASTREL_CACHE_DIR to another directory, or turn it off with -C cache=n",
                directory.display()
            )
        })
    }

    /// Where the user's cache is or would be.
    fn user_directory() -> Result<PathBuf> {
        let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        env::var_os("WASTREL_CACHE_DIR")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .or_else(|| Some(absolute("XDG_CACHE_HOME")?.join("wastrel")))
            .or_else(|| Some(absolute("HOME")?.join(".cache/wastrel")))
            .context("no directory for the cache: none of WASTREL_CACHE_DIR, XDG_CACHE_HOME and HOME is set")
    }

    fn open_at(directory: &Path, limit: u64) -> Result<Cache> {
        let directory = std::path::absolute(directory)?;
        check_or_create(&directory)?;
        for name in [EXECUTABLES, UNITS, SOURCES, SCRATCH] {
            let path = directory.join(name);
            check_or_create(&path).with_context(|| path.display().to_string())?;
        }
        Ok(Cache { directory, limit })
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// A directory to build in, on the cache's file system. What killed processes left of theirs goes.
    ///
    /// # Errors
    /// It can't be created.
    pub fn scratch(&self) -> Result<Scratch> {
        Scratch::new_in_private(&self.directory.join(SCRATCH))
    }

    /// Takes the one place there is for a build in the background, for as long as the result lives; `None` if it is
    /// taken.
    ///
    /// # Errors
    /// The directory can't be opened.
    pub fn background_place(&self) -> Result<Option<File>> {
        let directory = File::open(self.directory.join(EXECUTABLES))?;
        match directory.try_lock() {
            Ok(()) => Ok(Some(directory)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn path(&self, kind: &str, key: &Key) -> PathBuf {
        self.directory.join(kind).join(key.as_str())
    }

    /// Puts a small file where it belongs, whole or not at all.
    fn put(&self, path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
        let mut file = file_in_private(&self.directory.join(SCRATCH))?;
        pieces.iter().try_for_each(|piece| file.write_all(piece))?;
        file.persist(path)?;
        Ok(())
    }
}

/// Makes sure of a directory that only we can write.
fn check_or_create(directory: &Path) -> Result<()> {
    let metadata = match fs::metadata(directory) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
            fs::metadata(directory)?
        }
        Err(error) => return Err(error.into()),
    };
    ensure!(metadata.is_dir(), "it is not a directory");
    ensure!(metadata.uid() == rustix::process::geteuid().as_raw(), "it belongs to another user");
    ensure!(metadata.mode() & 0o022 == 0, "other users can write it");
    Ok(())
}

/// "300", "20K", "5M" or "1G" in bytes.
fn parse_size(text: &str) -> Option<u64> {
    let (digits, shift) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 10),
        b'm' | b'M' => (&text[..text.len() - 1], 20),
        b'g' | b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << shift)
}

/// Remembers that an entry was used now, by the time of last change of this file. To be exact is not worth a write
/// each time.
fn touch(path: &Path) {
    let now = SystemTime::now();
    let is_recent = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age.as_secs() < 60 * 60);
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    if !modified.is_ok_and(is_recent) {
        let _ = File::open(path).and_then(|file| file.set_modified(now));
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_a_directory_that_others_cannot_write() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cache");
        let open = || Cache::open_at(&path, 1);
        open().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        for tampered in [path.clone(), path.join(EXECUTABLES), path.join(UNITS), path.join(SOURCES)] {
            fs::set_permissions(&tampered, fs::Permissions::from_mode(0o777)).unwrap();
            assert_eq!(open().err().unwrap().root_cause().to_string(), "other users can write it");
            fs::set_permissions(&tampered, fs::Permissions::from_mode(0o755)).unwrap();
        }
        open().unwrap();
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("300"), Some(300));
        assert_eq!(parse_size("20K"), Some(20 << 10));
        assert_eq!(parse_size("5m"), Some(5 << 20));
        assert_eq!(parse_size("1G"), Some(1 << 30));
        for text in ["", "G", "1T", "-1", "99999999999G", "1é"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }

    #[test]
    fn one_build_in_the_background() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_at(&directory.path().join("cache"), 1).unwrap();
        let place = cache.background_place().unwrap();
        assert!(cache.background_place().unwrap().is_none());
        // Closing it wouldn't do: a process that another test is just starting may have it open.
        place.unwrap().unlock().unwrap();
        assert!(cache.background_place().unwrap().is_some());
    }
}
