//! Large objects: each has whole pages of its own, in the second half of the address space.
//!
//! # Safety
//!
//! The pages of a run belong to its object alone.
#![allow(unsafe_code)]

use crate::bits;
use crate::buffer::OutOfMemory;
use crate::heap::{Heap, Stress};
use crate::object::Object;
use crate::space::PAGE_SIZE;

impl Heap {
    /// Allocates an object of `size` bytes, more than [`crate::alloc::MAX_MEDIUM`]. Its contents are zero if `zeroed`,
    /// else garbage that must be overwritten before the next allocation.
    #[cold]
    pub fn alloc_large(
        &mut self,
        type_index: u32,
        length: u32,
        size: usize,
        zeroed: bool,
    ) -> Result<Object, OutOfMemory> {
        let pages = size.div_ceil(PAGE_SIZE);
        let bytes = pages * PAGE_SIZE;
        if bytes > self.sizing.limit {
            return Err(OutOfMemory);
        }
        if self.options.stress != Stress::None {
            self.collect_under_stress();
        } else if self.allocated.saturating_add(bytes) / 5 * 4 >= self.sizing.budget {
            self.collect_in_time()?;
        }
        let page = match self.place_large(pages, zeroed) {
            Some(page) => page,
            None => {
                self.collect_everything()?;
                self.place_large(pages, zeroed).ok_or(OutOfMemory)?
            }
        };
        self.allocated += bytes;
        let object = Object(self.space.page_address(page));
        object.initialize(type_index, length);
        Ok(object)
    }

    fn place_large(&mut self, count: usize, zeroed: bool) -> Option<usize> {
        let (_, clean) = self.space.pages.find(count)?;
        if !self.has_room(clean * PAGE_SIZE) {
            return None;
        }
        // Making room may have cleaned the pages that were found.
        let (start, clean) = self.space.pages.find(count)?;
        if zeroed {
            self.zero_dirty_pages(start, start + count);
        }
        self.space.pages.take(start, count, clean);
        Some(start)
    }

    fn zero_dirty_pages(&mut self, start: usize, end: usize) {
        let mut at = bits::find(self.space.pages.dirty, start, end, true);
        while at < end {
            let stop = bits::find(self.space.pages.dirty, at, end, false);
            let pages: *mut u8 = core::ptr::with_exposed_provenance_mut(self.space.page_address(at));
            // SAFETY: the pages are free.
            unsafe { pages.write_bytes(0, (stop - at) * PAGE_SIZE) };
            at = bits::find(self.space.pages.dirty, stop, end, true);
        }
    }

    /// Frees the large objects that are not marked.
    pub(crate) fn sweep_large(&mut self) {
        for index in 0..self.space.pages.top.div_ceil(64) {
            let dead = self.space.pages.heads[index] & !self.space.large_marks[index];
            bits::each(dead, |bit| {
                let head = index * 64 + bit;
                let count = self.space.pages.free(head);
                if self.options.poison {
                    self.poison(self.space.page_address(head), count * PAGE_SIZE);
                }
            });
        }
    }
}
