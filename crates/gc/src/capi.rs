//! The C interface: what `include/wastrel_gc.h` declares, over the one heap of a program.
//!
//! # Safety
//!
//! A program has one thread that uses the heap. Every function here forms its reference to the heap for as long as the call
//! lasts; none is called by another, and the out-of-memory hook is called when no reference is left in use. Naked
//! functions pass their arguments on.
#![allow(unsafe_code)]

use core::cell::UnsafeCell;

use crate::collect::Collection;
use crate::heap::{Heap, Options};
use crate::machine::{call_with_stack, probe_stack};
use crate::object::{Object, TypeInfo};
use crate::roots::Handle;
use crate::stacks::Stack;
use crate::weak::{Finalizer, WeakId};

/// The heap of the program.
#[repr(transparent)]
pub struct Program(UnsafeCell<Heap>);

// SAFETY: one thread uses the heap; see the module's contract.
unsafe impl Sync for Program {}

/// The heap of the program. The header declares its first two words, the bump range.
#[unsafe(no_mangle)]
pub static wastrel_gc_heap: Program = Program(UnsafeCell::new(Heap::new()));

/// The heap, for as long as a call lasts.
fn heap() -> &'static mut Heap {
    // Neither a collection nor a list that grows may be cut short.
    probe_stack();
    // SAFETY: see the module's contract.
    unsafe { &mut *wastrel_gc_heap.0.get() }
}

/// The result, or the end: the hook that the program gave never returns.
fn or_out_of_memory<T, E>(result: Result<T, E>) -> T {
    if let Ok(value) = result {
        return value;
    }
    if let Some(hook) = heap().options.out_of_memory {
        hook();
    }
    panic!("out of memory");
}

/// Sets the heap up: false if there is no address space for one.
///
/// # Safety
///
/// The table must stay where it is for ever and describe the objects of the program; entry 0 is unused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_init(
    types: *const TypeInfo,
    type_count: u32,
    options: *const Options,
) -> bool {
    // SAFETY: as the caller vouches.
    let (types, options) = unsafe { (core::slice::from_raw_parts(types, type_count as usize), &*options) };
    heap().initialize(types, options).is_ok()
}

/// Adds a stack.
///
/// # Safety
///
/// See [`Heap::add_stack`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_add_stack(stack: *mut Stack) {
    // SAFETY: as the caller vouches.
    unsafe { heap().add_stack(stack) }
}

/// Removes a stack.
///
/// # Safety
///
/// See [`Heap::remove_stack`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_remove_stack(stack: *mut Stack) {
    // SAFETY: as the caller vouches.
    unsafe { heap().remove_stack(stack) }
}

/// Adds words to the roots.
///
/// # Safety
///
/// See [`Heap::add_roots`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_add_roots(words: *const usize, count: u64) {
    // SAFETY: as the caller vouches.
    or_out_of_memory(unsafe { heap().add_roots(words, count as usize) });
}

/// Adds as many words to the roots as `count` says at each collection.
///
/// # Safety
///
/// See [`Heap::add_growing_roots`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_add_growing_roots(words: *const usize, count: *const u64) {
    // SAFETY: as the caller vouches.
    or_out_of_memory(unsafe { heap().add_growing_roots(words, count) });
}

/// Removes the words that start at `words` from the roots.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_remove_roots(words: *const usize) {
    heap().remove_roots(words);
}

/// Memory for an object of at most 8 KB that doesn't fit the bump range; the caller writes its header.
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub extern "C" fn wastrel_gc_alloc_slow(size: u64) -> Object {
    call_with_stack!("rsi", alloc_slow)
}

extern "C" fn alloc_slow(size: u64, stack_pointer: usize) -> Object {
    or_out_of_memory(heap().on_stack(stack_pointer).alloc_slow(size as usize))
}

/// An object of more than 8 KB, with its header.
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub extern "C" fn wastrel_gc_alloc_large(type_index: u32, length: u32, size: u64, zeroed: bool) -> Object {
    call_with_stack!("r8", alloc_large)
}

extern "C" fn alloc_large(
    type_index: u32,
    length: u32,
    size: u64,
    zeroed: bool,
    stack_pointer: usize,
) -> Object {
    or_out_of_memory(heap().on_stack(stack_pointer).alloc_large(type_index, length, size as usize, zeroed))
}

/// An array of zeros, for hosts, which have no use for the inline path of the header.
#[unsafe(naked)]
pub extern "C" fn new_array(type_index: u32, length: u32) -> Object {
    call_with_stack!("rdx", alloc_array)
}

extern "C" fn alloc_array(type_index: u32, length: u32, stack_pointer: usize) -> Object {
    or_out_of_memory(heap().on_stack(stack_pointer).alloc_array(type_index, length, true))
}

/// References were stored in `count` slots of an old object.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_log_store(object: Object, slot: *const usize, count: u64) {
    heap().log_store(object, slot, count as usize);
}

/// References may have been stored that were not logged, since a fault came between: the next collection is a full one.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_store_unlogged() {
    heap().store_unlogged();
}

/// Collects.
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub extern "C" fn wastrel_gc_collect(full: bool) {
    call_with_stack!("rsi", collect)
}

extern "C" fn collect(full: bool, stack_pointer: usize) {
    let collection = if full { Collection::Full } else { Collection::Minor };
    heap().on_stack(stack_pointer).collect(collection);
}

/// Writes the statistics to a file descriptor.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_print_stats(fd: i32) {
    heap().print_stats(fd);
}

/// Bytes of memory that objects take now.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_resident() -> u64 {
    heap().resident() as u64
}

/// Keeps an object alive until the handle is dropped.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_handle_new(reference: usize) -> Handle {
    or_out_of_memory(heap().handle_new(reference))
}

/// What a handle refers to.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_handle_get(handle: Handle) -> usize {
    heap().handle_get(handle)
}

/// Makes a handle refer to something else.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_handle_set(handle: Handle, reference: usize) {
    heap().handle_set(handle, reference);
}

/// Gives up a handle.
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_handle_drop(handle: Handle) {
    heap().handle_drop(handle);
}

/// See [`Heap::weak_new`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_weak_new(target: usize) -> WeakId {
    or_out_of_memory(heap().weak_new(target))
}

/// See [`Heap::weak_get`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_weak_get(id: WeakId) -> usize {
    heap().weak_get(id)
}

/// See [`Heap::weak_drop`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_weak_drop(id: WeakId) {
    heap().weak_drop(id);
}

/// See [`Heap::ephemeron_new`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_ephemeron_new(owner: usize, key: usize, value: usize) -> WeakId {
    or_out_of_memory(heap().ephemeron_new(owner, key, value))
}

/// See [`Heap::ephemeron_value`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_ephemeron_value(id: WeakId) -> usize {
    heap().ephemeron_value(id)
}

/// See [`Heap::ephemeron_set`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_ephemeron_set(id: WeakId, value: usize) {
    or_out_of_memory(heap().ephemeron_set(id, value));
}

/// See [`Heap::ephemeron_drop`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_ephemeron_drop(id: WeakId) {
    heap().ephemeron_drop(id);
}

/// See [`Heap::finalizer_new`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_finalizer_new(object: usize, held: usize) -> WeakId {
    or_out_of_memory(heap().finalizer_new(object, held))
}

/// See [`Heap::finalizer_drop`].
#[unsafe(no_mangle)]
pub extern "C" fn wastrel_gc_finalizer_drop(id: WeakId) {
    heap().finalizer_drop(id);
}

/// The next object that became unreachable, if there is one.
///
/// # Safety
///
/// `ready` must be writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wastrel_gc_finalizer_ready(ready: *mut Finalizer) -> bool {
    match heap().finalizer_ready() {
        Some(finalizer) => {
            // SAFETY: as the caller vouches.
            unsafe { ready.write(finalizer) };
            true
        }
        None => false,
    }
}
