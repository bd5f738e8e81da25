//! The allocator of the runtime itself: small, for one thread, never giving memory back to the kernel.
//!
//! Blocks have sizes that are powers of two; those of one size that are free form a list.
//!
//! # Safety
//! Blocks are disjoint parts of chunks that are there for good. A free block holds the link of its list, and only that.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::{Cell, UnsafeCell};
use core::ptr::null_mut;
use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous};

/// How much is taken from the kernel at once, at least.
const CHUNK: usize = 256 << 10;

/// The first chunk, enough for most programs.
struct First(UnsafeCell<[u8; 8 << 10]>);

// SAFETY: the process has one thread, and blocks are disjoint.
unsafe impl Sync for First {}

static FIRST: First = First(UnsafeCell::new([0; 8 << 10]));

/// The smallest block, as a power of two: it holds a link and is aligned for anything.
const SMALLEST: u32 = 4;

struct Allocator {
    /// Where the next new block can begin, and where the chunk ends.
    next: Cell<usize>,
    end: Cell<usize>,
    /// The free blocks of each size.
    free: [Cell<*mut Link>; usize::BITS as usize],
}

struct Link {
    next: *mut Link,
}

// SAFETY: the process has one thread.
unsafe impl Sync for Allocator {}

#[global_allocator]
static ALLOCATOR: Allocator = Allocator {
    next: Cell::new(0),
    end: Cell::new(0),
    free: [const { Cell::new(null_mut()) }; usize::BITS as usize],
};

/// The power of two that a block for this layout has as its size; its alignment follows.
fn size_class(layout: Layout) -> u32 {
    layout.size().max(layout.align()).next_power_of_two().trailing_zeros().max(SMALLEST)
}

// SAFETY: a block is as large as its class says, which is enough for the layout, and not in use twice.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = size_class(layout);
        let free = &self.free[class as usize];
        let block = free.get();
        if block.is_null() {
            return self.new_block(1 << class);
        }
        // SAFETY: a free block holds its link.
        free.set(unsafe { (*block).next });
        block.cast()
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let free = &self.free[size_class(layout) as usize];
        let link = block.cast::<Link>();
        // SAFETY: the block is large enough and nobody else's now.
        unsafe { link.write(Link { next: free.get() }) };
        free.set(link);
    }
}

impl Allocator {
    fn new_block(&self, size: usize) -> *mut u8 {
        if self.end.get() == 0 {
            let first = FIRST.0.get() as usize;
            self.next.set(first);
            self.end.set(first + size_of::<First>());
        }
        let start = self.next.get().next_multiple_of(size.min(4096));
        if start + size <= self.end.get() {
            self.next.set(start + size);
            return start as *mut u8;
        }
        self.new_chunk(size)
    }

    #[cold]
    fn new_chunk(&self, size: usize) -> *mut u8 {
        let chunk = size.max(CHUNK);
        let (protection, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
        // SAFETY: the mapping replaces no other.
        match unsafe { mmap_anonymous(null_mut(), chunk, protection, flags) } {
            Ok(start) => {
                self.next.set(start as usize + size);
                self.end.set(start as usize + chunk);
                start.cast()
            }
            Err(_) => null_mut(),
        }
    }
}
