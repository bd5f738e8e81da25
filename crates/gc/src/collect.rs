//! One collection from beginning to end.

use crate::heap::Heap;
use crate::sizing::{Next, Policy};

/// What to collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// What was allocated since the last collection.
    Minor,
    /// Everything.
    Full,
}

impl Heap {
    /// Frees what can't be reached. A minor collection is followed by a full one where the sizing policy wants it;
    /// returns which was the last.
    #[cold]
    pub fn collect(&mut self, collection: Collection) -> Collection {
        if self.options.policy == Policy::Null {
            return Collection::Minor;
        }
        let collection = if self.remembered.incomplete { Collection::Full } else { collection };
        let (next, took) = self.collect_once(collection);
        if next == Next::Continue {
            self.stats.note_pause(took);
            return collection;
        }
        let (_, took_in_full) = self.collect_once(Collection::Full);
        self.stats.note_pause(took + took_in_full);
        Collection::Full
    }

    /// One collection: what is to follow it, and how many nanoseconds it took.
    fn collect_once(&mut self, collection: Collection) -> (Next, u64) {
        if self.options.verify && collection == Collection::Minor {
            self.verify_remembered();
        }
        let start = self.stats.now();
        let live = self.mark_and_sweep(collection);
        let end = self.stats.now();
        let next = match collection {
            Collection::Full => {
                self.sizing.after_full(live, end, end - start);
                Next::Continue
            }
            Collection::Minor => self.sizing.after_minor(live, end),
        };
        if collection == Collection::Full {
            self.release_excess();
        }
        let took = self.note_collection(collection, live, start);
        if self.options.verify {
            self.verify();
        }
        (next, took)
    }

    fn mark_and_sweep(&mut self, collection: Collection) -> usize {
        self.retire_holes();
        // Objects are found by the marks of the last collection, so before those are cleared.
        self.pin_conservative_roots(collection);
        match collection {
            Collection::Full => {
                self.clear_marks();
                self.remembered.clear();
            }
            Collection::Minor => self.mark_remembered(),
        }
        self.mark_pinned();
        self.mark_precise_roots();
        self.mark_weak(collection);
        if collection == Collection::Full {
            self.trim_mark_stack();
        }
        self.sweep(collection)
    }
}
