//! Weak references, ephemerons and finalizers, for hosts that offer them: WebAssembly itself has none.
//!
//! They are entries of tables that the collector keeps, known to the host by number. After everything reachable is marked:
//!
//! 1. The value of an ephemeron whose key and owner are marked is marked, and so on until nothing changes.
//! 2. Weak references whose target isn't marked become null.
//! 3. Objects with finalizers that aren't marked are marked after all, and their finalizers become ready; step 1 again.
//! 4. Ephemerons whose key or owner is still unmarked become null.
//!
//! A minor collection can only find objects dead that are young, so it looks only at entries made or changed since the last one.

use crate::buffer::{Buffer, OutOfMemory};
use crate::collect::Collection;
use crate::heap::Heap;
use crate::object::is_reference;

/// The number of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct WeakId(pub u32);

/// What to run once an object has become unreachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Finalizer {
    /// The object, which is reachable again until the host lets go of it.
    pub object: usize,
    /// What the host registered with it, kept alive by the registration.
    pub held: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    /// Nothing: the entry is free.
    value: Option<T>,
    /// Its number is in the list of the young ones, once: a program may change an entry often between two collections.
    young: bool,
}

/// A table whose entries have stable numbers, and a list of the entries that a minor collection must look at.
#[derive(Debug)]
struct Table<T: Copy> {
    entries: Buffer<Entry<T>>,
    free: Buffer<u32>,
    young: Buffer<u32>,
}

impl<T: Copy> Table<T> {
    const fn new() -> Table<T> {
        Table { entries: Buffer::new(), free: Buffer::new(), young: Buffer::new() }
    }

    fn insert(&mut self, entry: T) -> Result<u32, OutOfMemory> {
        let index = match self.free.last() {
            Some(&index) => index,
            None => {
                let index = self.entries.len() as u32;
                self.free.push(index)?;
                if let Err(error) = self.entries.push(Entry { value: None, young: false }) {
                    self.free.pop();
                    return Err(error);
                }
                index
            }
        };
        self.note_young(index)?;
        self.free.pop();
        self.entries[index as usize].value = Some(entry);
        Ok(index)
    }

    /// The next minor collection must look at this entry.
    fn note_young(&mut self, index: u32) -> Result<(), OutOfMemory> {
        if !self.entries[index as usize].young {
            self.young.push(index)?;
            self.entries[index as usize].young = true;
        }
        Ok(())
    }

    fn clear_young(&mut self) {
        while let Some(index) = self.young.pop() {
            self.entries[index as usize].young = false;
        }
    }

    fn get(&self, index: u32) -> Option<T> {
        self.entries[index as usize].value
    }

    fn remove(&mut self, index: u32) -> Option<T> {
        let entry = self.entries[index as usize].value.take()?;
        // Without memory for the list of free entries this one stays unused.
        let _ = self.free.push(index);
        Some(entry)
    }

    /// How many entries this collection must look at.
    fn candidates(&self, collection: Collection) -> usize {
        match collection {
            Collection::Minor => self.young.len(),
            Collection::Full => self.entries.len(),
        }
    }

    /// The `nth` of them.
    fn candidate(&self, collection: Collection, nth: usize) -> Option<(u32, T)> {
        let index = match collection {
            Collection::Minor => self.young[nth],
            Collection::Full => nth as u32,
        };
        self.get(index).map(|entry| (index, entry))
    }
}

#[derive(Clone, Copy, Debug)]
struct Ephemeron {
    owner: usize,
    key: usize,
    value: usize,
}

/// The tables.
#[derive(Debug)]
pub(crate) struct WeakTables {
    references: Table<usize>,
    ephemerons: Table<Ephemeron>,
    finalizers: Table<Finalizer>,
    ready: Buffer<Finalizer>,
}

impl WeakTables {
    pub(crate) const fn new() -> WeakTables {
        WeakTables {
            references: Table::new(),
            ephemerons: Table::new(),
            finalizers: Table::new(),
            ready: Buffer::new(),
        }
    }
}

impl Heap {
    /// A reference that becomes null once nothing else refers to its target.
    pub fn weak_new(&mut self, target: usize) -> Result<WeakId, OutOfMemory> {
        self.weak.references.insert(target).map(WeakId)
    }

    /// The target, or null.
    pub fn weak_get(&self, id: WeakId) -> usize {
        self.weak.references.get(id.0).unwrap_or(0)
    }

    /// Gives up a weak reference, whose number may be used again.
    pub fn weak_drop(&mut self, id: WeakId) {
        self.weak.references.remove(id.0);
    }

    /// A pair whose value is reachable through it only while `key` is reachable otherwise, and `owner` too unless it is
    /// null. A weak map is the owner of its entries.
    pub fn ephemeron_new(&mut self, owner: usize, key: usize, value: usize) -> Result<WeakId, OutOfMemory> {
        self.weak.ephemerons.insert(Ephemeron { owner, key, value }).map(WeakId)
    }

    /// The value, or null once the key or the owner is dead.
    pub fn ephemeron_value(&self, id: WeakId) -> usize {
        self.weak.ephemerons.get(id.0).map_or(0, |ephemeron| ephemeron.value)
    }

    /// Changes the value, unless the key or the owner is dead.
    pub fn ephemeron_set(&mut self, id: WeakId, value: usize) -> Result<(), OutOfMemory> {
        let Some(ephemeron) = &mut self.weak.ephemerons.entries[id.0 as usize].value else { return Ok(()) };
        ephemeron.value = value;
        self.weak.ephemerons.note_young(id.0)
    }

    /// Gives up an ephemeron, whose number may be used again.
    pub fn ephemeron_drop(&mut self, id: WeakId) {
        self.weak.ephemerons.remove(id.0);
    }

    /// Asks for `object` to be handed to [`Self::finalizer_ready`], with `held`, once nothing else refers to it.
    pub fn finalizer_new(&mut self, object: usize, held: usize) -> Result<WeakId, OutOfMemory> {
        // Room for it to become ready: the collector must not run out of memory then.
        self.weak.ready.reserve(self.weak.ready.len() + self.weak.finalizers.entries.len() + 1)?;
        self.weak.finalizers.insert(Finalizer { object, held }).map(WeakId)
    }

    /// Withdraws that wish.
    pub fn finalizer_drop(&mut self, id: WeakId) {
        self.weak.finalizers.remove(id.0);
    }

    /// The next object that became unreachable. To be asked outside of collections; what it returns is on the host's stack
    /// only, so it belongs in a handle before the next allocation.
    pub fn finalizer_ready(&mut self) -> Option<Finalizer> {
        self.weak.ready.pop()
    }

    /// The part of a collection that comes after everything reachable is marked.
    pub(crate) fn mark_weak(&mut self, collection: Collection) {
        self.mark_finalizers(collection);
        self.mark_ephemerons(collection);
        self.clear_weak_references(collection);
        self.resurrect_finalizable(collection);
        self.mark_ephemerons(collection);
        self.clear_ephemerons(collection);
        self.weak.references.clear_young();
        self.weak.ephemerons.clear_young();
        self.weak.finalizers.clear_young();
    }

    /// What is held for finalizers, and objects whose finalizers are ready, are reachable.
    fn mark_finalizers(&mut self, collection: Collection) {
        for nth in 0..self.weak.finalizers.candidates(collection) {
            if let Some((_, finalizer)) = self.weak.finalizers.candidate(collection, nth) {
                self.mark_from(finalizer.held);
            }
        }
        for nth in 0..self.weak.ready.len() {
            let Finalizer { object, held } = self.weak.ready[nth];
            self.mark_from(object);
            self.mark_from(held);
        }
    }

    fn is_alive(&self, word: usize) -> bool {
        !is_reference(word) || self.space.is_marked(word)
    }

    fn mark_ephemerons(&mut self, collection: Collection) {
        let count = self.weak.ephemerons.candidates(collection);
        let mut changed = true;
        let mut upwards = false;
        while changed {
            changed = false;
            // To and fro: a chain whose entries were made in order, or in the opposite one, takes one pass instead of one for each entry.
            upwards = !upwards;
            for step in 0..count {
                let nth = if upwards { step } else { count - 1 - step };
                let Some((_, Ephemeron { owner, key, value })) =
                    self.weak.ephemerons.candidate(collection, nth)
                else {
                    continue;
                };
                if !self.is_alive(value) && self.is_alive(key) && self.is_alive(owner) {
                    self.mark_from(value);
                    changed = true;
                }
            }
        }
    }

    fn clear_weak_references(&mut self, collection: Collection) {
        for nth in 0..self.weak.references.candidates(collection) {
            if let Some((index, target)) = self.weak.references.candidate(collection, nth)
                && !self.is_alive(target)
            {
                self.weak.references.entries[index as usize].value = Some(0);
            }
        }
    }

    fn clear_ephemerons(&mut self, collection: Collection) {
        for nth in 0..self.weak.ephemerons.candidates(collection) {
            if let Some((index, Ephemeron { owner, key, .. })) =
                self.weak.ephemerons.candidate(collection, nth)
                && !(self.is_alive(key) && self.is_alive(owner))
            {
                let dead = Ephemeron { owner: 0, key: 0, value: 0 };
                self.weak.ephemerons.entries[index as usize].value = Some(dead);
            }
        }
    }

    fn resurrect_finalizable(&mut self, collection: Collection) {
        let first = self.weak.ready.len();
        for nth in 0..self.weak.finalizers.candidates(collection) {
            if let Some((index, finalizer)) = self.weak.finalizers.candidate(collection, nth)
                && !self.is_alive(finalizer.object)
            {
                self.weak.finalizers.remove(index);
                let pushed = self.weak.ready.push(finalizer);
                debug_assert!(pushed.is_ok(), "room was reserved");
            }
        }
        for nth in first..self.weak.ready.len() {
            self.mark_from(self.weak.ready[nth].object);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_changes_often_is_listed_once() {
        let mut table = Table::new();
        for round in 0..1000 {
            let index = table.insert(round).unwrap();
            table.note_young(index).unwrap();
            assert_eq!(index, 0);
            assert_eq!(table.remove(index), Some(round));
        }
        assert_eq!(&*table.young, [0]);
        table.clear_young();
        assert_eq!((table.insert(1), table.young.len()), (Ok(0), 1));
    }
}
