//! Executables by what they were made from.
//!
//! An entry appears whole, by a rename, under a name that says everything it depends on; so processes that make the
//! same one at once don't disturb each other, and what is there is never rewritten.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::{env, fmt};

use anyhow::{Context, Result, ensure};

use crate::Scratch;

/// A directory of executables, which nobody else can write.
pub struct Cache {
    directory: PathBuf,
}

impl Cache {
    /// The user's cache: $WASTREL_CACHE_DIR, else $XDG_CACHE_HOME/wastrel, else $HOME/.cache/wastrel.
    ///
    /// # Errors
    /// There is no such directory and none can be made, or others could put executables there.
    pub fn open() -> Result<Cache> {
        let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let directory = env::var_os("WASTREL_CACHE_DIR")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .or_else(|| Some(absolute("XDG_CACHE_HOME")?.join("wastrel")))
            .or_else(|| Some(absolute("HOME")?.join(".cache/wastrel")))
            .context(
                "no directory for the cache: none of WASTREL_CACHE_DIR, XDG_CACHE_HOME and HOME is set",
            )?;
        Self::open_at(&directory).with_context(|| {
            format!(
                "cannot use the cache {}; set WASTREL_CACHE_DIR to another directory, or turn it off with -C cache=n",
                directory.display()
            )
        })
    }

    fn open_at(directory: &Path) -> Result<Cache> {
        let directory = std::path::absolute(directory)?;
        for path in [directory.clone(), directory.join("exe"), directory.join("tmp")] {
            DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
        }
        let metadata = fs::metadata(&directory)?;
        ensure!(metadata.uid() == rustix::process::geteuid().as_raw(), "it belongs to another user");
        ensure!(metadata.mode() & 0o022 == 0, "other users can write it");
        Ok(Cache { directory })
    }

    /// A directory to build in, on the cache's file system.
    ///
    /// # Errors
    /// It can't be created.
    pub fn scratch(&self) -> Result<Scratch> {
        Scratch::new_in(&self.directory.join("tmp"))
    }

    /// Where the executable with this key is or would be.
    pub fn executable(&self, key: &Key) -> PathBuf {
        self.directory.join("exe").join(&key.0)
    }
}

/// What an entry is made from, as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a [`Key`] of labelled parts.
pub struct KeyHasher(blake3::Hasher);

impl KeyHasher {
    /// Begins with what every entry depends on: Wastrel itself.
    ///
    /// # Errors
    /// The running executable can't be looked at.
    pub fn new() -> Result<KeyHasher> {
        // A version number doesn't tell two builds apart, and the executable's contents take too long to hash.
        let executable = env::current_exe().context("cannot find the running executable")?;
        let metadata = fs::metadata(&executable).with_context(|| executable.display().to_string())?;
        let mut hasher = KeyHasher(blake3::Hasher::new());
        let build = format!("{} {} {}", metadata.len(), metadata.mtime(), metadata.mtime_nsec());
        hasher.part("wastrel", env!("CARGO_PKG_VERSION").as_bytes());
        hasher.part("build", build.as_bytes());
        Ok(hasher)
    }

    /// Adds a part. Parts with other labels, in another order or cut otherwise make another key.
    pub fn part(&mut self, label: &str, bytes: &[u8]) -> &mut Self {
        for piece in [label.as_bytes(), bytes] {
            self.0.update(&(piece.len() as u64).to_le_bytes());
            self.0.update(piece);
        }
        self
    }

    /// The key.
    pub fn finish(&self) -> Key {
        Key(self.0.finalize().to_hex().to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn key(parts: &[(&str, &str)]) -> Key {
        let mut hasher = KeyHasher::new().unwrap();
        for (label, bytes) in parts {
            hasher.part(label, bytes.as_bytes());
        }
        hasher.finish()
    }

    #[test]
    fn keys_tell_parts_apart() {
        let keys = [
            key(&[]),
            key(&[("a", "")]),
            key(&[("", "a")]),
            key(&[("a", "b"), ("c", "d")]),
            key(&[("c", "d"), ("a", "b")]),
            key(&[("a", "bc"), ("", "d")]),
        ];
        for (index, one) in keys.iter().enumerate() {
            assert!(keys[..index].iter().all(|other| other != one));
        }
        assert_eq!(key(&[("a", "b")]), key(&[("a", "b")]));
    }

    #[test]
    fn only_a_directory_that_others_cannot_write() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cache");
        Cache::open_at(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(Cache::open_at(&path).err().unwrap().to_string(), "other users can write it");
    }
}
