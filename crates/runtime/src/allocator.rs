//! The allocator of the runtime itself: what it allocates is little and mostly stays.
//!
//! # Safety
//! Blocks are cut from mappings that are never unmapped; the newest block may be given back or grow in place.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr::null_mut;
use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous};

/// How much is taken from the kernel at once.
const CHUNK: usize = 256 << 10;

struct Bump {
    /// Where the next block can begin, and where the chunk ends.
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: the process has one thread.
unsafe impl Sync for Bump {}

#[global_allocator]
static ALLOCATOR: Bump = Bump { next: Cell::new(0), end: Cell::new(0) };

// SAFETY: blocks are disjoint parts of chunks, aligned as asked for.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.next.get().next_multiple_of(layout.align());
        match start.checked_add(layout.size()) {
            Some(end) if end <= self.end.get() => {
                self.next.set(end);
                start as *mut u8
            }
            _ => self.alloc_in_new_chunk(layout),
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if block as usize + layout.size() == self.next.get() {
            self.next.set(block as usize);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let is_newest = block as usize + layout.size() == self.next.get();
        if size <= layout.size() || is_newest && size <= self.end.get() - block as usize {
            if is_newest {
                self.next.set(block as usize + size);
            }
            return block;
        }
        // SAFETY: the alignment is a valid one, and the caller vouches for the size.
        let grown = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !grown.is_null() {
            // SAFETY: the blocks are disjoint, and as long.
            unsafe { core::ptr::copy_nonoverlapping(block, grown, layout.size()) };
        }
        grown
    }
}

impl Bump {
    #[cold]
    fn alloc_in_new_chunk(&self, layout: Layout) -> *mut u8 {
        let Some(needed) = layout.size().checked_add(layout.align()) else { return null_mut() };
        let size = needed.max(CHUNK).next_multiple_of(4096);
        let (protection, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
        // SAFETY: the mapping replaces no other.
        let Ok(chunk) = (unsafe { mmap_anonymous(null_mut(), size, protection, flags) }) else {
            return null_mut();
        };
        let start = (chunk as usize).next_multiple_of(layout.align());
        self.next.set(start + layout.size());
        self.end.set(chunk as usize + size);
        start as *mut u8
    }
}
