//! Faults that are traps: those in our own reservations. All others keep their meaning.
//!
//! # Safety
//! The handler runs on a stack of its own and touches nothing that the interrupted code may have been changing, but what
//! start-up wrote and only reads since.

use core::ffi::c_void;
use core::ptr::addr_of_mut;

use crate::start::image;
use crate::sys::syscall;
use crate::trap::{self, Trap, TrapKind};
use crate::unwind::Registers;
use crate::{guest_stack, memory};

const SIGBUS: usize = 7;
const SIGSEGV: usize = 11;
const SIGPIPE: usize = 13;
const SIGXFSZ: usize = 25;

const SA_SIGINFO: u64 = 4;
const SA_RESTORER: u64 = 0x0400_0000;
const SA_ONSTACK: u64 = 0x0800_0000;
const SA_NODEFER: u64 = 0x4000_0000;

const RT_SIGACTION: usize = 13;
const SIGALTSTACK: usize = 131;

/// The codes of faults that have an address: not mapped, not allowed, and a bus error's.
const HAS_ADDRESS: core::ops::RangeInclusive<i32> = 1..=4;

/// The size of the kernel's signal set.
const SIGNAL_SET: usize = 8;

/// `struct sigaction` of the kernel.
#[repr(C)]
struct SigAction {
    handler: usize,
    flags: u64,
    restorer: usize,
    mask: u64,
}

/// `stack_t` of the kernel.
#[repr(C)]
struct AlternateStack {
    base: *mut u8,
    flags: i32,
    size: usize,
}

/// The start of the kernel's `siginfo_t` for a fault.
#[repr(C)]
struct SigInfo {
    signal: i32,
    errno: i32,
    code: i32,
    address: u64,
}

/// The start of the kernel's `ucontext_t`.
#[repr(C)]
struct UContext {
    flags: u64,
    link: *mut c_void,
    stack: AlternateStack,
    registers: [u64; 23],
}

/// A stack of the runtime's own. Pages of it that nobody touches cost nothing.
#[repr(align(4096))]
struct Stack(#[expect(dead_code, reason = "the machine uses it")] [u8; 128 << 10]);

/// What handlers run on.
static mut HANDLER_STACK: Stack = Stack([0; 128 << 10]);
/// What reports of traps run on, also of those that a handler raises because the program's stack is exhausted.
static mut REPORT_STACK: Stack = Stack([0; 128 << 10]);

/// The top of the stack for reports.
pub(crate) fn report_stack_top() -> *mut u8 {
    // SAFETY: one past the end of the static.
    unsafe { addr_of_mut!(REPORT_STACK).add(1).cast() }
}

/// Installs the handlers.
pub(crate) fn install() {
    let stack =
        AlternateStack { base: addr_of_mut!(HANDLER_STACK).cast(), flags: 0, size: size_of::<Stack>() };
    // SAFETY: the stack is nobody else's and lives for good.
    let result = unsafe { syscall(SIGALTSTACK, [&raw const stack as usize, 0, 0, 0, 0, 0]) };
    debug_assert!(result.is_ok());
    for signal in [SIGSEGV, SIGBUS] {
        set_action(
            signal,
            &SigAction {
                handler: handler as *const () as usize,
                flags: SA_SIGINFO | SA_RESTORER | SA_ONSTACK | SA_NODEFER,
                restorer: restore as *const () as usize,
                mask: 0,
            },
        );
    }
}

/// Makes it an error, and no more than that, to write to a pipe that nobody reads and beyond the limit of files' sizes.
pub(crate) fn ignore_signals_of_writing() {
    const SIG_IGN: usize = 1;
    for signal in [SIGPIPE, SIGXFSZ] {
        set_action(signal, &SigAction { handler: SIG_IGN, flags: SA_RESTORER, restorer: 0, mask: 0 });
    }
}

fn set_action(signal: usize, action: &SigAction) {
    // SAFETY: the handler, if any, has the type that SA_SIGINFO asks for.
    let result =
        unsafe { syscall(RT_SIGACTION, [signal, action as *const SigAction as usize, 0, SIGNAL_SET, 0, 0]) };
    debug_assert!(result.is_ok());
}

/// Returns from a handler.
#[unsafe(naked)]
extern "C" fn restore() {
    core::arch::naked_asm!("mov eax, 15", "syscall")
}

extern "C" fn handler(signal: i32, info: &SigInfo, context: &UContext) {
    let registers = Registers::of_fault(&context.registers);
    // Other codes say that there is no address: somebody sent the signal, or the address was not canonical.
    if HAS_ADDRESS.contains(&info.code)
        && let Some(kind) = claim(info.address, registers.pc())
    {
        trap::raise(Trap::from(kind), &registers);
    }
    // Not ours: what the fault does by default happens when the instruction is tried again.
    set_action(signal as usize, &SigAction { handler: 0, flags: SA_RESTORER, restorer: 0, mask: 0 });
}

/// The trap that a fault at `address` is, if it is one. What the program's code does may stand anywhere in the executable's: in
/// helpers, in what the C compiler inlined functions into.
fn claim(address: u64, pc: u64) -> Option<TrapKind> {
    const FIRST_PAGE: u64 = 4096;
    if memory::reserves(address) {
        Some(TrapKind::MemoryOutOfBounds)
    } else if guest_stack::guards(address) {
        Some(TrapKind::CallStackExhausted)
    } else if address < FIRST_PAGE && image().holds(pc) {
        Some(TrapKind::NullReference)
    } else {
        None
    }
}
