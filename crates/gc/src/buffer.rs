//! A growable array in pages of its own, for the lists that the collector keeps. The collector has no allocator.
//!
//! # Safety
//!
//! `data` points to a private mapping of `capacity` elements, of which the first `length` are initialised; it is
//! dangling while the capacity is 0.
#![allow(unsafe_code)]

use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use rustix::mm::{MapFlags, ProtFlags};

/// The kernel has no memory for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// A growable array.
#[derive(Debug)]
pub(crate) struct Buffer<T: Copy> {
    data: NonNull<T>,
    length: usize,
    capacity: usize,
    owns: PhantomData<T>,
}

impl<T: Copy> Buffer<T> {
    pub(crate) const fn new() -> Buffer<T> {
        Buffer { data: NonNull::dangling(), length: 0, capacity: 0, owns: PhantomData }
    }

    /// Adds an element, or fails without a change.
    #[inline]
    pub(crate) fn push(&mut self, value: T) -> Result<(), OutOfMemory> {
        if self.length == self.capacity {
            self.grow()?;
        }
        // SAFETY: the capacity is larger than the length.
        unsafe { self.data.as_ptr().add(self.length).write(value) };
        self.length += 1;
        Ok(())
    }

    /// Makes sure that so many elements fit without another mapping.
    pub(crate) fn reserve(&mut self, length: usize) -> Result<(), OutOfMemory> {
        while self.capacity < length {
            self.grow()?;
        }
        Ok(())
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        let value = *self.last()?;
        self.length -= 1;
        Some(value)
    }

    /// Forgets the elements from `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub(crate) fn clear(&mut self) {
        self.length = 0;
    }

    /// Removes an element; the last one takes its place.
    pub(crate) fn swap_remove(&mut self, index: usize) {
        let last = self.length - 1;
        self[index] = self[last];
        self.length = last;
    }

    #[cold]
    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let capacity = (self.capacity * 2).max(4096 / size_of::<T>().max(1));
        let bytes = capacity * size_of::<T>();
        // SAFETY: a new mapping at an address of the kernel's choice.
        let new = unsafe {
            rustix::mm::mmap_anonymous(
                core::ptr::null_mut(),
                bytes,
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::PRIVATE,
            )
        };
        let new = NonNull::new(new.map_err(|_| OutOfMemory)?.cast::<T>()).ok_or(OutOfMemory)?;
        // SAFETY: both mappings hold at least `length` elements and don't overlap.
        unsafe { new.as_ptr().copy_from_nonoverlapping(self.data.as_ptr(), self.length) };
        self.unmap();
        self.data = new;
        self.capacity = capacity;
        Ok(())
    }

    fn unmap(&mut self) {
        if self.capacity > 0 {
            // SAFETY: the mapping is ours and nothing refers to it any more. Failing, it would only stay.
            let _ = unsafe { rustix::mm::munmap(self.data.as_ptr().cast(), self.capacity * size_of::<T>()) };
        }
    }
}

impl<T: Copy> Drop for Buffer<T> {
    fn drop(&mut self) {
        self.unmap();
    }
}

impl<T: Copy> Deref for Buffer<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        // SAFETY: the first `length` elements are initialised.
        unsafe { core::slice::from_raw_parts(self.data.as_ptr(), self.length) }
    }
}

impl<T: Copy> DerefMut for Buffer<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: the first `length` elements are initialised.
        unsafe { core::slice::from_raw_parts_mut(self.data.as_ptr(), self.length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_keeps_what_it_held() {
        let mut buffer = Buffer::new();
        for i in 0..10_000u64 {
            buffer.push(i).unwrap();
        }
        assert!(buffer.iter().copied().eq(0..10_000));
        buffer.swap_remove(3);
        assert_eq!((buffer[3], buffer.len()), (9_999, 9_999));
        assert_eq!(buffer.pop(), Some(9_998));
        buffer.truncate(2);
        assert_eq!(&*buffer, [0, 1]);
        buffer.clear();
        assert_eq!(buffer.pop(), None);
    }
}
