//! After marking: counting what is live, freeing large objects, giving memory back.
//!
//! Small objects need no freeing: what is not marked is a hole.
//!
//! # Safety
//!
//! Poison goes only where no object is.
#![allow(unsafe_code)]

use crate::bits::{self, GRANULE};
use crate::collect::Collection;
use crate::heap::Heap;
use crate::space::{BLOCK_GRANULES, BLOCK_SIZE, Flag, PAGE_SIZE};

/// What freed memory holds in a heap that poisons: as a reference it leads to no object, as an address to no memory.
pub(crate) const POISON: u64 = 0xdeaf_beef_dead_f0f0;

impl Heap {
    /// Counts and frees. Returns the bytes that are live.
    pub(crate) fn sweep(&mut self, collection: Collection) -> usize {
        self.sweep_large();
        let mut live = self.space.pages.used_pages * PAGE_SIZE;
        for index in 0..self.space.block_count {
            // A minor collection marks and frees only objects that were allocated since the last collection.
            let changed = match collection {
                Collection::Full => BLOCK_GRANULES,
                Collection::Minor => usize::from(self.space.blocks[index].scanned),
            };
            if changed != 0 {
                let usage = bits::usage(self.space.block_lines(index));
                let block = &mut self.space.blocks[index];
                block.live = (usage.granules * GRANULE) as u32;
                block.longest_free = usage.longest_free as u8;
                block.scanned = 0;
                if self.options.poison {
                    self.poison_holes(index, changed);
                }
            }
            let block = &mut self.space.blocks[index];
            block.clear(Flag::NewStartsBuilt);
            live += block.live as usize;
        }
        self.reset_cursors();
        live
    }

    /// Gives back what is free, unless the heap is expected to grow into it before the next full collection.
    pub(crate) fn release_excess(&mut self) {
        let blocks = &self.space.blocks[..self.space.block_count];
        let used_blocks = blocks.iter().filter(|block| !block.is_free()).count();
        let used = used_blocks * BLOCK_SIZE + self.space.pages.used_pages * PAGE_SIZE;
        self.release_free_memory(used.saturating_add(self.sizing.expected_growth()).min(self.sizing.limit));
    }

    /// Gives free memory back to the system until no more than `target` bytes are resident.
    pub(crate) fn release_free_memory(&mut self, target: usize) {
        self.note_resident();
        if self.options.poison {
            return;
        }
        let mut at = 0;
        while self.space.resident() > target
            && let Some((start, count)) = self.space.pages.next_free_dirty(at)
        {
            self.space.release(self.space.page_address(start), count * PAGE_SIZE);
            self.space.pages.set_clean(start, count);
            at = start + count;
        }
        // From the top down, so that what stays is compact; many blocks at a time.
        let mut end = self.space.block_count;
        while self.space.resident() > target && end > 0 {
            let mut start = end;
            while start > 0 && self.space.resident() > target && self.can_release(start - 1) {
                start -= 1;
                self.space.blocks[start].set(Flag::Released);
                self.space.released_blocks += 1;
            }
            if start < end {
                self.space.release(self.space.address(start, 0), (end - start) * BLOCK_SIZE);
                self.next_released = self.next_released.min(start);
            }
            end = start.saturating_sub(1);
        }
    }

    fn can_release(&self, index: usize) -> bool {
        let block = &self.space.blocks[index];
        block.is_free() && !block.has(Flag::Released)
    }

    /// Poisons what is free among a block's first granules.
    fn poison_holes(&mut self, block: usize, granules: usize) {
        let mut from = 0;
        while from < granules {
            let Some(run) = bits::next_run(self.space.block_lines(block), from) else { break };
            let end = run.end.min(granules);
            self.poison(self.space.address(block, run.start), end.saturating_sub(run.start) * GRANULE);
            from = end;
        }
    }

    /// Overwrites free memory.
    pub(crate) fn poison(&self, address: usize, bytes: usize) {
        let words: *mut u64 = core::ptr::with_exposed_provenance_mut(address);
        for index in 0..bytes / size_of::<u64>() {
            // SAFETY: the memory is the heap's and free.
            unsafe { words.add(index).write(POISON) };
        }
    }
}
