//! Marking: from the roots to everything they reach.
//!
//! The mark stack holds references to objects that may not be marked yet. In front of it stands a ring of prefetched ones, since
//! nearly every object is a cache miss. Arrays and large structs go in chunks, so that the stack stays shallow. When it is
//! full nevertheless, the object at hand stays unscanned, its block is flagged, and once the stack is empty the marked objects of
//! flagged blocks are scanned again.
//!
//! # Safety
//!
//! What is pushed is the address of an object's header, or no address in the heap at all; see [`crate::object`].
#![allow(unsafe_code)]

use crate::bits::{self, GRANULE, LINE_SIZE};
use crate::heap::Heap;
use crate::machine;
use crate::object::{Kind, Object, TypeInfo, is_reference};
use crate::space::{BLOCK_LINES, BLOCK_SIZE, Flag, PAGE_SIZE};

/// References prefetched at a time.
const RING: usize = 16;
/// Words of an array or large struct scanned at a time; a small struct has no more.
const CHUNK: usize = 64;
/// What scanning one object pushes at most: a chunk, and two words for the rest.
const MOST_PUSHED: usize = CHUNK + 2;
/// Low bit of an entry: the rest of a large object. The entry below says from which word on.
const REST: usize = 1;

/// What is still to be marked.
#[derive(Debug)]
pub(crate) struct MarkStack {
    depth: usize,
    capacity: usize,
    /// Blocks are flagged, or `large_overflowed` is set.
    overflowed: bool,
    large_overflowed: bool,
}

impl MarkStack {
    pub(crate) const fn new() -> MarkStack {
        MarkStack { depth: 0, capacity: 0, overflowed: false, large_overflowed: false }
    }

    /// Room for `wanted` entries, or for `available` if that is 0.
    pub(crate) fn with_capacity(wanted: usize, available: usize) -> MarkStack {
        let capacity = if wanted == 0 { available } else { wanted.clamp(2 * MOST_PUSHED, available) };
        MarkStack { capacity, ..MarkStack::new() }
    }
}

impl Heap {
    #[inline]
    fn push(&mut self, word: usize) {
        debug_assert!(self.mark_stack.depth < self.mark_stack.capacity);
        // SAFETY: callers made sure of room for all they push.
        unsafe { *self.space.mark_stack.get_unchecked_mut(self.mark_stack.depth) = word };
        self.mark_stack.depth += 1;
    }

    #[inline]
    fn pop(&mut self) -> usize {
        self.mark_stack.depth -= 1;
        // SAFETY: callers know that the stack isn't empty; `depth` never passes the slice's length.
        unsafe { *self.space.mark_stack.get_unchecked(self.mark_stack.depth) }
    }

    #[inline]
    fn has_room_to_scan(&self) -> bool {
        self.mark_stack.capacity - self.mark_stack.depth >= MOST_PUSHED
    }

    /// Marks an object and all it reaches.
    pub(crate) fn mark_from(&mut self, word: usize) {
        if is_reference(word) {
            self.push_root(word);
            self.drain();
        }
    }

    /// Adds a root; there is always room for one.
    fn push_root(&mut self, word: usize) {
        if !self.has_room_to_scan() {
            self.drain();
        }
        self.push(word);
    }

    /// Marks what `count` words refer to.
    ///
    /// # Safety
    ///
    /// The words must be readable, and null, an i31 or a reference each.
    pub(crate) unsafe fn mark_words(&mut self, words: *const usize, count: usize) {
        for index in 0..count {
            // SAFETY: as the caller vouches.
            let word = unsafe { words.add(index).read() };
            if is_reference(word) {
                self.push_root(word);
            }
        }
        self.drain();
    }

    /// Marks the objects that conservative roots may refer to.
    pub(crate) fn mark_pinned(&mut self) {
        for block in 0..self.space.block_count {
            if !self.space.blocks[block].has(Flag::Pinned) {
                continue;
            }
            self.space.blocks[block].clear(Flag::Pinned);
            for line in 0..BLOCK_LINES {
                let word = core::mem::take(&mut self.space.pinned[block * BLOCK_LINES + line]);
                let base = self.space.address(block, line * 64);
                bits::each(word, |bit| self.push_root(base + bit * GRANULE));
            }
        }
        for index in 0..self.space.pages.top.div_ceil(64) {
            let word = core::mem::take(&mut self.space.large_pinned[index]);
            bits::each(word, |bit| self.push_root(self.space.page_address(index * 64 + bit)));
        }
        self.drain();
    }

    /// Scans an object of the remembered set.
    pub(crate) fn rescan(&mut self, object: Object) {
        if !self.has_room_to_scan() {
            self.drain();
        }
        self.scan(object);
    }

    /// Marks until nothing is left to mark.
    pub(crate) fn drain(&mut self) {
        self.drain_stack();
        while self.mark_stack.overflowed {
            self.mark_stack.overflowed = false;
            self.scan_overflowed();
        }
    }

    fn drain_stack(&mut self) {
        let mut ring = [0usize; RING];
        let mut at = 0;
        let mut waiting = 0;
        loop {
            let object = if self.mark_stack.depth > 0 {
                let entry = self.pop();
                if entry & REST != 0 {
                    let from = self.pop();
                    self.scan_words(Object(entry & !REST), from);
                    continue;
                }
                machine::prefetch(Object(entry).slot(0));
                let offset = self.space.offset(entry);
                machine::prefetch(self.space.lines.as_ptr().wrapping_add(offset / LINE_SIZE));
                let object = core::mem::replace(&mut ring[at], entry);
                at = (at + 1) % RING;
                if object == 0 {
                    waiting += 1;
                    continue;
                }
                object
            } else if waiting > 0 {
                let object = core::mem::take(&mut ring[at]);
                at = (at + 1) % RING;
                if object == 0 {
                    continue;
                }
                waiting -= 1;
                object
            } else {
                return;
            };
            self.mark(object);
        }
    }

    #[inline]
    fn mark(&mut self, address: usize) {
        let offset = self.space.offset(address);
        if offset >= self.space.size {
            return self.mark_large_or_foreign(address);
        }
        let granule = offset / GRANULE;
        let line = &mut self.space.lines[granule / 64];
        let bit = 1 << (granule % 64);
        if line.starts & bit != 0 {
            return;
        }
        line.starts |= bit;
        let object = Object(address);
        let info = self.type_of(object);
        bits::set_extents(self.space.lines, granule, info.object_size(object.length()) / GRANULE);
        object.set_old();
        self.scan_as(object, info);
    }

    #[cold]
    fn mark_large_or_foreign(&mut self, address: usize) {
        let offset = self.space.offset(address);
        if offset >= 2 * self.space.size {
            return;
        }
        let page = (offset - self.space.size) / PAGE_SIZE;
        if !bits::get(self.space.large_marks, page) {
            bits::set(self.space.large_marks, page);
            Object(address).set_old();
            self.scan(Object(address));
        }
    }

    #[inline]
    fn type_of(&self, object: Object) -> TypeInfo {
        debug_assert!((object.type_index() as usize) < self.types.len(), "a reference to no object");
        // SAFETY: allocation writes headers whose type is in the table.
        unsafe { *self.types.get_unchecked(object.type_index() as usize) }
    }

    fn scan(&mut self, object: Object) {
        self.scan_as(object, self.type_of(object));
    }

    #[inline]
    fn scan_as(&mut self, object: Object, info: TypeInfo) {
        match info.kind {
            Kind::DataArray => {}
            Kind::Struct if info.map == 0 => {}
            Kind::Struct if self.has_room_to_scan() => {
                bits::each(info.map, |index| {
                    let word = object.word(index);
                    if is_reference(word) {
                        self.push(word);
                    }
                });
            }
            Kind::Struct => self.overflow(object),
            Kind::RefArray | Kind::LargeStruct => self.scan_words(object, 0),
        }
    }

    /// Scans a chunk of an array or a large struct, from word `from` after the header on.
    fn scan_words(&mut self, object: Object, from: usize) {
        if !self.has_room_to_scan() {
            return self.overflow(object);
        }
        let info = self.type_of(object);
        let count = match info.kind {
            Kind::RefArray => object.length() as usize,
            _ => info.size as usize / 8 - 1,
        };
        let to = count.min(from + CHUNK);
        if to < count {
            self.push(to);
            self.push(object.0 | REST);
        }
        for index in from + 1..to + 1 {
            if info.kind == Kind::LargeStruct && !map_says(&info, index) {
                continue;
            }
            let word = object.word(index);
            if is_reference(word) {
                self.push(word);
            }
        }
    }

    /// Leaves a marked object unscanned for now.
    #[cold]
    fn overflow(&mut self, object: Object) {
        self.mark_stack.overflowed = true;
        self.stats.mark_stack_overflows += 1;
        let offset = self.space.offset(object.0);
        if offset < self.space.size {
            self.space.blocks[offset / BLOCK_SIZE].set(Flag::Overflowed);
        } else {
            self.mark_stack.large_overflowed = true;
        }
    }

    /// Scans the marked objects of flagged blocks again.
    #[cold]
    fn scan_overflowed(&mut self) {
        for block in 0..self.space.block_count {
            if !self.space.blocks[block].has(Flag::Overflowed) {
                continue;
            }
            self.space.blocks[block].clear(Flag::Overflowed);
            for line in 0..BLOCK_LINES {
                let starts = self.space.block_lines(block)[line].starts;
                let base = self.space.address(block, line * 64);
                bits::each(starts, |bit| {
                    self.scan(Object(base + bit * GRANULE));
                    self.drain_stack();
                });
            }
        }
        if core::mem::take(&mut self.mark_stack.large_overflowed) {
            for index in 0..self.space.pages.top.div_ceil(64) {
                let heads = self.space.pages.heads[index] & self.space.large_marks[index];
                bits::each(heads, |bit| {
                    self.scan(Object(self.space.page_address(index * 64 + bit)));
                    self.drain_stack();
                });
            }
        }
    }

    /// Forgets all marks, so that a full collection can set them anew.
    pub(crate) fn clear_marks(&mut self) {
        let used = self.space.block_count * BLOCK_LINES;
        self.space.lines[..used].fill(bits::Line::default());
        let used = self.space.pages.top.div_ceil(64);
        self.space.large_marks[..used].fill(0);
    }

    /// Gives back the memory of a mark stack that may have grown large.
    pub(crate) fn trim_mark_stack(&mut self) {
        const KEPT: usize = 1 << 20;
        let size = size_of_val(self.space.mark_stack);
        if size > KEPT {
            let start = self.space.mark_stack.as_ptr().expose_provenance();
            self.space.release(start + KEPT, size - KEPT);
        }
    }
}

/// Whether word `index` of a large struct holds a reference.
fn map_says(info: &TypeInfo, index: usize) -> bool {
    let map: *const u64 = core::ptr::with_exposed_provenance(info.map as usize);
    // SAFETY: the map of a large struct has a bit for each of its words.
    unsafe { map.add(index / 64).read() >> (index % 64) & 1 != 0 }
}
