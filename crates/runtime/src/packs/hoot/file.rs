//! Standard streams, and files by name.

use alloc::vec::Vec;
use core::cell::RefCell;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::SeekFrom;

use crate::packs::Extern;
use crate::packs::object::{Kind, cast_failure};
use crate::process::Single;
use crate::wasi::named::{self, Access};

/// Bytes that are read or written at once.
const BUFFER: usize = 1024;

/// What a function returns that couldn't do it.
const FAILED: u32 = u32::MAX;

/// An open file.
struct File {
    fd: OwnedFd,
    buffer: [u8; BUFFER],
}

/// By the number that the module's object holds; none where it was closed.
static FILES: Single<RefCell<Vec<Option<File>>>> = Single::new(RefCell::new(Vec::new()));

fn with_file<T>(file: Extern, action: impl FnOnce(&mut File) -> T) -> Option<T> {
    let number = file.number(Kind::File) as usize;
    FILES.borrow_mut().get_mut(number).and_then(Option::as_mut).map(action)
}

/// Writes to standard output.
pub(super) fn write_stdout(text: Extern) {
    named::write_standard(1, text.text());
}

/// Writes to standard error.
pub(super) fn write_stderr(text: Extern) {
    named::write_standard(2, text.text());
}

/// Some of what there is on standard input; nothing at its end.
pub(super) fn read_stdin() -> Extern {
    let mut buffer = [0; BUFFER];
    let mut length = named::read_standard(&mut buffer[..BUFFER - 3]);
    // A character isn't cut in two.
    while length > 0 && length < BUFFER && is_cut(&buffer[..length]) {
        match named::read_standard(&mut buffer[length..=length]) {
            0 => break,
            more => length += more,
        }
    }
    Extern::new(Kind::String, &buffer[..length])
}

/// Whether the last character of a text lacks some of its bytes.
fn is_cut(text: &[u8]) -> bool {
    core::str::from_utf8(text).is_err_and(|error| error.error_len().is_none())
}

/// Whether there is a file of this name.
pub(super) fn exists(name: Extern) -> u32 {
    named::exists(name.text()).into()
}

/// Deletes a file.
pub(super) fn delete(name: Extern) {
    // The module has no way to learn of a failure.
    let _ = named::delete(name.text());
}

fn open(name: Extern, access: Access) -> Extern {
    let Ok(fd) = named::open(name.text(), access) else { return Extern::NULL };
    let mut files = FILES.borrow_mut();
    let free = files.iter().position(Option::is_none).unwrap_or(files.len());
    if free == files.len() {
        files.push(None);
    }
    files[free] = Some(File { fd, buffer: [0; BUFFER] });
    Extern::new(Kind::File, &(free as u64).to_ne_bytes())
}

/// Opens a file to be read; null if that fails.
pub(super) fn open_input(name: Extern) -> Extern {
    open(name, Access::Read)
}

/// Opens a file to be written, empty; null if that fails.
pub(super) fn open_output(name: Extern) -> Extern {
    open(name, Access::Write)
}

/// Closes a file.
pub(super) fn close(file: Extern) {
    let number = file.number(Kind::File) as usize;
    if let Some(slot) = FILES.borrow_mut().get_mut(number) {
        *slot = None;
    }
}

/// Reads at most this many bytes into the file's buffer: how many.
pub(super) fn read(file: Extern, count: u32) -> u32 {
    with_file(file, |file| {
        let count = (count as usize).min(BUFFER);
        rustix::io::retry_on_intr(|| rustix::io::read(&file.fd, &mut file.buffer[..count])).unwrap_or(0)
    })
    .unwrap_or(0) as u32
}

/// Writes this many bytes of the file's buffer: how many were.
pub(super) fn write(file: Extern, count: u32) -> u32 {
    with_file(file, |file| {
        let count = (count as usize).min(BUFFER);
        rustix::io::retry_on_intr(|| rustix::io::write(&file.fd, &file.buffer[..count])).unwrap_or(0)
    })
    .unwrap_or(0) as u32
}

/// Moves to a place: from the beginning (0), from where it is (1) or from the end (2). The new place, or -1.
pub(super) fn seek(file: Extern, offset: u32, whence: u32) -> u32 {
    let offset = i64::from(offset.cast_signed());
    let place = match whence {
        0 if offset < 0 => return FAILED,
        0 => SeekFrom::Start(offset.unsigned_abs()),
        1 => SeekFrom::Current(offset),
        2 => SeekFrom::End(offset),
        _ => return FAILED,
    };
    let place = with_file(file, |file| rustix::fs::seek(&file.fd, place).ok()).flatten();
    place.and_then(|place| u32::try_from(place).ok()).unwrap_or(FAILED)
}

/// Whether a file can be sought in.
pub(super) fn random_access(file: Extern) -> u32 {
    with_file(file, |file| rustix::fs::tell(file.fd.as_fd()).is_ok()).unwrap_or(false).into()
}

/// How many bytes a file's buffer has.
pub(super) fn buffer_size(file: Extern) -> u32 {
    file.number(Kind::File);
    BUFFER as u32
}

/// A byte of a file's buffer.
pub(super) fn buffer_ref(file: Extern, index: u32) -> u32 {
    match with_file(file, |file| file.buffer.get(index as usize).copied()).flatten() {
        Some(byte) => byte.into(),
        None => cast_failure(),
    }
}

/// Sets a byte of a file's buffer.
pub(super) fn buffer_set(file: Extern, index: u32, byte: u32) {
    let set = with_file(file, |file| file.buffer.get_mut(index as usize).map(|slot| *slot = byte as u8));
    if set.flatten().is_none() {
        cast_failure();
    }
}
