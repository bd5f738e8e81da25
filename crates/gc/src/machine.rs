//! What depends on the machine: callee-saved registers, the stack pointer, prefetching.
//!
//! # Safety
//!
//! The assembly moves the stack pointer as calls do, reads the stack, and traps.
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

/// The body of a naked function: calls `$function` with the same arguments and, in the register of the one after them, the
/// lowest stack address that may hold a reference of the caller's. The callee-saved registers, where the caller may
/// have its only reference to an object, are stored from there on; the collector's own frames, whose words would keep
/// objects alive that the program is done with, lie below.
macro_rules! call_with_stack {
    ($register:literal, $function:ident) => {
        core::arch::naked_asm!(
            ".cfi_startproc",
            "push rbx",
            "push rbp",
            "push r12",
            "push r13",
            "push r14",
            "push r15",
            concat!("mov ", $register, ", rsp"),
            // Calls are made with the stack aligned to 16 bytes.
            "sub rsp, 8",
            ".cfi_adjust_cfa_offset 56",
            "call {function}",
            // The call preserved the registers.
            "add rsp, 56",
            ".cfi_adjust_cfa_offset -56",
            "ret",
            ".cfi_endproc",
            function = sym $function,
        )
    };
}
pub(crate) use call_with_stack;

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
