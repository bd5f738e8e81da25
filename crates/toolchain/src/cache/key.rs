//! What entries are found by.

use std::os::unix::fs::MetadataExt;
use std::{env, fmt, fs};

use anyhow::{Context, Result};

/// What an entry is made from, as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// What [`Key`]'s `Display` wrote.
    pub(super) fn parse(text: &str) -> Option<Key> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 2 * blake3::OUT_LEN && text.bytes().all(is_digit)).then(|| Key(text.to_owned()))
    }

    /// As the name of a file.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a [`Key`] of labelled parts.
pub struct KeyHasher(blake3::Hasher);

impl KeyHasher {
    /// Begins with what every executable depends on: Wastrel itself.
    ///
    /// # Errors
    /// The running executable can't be looked at.
    pub fn new() -> Result<KeyHasher> {
        // A version number doesn't tell two builds apart, and the executable's contents take too long to hash.
        let executable = env::current_exe().context("cannot find the running executable")?;
        let metadata = fs::metadata(&executable).with_context(|| executable.display().to_string())?;
        let build = format!("{} {} {}", metadata.len(), metadata.mtime(), metadata.mtime_nsec());
        let mut hasher = KeyHasher::empty();
        hasher.part("wastrel", env!("CARGO_PKG_VERSION").as_bytes());
        hasher.part("build", build.as_bytes());
        Ok(hasher)
    }

    /// Begins with nothing: for what is wholly said by the parts that follow.
    pub(crate) fn empty() -> KeyHasher {
        KeyHasher(blake3::Hasher::new())
    }

    /// Adds a part. Parts with other labels, in another order or cut otherwise make another key.
    pub fn part(&mut self, label: &str, bytes: &[u8]) -> &mut Self {
        for piece in [label.as_bytes(), bytes] {
            self.0.update(&(piece.len() as u64).to_le_bytes());
            self.0.update(piece);
        }
        self
    }

    /// Adds what this machine can do, if one of these flags asks for all of that: others may find the same cache.
    pub fn machine<'f>(&mut self, mut flags: impl Iterator<Item = &'f str>) -> &mut Self {
        if flags.any(|flag| flag == "native" || flag.ends_with("=native")) {
            let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
            let says = |line: &&str| line.starts_with("flags") || line.starts_with("model name");
            let cpu: String = cpuinfo.lines().filter(says).take(2).collect();
            self.part("cpu", cpu.as_bytes());
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
            assert_eq!(Key::parse(&one.to_string()).as_ref(), Some(one));
        }
        assert_eq!(key(&[("a", "b")]), key(&[("a", "b")]));
    }
}
