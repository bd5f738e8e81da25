//! Marking: from the roots to everything they reach.
//!
//! The mark stack holds references to objects that may not be marked yet. In front of it stands a ring of prefetched ones, since
//! nearly every object is a cache miss. Arrays and large structs go in chunks, so that the stack stays shallow. When it is
//! full nevertheless, the object at hand stays unscanned, its block is flagged, and once the stack is empty the marked objects of
//! flagged blocks are scanned again.
//!
//! # Safety
//!
//! What is pushed is the address of an object's header, or no address in the heap at all; see [`crate::object`]. A [`Marker`] points to
//! tables of the heap that nothing else touches while it marks: the lines, the types, and the mark stack.
#![allow(unsafe_code)]

use crate::bits::{self, GRANULE, LINE_SIZE, Line};
use crate::heap::Heap;
use crate::machine;
use crate::object::{Kind, Object, TypeInfo, is_reference};
use crate::space::{BLOCK_LINES, BLOCK_SIZE, Flag, PAGE_SIZE};

/// References prefetched at a time. With 16 quads took 1.05 times as long and fragmentation too; with 32, fragmentation did.
const RING: usize = 24;
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

/// What marking uses for each object, in a local variable: through the heap, which objects might be thought to alias, each use
/// would load it again. Whoever makes one puts its depth back.
struct Marker {
    base: usize,
    size: usize,
    lines: *mut Line,
    types: *const TypeInfo,
    stack: *mut usize,
    depth: usize,
    capacity: usize,
}

impl Marker {
    #[inline(always)]
    fn push(&mut self, word: usize) {
        debug_assert!(self.depth < self.capacity);
        // SAFETY: callers made sure of room for all they push.
        unsafe { self.stack.add(self.depth).write(word) };
        self.depth += 1;
    }

    #[inline(always)]
    fn push_reference(&mut self, word: usize) {
        if is_reference(word) {
            self.push(word);
        }
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<usize> {
        self.depth = self.depth.checked_sub(1)?;
        // SAFETY: the entry was pushed.
        Some(unsafe { self.stack.add(self.depth).read() })
    }

    #[inline(always)]
    fn has_room_to_scan(&self) -> bool {
        self.capacity - self.depth >= MOST_PUSHED
    }

    #[inline(always)]
    fn type_of(&self, object: Object) -> TypeInfo {
        // SAFETY: allocation writes headers whose type is in the table.
        unsafe { *self.types.add(object.type_index() as usize) }
    }

    /// Marks an object, and pushes what it refers to if it wasn't marked.
    #[inline(always)]
    fn mark(&mut self, heap: &mut Heap, address: usize) {
        let object = Object(address);
        let offset = address.wrapping_sub(self.base);
        if offset >= self.size {
            if heap.mark_large(address) {
                self.scan(heap, object, self.type_of(object));
            }
            return;
        }
        let granule = offset / GRANULE;
        // SAFETY: there is a line for each part of the space.
        let line = unsafe { &mut *self.lines.add(granule / 64) };
        let bit = 1 << (granule % 64);
        if line.starts & bit != 0 {
            return;
        }
        line.starts |= bit;
        let info = self.type_of(object);
        let granules = info.object_size(object.length()) / GRANULE;
        if granule % 64 + granules <= 64 {
            line.extents |= (u64::MAX >> (64 - granules)) << (granule % 64);
        } else {
            let rest = BLOCK_LINES - granule / 64 % BLOCK_LINES;
            // SAFETY: these are the lines of the object's block from its first one on.
            let lines = unsafe { core::slice::from_raw_parts_mut(self.lines.add(granule / 64), rest) };
            bits::set_extents(lines, granule % 64, granules);
        }
        object.set_old();
        self.scan(heap, object, info);
    }

    #[inline(always)]
    fn scan(&mut self, heap: &mut Heap, object: Object, info: TypeInfo) {
        match info.kind {
            Kind::DataArray => {}
            Kind::Struct if self.has_room_to_scan() => {
                bits::each(info.map, |index| self.push_reference(object.word(index)));
            }
            Kind::Struct => heap.overflow(object),
            Kind::RefArray | Kind::LargeStruct => self.scan_words(heap, object, info, 0),
        }
    }

    /// Scans a chunk of an array or a large struct, from word `from` after the header on.
    #[inline(always)]
    fn scan_words(&mut self, heap: &mut Heap, object: Object, info: TypeInfo, from: usize) {
        if !self.has_room_to_scan() {
            return heap.overflow(object);
        }
        let count = match info.kind {
            Kind::RefArray => object.length() as usize,
            _ => info.size as usize / 8 - 1,
        };
        let to = count.min(from + CHUNK);
        if to < count {
            self.push(to);
            self.push(object.0 | REST);
        }
        if info.kind == Kind::RefArray {
            (from + 1..to + 1).for_each(|index| self.push_reference(object.word(index)));
        } else {
            let words = (from + 1..to + 1).filter(|&index| map_says(&info, index));
            words.for_each(|index| self.push_reference(object.word(index)));
        }
    }

    #[inline(always)]
    fn prefetch(&self, address: usize) {
        machine::prefetch(Object(address).slot(0));
        machine::prefetch(self.lines.wrapping_add(address.wrapping_sub(self.base) / LINE_SIZE));
    }
}

impl Heap {
    fn marker(&mut self) -> Marker {
        Marker {
            base: self.space.base,
            size: self.space.size,
            lines: self.space.lines.as_mut_ptr(),
            types: self.types.as_ptr(),
            stack: self.space.mark_stack.as_mut_ptr(),
            depth: self.mark_stack.depth,
            capacity: self.mark_stack.capacity,
        }
    }

    /// Marks an object and all it reaches.
    pub(crate) fn mark_from(&mut self, word: usize) {
        self.push_root(word);
        self.drain();
    }

    /// Adds a root, unless the word is none; there is always room for one.
    pub(crate) fn push_root(&mut self, word: usize) {
        if !is_reference(word) {
            return;
        }
        if self.mark_stack.depth == self.mark_stack.capacity {
            self.drain();
        }
        self.space.mark_stack[self.mark_stack.depth] = word;
        self.mark_stack.depth += 1;
    }

    /// Marks what `count` words refer to. Nearly all of a deep stack that a program keeps in a table is old: the marks alone say so, which
    /// are denser than the objects that the mark stack would prefetch.
    ///
    /// # Safety
    ///
    /// The words must be readable, and null, an i31 or a reference each.
    pub(crate) unsafe fn mark_words(&mut self, words: *const usize, count: usize) {
        for index in 0..count {
            // SAFETY: as the caller vouches.
            let word = unsafe { words.add(index).read() };
            if is_reference(word) && !self.space.is_marked(word) {
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
        if self.mark_stack.capacity - self.mark_stack.depth < MOST_PUSHED {
            self.drain();
        }
        self.scan(object);
    }

    fn scan(&mut self, object: Object) {
        let mut marker = self.marker();
        marker.scan(self, object, marker.type_of(object));
        self.mark_stack.depth = marker.depth;
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
        let mut marker = self.marker();
        // A queue: `waiting` entries from `first` on.
        let mut ring = [0usize; RING];
        let mut first = 0;
        let mut waiting = 0;
        loop {
            let object = if let Some(entry) = marker.pop() {
                if entry & REST != 0 {
                    let from = marker.pop().unwrap_or(0);
                    let object = Object(entry & !REST);
                    marker.scan_words(self, object, marker.type_of(object), from);
                    continue;
                }
                marker.prefetch(entry);
                if waiting < RING {
                    ring[(first + waiting) % RING] = entry;
                    waiting += 1;
                    continue;
                }
                core::mem::replace(&mut ring[first], entry)
            } else if waiting > 0 {
                waiting -= 1;
                ring[first]
            } else {
                break;
            };
            first = (first + 1) % RING;
            marker.mark(self, object);
        }
        self.mark_stack.depth = marker.depth;
    }

    /// Marks a large object; false if it was marked, or isn't an object of the heap.
    #[cold]
    fn mark_large(&mut self, address: usize) -> bool {
        let offset = self.space.offset(address);
        if offset >= 2 * self.space.size {
            return false;
        }
        let page = (offset - self.space.size) / PAGE_SIZE;
        if bits::get(self.space.large_marks, page) {
            return false;
        }
        bits::set(self.space.large_marks, page);
        Object(address).set_old();
        true
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
