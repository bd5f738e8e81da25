//! The heap of a program that has objects: the collector, told of the program's types, stack and roots.
//!
//! # Safety
//! What the emitted C says of its types and roots is constant and complete. The stack and the tables are mapped once and stay where
//! they are.

use core::cell::UnsafeCell;
use core::ffi::c_void;

use crate::abi::{self, Heap, Program};
use crate::guest_stack;
use crate::options::{HeapPolicy, HeapStress};
use crate::process::{self, Process, Single};
use crate::report::fatal;
use crate::trap;
use wastrel_gc::capi;
use wastrel_gc::object::{Kind, TypeInfo};
use wastrel_gc::{Options, Policy, Stack, Stress};

unsafe extern "C" {
    static wastrel_program: Program;
    fn wastrel_trap(why: u32) -> !;
}

/// `TRAP_OUT_OF_MEMORY`.
const OUT_OF_MEMORY: u32 = 17;

static STACK: Single<UnsafeCell<Stack>> = Single::new(UnsafeCell::new(Stack::running(core::ptr::null())));

/// `wastrel_heap_setup`.
///
/// # Safety
/// Called once, with the program's heap, when its stack and its tables are mapped.
#[unsafe(no_mangle)]
unsafe extern "C" fn wastrel_heap_setup(heap: &'static Heap) {
    let options = options();
    // The barrier comes after its store, and is a call.
    trap::after_exhaustion(|| capi::wastrel_gc_store_unlogged());
    if Process::get().print_stats {
        process::at_end(print_stats);
    }
    // SAFETY: the program's description of itself, and the stack that it is about to run on.
    unsafe {
        if !capi::wastrel_gc_init(heap.types.cast(), heap.type_count as u32, &raw const options) {
            fatal(format_args!("the kernel refuses address space for the heap: raise `ulimit -v`"));
        }
        let stack = STACK.get();
        (*stack).high = guest_stack::range().end as *const usize;
        capi::wastrel_gc_add_stack(stack);
        for roots in abi::items(heap.roots, heap.root_count) {
            capi::wastrel_gc_add_roots(roots.words, roots.count);
        }
        for &table in abi::items(heap.tables, heap.table_count) {
            let elements: *const *const c_void = (*table).elements;
            capi::wastrel_gc_add_growing_roots(elements.cast(), &raw const (*table).size);
        }
    }
}

/// Whether the objects of the type with this number are structs or arrays.
pub(crate) fn kind(number: u32) -> &'static str {
    // SAFETY: constant data of the emitted C.
    let types = unsafe {
        match wastrel_program.heap.as_ref() {
            Some(heap) => abi::items(heap.types.cast::<TypeInfo>(), heap.type_count),
            None => &[],
        }
    };
    match types.get(number as usize).map(|info| info.kind) {
        Some(Kind::Struct | Kind::LargeStruct) => "struct",
        Some(Kind::RefArray | Kind::DataArray) => "array",
        None => "ref",
    }
}

fn options() -> Options {
    let asked = &Process::get().options.heap;
    let stress = match asked.stress {
        HeapStress::None => Stress::None,
        HeapStress::SlowPaths => Stress::SlowPaths,
        HeapStress::Allocations => Stress::Allocations,
    };
    let policy = match asked.policy {
        HeapPolicy::Growable => Policy::Growable,
        HeapPolicy::Fixed => Policy::Fixed,
        HeapPolicy::Null => Policy::Null,
    };
    Options {
        policy,
        stress,
        initial: asked.initial.unwrap_or(0),
        limit: asked.limit.unwrap_or(0),
        poison: stress != Stress::None,
        verify: stress != Stress::None,
        log: asked.log,
        out_of_memory: Some(out_of_memory),
        ..Options::DEFAULT
    }
}

fn print_stats() {
    capi::wastrel_gc_print_stats(2);
}

extern "C" fn out_of_memory() {
    // SAFETY: the collector is done with what it was asked for.
    unsafe { wastrel_trap(OUT_OF_MEMORY) }
}
