//! The write barrier's slow path and the remembered set: what was stored into old objects since the last collection.
//!
//! The inline test sees the old bit of the object that was stored into. A small object is remembered once: it loses its old
//! bit, and the next collection scans all of it. Of a large array of references single slots are remembered, since
//! scanning all of it for each collection would cost more than the collection.
//!
//! # Safety
//!
//! Slots lie in the object that they are logged with, so they are readable words until a full collection, which forgets them.
#![allow(unsafe_code)]

use crate::buffer::Buffer;
use crate::heap::Heap;
use crate::machine;
use crate::object::{Kind, Object, is_reference};

/// Arrays of references that are longer are remembered slot by slot.
const MAX_SCANNED_WHOLE: u32 = 64;
/// And if more than one in so many elements was stored at once. Such stores often come again and again, as when elements are inserted at
/// the front, and an array that is remembered whole is so once.
const WHOLE_RATHER_THAN_PART: usize = 4;
/// After so many entries a collection is due.
const MANY_ENTRIES: usize = 1 << 20;
/// After so many, arrays are remembered whole after all: the number of entries is bounded by that of old objects.
const TOO_MANY_SLOTS: usize = 2 * MANY_ENTRIES;

/// And after so many slots in ranges, which may be as long as they are many.
const TOO_MANY_IN_RANGES: usize = 1 << 20;

/// How far ahead of the entry at hand what another is about is prefetched: it lies anywhere.
const AHEAD: usize = 8;

/// The low bits of an entry that say what it is; clear in an object's address.
const TAG: usize = 3;
/// The address of a slot.
const SLOT: usize = 1;
/// The address of the first slot of several. The next entry is their number times 4.
const SLOTS: usize = 2;

/// Where old objects may refer to young ones.
#[derive(Debug)]
pub(crate) struct Remembered {
    entries: Buffer<usize>,
    /// Slots in all the entries that are ranges.
    in_ranges: usize,
    /// Entries are missing, for want of memory or of stack: the next collection must be a full one.
    pub(crate) incomplete: bool,
}

impl Remembered {
    pub(crate) const fn new() -> Remembered {
        Remembered { entries: Buffer::new(), in_ranges: 0, incomplete: false }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.in_ranges = 0;
        self.incomplete = false;
    }

    /// The entry at `at`, and where the next one is.
    fn entry(&self, at: usize) -> (Entry, usize) {
        let entry = self.entries[at];
        let slot = core::ptr::with_exposed_provenance(entry & !TAG);
        match entry & TAG {
            SLOT => (Entry::Slots(slot, 1), at + 1),
            SLOTS => (Entry::Slots(slot, self.entries[at + 1] >> 2), at + 2),
            _ => (Entry::Object(Object(entry)), at + 1),
        }
    }

    /// Whether this slot is remembered by itself, for the verifier.
    pub(crate) fn has_slot(&self, slot: *const usize) -> bool {
        let mut at = 0;
        while at < self.entries.len() {
            let (entry, next) = self.entry(at);
            if let Entry::Slots(first, count) = entry
                && (first..first.wrapping_add(count)).contains(&slot)
            {
                return true;
            }
            at = next;
        }
        false
    }

    fn push(&mut self, entries: &[usize]) {
        let length = self.entries.len();
        for &entry in entries {
            if self.entries.push(entry).is_err() {
                self.entries.truncate(length);
                self.incomplete = true;
                return;
            }
        }
    }
}

/// What a remembered entry asks to be scanned.
enum Entry {
    /// All of an object, which is to be old again.
    Object(Object),
    /// Some words.
    Slots(*const usize, usize),
}

impl Heap {
    /// Stores a reference in word `index` of an object, with the barrier.
    pub fn store(&mut self, object: Object, index: usize, reference: usize) {
        let slot = object.slot(index);
        // SAFETY: the caller stays within the object.
        unsafe { slot.write(reference) };
        if object.is_old() {
            self.log_store(object, slot, 1);
        }
    }

    /// Copies `count` references from words of one array to words of another, or the same, with the barrier.
    pub fn copy_references(
        &mut self,
        to: Object,
        to_index: usize,
        from: Object,
        from_index: usize,
        count: usize,
    ) {
        let slot = to.slot(to_index);
        // SAFETY: the caller stays within both objects.
        unsafe { core::ptr::copy(from.slot(from_index), slot, count) };
        if to.is_old() && count > 0 {
            self.log_store(to, slot, count);
        }
    }

    /// Notes that references were stored in `count` slots from `slot` on, in an object whose old bit is set.
    #[cold]
    pub(crate) fn log_store(&mut self, object: Object, slot: *const usize, count: usize) {
        let whole = self.types[object.type_index() as usize].kind != Kind::RefArray
            || object.length() <= MAX_SCANNED_WHOLE
            || count > object.length() as usize / WHOLE_RATHER_THAN_PART
            || self.remembered.entries.len() >= TOO_MANY_SLOTS
            || count > 1 && self.remembered.in_ranges >= TOO_MANY_IN_RANGES;
        if whole {
            object.clear_old();
            self.remembered.push(&[object.0]);
        } else if count == 1 {
            // SAFETY: see the module's contract.
            if self.is_young_reference(unsafe { slot.read() }) {
                self.remembered.push(&[slot.expose_provenance() | SLOT]);
            }
        } else {
            self.remembered.in_ranges += count;
            self.remembered.push(&[slot.expose_provenance() | SLOTS, count << 2]);
        }
        if self.remembered.incomplete || self.remembered.entries.len() >= MANY_ENTRIES {
            // The next allocation that takes the slow path will collect.
            self.allocated = self.allocated.max(self.sizing.budget);
        }
    }

    /// Notes that references may have been stored without being logged.
    pub(crate) fn store_unlogged(&mut self) {
        self.remembered.incomplete = true;
    }

    fn is_young_reference(&self, word: usize) -> bool {
        is_reference(word) && self.space.offset(word) < 2 * self.space.size && !Object(word).is_old()
    }

    /// Marks what was stored into old objects since the last collection.
    pub(crate) fn mark_remembered(&mut self) {
        let mut at = 0;
        while at < self.remembered.entries.len() {
            if let Some(entry) = self.remembered.entries.get(at + AHEAD) {
                machine::prefetch(core::ptr::with_exposed_provenance::<usize>(entry & !TAG));
            }
            let (entry, next) = self.remembered.entry(at);
            at = next;
            match entry {
                Entry::Object(object) => {
                    object.set_old();
                    self.rescan(object);
                }
                // SAFETY: see the module's contract.
                Entry::Slots(slot, 1) => self.push_root(unsafe { slot.read() }),
                // SAFETY: as before.
                Entry::Slots(slots, count) => unsafe { self.mark_words(slots, count) },
            }
        }
        self.remembered.entries.clear();
        self.remembered.in_ranges = 0;
        self.drain();
    }
}
