//! Precise roots: ranges of words of the program's (globals, tables, arguments in statics) and the handles of the host.
//!
//! # Safety
//!
//! A registered range is readable, and each of its words is null, an i31 or a reference, for as long as it is registered; so is the
//! count of one that grows.
#![allow(unsafe_code)]

use crate::buffer::{Buffer, OutOfMemory};
use crate::heap::Heap;

/// A range of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) words: *const usize,
    pub(crate) count: Count,
}

/// How many words a range has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    Fixed(usize),
    /// As many as is written there now.
    Growing(*const u64),
}

impl Count {
    /// How many there are.
    pub(crate) fn now(self) -> usize {
        match self {
            Count::Fixed(count) => count,
            // SAFETY: see the module's contract.
            Count::Growing(count) => unsafe { count.read_volatile() as usize },
        }
    }
}

/// What holds references outside the heap and the stacks.
#[derive(Debug)]
pub(crate) struct Roots {
    pub(crate) ranges: Buffer<Range>,
    /// References of the host; a free entry holds twice the index of the next free one, plus 1: an i31 to the marker.
    pub(crate) handles: Buffer<usize>,
    /// The first free handle, or `NONE`.
    free: usize,
}

const NONE: usize = usize::MAX >> 1;

impl Roots {
    pub(crate) const fn new() -> Roots {
        Roots { ranges: Buffer::new(), handles: Buffer::new(), free: NONE }
    }
}

/// A reference that the host holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Handle(pub u32);

impl Heap {
    /// Adds `count` words to the roots.
    ///
    /// # Safety
    ///
    /// Until they are removed the words must be readable, and null, an i31 or a reference each.
    pub unsafe fn add_roots(&mut self, words: *const usize, count: usize) -> Result<(), OutOfMemory> {
        words.expose_provenance();
        self.roots.ranges.push(Range { words, count: Count::Fixed(count) })
    }

    /// Adds as many words to the roots as `count` says at each collection.
    ///
    /// # Safety
    ///
    /// As [`Heap::add_roots`]; and `count` must be readable.
    pub unsafe fn add_growing_roots(
        &mut self,
        words: *const usize,
        count: *const u64,
    ) -> Result<(), OutOfMemory> {
        words.expose_provenance();
        self.roots.ranges.push(Range { words, count: Count::Growing(count) })
    }

    /// Removes the range that starts at `words`.
    pub fn remove_roots(&mut self, words: *const usize) {
        if let Some(index) = self.roots.ranges.iter().position(|range| range.words == words) {
            self.roots.ranges.swap_remove(index);
        }
    }

    /// Keeps an object alive until the handle is dropped.
    pub fn handle_new(&mut self, reference: usize) -> Result<Handle, OutOfMemory> {
        let roots = &mut self.roots;
        if roots.free == NONE {
            roots.handles.push(reference)?;
            return Ok(Handle(roots.handles.len() as u32 - 1));
        }
        let index = roots.free;
        roots.free = roots.handles[index] >> 1;
        roots.handles[index] = reference;
        Ok(Handle(index as u32))
    }

    /// What a handle refers to.
    pub fn handle_get(&self, handle: Handle) -> usize {
        self.roots.handles[handle.0 as usize]
    }

    /// Makes a handle refer to something else.
    pub fn handle_set(&mut self, handle: Handle, reference: usize) {
        self.roots.handles[handle.0 as usize] = reference;
    }

    /// Gives up a handle, which may be used again.
    pub fn handle_drop(&mut self, handle: Handle) {
        let roots = &mut self.roots;
        roots.handles[handle.0 as usize] = roots.free << 1 | 1;
        roots.free = handle.0 as usize;
    }

    /// Marks what the precise roots refer to.
    pub(crate) fn mark_precise_roots(&mut self) {
        for index in 0..self.roots.ranges.len() {
            let Range { words, count } = self.roots.ranges[index];
            let count = count.now();
            // SAFETY: see the module's contract.
            unsafe { self.mark_words(words, count) };
        }
        let (handles, count) = (self.roots.handles.as_ptr(), self.roots.handles.len());
        // SAFETY: a handle's word is a reference or looks like an i31; marking adds no handles.
        unsafe { self.mark_words(handles, count) };
    }
}
