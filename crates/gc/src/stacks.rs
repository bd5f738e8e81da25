//! Conservative roots: words of the stacks and of the registers that look like references.
//!
//! A word counts if it points anywhere into an object, at its header or past it. An object that was marked at the last collection is
//! found by its start bit. One that was allocated since is found by walking the holes of its block that were given out, once per block
//! and collection. What is found is noted in a bitmap: thousands of frames often hold the same few references, and a full
//! collection can clear the marks, by which objects are found, before it marks the first one.
//!
//! # Safety
//!
//! A stack's words are readable from its `low` (or the stack pointer) up to its `high`, and its record stays where it is
//! while it is registered.
#![allow(unsafe_code)]

use crate::bits::{self, GRANULE};
use crate::collect::Collection;
use crate::heap::Heap;
use crate::object::Object;
use crate::space::{BLOCK_SIZE, Flag, PAGE_SIZE, Space};

/// A stack whose words may be references. The record belongs to the program; the collector keeps a list of them.
#[derive(Debug)]
#[repr(C)]
pub struct Stack {
    next: *mut Stack,
    /// Lowest address in use, or null for the one stack that is running, which the functions of [`crate::capi`] know.
    pub low: *const usize,
    /// One past the highest address.
    pub high: *const usize,
}

impl Stack {
    /// The running stack, whose highest address is `high`.
    pub const fn running(high: *const usize) -> Stack {
        Stack { next: core::ptr::null_mut(), low: core::ptr::null(), high }
    }
}

impl Heap {
    /// Adds a stack to those that are scanned.
    ///
    /// # Safety
    ///
    /// The record must stay where it is, and tell the truth, until it is removed. If it is of the stack that is running, the heap
    /// must collect only by way of [`crate::capi`].
    pub unsafe fn add_stack(&mut self, stack: *mut Stack) {
        // SAFETY: the caller vouches for the record.
        unsafe { (*stack).next = self.stacks };
        self.stacks = stack;
    }

    /// Removes a stack.
    ///
    /// # Safety
    ///
    /// The record must be one that was added.
    pub unsafe fn remove_stack(&mut self, stack: *mut Stack) {
        let mut link = &raw mut self.stacks;
        // SAFETY: the list consists of records that their owners vouched for.
        unsafe {
            while !(*link).is_null() {
                if *link == stack {
                    *link = (*stack).next;
                    return;
                }
                link = &raw mut (**link).next;
            }
        }
    }

    /// The heap, called by a program whose references on the running stack lie from here on.
    pub(crate) fn on_stack(&mut self, stack_pointer: usize) -> &mut Heap {
        self.stack_pointer = stack_pointer;
        self
    }

    /// Notes every object that a word of a stack or a register may refer to, but for a minor collection only young ones.
    pub(crate) fn pin_conservative_roots(&mut self, collection: Collection) {
        let mut stack = self.stacks;
        while !stack.is_null() {
            // SAFETY: the list consists of records that their owners vouched for.
            let Stack { next, low, high } = unsafe { core::ptr::read(stack) };
            let low = if low.is_null() { self.stack_pointer } else { low.expose_provenance() };
            let mut address = low.next_multiple_of(size_of::<usize>());
            while address < high.addr() {
                // SAFETY: the words of a registered stack are readable. Volatile, for they belong to other frames.
                let word = unsafe { core::ptr::with_exposed_provenance::<usize>(address).read_volatile() };
                if self.space.offset(word) < 2 * self.space.size {
                    self.pin_object_at(word, collection);
                }
                address += size_of::<usize>();
            }
            stack = next;
        }
    }

    /// Notes the object that has `address` inside, if there is one.
    fn pin_object_at(&mut self, address: usize, collection: Collection) {
        let offset = self.space.offset(address);
        if offset >= self.space.size {
            let page = (offset - self.space.size) / PAGE_SIZE;
            if let Some(head) = self.space.pages.head_of(page) {
                bits::set(self.space.large_pinned, head);
            }
            return;
        }
        let block = offset / BLOCK_SIZE;
        if block >= self.space.block_count {
            return;
        }
        let Some(granule) = self.find_start(block, offset % BLOCK_SIZE / GRANULE) else { return };
        let object = Object(self.space.address(block, granule));
        if collection == Collection::Minor && self.space.is_marked(object.0) {
            return;
        }
        if object.0 + object.size(self.types) > address {
            bits::set(Space::block_words(self.space.pinned, block), granule);
            self.space.blocks[block].set(Flag::Pinned);
        }
    }

    /// The granule of a block at or before `granule` where the nearest object starts.
    pub(crate) fn find_start(&mut self, block: usize, granule: usize) -> Option<usize> {
        if !self.space.blocks[block].has(Flag::NewStartsBuilt) {
            self.build_new_starts(block);
        }
        let new_starts = Space::block_words(self.space.new_starts, block);
        let lines = &self.space.lines[block * new_starts.len()..][..new_starts.len()];
        bits::previous_start(lines, new_starts, granule)
    }

    fn build_new_starts(&mut self, block: usize) {
        Space::block_words(self.space.new_starts, block).fill(0);
        let starts: *mut [u64] = Space::block_words(self.space.new_starts, block);
        self.each_new_object(block, |granule, _| {
            // SAFETY: the walk reads lines, blocks and objects, never this bitmap.
            bits::set(unsafe { &mut *starts }, granule);
        });
        self.space.blocks[block].set(Flag::NewStartsBuilt);
    }
}
