//! The heap as one value: what it is made of and how it is set up.

use crate::alloc::{Bump, MediumCursor};
use crate::barrier::Remembered;
use crate::buffer::OutOfMemory;
use crate::mark::MarkStack;
use crate::object::{Kind, TypeInfo};
use crate::roots::Roots;
use crate::sizing::{Policy, Sizing};
use crate::space::{MAX_RESERVATION, Space};
use crate::stacks::Stack;
use crate::stats::Stats;
use crate::weak::WeakTables;

/// What a program chooses at start-up. All zero is the default.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Options {
    /// How the heap is sized.
    pub policy: Policy,
    /// How often to collect for the sake of testing.
    pub stress: Stress,
    /// Bytes below which the heap is not collected.
    pub initial: u64,
    /// Bytes that objects may take, or 0 for as much as there is address space (64 GB at most).
    pub limit: u64,
    /// Entries of the mark stack, or 0 for the default: few of them test what happens when it is full.
    pub mark_stack: u64,
    /// Overwrite what is freed, so that a use of it shows.
    pub poison: bool,
    /// Check the whole heap before and after each collection.
    pub verify: bool,
    /// Write a line about each collection to `log_fd`.
    pub log: bool,
    /// A file descriptor.
    pub log_fd: i32,
    /// Called when memory has run out, after a full collection. Must not return.
    pub out_of_memory: Option<extern "C" fn()>,
}

/// How often to collect for the sake of testing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u32)]
pub enum Stress {
    /// When the heap needs it.
    #[default]
    None = 0,
    /// Whenever the inline allocation finds no room.
    SlowPaths = 1,
    /// Before every allocation.
    Allocations = 2,
}

impl Options {
    /// The defaults.
    pub const DEFAULT: Options = Options {
        policy: Policy::Growable,
        stress: Stress::None,
        initial: 0,
        limit: 0,
        mark_stack: 0,
        poison: false,
        verify: false,
        log: false,
        log_fd: 2,
        out_of_memory: None,
    };
}

impl Default for Options {
    fn default() -> Options {
        Options::DEFAULT
    }
}

/// A heap. A program has one; tests have many.
///
/// The bump range comes first: the inline allocation of `wastrel_gc.h` knows it by the name of the heap.
#[repr(C)]
#[derive(Debug)]
pub struct Heap {
    pub(crate) bump: Bump,
    pub(crate) medium: MediumCursor,
    pub(crate) types: &'static [TypeInfo],
    pub(crate) space: Space,
    pub(crate) options: Options,
    /// Bytes handed out since the last collection.
    pub(crate) allocated: usize,
    /// Bytes handed out before that, since the last full collection for want of a hole.
    pub(crate) handed_out: usize,
    /// Block in which the bump range lies.
    pub(crate) small_block: Option<usize>,
    /// Blocks below were all taken, or have no holes.
    pub(crate) next_recyclable: usize,
    /// Blocks below are not free, or released.
    pub(crate) next_free: usize,
    /// Blocks below are neither free nor released.
    pub(crate) next_released: usize,
    /// Full collections in a row that won next to nothing.
    pub(crate) futile_collections: u32,
    pub(crate) mark_stack: MarkStack,
    pub(crate) remembered: Remembered,
    pub(crate) stacks: *mut Stack,
    /// From where on the stack that is running is scanned.
    pub(crate) stack_pointer: usize,
    pub(crate) roots: Roots,
    pub(crate) weak: WeakTables,
    pub(crate) sizing: Sizing,
    pub(crate) stats: Stats,
}

impl Heap {
    /// A heap in which nothing can be allocated yet.
    pub const fn new() -> Heap {
        Heap {
            bump: Bump::EMPTY,
            medium: MediumCursor::EMPTY,
            types: &[],
            space: Space::empty(),
            options: Options::DEFAULT,
            allocated: 0,
            handed_out: 0,
            small_block: None,
            next_recyclable: 0,
            next_free: 0,
            next_released: 0,
            futile_collections: 0,
            mark_stack: MarkStack::new(),
            remembered: Remembered::new(),
            stacks: core::ptr::null_mut(),
            stack_pointer: 0,
            roots: Roots::new(),
            weak: WeakTables::new(),
            sizing: Sizing::new(Policy::Growable, 0, 0),
            stats: Stats::new(),
        }
    }

    /// Reserves address space and makes the heap ready. Fails if there is hardly any address space.
    ///
    /// # Panics
    ///
    /// If a type is not one that the collector can handle.
    pub fn initialize(&mut self, types: &'static [TypeInfo], options: &Options) -> Result<(), OutOfMemory> {
        check_types(types);
        let limit = usize::try_from(options.limit).unwrap_or(usize::MAX);
        // Room for twice the limit, so that a fragmented heap fails for want of memory and not of addresses.
        let wanted = if limit == 0 { MAX_RESERVATION } else { limit.saturating_mul(2) };
        self.space = Space::reserve(wanted.min(MAX_RESERVATION)).ok_or(OutOfMemory)?;
        let room = 2 * self.space.size;
        let limit = if limit == 0 { room } else { limit.min(room) };
        self.sizing = Sizing::new(options.policy, options.initial as usize, limit);
        self.mark_stack = MarkStack::with_capacity(options.mark_stack as usize, self.space.mark_stack.len());
        self.types = types;
        self.options = *options;
        self.stats.started = self.stats.now();
        Ok(())
    }
}

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

/// A wrong type table corrupts the heap, so it is worth looking at each type once.
fn check_types(types: &[TypeInfo]) {
    for info in types.iter().skip(1) {
        let ok = match info.kind {
            Kind::Struct => info.size >= 8 && info.size.is_multiple_of(8) && map_fits(info),
            Kind::LargeStruct => info.size > 512 && info.size.is_multiple_of(8) && info.map != 0,
            Kind::RefArray => info.size == 8,
            Kind::DataArray => info.size.is_power_of_two() && info.size <= 16,
        };
        assert!(ok, "the type table is not one that the collector can handle");
    }
}

fn map_fits(info: &TypeInfo) -> bool {
    let words = info.size / 8;
    words <= 64 && info.map & 1 == 0 && (words == 64 || info.map >> words == 0)
}
