//! The address space of the heap: blocks for small and medium objects, pages for large ones, and the tables beside them,
//! all in one reservation. Memory that was never touched costs nothing.
//!
//! # Safety
//!
//! The tables are slices over disjoint parts of one private mapping that lives as long as the [`Space`]; they start as
//! zeros, which is a valid value of every element type. They are declared `'static` because the one heap of a program is
//! never dropped; nothing outside [`crate::heap::Heap`] gets hold of them.
#![allow(unsafe_code)]

use core::ffi::c_void;

#[cfg(not(miri))]
use rustix::mm::Advice;
use rustix::mm::{MapFlags, ProtFlags};

use crate::bits::{self, GRANULE, LINE_SIZE, Line};
use crate::pages::PageMap;

/// Bytes of a block.
pub(crate) const BLOCK_SIZE: usize = 64 << 10;
/// Granules of a block.
pub(crate) const BLOCK_GRANULES: usize = BLOCK_SIZE / GRANULE;
/// Lines of a block.
pub(crate) const BLOCK_LINES: usize = BLOCK_SIZE / LINE_SIZE;
/// Bytes of a page of the large-object space.
pub(crate) const PAGE_SIZE: usize = 4096;

/// What a space is at most: more than any machine this is meant for has memory, and little of its address space.
pub(crate) const MAX_RESERVATION: usize = 64 << 30;
/// Smaller reservations than this aren't tried.
const MIN_RESERVATION: usize = 1 << 20;

/// As long as there are no more blocks, their tables lie right before the first one: a small program then touches one part of the
/// address space, and the kernel makes page tables for one.
const FIRST_BLOCKS: usize = 32;
/// Room for these tables.
const FIRST_TABLES: usize = 2 * BLOCK_SIZE;

/// What is known of a block.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Block {
    /// Bytes of marked objects.
    pub(crate) live: u32,
    /// Holes that start below this granule were given out since the last collection, holes above were not.
    pub(crate) scanned: u16,
    /// The most free lines in a row.
    pub(crate) longest_free: u8,
    flags: u8,
}

/// A state of a block that a collection or the sweep gives it.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Flag {
    /// Its part of `new_starts` is valid for this collection.
    NewStartsBuilt = 1,
    /// Bits are set in its part of `pinned`.
    Pinned = 2,
    /// The mark stack had no room for what one of its objects refers to.
    Overflowed = 4,
    /// Its memory went back to the system.
    Released = 8,
}

impl Block {
    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.flags & flag as u8 != 0
    }

    pub(crate) fn set(&mut self, flag: Flag) {
        self.flags |= flag as u8;
    }

    pub(crate) fn clear(&mut self, flag: Flag) {
        self.flags &= !(flag as u8);
    }

    pub(crate) fn is_free(&self) -> bool {
        self.live == 0 && self.scanned == 0
    }
}

/// The reservation.
#[derive(Debug)]
pub(crate) struct Space {
    /// Address of the first block.
    pub(crate) base: usize,
    /// Bytes of each of the two spaces: large objects start at `base + size`.
    pub(crate) size: usize,
    /// Blocks that were ever used: the first ones.
    pub(crate) block_count: usize,
    /// Blocks among them whose memory went back to the system.
    pub(crate) released_blocks: usize,
    pub(crate) blocks: &'static mut [Block],
    pub(crate) lines: &'static mut [Line],
    /// What takes the place of these two when there are more blocks.
    full_tables: Option<(&'static mut [Block], &'static mut [Line])>,
    /// Where objects start that were allocated since the last collection; built per block when asked for.
    pub(crate) new_starts: &'static mut [u64],
    /// Objects that a conservative root may refer to.
    pub(crate) pinned: &'static mut [u64],
    pub(crate) mark_stack: &'static mut [usize],
    pub(crate) pages: PageMap<'static>,
    /// A bit per page of the large-object space: the object that starts here is marked.
    pub(crate) large_marks: &'static mut [u64],
    /// The same for: a conservative root may refer to the object.
    pub(crate) large_pinned: &'static mut [u64],
    mapping: usize,
    mapping_size: usize,
}

/// Hands out the parts of a fresh mapping.
struct Carver {
    next: usize,
}

impl Carver {
    /// The next `count` elements, from a page boundary on, with addresses only where the mapping isn't there yet.
    fn range<T>(&mut self, count: usize) -> usize {
        let start = self.next.next_multiple_of(PAGE_SIZE);
        self.next = start + count * size_of::<T>();
        start
    }

    /// # Safety
    ///
    /// The mapping must extend that far, live for ever, and be zero; `T` must be valid as zeros.
    unsafe fn slice<T>(&mut self, count: usize) -> &'static mut [T] {
        let start = self.range::<T>(count);
        // SAFETY: as demanded of the caller; ranges never overlap.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::with_exposed_provenance_mut(start), count) }
    }
}

impl Space {
    /// No space at all.
    pub(crate) const fn empty() -> Space {
        Space {
            base: 0,
            size: 0,
            block_count: 0,
            released_blocks: 0,
            blocks: &mut [],
            lines: &mut [],
            full_tables: None,
            new_starts: &mut [],
            pinned: &mut [],
            mark_stack: &mut [],
            pages: PageMap::new(&mut [], &mut [], &mut [], &mut []),
            large_marks: &mut [],
            large_pinned: &mut [],
            mapping: 0,
            mapping_size: 0,
        }
    }

    /// Reserves room for `wanted` bytes of blocks and as many of large objects, or half of that, and so on, as far as
    /// the limits of the process allow.
    pub(crate) fn reserve(wanted: usize) -> Option<Space> {
        let mut size = wanted.clamp(MIN_RESERVATION, MAX_RESERVATION).next_power_of_two();
        while size >= MIN_RESERVATION {
            if let Some(space) = Space::reserve_exactly(size) {
                return Some(space);
            }
            size /= 2;
        }
        None
    }

    fn reserve_exactly(size: usize) -> Option<Space> {
        // The tables take a sixteenth of what they describe; an eighth of both spaces is room enough.
        let mapping_size = FIRST_TABLES + 2 * size + size / 4 + BLOCK_SIZE;
        // SAFETY: a new mapping at an address of the kernel's choice.
        let mapping = unsafe {
            rustix::mm::mmap_anonymous(
                core::ptr::null_mut(),
                mapping_size,
                ProtFlags::READ | ProtFlags::WRITE,
                if cfg!(miri) { MapFlags::PRIVATE } else { MapFlags::PRIVATE | MapFlags::NORESERVE },
            )
        }
        .ok()?;
        // Where the system gives out huge pages unasked, the first object would cost several megabytes.
        // SAFETY: the range is ours; advice changes no contents. A kernel without huge pages refuses it: all the better.
        #[cfg(not(miri))]
        let _ = unsafe { rustix::mm::madvise(mapping, mapping_size, Advice::LinuxNoHugepage) };
        let mapping = mapping.expose_provenance();
        let base = (mapping + FIRST_TABLES).next_multiple_of(BLOCK_SIZE);
        let mut first_tables = Carver { next: base - FIRST_TABLES };
        let mut carver = Carver { next: base + 2 * size };
        let (block_count, page_count) = (size / BLOCK_SIZE, size / PAGE_SIZE);
        let first_count = block_count.min(FIRST_BLOCKS);
        // SAFETY: the mapping is fresh, hence zero, and the parts fit: see the test.
        let space = unsafe {
            Space {
                base,
                size,
                block_count: 0,
                released_blocks: 0,
                blocks: first_tables.slice(first_count),
                lines: first_tables.slice(first_count * BLOCK_LINES),
                full_tables: Some((carver.slice(block_count), carver.slice(block_count * BLOCK_LINES))),
                new_starts: carver.slice(size / LINE_SIZE),
                pinned: carver.slice(size / LINE_SIZE),
                mark_stack: carver.slice(size / 64 / size_of::<usize>()),
                pages: PageMap::new(
                    carver.slice(page_count.div_ceil(64)),
                    carver.slice(page_count.div_ceil(64)),
                    carver.slice(page_count.div_ceil(64)),
                    carver.slice(page_count),
                ),
                large_marks: carver.slice(page_count.div_ceil(64)),
                large_pinned: carver.slice(page_count.div_ceil(64)),
                mapping,
                mapping_size,
            }
        };
        let fit = first_tables.next <= base && carver.next <= mapping + mapping_size;
        assert!(fit, "the collector's tables outgrew their reservation");
        Some(space)
    }

    /// Adds a block to those that are used, if there is room for one more.
    pub(crate) fn add_block(&mut self) -> Option<usize> {
        let index = self.block_count;
        if index == self.blocks.len() {
            let (blocks, lines) = self.full_tables.take_if(|(blocks, _)| blocks.len() > index)?;
            blocks[..index].copy_from_slice(self.blocks);
            lines[..index * BLOCK_LINES].copy_from_slice(self.lines);
            (self.blocks, self.lines) = (blocks, lines);
        }
        self.block_count += 1;
        Some(index)
    }

    /// Where in the two spaces an address lies: below `size` in a block, below `2 * size` among large objects.
    #[inline]
    pub(crate) fn offset(&self, address: usize) -> usize {
        address.wrapping_sub(self.base)
    }

    /// The address of a granule of a block.
    pub(crate) fn address(&self, block: usize, granule: usize) -> usize {
        self.base + block * BLOCK_SIZE + granule * GRANULE
    }

    /// The lines of a block.
    pub(crate) fn block_lines(&self, block: usize) -> &[Line] {
        &self.lines[block * BLOCK_LINES..(block + 1) * BLOCK_LINES]
    }

    /// The part of a bitmap with one bit per granule that describes a block.
    pub(crate) fn block_words(words: &mut [u64], block: usize) -> &mut [u64] {
        &mut words[block * BLOCK_LINES..(block + 1) * BLOCK_LINES]
    }

    /// The address of a page of the large-object space.
    pub(crate) fn page_address(&self, page: usize) -> usize {
        self.base + self.size + page * PAGE_SIZE
    }

    /// Whether `address` is that of a marked object.
    pub(crate) fn is_marked(&self, address: usize) -> bool {
        let offset = self.offset(address);
        if offset < self.size {
            let line = self.lines.get(offset / LINE_SIZE);
            line.is_some_and(|line| line.starts >> (offset / GRANULE % 64) & 1 != 0)
        } else if offset < 2 * self.size {
            bits::get(self.large_marks, (offset - self.size) / PAGE_SIZE)
        } else {
            true
        }
    }

    /// Bytes of memory that objects have taken from the system and not given back.
    pub(crate) fn resident(&self) -> usize {
        (self.block_count - self.released_blocks) * BLOCK_SIZE + self.pages.dirty_pages * PAGE_SIZE
    }

    /// Gives the memory of part of the mapping back to the system; it reads as zeros from now on.
    pub(crate) fn release(&mut self, address: usize, bytes: usize) {
        let start: *mut c_void = core::ptr::with_exposed_provenance_mut(address);
        // SAFETY: callers release only what holds no object, within the mapping.
        #[cfg(not(miri))]
        let released = unsafe { rustix::mm::madvise(start, bytes, Advice::LinuxDontNeed) };
        // SAFETY: as above. Miri knows no madvise.
        #[cfg(miri)]
        let released: rustix::io::Result<()> = Ok(unsafe { start.write_bytes(0, bytes) });
        assert!(released.is_ok(), "the system takes no memory back");
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        if self.mapping_size > 0 {
            let start: *mut c_void = core::ptr::with_exposed_provenance_mut(self.mapping);
            // SAFETY: the heap is gone, and with it everything that referred to the mapping.
            let _ = unsafe { rustix::mm::munmap(start, self.mapping_size) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_room_for_its_tables() {
        for shift in 20..=if cfg!(miri) { 21 } else { 36 } {
            let space = Space::reserve_exactly(1 << shift).expect("address space");
            assert_eq!(space.size, 1 << shift);
            assert_eq!(space.base % BLOCK_SIZE, 0);
            assert!(space.mark_stack.len() >= 2048);
            let (blocks, lines) = space.full_tables.as_ref().expect("what the first tables grow into");
            assert_eq!((blocks.len() * BLOCK_SIZE, lines.len() * LINE_SIZE), (1 << shift, 1 << shift));
        }
    }

    #[test]
    fn released_memory_reads_as_zeros() {
        let mut space = Space::reserve(1 << 20).expect("address space");
        let word: *mut u64 = core::ptr::with_exposed_provenance_mut(space.base + 8);
        // SAFETY: the word lies in the first block.
        unsafe { word.write(7) };
        space.release(space.base, BLOCK_SIZE);
        // SAFETY: as above.
        assert_eq!(unsafe { word.read() }, 0);
    }
}
