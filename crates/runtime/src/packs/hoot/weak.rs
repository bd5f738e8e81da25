//! Weak maps and weak references, over the collector's ephemerons and weak references.
//!
//! A map of the host's is a number: that of a table here, which says for the address of each key which ephemeron has its value.
//! Objects don't move, so an address stands for its key for as long as that lives; when it is dead, its ephemeron says so.
//! A finalization registry is a map, too, from its tokens.
//!
//! # Safety
//! The collector writes what is ready where a local variable is.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::RefCell;
use wastrel_gc::{Handle, WeakId, capi};

use crate::packs::object::{Kind, cast_failure};
use crate::packs::{Any, Extern};
use crate::process::Single;

/// What is known of a key.
enum Entry {
    /// Of an object: the ephemeron.
    Ephemeron(WeakId),
    /// Of what isn't an object and so never dies: the handle that keeps the value.
    Handle(Handle),
}

impl Entry {
    fn new(map: usize, key: Any, value: Any) -> Entry {
        if key.0 & 1 == 1 {
            Entry::Handle(capi::wastrel_gc_handle_new(value.0))
        } else {
            Entry::Ephemeron(capi::wastrel_gc_ephemeron_new(map, key.0, value.0))
        }
    }

    /// The value, or 0 if the key is dead.
    fn value(&self) -> usize {
        match *self {
            Entry::Ephemeron(id) => capi::wastrel_gc_ephemeron_value(id),
            Entry::Handle(handle) => capi::wastrel_gc_handle_get(handle),
        }
    }

    fn drop(self) {
        match self {
            Entry::Ephemeron(id) => capi::wastrel_gc_ephemeron_drop(id),
            Entry::Handle(handle) => capi::wastrel_gc_handle_drop(handle),
        }
    }
}

/// A map's table.
#[derive(Default)]
struct Map {
    entries: BTreeMap<usize, Entry>,
    /// When it has this many entries, those of dead keys are dropped.
    prune_at: usize,
}

impl Map {
    fn prune(&mut self) {
        let dead: Vec<usize> =
            self.entries.iter().filter(|(_, entry)| entry.value() == 0).map(|(&key, _)| key).collect();
        for key in dead {
            if let Some(entry) = self.entries.remove(&key) {
                entry.drop();
            }
        }
        self.prune_at = (self.entries.len() * 2).max(64);
    }
}

static MAPS: Single<RefCell<Vec<Option<Map>>>> = Single::new(RefCell::new(Vec::new()));

/// Frees the tables of maps that are no more, and what the collector keeps for weak references that are no more.
fn collect(maps: &mut [Option<Map>]) {
    let mut ready = wastrel_gc::Finalizer { object: 0, held: 0 };
    // SAFETY: `ready` can be written to.
    while unsafe { capi::wastrel_gc_finalizer_ready(&raw mut ready) } {
        let object = Extern(ready.object);
        if object.is(Kind::WeakReference) {
            capi::wastrel_gc_weak_drop(WeakId((object.number(Kind::WeakReference) >> 1) as u32));
            continue;
        }
        // What is held is the table's number, as an i31.
        for entry in maps[ready.held >> 1].take().into_iter().flat_map(|map| map.entries.into_values()) {
            entry.drop();
        }
    }
}

fn with_map<T>(kind: Kind, map: Extern, action: impl FnOnce(&mut Map) -> T) -> T {
    let number = map.number(kind) as usize;
    match MAPS.borrow_mut().get_mut(number) {
        Some(Some(map)) => action(map),
        _ => cast_failure(),
    }
}

fn make(kind: Kind) -> Extern {
    // First, for it may run out of memory, and a trap wouldn't give the tables back.
    let map = Extern::new(kind, &0u64.to_ne_bytes());
    let mut maps = MAPS.borrow_mut();
    collect(&mut maps);
    let free = maps.iter().position(Option::is_none).unwrap_or(maps.len());
    if free == maps.len() {
        maps.push(None);
    }
    maps[free] = Some(Map { prune_at: 64, ..Map::default() });
    map.bytes_mut(kind).copy_from_slice(&(free as u64).to_ne_bytes());
    capi::wastrel_gc_finalizer_new(map.0, free << 1 | 1);
    map
}

fn set(kind: Kind, map: Extern, key: Any, value: Any) {
    with_map(kind, map, |table| {
        if table.entries.len() >= table.prune_at {
            table.prune();
        }
        if let Some(old) = table.entries.insert(key.0, Entry::new(map.0, key, value)) {
            old.drop();
        }
    });
}

/// Takes a key out: whether it was there.
fn delete(kind: Kind, map: Extern, key: Any) -> bool {
    with_map(kind, map, |table| {
        table.entries.remove(&key.0).is_some_and(|entry| {
            let lived = entry.value() != 0;
            entry.drop();
            lived
        })
    })
}

/// A map from objects to values, in which a key that nothing else refers to is forgotten with its value.
pub(super) fn make_map() -> Extern {
    make(Kind::WeakMap)
}

/// The value of a key, or the default.
pub(super) fn map_get(map: Extern, key: Any, default: Any) -> Any {
    with_map(Kind::WeakMap, map, |map| match map.entries.get(&key.0).map_or(0, Entry::value) {
        0 => default,
        value => Any(value),
    })
}

/// Gives a key a value.
pub(super) fn map_set(map: Extern, key: Any, value: Any) {
    set(Kind::WeakMap, map, key, value);
}

/// Takes a key out: whether it was there.
pub(super) fn map_delete(map: Extern, key: Any) -> u32 {
    delete(Kind::WeakMap, map, key).into()
}

/// A reference that doesn't keep its target.
pub(super) fn make_reference(target: Any) -> Extern {
    // A number keeps nothing alive; it is told from a weak reference by its lowest bit.
    if target.0 & 1 == 1 {
        return Extern::new(Kind::WeakReference, &target.0.to_ne_bytes());
    }
    collect(&mut MAPS.borrow_mut());
    let weak = capi::wastrel_gc_weak_new(target.0);
    let reference = Extern::new(Kind::WeakReference, &(u64::from(weak.0) << 1).to_ne_bytes());
    capi::wastrel_gc_finalizer_new(reference.0, 0);
    reference
}

/// What it refers to, or the default if that is no more.
pub(super) fn deref(reference: Extern, default: Any) -> Any {
    let word = reference.number(Kind::WeakReference);
    let target =
        if word & 1 == 1 { word as usize } else { capi::wastrel_gc_weak_get(WeakId((word >> 1) as u32)) };
    if target == 0 { default } else { Any(target) }
}

/// A registry of what to do when objects are no more. It is never done, which is all that its semantics promise: there is no event loop that
/// the module could be called from.
pub(super) fn make_registry(_cleanup: Extern) -> Extern {
    make(Kind::Registry)
}

/// Registers an object.
pub(super) fn register(registry: Extern, _target: Any, _held: Any) {
    registry.number(Kind::Registry);
}

/// Registers an object, to be unregistered by a token.
pub(super) fn register_with_token(registry: Extern, _target: Any, held: Any, token: Any) {
    set(Kind::Registry, registry, token, held);
}

/// Unregisters what was registered by a token: whether anything was.
pub(super) fn unregister(registry: Extern, token: Any) -> u32 {
    delete(Kind::Registry, registry, token).into()
}
