//! What depends on the machine: callee-saved registers, the stack pointer, prefetching.
//!
//! # Safety
//!
//! The assembly reads registers and the stack, writes only to a local array, and traps.
#![allow(unsafe_code)]

#[cfg(not(target_arch = "x86_64"))]
compile_error!("the collector knows how to find references in the registers of x86-64 only");

/// More stack than a collection takes, verifier and log included: `tests/c/stack.c` measures it.
#[cfg(not(miri))]
const STACK_FOR_COLLECTION: usize = 16 << 10;

/// Faults if the stack doesn't suffice for a collection. To be called before anything is changed: a program may go on after it
/// caught the fault, and finds the heap as it was.
#[inline]
pub(crate) fn probe_stack() {
    // SAFETY: reads a byte of the stack, or of the guard below it.
    #[cfg(not(miri))]
    unsafe {
        core::arch::asm!(
            "test byte ptr [rsp - {size}], 0",
            size = const STACK_FOR_COLLECTION,
            options(nostack, readonly),
        );
    }
}

/// Registers that a callee saves: a reference may live in nothing else while the collector runs.
const CALLEE_SAVED: usize = 6;

/// Calls `scan` with the lowest stack address that may hold a reference of the caller's. The callee-saved registers are
/// stored at and above it.
#[inline(never)]
pub(crate) fn with_registers_on_stack(scan: &mut dyn FnMut(usize)) {
    let mut registers = [0usize; CALLEE_SAVED];
    // SAFETY: the six stores fill the array.
    #[cfg(not(miri))]
    unsafe {
        core::arch::asm!(
            "mov [{array}], rbx",
            "mov [{array} + 8], rbp",
            "mov [{array} + 16], r12",
            "mov [{array} + 24], r13",
            "mov [{array} + 32], r14",
            "mov [{array} + 40], r15",
            array = in(reg) registers.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    scan(registers.as_mut_ptr().expose_provenance());
    core::hint::black_box(&mut registers);
}

/// Brings the cache line of `address` near. Any address will do.
#[inline]
pub(crate) fn prefetch<T>(address: *const T) {
    // SAFETY: a prefetch never faults.
    #[cfg(not(miri))]
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(address.cast());
    }
    #[cfg(miri)]
    let _ = address;
}

/// Ends the process by an illegal instruction.
#[cfg(all(feature = "panic-handler", not(test)))]
pub(crate) fn abort() -> ! {
    // SAFETY: traps.
    unsafe { core::arch::asm!("ud2", options(noreturn, nostack)) }
}
