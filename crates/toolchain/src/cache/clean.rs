//! How much the cache holds, and what goes when it is too much.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::{Cache, EXECUTABLES, SOURCES, UNITS};

/// What nobody used for so long goes.
const MAX_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What was used just now stays, whatever the limit: another process may be about to start it.
const IN_USE: Duration = Duration::from_secs(60);

/// What entries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Executables.
    Executables,
    /// Object files.
    Units,
    /// What is known of files by `stat`.
    Sources,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Executables, Kind::Units, Kind::Sources];

    fn directory(self) -> &'static str {
        match self {
            Kind::Executables => EXECUTABLES,
            Kind::Units => UNITS,
            Kind::Sources => SOURCES,
        }
    }
}

/// How much there is.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Of each kind, the number of entries and their bytes on the disk.
    pub kinds: Vec<(Kind, usize, u64)>,
    /// How many bytes all of them may have.
    pub limit: u64,
}

/// All files of one key.
struct Entry {
    kind: Kind,
    files: Vec<PathBuf>,
    bytes: u64,
    last_used: SystemTime,
}

impl Cache {
    /// What there is.
    ///
    /// # Errors
    /// A directory can't be read.
    pub fn usage(&self) -> io::Result<Usage> {
        let mut kinds: Vec<_> = Kind::ALL.iter().map(|&kind| (kind, 0, 0)).collect();
        for entry in self.entries()? {
            for (kind, count, bytes) in &mut kinds {
                if *kind == entry.kind {
                    *count += 1;
                    *bytes += entry.bytes;
                }
            }
        }
        Ok(Usage { kinds, limit: self.limit })
    }

    /// Removes what wasn't used for long; then, if the rest is beyond the limit, what wasn't used for longest. How many
    /// bytes that were is the result.
    ///
    /// # Errors
    /// A directory can't be read.
    pub fn clean(&self) -> io::Result<u64> {
        let now = SystemTime::now();
        let age = |entry: &Entry| now.duration_since(entry.last_used).unwrap_or_default();
        let mut entries = self.entries()?;
        entries.sort_by_key(|entry| entry.last_used);
        let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        // Some room more, so that it isn't at the limit again after the next build.
        let goal = if total > self.limit { self.limit / 10 * 9 } else { self.limit };
        let mut removed = 0;
        for entry in &entries {
            if age(entry) < IN_USE || (age(entry) < MAX_AGE && total <= goal) {
                break;
            }
            remove(entry);
            total -= entry.bytes;
            removed += entry.bytes;
        }
        Ok(removed)
    }

    /// Removes everything. How many bytes that were is the result.
    ///
    /// # Errors
    /// A directory can't be read.
    pub fn clear(&self) -> io::Result<u64> {
        let entries = self.entries()?;
        entries.iter().for_each(remove);
        Ok(entries.iter().map(|entry| entry.bytes).sum())
    }

    fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for kind in Kind::ALL {
            let mut by_key: HashMap<PathBuf, Entry> = HashMap::new();
            for file in fs::read_dir(self.directory.join(kind.directory()))? {
                let path = file?.path();
                // What is gone meanwhile is gone.
                let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
                let modified = metadata.modified()?;
                let entry = by_key.entry(path.with_extension("")).or_insert_with(|| Entry {
                    kind,
                    files: Vec::new(),
                    bytes: 0,
                    last_used: modified,
                });
                entry.last_used = entry.last_used.max(modified);
                entry.bytes += metadata.blocks() * 512;
                entry.files.push(path);
            }
            entries.extend(by_key.into_values());
        }
        Ok(entries)
    }
}

/// What can't be removed stays.
fn remove(entry: &Entry) {
    entry.files.iter().for_each(|file| drop(fs::remove_file(file)));
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::KeyHasher;

    #[test]
    fn the_oldest_go_first_and_the_newest_never() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache::open_at(&directory.path().join("cache"), 100 << 10).unwrap();
        let keys: Vec<_> = (0..10_u8).map(|i| KeyHasher::empty().part("test", &[i]).finish()).collect();
        let day = Duration::from_secs(24 * 60 * 60);
        for (index, key) in keys.iter().enumerate() {
            cache.keep_unit(key, &[0; 20_000]);
            let file = File::open(cache.path(UNITS, key)).unwrap();
            file.set_modified(SystemTime::now() - day * index as u32).unwrap();
        }
        assert!(cache.clean().unwrap() > 0);
        let kept = |index: usize| cache.path(UNITS, &keys[index]).exists();
        assert!(kept(0) && kept(1) && !kept(9) && !kept(8), "{:?}", cache.usage());
        let (_, count, bytes) = cache.usage().unwrap().kinds[1];
        assert!(count >= 3 && bytes <= 100 << 10, "{count} {bytes}");

        File::open(cache.path(UNITS, &keys[1])).unwrap().set_modified(SystemTime::now() - day * 40).unwrap();
        cache.clean().unwrap();
        assert!(kept(0) && !kept(1), "unused for forty days");
        let tight = Cache { limit: 1, ..Cache::open_at(cache.directory(), 1).unwrap() };
        tight.clean().unwrap();
        assert!(kept(0), "just used");
        tight.clear().unwrap();
        assert!(!kept(0));
    }
}
