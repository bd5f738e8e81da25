//! The heap verifier: what must hold before and after every collection.
//!
//! Before a minor one, the write barrier's part:
//!
//! - What an old object refers to is old as well, unless the object or the slot is remembered. A young object that is missed
//!   here need not be lost, since a word on the stack may keep it by chance, so it would seldom be noticed afterwards.
//!
//! Afterwards:
//!
//! - The extent bits are exactly the granules of the objects whose start bits are set, and no two overlap.
//! - Every marked object has a type of the table and its old bit.
//! - A reference in a marked object or a precise root is null, an i31, foreign, or leads to the header of a marked object.
//! - The bookkeeping of large objects agrees with their headers, the count of live bytes with the extent bits.

use crate::bits::{self, GRANULE, Line};
use crate::heap::Heap;
use crate::object::{FILLER, Kind, Object, is_reference};
use crate::space::{BLOCK_GRANULES, BLOCK_LINES, PAGE_SIZE};
use crate::sweep::POISON;

impl Heap {
    /// Checks the whole heap. To be called after a collection, before anything else happens.
    ///
    /// # Panics
    ///
    /// If the heap is corrupt.
    pub fn verify(&self) {
        let mut live = self.space.pages.used_pages * PAGE_SIZE;
        for block in 0..self.space.block_count {
            live += self.verify_block(block);
        }
        assert_eq!(live as u64, self.stats.live, "live bytes were miscounted");
        self.verify_large();
        for range in self.roots.ranges.iter() {
            for index in 0..range.count.now() {
                self.verify_reference(Object(range.words.addr()).word(index));
            }
        }
        self.roots.handles.iter().for_each(|&word| self.verify_reference(word));
    }

    /// Checks that all is remembered that a minor collection must know. To be called before one.
    ///
    /// # Panics
    ///
    /// If a reference was stored without its barrier.
    pub(crate) fn verify_remembered(&self) {
        for block in 0..self.space.block_count {
            for (index, line) in self.space.block_lines(block).iter().enumerate() {
                bits::each(line.starts, |bit| {
                    self.verify_children(Object(self.space.address(block, index * 64 + bit)));
                });
            }
        }
        for (index, marks) in self.space.large_marks.iter().enumerate() {
            bits::each(*marks, |bit| self.verify_children(Object(self.space.page_address(index * 64 + bit))));
        }
    }

    fn verify_children(&self, object: Object) {
        // Without the old bit all of it is remembered.
        if object.is_old() {
            self.each_reference(object, |index| {
                let word = object.word(index);
                let young = self.is_of_heap(word) && !self.space.is_marked(word);
                assert!(
                    !young || self.remembered.has_slot(object.slot(index)),
                    "an old object came to refer to {word:#x} without a barrier"
                );
            });
        }
    }

    fn verify_block(&self, block: usize) -> usize {
        let lines = self.space.block_lines(block);
        let mut expected = [Line::default(); BLOCK_LINES];
        let mut covered = 0;
        for (index, line) in lines.iter().enumerate() {
            bits::each(line.starts, |bit| {
                let granule = index * 64 + bit;
                assert!(granule >= covered, "two objects overlap");
                let object = Object(self.space.address(block, granule));
                self.verify_object(object);
                let size = object.size(self.types) / GRANULE;
                covered = granule + size;
                assert!(covered <= BLOCK_GRANULES, "an object leaves its block");
                bits::set_extents(&mut expected, granule, size);
            });
        }
        for (line, expected) in lines.iter().zip(&expected) {
            assert_eq!(line.extents, expected.extents, "extents and objects disagree");
        }
        let usage = bits::usage(lines);
        assert_eq!(
            self.space.blocks[block].live as usize,
            usage.granules * GRANULE,
            "a block was miscounted"
        );
        usage.granules * GRANULE
    }

    fn verify_large(&self) {
        let pages = &self.space.pages;
        let mut at = 0;
        let mut used = 0;
        while at < pages.top {
            if !bits::get(pages.heads, at) {
                assert!(!bits::get(pages.used, at), "a used page belongs to no object");
                at += 1;
                continue;
            }
            assert!(bits::get(self.space.large_marks, at), "an unmarked large object was left");
            let object = Object(self.space.page_address(at));
            self.verify_object(object);
            let count = pages.run_length(at);
            assert_eq!(object.size(self.types).div_ceil(PAGE_SIZE), count, "a large object changed its size");
            assert!((at..at + count).all(|page| pages.head_of(page) == Some(at)));
            used += count;
            at += count;
        }
        assert_eq!(used, pages.used_pages);
    }

    fn verify_object(&self, object: Object) {
        let type_index = object.type_index();
        assert!(
            type_index != FILLER && (type_index as usize) < self.types.len(),
            "an object at {:#x} has type {type_index:#x}",
            object.0
        );
        assert!(object.is_old(), "a marked object isn't old");
        self.each_reference(object, |index| self.verify_reference(object.word(index)));
    }

    /// The indices of an object's words that are references.
    fn each_reference(&self, object: Object, mut each: impl FnMut(usize)) {
        let info = &self.types[object.type_index() as usize];
        match info.kind {
            Kind::DataArray => {}
            Kind::RefArray => (1..=object.length() as usize).for_each(each),
            Kind::Struct => bits::each(info.map, each),
            Kind::LargeStruct => {
                let map = Object(info.map as usize);
                for index in 1..info.size as usize / 8 {
                    if map.word(index / 64) >> (index % 64) & 1 != 0 {
                        each(index);
                    }
                }
            }
        }
    }

    fn is_of_heap(&self, word: usize) -> bool {
        is_reference(word) && self.space.offset(word) < 2 * self.space.size
    }

    fn verify_reference(&self, word: usize) {
        assert_ne!(word as u64, POISON, "a reference was read from freed memory");
        if self.is_of_heap(word) {
            assert!(self.space.is_marked(word), "a live object refers to {word:#x}, which is no live object");
        }
    }
}
