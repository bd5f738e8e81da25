//! The entries, one by one.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use super::{Cache, EXECUTABLES, Key, SOURCES, UNITS, touch};
use crate::Scratch;

/// How long a build in the background that failed isn't tried again.
const FAILURES_LAST: Duration = Duration::from_secs(24 * 60 * 60);

impl Cache {
    /// Where the executable with this key is, if it is there and whole.
    pub fn executable(&self, key: &Key) -> Option<PathBuf> {
        let path = self.path(EXECUTABLES, key);
        let seal_path = path.with_extension("seal");
        let seal = fs::read_to_string(&seal_path).ok()?;
        let (facts, hash) = seal.trim_end().rsplit_once(' ')?;
        if facts != facts_of(&fs::metadata(&path).ok()?) {
            // Copied or restored with the cache, or not whole.
            if hash != hash_of(&path).ok()? {
                return None;
            }
            self.seal(&path).ok()?;
        }
        touch(&seal_path);
        Some(path)
    }

    /// Moves an executable that was built in `scratch` into the cache.
    ///
    /// # Errors
    /// The cache can't be written.
    pub fn keep_executable(&self, key: &Key, built: &Path, scratch: &Scratch) -> Result<PathBuf> {
        let path = self.path(EXECUTABLES, key);
        let cannot_write = || format!("cannot write {}", path.display());
        // The seal comes first, so that there is no executable without one; a move changes nothing that it says.
        let seal = seal_of(built).with_context(cannot_write)?;
        self.put(&path.with_extension("seal"), &[seal.as_bytes()]).with_context(cannot_write)?;
        scratch.install(built, &path)?;
        Ok(path)
    }

    fn seal(&self, executable: &Path) -> io::Result<()> {
        self.put(&executable.with_extension("seal"), &[seal_of(executable)?.as_bytes()])
    }

    /// Remembers why an executable could not be made.
    pub fn keep_failure(&self, key: &Key, message: &str) {
        // It will fail again; that is all that is lost.
        let _ = self.put(&self.path(EXECUTABLES, key).with_extension("failed"), &[message.as_bytes()]);
    }

    /// Why this executable can't be made, if that was tried not long ago.
    pub fn failure(&self, key: &Key) -> Option<String> {
        let path = self.path(EXECUTABLES, key).with_extension("failed");
        let age = fs::metadata(&path).ok()?.modified().ok()?.elapsed().ok()?;
        if age < FAILURES_LAST { fs::read_to_string(path).ok() } else { None }
    }

    /// The object file with this key, if it is there and whole.
    pub(crate) fn unit(&self, key: &Key) -> Option<Vec<u8>> {
        let path = self.path(UNITS, key);
        let mut bytes = fs::read(&path).ok()?;
        let length = bytes.len().checked_sub(blake3::OUT_LEN)?;
        if blake3::hash(&bytes[..length]).as_bytes()[..] != bytes[length..] {
            return None;
        }
        bytes.truncate(length);
        touch(&path);
        Some(bytes)
    }

    /// Keeps an object file, if that can be done.
    pub(crate) fn keep_unit(&self, key: &Key, object: &[u8]) {
        // It will be compiled again; that is all that is lost.
        let _ = self.put(&self.path(UNITS, key), &[object, blake3::hash(object).as_bytes()]);
    }

    /// The key of what these files hold, if that is known by what `stat` says of them.
    pub fn recall_source(&self, files: &FilesKey) -> Option<Key> {
        let path = self.path(SOURCES, &files.key);
        let text = fs::read_to_string(&path).ok()?;
        touch(&path);
        Key::parse(&text)
    }

    /// Remembers the key of what these files hold, if they haven't changed since they were looked at.
    pub fn remember_source(&self, files: &FilesKey, key: &Key) {
        if files.is_settled {
            // Next time the files are read again; that is all that is lost.
            let _ = self.put(&self.path(SOURCES, &files.key), &[key.as_str().as_bytes()]);
        }
    }
}

/// What `stat` says of files, and of the question that is asked about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesKey {
    key: Key,
    /// The last change is so long ago that a further one would show.
    is_settled: bool,
}

/// The granularity of file systems' times, at the worst.
const SETTLED_AFTER: Duration = Duration::from_secs(2);

impl FilesKey {
    /// Looks at files. `hasher` has what else the answer depends on.
    ///
    /// # Errors
    /// One of them isn't there, or is something that is read but once, as a pipe.
    pub fn of(files: &[&Path], mut hasher: super::KeyHasher) -> io::Result<FilesKey> {
        let mut is_settled = true;
        let now = SystemTime::now();
        for file in files {
            let metadata = fs::metadata(file)?;
            if !metadata.is_file() {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            // The time of the last change of anything can't be set back, as that of the contents can.
            let facts =
                format!("{} {} {}", facts_of(&metadata), metadata.dev(), changed(&metadata).as_nanos());
            hasher.part("file", facts.as_bytes());
            let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            is_settled &= changed(&metadata) + SETTLED_AFTER < since_epoch;
        }
        Ok(FilesKey { key: hasher.finish(), is_settled })
    }
}

fn changed(metadata: &Metadata) -> Duration {
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or(0);
    Duration::new(u64::try_from(metadata.ctime()).unwrap_or(0), nanoseconds)
}

/// What is the same as long as a file is.
fn facts_of(metadata: &Metadata) -> String {
    format!("{} {} {} {}", metadata.len(), metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
}

fn hash_of(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn seal_of(path: &Path) -> io::Result<String> {
    Ok(format!("{} {}\n", facts_of(&fs::metadata(path)?), hash_of(path)?))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::KeyHasher;

    fn cache() -> (tempfile::TempDir, Cache) {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_at(&directory.path().join("cache"), 1 << 30).unwrap();
        (directory, cache)
    }

    fn key(text: &str) -> Key {
        KeyHasher::empty().part("test", text.as_bytes()).finish()
    }

    #[test]
    fn an_executable_is_whole_or_missing() {
        let (_directory, cache) = cache();
        let key = key("a");
        assert_eq!(cache.executable(&key), None);
        let scratch = cache.scratch().unwrap();
        let built = scratch.path().join("program");
        fs::write(&built, "abc").unwrap();
        fs::set_permissions(&built, fs::Permissions::from_mode(0o755)).unwrap();
        let path = cache.keep_executable(&key, &built, &scratch).unwrap();
        assert_eq!(cache.executable(&key), Some(path.clone()));

        // As by `cp -r`: another file of the same contents.
        fs::copy(&path, &built).unwrap();
        fs::rename(&built, &path).unwrap();
        assert_eq!(cache.executable(&key), Some(path.clone()));
        fs::write(&path, "abd").unwrap();
        assert_eq!(cache.executable(&key), None, "other contents");
        fs::write(&path, "ab").unwrap();
        assert_eq!(cache.executable(&key), None, "cut off");
    }

    #[test]
    fn a_unit_is_whole_or_missing() {
        let (_directory, cache) = cache();
        let key = key("a");
        assert_eq!(cache.unit(&key), None);
        cache.keep_unit(&key, b"object");
        assert_eq!(cache.unit(&key).as_deref(), Some(&b"object"[..]));
        let path = cache.path(UNITS, &key);
        let bytes = fs::read(&path).unwrap();
        for length in 0..bytes.len() {
            fs::write(&path, &bytes[..length]).unwrap();
            assert_eq!(cache.unit(&key), None, "{length} bytes of {}", bytes.len());
        }
    }

    #[test]
    fn a_file_is_known_until_it_changes() {
        let (directory, cache) = cache();
        let file = directory.path().join("file");
        fs::write(&file, "abc").unwrap();
        let look = || FilesKey::of(&[&file], KeyHasher::empty()).unwrap();
        cache.remember_source(&look(), &key("abc"));
        assert_eq!(cache.recall_source(&look()), None, "it may be changing yet");

        let settled = FilesKey { is_settled: true, ..look() };
        cache.remember_source(&settled, &key("abc"));
        assert_eq!(cache.recall_source(&look()), Some(key("abc")));
        let modified = fs::metadata(&file).unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&file, "abd").unwrap();
        File::open(&file).unwrap().set_modified(modified).unwrap();
        assert_eq!(cache.recall_source(&look()), None, "changed, and its time set back");
        assert!(FilesKey::of(&[Path::new("/dev/null")], KeyHasher::empty()).is_err());
    }
}
