//! The stack that the program runs on, with a guard below it that tells its end from any other fault.
//!
//! # Safety
//! The stack is mapped once, before anything runs on it, and never unmapped.

use core::arch::naked_asm;
use core::cell::Cell;
use core::ffi::c_void;
use core::ops::Range;
use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous};

use crate::memory::make_accessible;
use crate::process::Single;
use crate::report::{Reason, fatal};

/// What can't be accessed below the stack: more than any frame takes at once.
const GUARD: u64 = 1 << 20;

/// The least that the runtime itself can work with.
const LEAST: u64 = 64 << 10;

static STACK: Single<Cell<Range<u64>>> = Single::new(Cell::new(0..0));

/// Where the stack lies, its guard left out.
pub(crate) fn range() -> Range<u64> {
    let range = STACK.take();
    STACK.set(range.clone());
    range
}

/// Whether an address is in the guard.
pub(crate) fn guards(address: u64) -> bool {
    let start = range().start;
    (start - GUARD.min(start)..start).contains(&address)
}

/// Maps a stack of this size.
pub(crate) fn map(size: u64) {
    let size = size.clamp(LEAST, 1 << 47).div_ceil(4096) * 4096;
    // MAP_STACK also keeps huge pages away, whose clearing would cost more than most programs' start.
    let flags = MapFlags::PRIVATE | MapFlags::NORESERVE | MapFlags::STACK;
    // SAFETY: the mapping replaces no other.
    let mapped =
        unsafe { mmap_anonymous(core::ptr::null_mut(), (size + GUARD) as usize, ProtFlags::empty(), flags) };
    let low = match mapped {
        Ok(guard) => guard.cast::<u8>().wrapping_add(GUARD as usize),
        Err(error) => refused(size, error),
    };
    if let Err(error) = make_accessible(low, 0, size) {
        refused(size, error);
    }
    STACK.set(low as u64..low as u64 + size);
}

/// Calls `f(argument)` on the stack, which is mapped and not yet in use.
pub(crate) fn run(f: unsafe extern "C" fn(*const c_void), argument: *const c_void) {
    // SAFETY: the stack is mapped, and f is called as it wants to be.
    unsafe { call_on(f, argument, range().end as *mut u8) }
}

fn refused(size: u64, error: rustix::io::Errno) -> ! {
    fatal(format_args!(
        "the kernel refuses {size} bytes for the program's stack ({}): raise `ulimit -v`, or ask for less \
         with `-W max-wasm-stack=` (at run time in WASTREL_OPTIONS)",
        Reason(error)
    ))
}

/// Calls `f(argument)` with the stack pointer at `top`.
///
/// # Safety
/// There must be room enough below `top` that is nobody else's.
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn call_on(
    f: unsafe extern "C" fn(*const c_void),
    argument: *const c_void,
    top: *mut u8,
) {
    naked_asm!(
        "push rbx",
        "mov rbx, rsp",
        "mov rsp, rdx",
        "mov rax, rdi",
        "mov rdi, rsi",
        "xor ebp, ebp",
        "call rax",
        "mov rsp, rbx",
        "pop rbx",
        "ret",
    )
}
