//! One promise of the collector each, without a stack: all roots are handles.

use wastrel_gc::object::{Object, TypeInfo};
use wastrel_gc::{Collection, Finalizer, Handle, Heap, Options, OutOfMemory, Policy, Stress};

const CELL: u32 = 1;
const REFS: u32 = 2;
const BYTES: u32 = 3;

/// A cell has a number in word 1 and references in words 2 and 3.
static TYPES: [TypeInfo; 4] = [
    TypeInfo::structure(8, 0),
    TypeInfo::structure(32, 0b1100),
    TypeInfo::ref_array(),
    TypeInfo::data_array(1),
];

const MB: u64 = 1 << 20;

fn heap(options: Options) -> Heap {
    let mut heap = Heap::new();
    heap.initialize(&TYPES, &options).expect("address space");
    heap
}

/// A heap that notices mistakes.
fn checked() -> Heap {
    heap(Options { limit: 64 * MB, verify: true, poison: true, ..Options::DEFAULT })
}

fn cell(heap: &mut Heap, number: usize, next: usize) -> Object {
    try_cell(heap, number, next).expect("memory")
}

fn try_cell(heap: &mut Heap, number: usize, next: usize) -> Result<Object, OutOfMemory> {
    let cell = heap.alloc_struct(CELL)?;
    heap.store(cell, 1, number << 1 | 1);
    heap.store(cell, 2, next);
    heap.store(cell, 3, 0);
    Ok(cell)
}

fn number(object: usize) -> usize {
    assert_ne!(object, 0);
    assert_eq!(Object(object).type_index(), CELL, "the cell was freed");
    Object(object).word(1) >> 1
}

fn refs(heap: &mut Heap, length: u32) -> Object {
    heap.alloc_array(REFS, length, true).expect("memory")
}

fn keep(heap: &mut Heap, object: Object) -> Handle {
    heap.handle_new(object.0).expect("memory")
}

/// An array that survived a collection.
fn old_refs(heap: &mut Heap, length: u32) -> Object {
    let array = refs(heap, length);
    keep(heap, array);
    heap.collect(Collection::Full);
    array
}

#[test]
fn a_young_object_in_one_slot_of_an_old_array_survives() {
    for length in [4, 64, 65, 500, 5000] {
        let mut heap = checked();
        let array = old_refs(&mut heap, length);
        let young = cell(&mut heap, 7, 0);
        heap.store(array, length as usize - 1, young.0);
        heap.collect(Collection::Minor);
        assert_eq!(number(array.word(length as usize - 1)), 7);
    }
}

#[test]
fn young_objects_copied_into_an_old_array_survive() {
    for length in [4, 64, 65, 500, 5000] {
        let mut heap = checked();
        let array = old_refs(&mut heap, length);
        let source = refs(&mut heap, 3);
        for index in 1..=3 {
            let young = cell(&mut heap, index, 0);
            heap.store(source, index, young.0);
        }
        heap.copy_references(array, 2, source, 1, 3);
        heap.collect(Collection::Minor);
        for index in 1..=3 {
            assert_eq!(number(array.word(index + 1)), index);
        }
    }
}

#[test]
fn a_store_without_a_barrier_is_noticed_though_its_object_is_kept() {
    for length in [1, 65, 5000] {
        let missed = std::panic::catch_unwind(|| {
            let mut heap = checked();
            let array = old_refs(&mut heap, length);
            let young = cell(&mut heap, 7, 0);
            keep(&mut heap, young);
            // SAFETY: the array has such a slot.
            unsafe { array.slot(length as usize).write(young.0) };
            heap.collect(Collection::Minor);
        });
        let message = missed.expect_err("nothing was noticed");
        let message = message.downcast_ref::<String>().expect("it says why");
        assert!(message.ends_with("without a barrier"), "{message}");
    }
}

#[test]
fn an_object_stored_into_between_two_minor_collections_is_logged_again() {
    let mut heap = checked();
    let array = old_refs(&mut heap, 4);
    for round in 0..3 {
        let young = cell(&mut heap, round, 0);
        heap.store(array, 1, young.0);
        heap.collect(Collection::Minor);
        assert_eq!(number(array.word(1)), round);
    }
}

#[test]
fn stores_without_allocation_do_not_pile_up() {
    let mut heap = heap(Options { limit: 256 * MB, verify: true, ..Options::DEFAULT });
    let array = old_refs(&mut heap, 1_000_000);
    let young = cell(&mut heap, 7, 0);
    for round in 0..4 {
        for index in 1..=1_000_000 {
            heap.store(array, index, young.0);
        }
        assert_eq!(array.word(round + 1), young.0);
    }
    heap.collect(Collection::Minor);
    assert_eq!(number(array.word(1_000_000)), 7);
}

/// As when elements are inserted at the front: with each copy remembered this would take minutes.
#[test]
fn copies_of_much_of_an_array_are_not_scanned_each() {
    let mut heap = heap(Options::DEFAULT);
    let array = old_refs(&mut heap, 100_000);
    for index in 0..100_000 {
        let young = cell(&mut heap, index, 0);
        heap.store(array, 1, young.0);
        let count = if index < 50_000 { 24_000 } else { 26_000 };
        heap.copy_references(array, 2, array, 1, count);
        if index == 49_999 {
            heap.collect(Collection::Minor);
        }
    }
    heap.collect(Collection::Minor);
    assert_eq!([number(array.word(1)), number(array.word(2))], [99_999; 2]);
    assert_eq!(number(array.word(24_002)), 75_999);
}

#[test]
fn marking_survives_a_mark_stack_that_overflows() {
    let mut heap = heap(Options { limit: 64 * MB, mark_stack: 1, verify: true, ..Options::DEFAULT });
    // A list whose cells each carry a tree of arrays, as wide as it is deep.
    let handle = heap.handle_new(0).expect("memory");
    for length in 0..200 {
        let next = heap.handle_get(handle);
        let head = cell(&mut heap, length, next);
        heap.handle_set(handle, head.0);
        let wide = refs(&mut heap, if length % 50 == 0 { 2000 } else { 60 });
        heap.store(head, 3, wide.0);
        for index in 1..=60 {
            let narrow = refs(&mut heap, 60);
            heap.store(wide, index, narrow.0);
            for slot in 1..=60 {
                let leaf = cell(&mut heap, slot, 0);
                heap.store(narrow, slot, leaf.0);
            }
        }
    }
    heap.collect(Collection::Full);
    assert!(heap.stats().mark_stack_overflows > 0);
    assert!(heap.stats().live > 200 * 60 * 60 * 32);
}

#[test]
fn stress_makes_minor_collections_and_full_ones() {
    for stress in [Stress::SlowPaths, Stress::Allocations] {
        let mut heap = heap(Options { stress, ..Options::DEFAULT });
        for index in 0..20_000 {
            cell(&mut heap, index, 0);
        }
        let (minor, major) = (heap.stats().minor, heap.stats().major);
        assert!(major > 0 && (3 * major..=3 * major + 3).contains(&minor), "{minor} minor, {major} major");
    }
}

#[test]
fn stress_finds_a_store_without_its_barrier() {
    let stores = || {
        let mut heap = heap(Options { stress: Stress::Allocations, verify: true, ..Options::DEFAULT });
        let array = old_refs(&mut heap, 4);
        // However long it has gone on.
        for index in 0..100 {
            cell(&mut heap, index, 0);
        }
        for index in 0..8 {
            let young = cell(&mut heap, index, 0);
            // SAFETY: the slot is the array's.
            unsafe { array.slot(1).write(young.0) };
        }
    };
    let error = std::panic::catch_unwind(stores).expect_err("the verifier finds it");
    let message = error.downcast_ref::<String>().expect("a message");
    assert!(message.ends_with("without a barrier"), "{message}");
}

#[test]
fn memory_follows_what_is_live_down() {
    let mut heap = heap(Options { limit: 512 * MB, ..Options::DEFAULT });
    let list = heap.handle_new(0).expect("memory");
    for index in 0..2_000_000 {
        let next = heap.handle_get(list);
        let head = cell(&mut heap, index, next);
        heap.handle_set(list, head.0);
    }
    let bytes = heap.alloc_array(BYTES, 100 << 20, true).expect("memory");
    let bytes = keep(&mut heap, bytes);
    assert!(heap.resident() > 160 << 20);
    // What stays is what the heap may grow to before the next full collection.
    heap.handle_set(bytes, 0);
    heap.collect(Collection::Full);
    assert!(heap.resident() <= 160 << 20, "{} bytes", heap.resident());
    heap.handle_set(list, 0);
    heap.collect(Collection::Full);
    assert!(heap.resident() <= 40 << 20, "{} bytes", heap.resident());
}

/// A list of `length` cells, of which the last half is replaced again and again.
fn churn(limit: u64, policy: Policy, length: usize, rounds: usize) -> Result<Heap, OutOfMemory> {
    let mut heap = heap(Options { limit, policy, ..Options::DEFAULT });
    let ring = heap.alloc_array(REFS, length as u32, true)?;
    let ring = keep(&mut heap, ring);
    for index in 0..length * rounds {
        let young = try_cell(&mut heap, index, 0)?;
        let ring = Object(heap.handle_get(ring));
        let slot = 1 + index.wrapping_mul(7919) % length;
        heap.store(ring, slot, young.0);
    }
    Ok(heap)
}

#[test]
fn a_heap_at_one_point_three_times_what_is_live_suffices() {
    let length = 200_000;
    let live = length as u64 * 40;
    for policy in [Policy::Growable, Policy::Fixed] {
        let heap = churn(live * 13 / 10, policy, length, 10).expect("memory");
        assert!(heap.resident() as u64 <= live * 13 / 10);
    }
}

#[test]
fn memory_runs_out_after_a_full_collection() {
    let length = 200_000;
    let mut heap = churn(40 * length, Policy::Growable, length as usize, 1).err();
    assert_eq!(heap.take(), Some(OutOfMemory));
    assert!(churn(8 * MB, Policy::Null, 100_000, 10).is_err());
    assert_eq!(churn(64 * MB, Policy::Null, 100_000, 10).expect("memory").stats().minor, 0);
}

/// The minor collection that comes first finds the old array alive, so it takes a full one to make room, each time.
#[test]
fn a_large_array_that_is_replaced_when_it_is_old_never_runs_out_of_memory() {
    let mut heap = heap(Options { limit: 100 * MB, ..Options::DEFAULT });
    let array = heap.handle_new(0).expect("memory");
    for round in 0..30 {
        heap.handle_set(array, 0);
        let new = heap.alloc_array(BYTES, 60 << 20, false);
        heap.handle_set(array, new.unwrap_or_else(|_| panic!("out of memory in round {round}")).0);
        for index in 0..1_000_000 {
            cell(&mut heap, index, 0);
        }
    }
}

/// Every second of many cells is garbage, and what is allocated then is larger than a cell.
#[test]
fn holes_that_are_too_short_are_no_reason_to_collect() {
    let mut heap = heap(Options::DEFAULT);
    let length = 1_000_000;
    let cells = old_refs(&mut heap, length);
    for index in 0..length as usize {
        let cell = cell(&mut heap, index, 0);
        heap.store(cells, 1 + index, cell.0);
    }
    for index in (0..length as usize).step_by(2) {
        heap.store(cells, 1 + index, 0);
    }
    heap.collect(Collection::Full);
    let before = heap.stats().minor + heap.stats().major;
    for _ in 0..400_000 {
        heap.alloc_array(BYTES, 40, true).expect("memory");
    }
    let collections = heap.stats().minor + heap.stats().major - before;
    assert!(collections <= 3, "{collections} collections for 19 MB");
}

/// With a search through all the gaps for each array this would take minutes.
#[test]
fn many_gaps_that_are_too_short_are_searched_once() {
    let length = 40_000;
    let mut heap = heap(Options::DEFAULT);
    let arrays = old_refs(&mut heap, length);
    for index in 0..length as usize {
        let array = heap.alloc_array(BYTES, 9000, false).expect("memory");
        heap.store(arrays, 1 + index, array.0);
    }
    for index in (0..length as usize).step_by(2) {
        heap.store(arrays, 1 + index, 0);
    }
    heap.collect(Collection::Full);
    for _ in 0..100_000 {
        heap.alloc_array(BYTES, 14_000, false).expect("memory");
    }
}

#[test]
fn the_most_memory_counts_before_it_is_given_back() {
    let mut heap = heap(Options::DEFAULT);
    heap.alloc_array(BYTES, 100 << 20, false).expect("memory");
    heap.collect(Collection::Full);
    assert_eq!(heap.resident(), 0);
    assert!(heap.stats().peak_heap >= 100 << 20);
}

#[test]
fn a_minor_collection_and_the_full_one_after_it_are_one_pause() {
    let mut heap = heap(Options::DEFAULT);
    let array = heap.alloc_array(REFS, 10_000_000, true).expect("memory");
    keep(&mut heap, array);
    let before = heap.stats().stopped;
    assert_eq!(heap.collect(Collection::Minor), Collection::Full);
    assert_eq!(heap.stats().max_pause, heap.stats().stopped - before);
}

#[test]
fn an_array_larger_than_the_limit_fails_and_harms_nothing() {
    let mut heap = heap(Options { limit: 16 * MB, verify: true, ..Options::DEFAULT });
    let array = old_refs(&mut heap, 100);
    assert_eq!(heap.alloc_array(REFS, u32::MAX, true), Err(OutOfMemory));
    assert_eq!(heap.alloc_array(BYTES, 17 << 20, false), Err(OutOfMemory));
    assert!(heap.alloc_array(BYTES, 10 << 20, false).is_ok());
    assert!(heap.alloc_array(BYTES, 10 << 20, false).is_ok(), "the first one is garbage");
    assert_eq!(array.length(), 100);
}

#[test]
fn arrays_come_zeroed_even_in_memory_that_was_used() {
    let mut heap = heap(Options { limit: 16 * MB, ..Options::DEFAULT });
    for round in 0..200 {
        for length in [100, 5000, 30_000] {
            let array = heap.alloc_array(REFS, length, true).expect("memory");
            assert!((1..=length as usize).all(|index| array.word(index) == 0), "round {round}");
            for index in 1..=length as usize {
                heap.store(array, index, 3);
            }
        }
    }
    assert!(heap.stats().minor > 0);
}

#[test]
fn a_stack_of_references_that_grows_and_shrinks_keeps_what_is_on_it() {
    let mut heap = checked();
    let mut stack = vec![0; 20_000];
    let mut depth = Box::new(0);
    // SAFETY: both stay where they are until the heap is gone.
    unsafe { heap.add_growing_roots(stack.as_ptr(), &raw const *depth).expect("memory") };
    for (round, to) in [20_000, 100, 15_000, 14_999, 1].into_iter().enumerate() {
        for slot in stack.iter_mut().take(to).skip(*depth as usize) {
            *slot = cell(&mut heap, round, 0).0;
        }
        // A young object low down, where all others are old.
        stack[0] = cell(&mut heap, round + 10, 0).0;
        *depth = to as u64;
        heap.collect(if round == 3 { Collection::Full } else { Collection::Minor });
        assert_eq!(number(stack[0]), round + 10);
        assert!(stack[1..to].iter().all(|&object| number(object) <= round));
    }
}

#[test]
fn handles_keep_objects_alive_and_are_used_again() {
    let mut heap = checked();
    let objects: Vec<_> = (0..10).map(|index| cell(&mut heap, index, 0)).collect();
    let handles: Vec<_> = objects.iter().map(|&object| keep(&mut heap, object)).collect();
    heap.handle_drop(handles[3]);
    heap.handle_drop(handles[5]);
    heap.collect(Collection::Full);
    assert_eq!(heap.stats().live, 8 * 32);
    assert_eq!([keep(&mut heap, objects[0]), keep(&mut heap, objects[1])], [handles[5], handles[3]]);
}

#[test]
fn a_weak_reference_to_a_young_object_is_cleared_by_a_minor_collection() {
    let mut heap = checked();
    let (dead, alive) = (cell(&mut heap, 1, 0), cell(&mut heap, 2, 0));
    keep(&mut heap, alive);
    let weak = [dead, alive].map(|object| heap.weak_new(object.0).expect("memory"));
    heap.collect(Collection::Minor);
    assert_eq!(weak.map(|id| heap.weak_get(id)), [0, alive.0]);
}

#[test]
fn an_old_ephemeron_keeps_a_young_value_alive() {
    let mut heap = checked();
    let key = cell(&mut heap, 1, 0);
    let handle = keep(&mut heap, key);
    let ephemeron = heap.ephemeron_new(0, key.0, 0).expect("memory");
    heap.collect(Collection::Full);
    let value = cell(&mut heap, 2, 0);
    heap.ephemeron_set(ephemeron, value.0).expect("memory");
    heap.collect(Collection::Minor);
    assert_eq!(number(heap.ephemeron_value(ephemeron)), 2);
    heap.handle_drop(handle);
    heap.collect(Collection::Full);
    assert_eq!((heap.ephemeron_value(ephemeron), heap.stats().live), (0, 0));
}

#[test]
fn ephemerons_chain_and_cycles_through_them_die() {
    let mut heap = checked();
    let cells: Vec<_> = (0..4).map(|index| cell(&mut heap, index, 0)).collect();
    let first = keep(&mut heap, cells[0]);
    // 0 → 1 → 2 → 3 → 1, registered back to front.
    let chain = [(3, 1), (2, 3), (1, 2), (0, 1)]
        .map(|(key, value)| heap.ephemeron_new(0, cells[key].0, cells[value].0).expect("memory"));
    heap.collect(Collection::Full);
    assert_eq!(chain.map(|id| number(heap.ephemeron_value(id))), [1, 3, 2, 1]);
    heap.handle_drop(first);
    heap.collect(Collection::Full);
    assert_eq!(chain.map(|id| heap.ephemeron_value(id)), [0; 4]);
    assert_eq!(heap.stats().live, 0);
}

/// With a pass for each entry this would take minutes.
#[test]
fn a_long_chain_of_ephemerons_takes_few_passes_in_either_order() {
    let length = if cfg!(miri) { 100 } else { 100_000 };
    for backwards in [false, true] {
        let mut heap = heap(Options::DEFAULT);
        let cells: Vec<_> = (0..length).map(|index| cell(&mut heap, index, 0)).collect();
        keep(&mut heap, cells[0]);
        let link = |nth: usize| if backwards { length - 2 - nth } else { nth };
        for at in (0..length - 1).map(link) {
            heap.ephemeron_new(0, cells[at].0, cells[at + 1].0).expect("memory");
        }
        heap.collect(Collection::Full);
        assert_eq!(heap.stats().live, 32 * length as u64);
    }
}

#[test]
fn an_ephemeron_dies_with_its_owner() {
    let mut heap = checked();
    let [owner, key, value] = [0, 1, 2].map(|index| cell(&mut heap, index, 0));
    let owner_handle = keep(&mut heap, owner);
    keep(&mut heap, key);
    let ephemeron = heap.ephemeron_new(owner.0, key.0, value.0).expect("memory");
    heap.collect(Collection::Full);
    assert_eq!(number(heap.ephemeron_value(ephemeron)), 2);
    heap.handle_drop(owner_handle);
    heap.collect(Collection::Full);
    assert_eq!((heap.ephemeron_value(ephemeron), heap.stats().live), (0, 32));
}

#[test]
fn a_finalizable_object_comes_back_once_with_all_it_refers_to() {
    let mut heap = checked();
    let tail = cell(&mut heap, 1, 0);
    let head = cell(&mut heap, 2, tail.0);
    let held = cell(&mut heap, 3, 0);
    let handle = keep(&mut heap, head);
    heap.finalizer_new(head.0, held.0).expect("memory");
    let weak = heap.weak_new(head.0).expect("memory");
    heap.collect(Collection::Full);
    assert_eq!(heap.finalizer_ready(), None);
    heap.handle_drop(handle);
    heap.collect(Collection::Full);
    assert_eq!(heap.weak_get(weak), 0, "weak references are cleared before finalizers run");
    assert_eq!(heap.finalizer_ready(), Some(Finalizer { object: head.0, held: held.0 }));
    assert_eq!((number(Object(head.0).word(2)), number(held.0)), (1, 3));
    heap.collect(Collection::Full);
    assert_eq!((heap.finalizer_ready(), heap.stats().live), (None, 0));
}
