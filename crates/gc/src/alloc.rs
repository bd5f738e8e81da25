//! Allocation of small and medium objects: a bump range inside a hole, and how the next hole is found.
//!
//! A *hole* is a run of granules that no object covered at the last collection. Holes are looked for lazily, block by
//! block, while the program runs. Between collections every hole that was given out stays parseable: objects one after
//! the other, the unused rest covered by a filler (a header of type 0 and a number of bytes).
//!
//! Small requests take whatever hole comes next, first in blocks that have live objects, then in free blocks. Medium
//! ones have a cursor of their own, which takes only blocks with a long hole, so that neither wastes the other's.
//!
//! # Safety
//!
//! The bump ranges lie in holes: nobody else has memory there.
#![allow(unsafe_code)]

use crate::bits::{self, GRANULE, Hole, LINE_SIZE};
use crate::buffer::OutOfMemory;
use crate::collect::Collection;
use crate::heap::{Heap, Stress};
use crate::object::{FILLER, HEADER_SIZE, Kind, Object};
use crate::sizing::Policy;
use crate::space::{BLOCK_GRANULES, BLOCK_SIZE, Flag};

/// Larger requests are medium.
const MAX_SMALL: usize = 256;
/// Larger requests get pages of their own.
pub(crate) const MAX_MEDIUM: usize = 8192;
/// A block with fewer free lines in a row than this is no good for medium objects, unless memory is short.
const MEDIUM_LINES: usize = MAX_MEDIUM / LINE_SIZE;
/// A block with less free than this isn't worth a visit.
const FULL_BLOCK: usize = BLOCK_SIZE - BLOCK_SIZE / 32;
/// So many full collections in a row may each win less than a 64th of the heap before memory counts as run out.
const MAX_FUTILE_COLLECTIONS: u32 = 8;

/// A range of free memory, allocated from its start.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Bump {
    pub(crate) next: usize,
    pub(crate) end: usize,
}

impl Bump {
    pub(crate) const EMPTY: Bump = Bump { next: 0, end: 0 };

    #[inline]
    fn take(&mut self, size: usize) -> Option<Object> {
        let object = self.next;
        if size > self.end - object {
            return None;
        }
        self.next = object + size;
        Some(Object(object))
    }

    /// Covers the unused rest by a filler and forgets it.
    #[inline]
    fn retire(&mut self) {
        if self.next < self.end {
            Object(self.next).initialize(FILLER, (self.end - self.next) as u32);
        }
        *self = Bump::EMPTY;
    }
}

/// Where medium objects are allocated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MediumCursor {
    bump: Bump,
    /// Block in which the bump range lies.
    block: Option<usize>,
    /// Blocks below were all looked at.
    next_block: usize,
}

impl MediumCursor {
    pub(crate) const EMPTY: MediumCursor = MediumCursor { bump: Bump::EMPTY, block: None, next_block: 0 };
}

impl Heap {
    /// Allocates a struct. Its fields are garbage: they must be written before the next allocation.
    #[inline]
    pub fn alloc_struct(&mut self, type_index: u32) -> Result<Object, OutOfMemory> {
        let size = self.types[type_index as usize].object_size(0);
        self.alloc_object(type_index, 0, size, false)
    }

    /// Allocates an array; its elements are zero if `zeroed`, else garbage that must be overwritten before the next
    /// allocation.
    #[inline]
    pub fn alloc_array(&mut self, type_index: u32, length: u32, zeroed: bool) -> Result<Object, OutOfMemory> {
        let info = self.types[type_index as usize];
        debug_assert!(matches!(info.kind, Kind::RefArray | Kind::DataArray));
        self.alloc_object(type_index, length, info.object_size(length), zeroed)
    }

    fn alloc_object(
        &mut self,
        type_index: u32,
        length: u32,
        size: usize,
        zeroed: bool,
    ) -> Result<Object, OutOfMemory> {
        if size > MAX_MEDIUM {
            return self.alloc_large(type_index, length, size, zeroed);
        }
        let object = match self.bump.take(size) {
            Some(object) => object,
            None => self.alloc_slow(size)?,
        };
        object.initialize(type_index, length);
        if zeroed {
            let contents: *mut u8 = object.slot(1).cast();
            // SAFETY: the object is ours and has `size` bytes.
            unsafe { contents.write_bytes(0, size - HEADER_SIZE) };
        }
        Ok(object)
    }

    /// Finds memory for an object of at most [`MAX_MEDIUM`] bytes that doesn't fit the bump range. The caller writes
    /// its header before anything else happens to the heap.
    #[cold]
    pub fn alloc_slow(&mut self, size: usize) -> Result<Object, OutOfMemory> {
        debug_assert!(size <= MAX_MEDIUM && size.is_multiple_of(GRANULE));
        if self.options.stress != Stress::None {
            self.collect_under_stress();
        } else if self.allocated >= self.sizing.budget {
            self.collect_in_time()?;
        }
        if let Some(object) = self.alloc_in_hole(size) {
            return Ok(object);
        }
        self.collect_everything()?;
        self.alloc_in_hole(size).ok_or(OutOfMemory)
    }

    /// A collection for the sake of testing: three minor ones for each full one.
    pub(crate) fn collect_under_stress(&mut self) {
        let so_far = self.stats.minor + self.stats.major;
        self.collect(if so_far % 4 == 3 { Collection::Full } else { Collection::Minor });
    }

    fn alloc_in_hole(&mut self, size: usize) -> Option<Object> {
        if size > MAX_SMALL { self.alloc_medium(size) } else { self.alloc_small(size) }
    }

    #[inline]
    fn alloc_small(&mut self, size: usize) -> Option<Object> {
        loop {
            self.bump.retire();
            while let Some(block) = self.small_block {
                match self.next_hole(block, size) {
                    Some(bump) => self.bump = bump,
                    None => {
                        self.small_block = None;
                        break;
                    }
                }
                let hole = self.bump.end - self.bump.next;
                if let Some(object) = self.bump.take(size) {
                    self.allocated += hole;
                    return Some(object);
                }
                self.bump.retire();
            }
            self.small_block = Some(self.take_recyclable_block().or_else(|| self.take_free_block())?);
        }
    }

    fn alloc_medium(&mut self, size: usize) -> Option<Object> {
        loop {
            if let Some(object) = self.medium.bump.take(size) {
                return Some(object);
            }
            self.medium.bump.retire();
            while let Some(block) = self.medium.block {
                match self.next_hole(block, size) {
                    Some(bump) => self.medium.bump = bump,
                    None => {
                        self.medium.block = None;
                        break;
                    }
                }
                let hole = self.medium.bump.end - self.medium.bump.next;
                if let Some(object) = self.medium.bump.take(size) {
                    self.allocated += hole;
                    return Some(object);
                }
                self.medium.bump.retire();
            }
            let block = self
                .take_medium_block()
                .or_else(|| self.take_free_block())
                .or_else(|| self.take_block_with_hole(size))?;
            self.medium.block = Some(block);
        }
    }

    /// The next hole of a block that was taken, for an object of `size` bytes. It counts as allocated if the object fits: a heap
    /// full of holes too short for what a program allocates would spend all its budget on them, again after each collection.
    /// Under stress it is at most as long as that, so that the next allocation is a slow one.
    #[inline]
    fn next_hole(&mut self, block: usize, size: usize) -> Option<Bump> {
        let Hole { start, mut end } =
            bits::next_hole(self.space.block_lines(block), usize::from(self.space.blocks[block].scanned))?;
        if self.options.stress == Stress::Allocations {
            end = end.min(start + size / GRANULE);
        }
        self.space.blocks[block].scanned = end as u16;
        Some(Bump { next: self.space.address(block, start), end: self.space.address(block, end) })
    }

    /// A block that has live objects and holes and wasn't taken since the last collection.
    fn take_recyclable_block(&mut self) -> Option<usize> {
        while self.next_recyclable < self.space.block_count {
            let index = self.next_recyclable;
            self.next_recyclable += 1;
            let block = &self.space.blocks[index];
            if block.scanned == 0 && block.live != 0 && block.live as usize <= FULL_BLOCK {
                return Some(index);
            }
        }
        None
    }

    /// The same with a hole that any medium object fits.
    fn take_medium_block(&mut self) -> Option<usize> {
        while self.medium.next_block < self.space.block_count {
            let index = self.medium.next_block;
            self.medium.next_block += 1;
            let block = &self.space.blocks[index];
            if block.scanned == 0 && block.live != 0 && usize::from(block.longest_free) >= MEDIUM_LINES {
                return Some(index);
            }
        }
        None
    }

    /// Any block with a hole for this object: memory is short.
    fn take_block_with_hole(&self, size: usize) -> Option<usize> {
        let lines = size.div_ceil(LINE_SIZE);
        let blocks = &self.space.blocks[..self.space.block_count];
        blocks.iter().position(|b| b.scanned == 0 && b.live != 0 && usize::from(b.longest_free) >= lines)
    }

    /// A block without live objects: one that has memory if there is any.
    fn take_free_block(&mut self) -> Option<usize> {
        while self.next_free < self.space.block_count {
            let index = self.next_free;
            let block = &self.space.blocks[index];
            if block.is_free() && !block.has(Flag::Released) {
                return Some(index);
            }
            self.next_free += 1;
        }
        if !self.has_room(BLOCK_SIZE) {
            return None;
        }
        while self.next_released < self.space.block_count {
            let index = self.next_released;
            let block = &mut self.space.blocks[index];
            if block.is_free() && block.has(Flag::Released) {
                block.clear(Flag::Released);
                self.space.released_blocks -= 1;
                return Some(index);
            }
            self.next_released += 1;
        }
        self.space.add_block()
    }

    /// Whether the heap may take this much more memory; gives back what is free if it couldn't otherwise.
    pub(crate) fn has_room(&mut self, bytes: usize) -> bool {
        let fits = |heap: &Heap| heap.space.resident() + bytes <= heap.sizing.limit;
        if !fits(self) {
            self.release_free_memory(0);
        }
        fits(self)
    }

    /// Makes every hole that was given out parseable.
    pub(crate) fn retire_holes(&mut self) {
        self.bump.retire();
        self.medium.bump.retire();
    }

    /// Forgets where holes were found: the next ones are looked for from the start.
    pub(crate) fn reset_cursors(&mut self) {
        self.bump = Bump::EMPTY;
        self.medium = MediumCursor::EMPTY;
        self.small_block = None;
        self.next_recyclable = 0;
        self.next_free = 0;
        self.next_released = 0;
        self.handed_out = self.handed_out.saturating_add(self.allocated);
        self.allocated = 0;
    }

    /// A collection because the budget is spent. Fails if a full one left next to nothing to go on with.
    pub(crate) fn collect_in_time(&mut self) -> Result<(), OutOfMemory> {
        match self.collect(Collection::Minor) {
            Collection::Full if self.sizing.is_exhausted() => Err(OutOfMemory),
            _ => Ok(()),
        }
    }

    /// A full collection because there is no hole. Fails if the last ones brought next to nothing.
    pub(crate) fn collect_everything(&mut self) -> Result<(), OutOfMemory> {
        if self.options.policy == Policy::Null {
            return Err(OutOfMemory);
        }
        // Other collections may have come in between, one for this very object among them.
        let won = self.handed_out.saturating_add(self.allocated);
        self.futile_collections = if won < self.sizing.limit / 64 { self.futile_collections + 1 } else { 0 };
        if self.futile_collections > MAX_FUTILE_COLLECTIONS {
            self.futile_collections = 0;
            return Err(OutOfMemory);
        }
        self.collect(Collection::Full);
        self.handed_out = 0;
        self.release_free_memory(0);
        Ok(())
    }

    /// Calls `visit` with each object allocated since the last collection in a block, and where in the block it starts.
    pub(crate) fn each_new_object(&self, block: usize, mut visit: impl FnMut(usize, Object)) {
        let scanned = usize::from(self.space.blocks[block].scanned);
        let mut from = 0;
        while from < scanned {
            let Some(hole) = bits::next_hole(self.space.block_lines(block), from) else { break };
            let end = hole.end.min(scanned);
            let mut granule = hole.start;
            while granule < end {
                let object = Object(self.space.address(block, granule));
                let size = if object.type_index() == FILLER {
                    object.length() as usize
                } else {
                    visit(granule, object);
                    object.size(self.types)
                };
                debug_assert!(size > 0 && size <= BLOCK_SIZE, "unparseable hole");
                granule += size.max(GRANULE) / GRANULE;
            }
            from = end;
        }
        debug_assert!(scanned <= BLOCK_GRANULES);
    }
}
