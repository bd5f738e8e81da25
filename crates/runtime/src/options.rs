//! The policy at run time: the words of `WASTREL_OPTIONS`, or those that are sealed in, which are the flags of the command
//! line.

use alloc::ffi::CString;
use alloc::vec::Vec;
use core::fmt;

/// The symbol of a string of words that an executable has in it if its policy is sealed.
pub const SEALED_SYMBOL: &str = "wastrel_sealed_options";

/// What the words asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// `--env NAME[=VALUE]`, in order.
    pub(crate) env: Vec<Vec<u8>>,
    /// `--dir HOST[::GUEST[::ro]]`, in order.
    pub(crate) dirs: Vec<Dir>,
    /// `--sandbox=MODE`.
    pub(crate) sandbox: Sandbox,
    /// `--argv0 NAME`.
    pub(crate) argv0: Option<Vec<u8>>,
    /// `-S inherit-env`.
    pub(crate) inherit_env: bool,
    /// `-S inherit-stdin=n`, `-S inherit-stdout=n`, `-S inherit-stderr=n`: which of the three the guest doesn't get.
    pub(crate) closed_stdio: [bool; 3],
    /// `-S listenfd`.
    pub(crate) listenfd: bool,
    /// `-W max-wasm-stack=N`.
    pub(crate) max_wasm_stack: Option<u64>,
    /// What is said of the heap.
    pub(crate) heap: HeapOptions,
}

/// What is said of the heap of a program that has objects.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct HeapOptions {
    /// `-W gc-heap-limit=N`.
    pub(crate) limit: Option<u64>,
    /// `-W gc-heap-initial=N`.
    pub(crate) initial: Option<u64>,
    /// `-W gc-policy=POLICY`.
    pub(crate) policy: HeapPolicy,
    /// `-D gc-log`.
    pub(crate) log: bool,
    /// `-D gc-stress=HOW`, which checks the heap after each collection too.
    pub(crate) stress: HeapStress,
}

/// How the heap is sized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HeapPolicy {
    /// With what is live, up to the limit.
    #[default]
    Growable,
    /// As large as the limit from the start.
    Fixed,
    /// Nothing is ever collected.
    Null,
}

/// How often to collect for the sake of testing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HeapStress {
    #[default]
    None,
    /// Whenever the inline allocation finds no room.
    SlowPaths,
    /// Before every allocation.
    Allocations,
}

/// A directory that the guest may use.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dir {
    pub(crate) host: CString,
    pub(crate) guest: Vec<u8>,
    pub(crate) read_only: bool,
}

/// Which walls there are to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sandbox {
    /// Namespaces, or else Landlock.
    #[default]
    Auto,
    /// Namespaces.
    Namespace,
    /// Namespaces, with the file system of the host unmounted.
    Strict,
    /// Landlock.
    Landlock,
    /// Checked paths alone.
    Openat2,
    /// No walls.
    None,
}

/// Words that make no policy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OptionsError {
    UnclosedQuote,
    NulByte,
    UnknownWord(Vec<u8>),
    UnknownKey { group: &'static str, key: Vec<u8> },
    MissingValue(&'static str),
    BadValue { option: &'static str, value: Vec<u8>, expected: &'static str },
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionsError::UnclosedQuote => f.write_str("a quote is not closed"),
            OptionsError::NulByte => f.write_str("a word has a NUL byte in it"),
            OptionsError::UnknownWord(word) => write!(
                f,
                "unknown option `{}` (known are --env, --dir, --argv0, --sandbox, -D, -S and -W)",
                word.escape_ascii()
            ),
            OptionsError::UnknownKey { group, key } => {
                write!(f, "unknown key `{}` of {group}", key.escape_ascii())
            }
            OptionsError::MissingValue(option) => write!(f, "{option} lacks its value"),
            OptionsError::BadValue { option, value, expected } => {
                write!(f, "{option}: `{}` is not {expected}", value.escape_ascii())
            }
        }
    }
}

impl Options {
    /// The policy that `text` spells.
    pub(crate) fn parse(text: &[u8]) -> Result<Options, OptionsError> {
        if text.contains(&0) {
            return Err(OptionsError::NulByte);
        }
        let mut options = Options::default();
        let mut words = split(text)?.into_iter();
        while let Some(word) = words.next() {
            let (flag, attached) = split_flag(&word);
            let mut value = |flag| match &attached {
                Some(value) => Ok(value.to_vec()),
                None => words.next().ok_or(OptionsError::MissingValue(flag)),
            };
            match flag {
                b"--env" => options.env.push(value("--env")?),
                b"--dir" => options.dirs.push(Dir::parse(&value("--dir")?)),
                b"--sandbox" => options.sandbox = sandbox(&value("--sandbox")?)?,
                b"--argv0" => options.argv0 = Some(value("--argv0")?),
                b"-S" => options.wasi_group(&value("-S")?)?,
                b"-W" => options.wasm_group(&value("-W")?)?,
                b"-D" => options.debug_group(&value("-D")?)?,
                _ => return Err(OptionsError::UnknownWord(word)),
            }
        }
        Ok(options)
    }

    fn wasi_group(&mut self, group: &[u8]) -> Result<(), OptionsError> {
        for (key, value) in keys(group) {
            match key {
                b"inherit-env" => self.inherit_env = boolean("-S inherit-env", value)?,
                b"inherit-stdin" => self.closed_stdio[0] = !boolean("-S inherit-stdin", value)?,
                b"inherit-stdout" => self.closed_stdio[1] = !boolean("-S inherit-stdout", value)?,
                b"inherit-stderr" => self.closed_stdio[2] = !boolean("-S inherit-stderr", value)?,
                b"listenfd" => self.listenfd = boolean("-S listenfd", value)?,
                _ => return Err(OptionsError::UnknownKey { group: "-S", key: key.to_vec() }),
            }
        }
        Ok(())
    }

    fn wasm_group(&mut self, group: &[u8]) -> Result<(), OptionsError> {
        for (key, value) in keys(group) {
            match key {
                b"max-wasm-stack" => self.max_wasm_stack = Some(number("-W max-wasm-stack", value)?),
                b"gc-heap-limit" => self.heap.limit = Some(heap_limit(value)?),
                b"gc-heap-initial" => self.heap.initial = Some(number("-W gc-heap-initial", value)?),
                b"gc-policy" => self.heap.policy = heap_policy(required("-W gc-policy", value)?)?,
                _ => return Err(OptionsError::UnknownKey { group: "-W", key: key.to_vec() }),
            }
        }
        Ok(())
    }

    fn debug_group(&mut self, group: &[u8]) -> Result<(), OptionsError> {
        for (key, value) in keys(group) {
            match key {
                b"gc-log" => self.heap.log = boolean("-D gc-log", value)?,
                b"gc-stress" => self.heap.stress = heap_stress(required("-D gc-stress", value)?)?,
                _ => return Err(OptionsError::UnknownKey { group: "-D", key: key.to_vec() }),
            }
        }
        Ok(())
    }
}

impl Dir {
    fn parse(text: &[u8]) -> Dir {
        let (host, rest) = split_at_colons(text);
        let (guest, access) = rest.map_or((host, None), split_at_colons);
        let (guest, read_only) = match access {
            Some(b"ro") => (guest, true),
            // Some other colons, then, which are part of the name.
            Some(_) => (rest.unwrap_or_default(), false),
            None => (guest, false),
        };
        Dir { host: CString::new(host).unwrap_or_default(), guest: guest.to_vec(), read_only }
    }
}

/// What is before and after the first `::`.
fn split_at_colons(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    match text.windows(2).position(|pair| pair == b"::") {
        Some(at) => (&text[..at], Some(&text[at + 2..])),
        None => (text, None),
    }
}

fn sandbox(value: &[u8]) -> Result<Sandbox, OptionsError> {
    Ok(match value {
        b"auto" => Sandbox::Auto,
        b"namespace" => Sandbox::Namespace,
        b"strict" => Sandbox::Strict,
        b"landlock" => Sandbox::Landlock,
        b"openat2" => Sandbox::Openat2,
        b"none" => Sandbox::None,
        _ => {
            let expected = "auto, namespace, strict, landlock, openat2 or none";
            return Err(OptionsError::BadValue { option: "--sandbox", value: value.to_vec(), expected });
        }
    })
}

/// Nothing is a limit too, of no program that has objects; to the collector it would mean that there is none.
fn heap_limit(value: Option<&[u8]>) -> Result<u64, OptionsError> {
    const OPTION: &str = "-W gc-heap-limit";
    match number(OPTION, value)? {
        0 => Err(OptionsError::BadValue { option: OPTION, value: b"0".to_vec(), expected: "at least 1" }),
        limit => Ok(limit),
    }
}

fn heap_policy(value: &[u8]) -> Result<HeapPolicy, OptionsError> {
    Ok(match value {
        b"growable" => HeapPolicy::Growable,
        b"fixed" => HeapPolicy::Fixed,
        b"null" => HeapPolicy::Null,
        _ => {
            let expected = "growable, fixed or null";
            return Err(OptionsError::BadValue { option: "-W gc-policy", value: value.to_vec(), expected });
        }
    })
}

fn heap_stress(value: &[u8]) -> Result<HeapStress, OptionsError> {
    Ok(match value {
        b"slow-paths" => HeapStress::SlowPaths,
        b"allocations" => HeapStress::Allocations,
        _ => {
            let expected = "slow-paths or allocations";
            return Err(OptionsError::BadValue { option: "-D gc-stress", value: value.to_vec(), expected });
        }
    })
}

/// The flag of a word, and the value that is part of the same word: `--env=A` or `-Sinherit-env`.
fn split_flag(word: &[u8]) -> (&[u8], Option<&[u8]>) {
    if word.starts_with(b"--") {
        match word.iter().position(|&byte| byte == b'=') {
            Some(at) => (&word[..at], Some(&word[at + 1..])),
            None => (word, None),
        }
    } else if word.len() > 2 && word.starts_with(b"-") {
        (&word[..2], Some(&word[2..]))
    } else {
        (word, None)
    }
}

/// The keys of a group: `key[=value],key…`.
fn keys(group: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    group.split(|&byte| byte == b',').map(|pair| match pair.iter().position(|&byte| byte == b'=') {
        Some(at) => (&pair[..at], Some(&pair[at + 1..])),
        None => (pair, None),
    })
}

fn boolean(option: &'static str, value: Option<&[u8]>) -> Result<bool, OptionsError> {
    match value {
        None | Some(b"y" | b"yes" | b"true") => Ok(true),
        Some(b"n" | b"no" | b"false") => Ok(false),
        Some(value) => Err(OptionsError::BadValue { option, value: value.to_vec(), expected: "y or n" }),
    }
}

fn required<'v>(option: &'static str, value: Option<&'v [u8]>) -> Result<&'v [u8], OptionsError> {
    value.filter(|value| !value.is_empty()).ok_or(OptionsError::MissingValue(option))
}

/// Decimal or hexadecimal, with underscores.
fn number(option: &'static str, value: Option<&[u8]>) -> Result<u64, OptionsError> {
    let value = required(option, value)?;
    let digits: Vec<u8> = value.iter().copied().filter(|&byte| byte != b'_').collect();
    let digits = core::str::from_utf8(&digits).unwrap_or_default();
    match digits.strip_prefix("0x") {
        Some(hexadecimal) => u64::from_str_radix(hexadecimal, 16),
        None => digits.parse(),
    }
    .map_err(|_| OptionsError::BadValue { option, value: value.to_vec(), expected: "a number of bytes" })
}

/// Splits text into words as a POSIX shell does, with single quotes, double quotes and backslashes but nothing that expands.
fn split(text: &[u8]) -> Result<Vec<Vec<u8>>, OptionsError> {
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' | b'\t' | b'\n' => words.extend(word.take()),
            b'\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match bytes.next().ok_or(OptionsError::UnclosedQuote)? {
                        b'\'' => break,
                        byte => word.push(byte),
                    }
                }
            }
            b'"' => {
                let word = word.get_or_insert_default();
                loop {
                    match bytes.next().ok_or(OptionsError::UnclosedQuote)? {
                        b'"' => break,
                        b'\\' => match bytes.next().ok_or(OptionsError::UnclosedQuote)? {
                            byte @ (b'$' | b'`' | b'"' | b'\\') => word.push(byte),
                            byte => word.extend([b'\\', byte]),
                        },
                        byte => word.push(byte),
                    }
                }
            }
            b'\\' => word.get_or_insert_default().extend(bytes.next()),
            byte => word.get_or_insert_default().push(byte),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Quotes a word so that `WASTREL_OPTIONS` gives it back as it is.
pub fn quote(word: &[u8]) -> Vec<u8> {
    let mut quoted = Vec::from(*b"'");
    for &byte in word {
        match byte {
            b'\'' => quoted.extend_from_slice(b"'\\''"),
            byte => quoted.push(byte),
        }
    }
    quoted.push(b'\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let words = split(text.as_bytes()).expect("words");
        words.into_iter().map(|word| String::from_utf8(word).expect("text")).collect()
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        assert_eq!(words("  a  b\tc\n"), ["a", "b", "c"]);
        assert_eq!(words(r#"'a b' "c d" e\ f"#), ["a b", "c d", "e f"]);
        assert_eq!(words(r#"a'b'"c""#), ["abc"]);
        assert_eq!(words(r#"'' "" "#), ["", ""]);
        assert_eq!(words(r#""\" \\ \n" '\'"#), [r#"" \ \n"#, "\\"]);
        assert_eq!(split(b"'a"), Err(OptionsError::UnclosedQuote));
        assert_eq!(split(b"\"a\\"), Err(OptionsError::UnclosedQuote));
    }

    #[test]
    fn a_quoted_word_comes_back() {
        for word in ["", "a b", "it's", "\\\"$`", "line\nline"] {
            assert_eq!(split(&quote(word.as_bytes())), Ok(vec![word.as_bytes().to_vec()]));
        }
    }

    fn dir(host: &str, guest: &str, read_only: bool) -> Dir {
        Dir { host: CString::new(host).expect("no NUL"), guest: guest.as_bytes().to_vec(), read_only }
    }

    #[test]
    fn a_directory_may_be_for_reading_only() {
        assert_eq!(Dir::parse(b"a::b::ro"), dir("a", "b", true));
        assert_eq!(Dir::parse(b"a::ro"), dir("a", "ro", false));
        assert_eq!(Dir::parse(b"a::b::c"), dir("a", "b::c", false));
    }

    #[test]
    fn flags_are_those_of_the_command_line() {
        let text = b"--env A=1 --env=B --dir /tmp::/ --dir . --argv0 x -S inherit-env -Wmax-wasm-stack=1_000 --sandbox=strict \
            -S inherit-stdout=n,listenfd";
        let options = Options::parse(text).expect("options");
        assert_eq!(options.env, [b"A=1".to_vec(), b"B".to_vec()]);
        assert_eq!(options.dirs, [dir("/tmp", "/", false), dir(".", ".", false)]);
        assert_eq!(options.argv0.as_deref(), Some(&b"x"[..]));
        assert!(options.inherit_env);
        assert_eq!(options.max_wasm_stack, Some(1000));
        assert_eq!(options.sandbox, Sandbox::Strict);
        assert_eq!((options.closed_stdio, options.listenfd), ([false, true, false], true));
    }

    #[test]
    fn the_heap_has_options_too() {
        let text =
            b"-W gc-heap-limit=1_000,gc-heap-initial=0x1_0 -Wgc-policy=fixed -D gc-log,gc-stress=allocations";
        let expected = HeapOptions {
            limit: Some(1000),
            initial: Some(16),
            policy: HeapPolicy::Fixed,
            log: true,
            stress: HeapStress::Allocations,
        };
        assert_eq!(Options::parse(text).expect("options").heap, expected);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |text: &[u8]| Options::parse(text).expect_err("an error").to_string();
        assert_eq!(error(b"--env"), "--env lacks its value");
        assert_eq!(
            error(b"--sandbox=weak"),
            "--sandbox: `weak` is not auto, namespace, strict, landlock, openat2 or none"
        );
        assert_eq!(error(b"-S nonsense"), "unknown key `nonsense` of -S");
        assert_eq!(error(b"-S inherit-env=maybe"), "-S inherit-env: `maybe` is not y or n");
        assert_eq!(error(b"-D gc-stress=much"), "-D gc-stress: `much` is not slow-paths or allocations");
        assert_eq!(error(b"-D gc-stress"), "-D gc-stress lacks its value");
        assert_eq!(error(b"-W gc-policy="), "-W gc-policy lacks its value");
        assert_eq!(error(b"-W gc-heap-limit=0"), "-W gc-heap-limit: `0` is not at least 1");
        assert_eq!(error(b"-W max-wasm-stack=lots"), "-W max-wasm-stack: `lots` is not a number of bytes");
        assert_eq!(
            error(b"x"),
            "unknown option `x` (known are --env, --dir, --argv0, --sandbox, -D, -S and -W)"
        );
    }
}
