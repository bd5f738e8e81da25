//! Traps: why, in whose words, and where they go.
//!
//! # Safety
//! [`catch`] abandons the frames between a trap and itself. They are frames of emitted C, which hold nothing, or of host
//! functions, which trap only where they hold nothing either.

use core::ffi::CStr;
use core::fmt;

/// Why a program trapped: `enum wastrel_trap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum TrapKind {
    Unreachable = 0,
    MemoryOutOfBounds = 1,
    TableOutOfBounds = 2,
    UndefinedElement = 3,
    UninitializedElement = 4,
    IndirectCallTypeMismatch = 5,
    IntegerOverflow = 6,
    IntegerDivideByZero = 7,
    InvalidConversionToInteger = 8,
    NullReference = 9,
    CallStackExhausted = 10,
    UnalignedAtomic = 11,
    ArrayOutOfBounds = 12,
    CastFailure = 13,
    AllocationTooLarge = 14,
    UncaughtException = 15,
    UnknownImport = 16,
    OutOfMemory = 17,
    ExpectedSharedMemory = 18,
}

use TrapKind::*;

/// Each kind, in the order of its number, with wasmtime's words for it.
const KINDS: [(TrapKind, &str); 19] = [
    (Unreachable, "wasm `unreachable` instruction executed"),
    (MemoryOutOfBounds, "out of bounds memory access"),
    (TableOutOfBounds, "undefined element: out of bounds table access"),
    (UndefinedElement, "undefined element: out of bounds table access"),
    (UninitializedElement, "uninitialized element"),
    (IndirectCallTypeMismatch, "indirect call type mismatch"),
    (IntegerOverflow, "integer overflow"),
    (IntegerDivideByZero, "integer divide by zero"),
    (InvalidConversionToInteger, "invalid conversion to integer"),
    (NullReference, "null reference"),
    (CallStackExhausted, "call stack exhausted"),
    (UnalignedAtomic, "unaligned atomic"),
    (ArrayOutOfBounds, "out of bounds array access"),
    (CastFailure, "cast failure"),
    (AllocationTooLarge, "allocation size too large"),
    (UncaughtException, "thrown Wasm exception"),
    (UnknownImport, "unknown import"),
    (OutOfMemory, "out of memory"),
    (ExpectedSharedMemory, "atomic wait on non-shared memory"),
];

impl TrapKind {
    /// The kind with this number.
    pub(crate) fn from_number(number: u32) -> TrapKind {
        KINDS.get(number as usize).map_or(Unreachable, |&(kind, _)| kind)
    }

    /// What wasmtime calls it.
    pub(crate) fn message(self) -> &'static str {
        KINDS[self as usize].1
    }
}

/// A trap that happened.
#[derive(Clone, Copy)]
pub(crate) struct Trap {
    pub(crate) kind: TrapKind,
    /// Of an unknown import: its module and name.
    pub(crate) import: Option<(&'static CStr, &'static CStr)>,
    /// Of an exception: the name of its tag.
    pub(crate) tag: Option<&'static CStr>,
}

impl From<TrapKind> for Trap {
    fn from(kind: TrapKind) -> Trap {
        Trap { kind, import: None, tag: None }
    }
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.import) {
            (_, Some((module, name))) => {
                let (module, name) = (module.to_bytes(), name.to_bytes());
                write!(
                    f,
                    "unknown import: `{}::{}` has not been defined",
                    module.escape_ascii(),
                    name.escape_ascii()
                )
            }
            // wasmtime reports it as an error of its own, not as a trap.
            (UncaughtException, None) => {
                f.write_str(self.kind.message())?;
                self.tag.map_or(Ok(()), |tag| write!(f, ": {}", tag.to_bytes().escape_ascii()))
            }
            (kind, None) => write!(f, "wasm trap: {}", kind.message()),
        }
    }
}

#[cfg(feature = "freestanding")]
pub(crate) use machine::{after_exhaustion, catch, raise};

#[cfg(feature = "freestanding")]
mod machine {
    use super::*;
    use core::arch::naked_asm;
    use core::cell::Cell;
    use core::ffi::{c_char, c_void};

    use crate::process::Single;
    use crate::unwind::Registers;

    /// The innermost [`catch`]: its stack pointer, or null.
    static CATCHER: Single<Cell<*mut c_void>> = Single::new(Cell::new(core::ptr::null_mut()));
    /// The trap on its way there.
    static CAUGHT: Single<Cell<Option<Trap>>> = Single::new(Cell::new(None));

    /// What to do once the end of the stack has cut the program short.
    static AFTER_EXHAUSTION: Single<Cell<Option<fn()>>> = Single::new(Cell::new(None));

    /// Has this done whenever [`catch`] finds that the stack was exhausted.
    pub(crate) fn after_exhaustion(f: fn()) {
        AFTER_EXHAUSTION.set(Some(f));
    }

    /// Calls `f(argument)`; a trap inside ends the call.
    pub(crate) fn catch(f: unsafe extern "C" fn(*mut c_void), argument: *mut c_void) -> Result<(), Trap> {
        let outer = CATCHER.get();
        // SAFETY: f is called as it wants to be; the catcher is taken back before its frame is left.
        unsafe { enter(f, argument, CATCHER.as_ptr()) };
        CATCHER.set(outer);
        let Some(trap) = CAUGHT.take() else { return Ok(()) };
        if trap.kind == CallStackExhausted
            && let Some(f) = AFTER_EXHAUSTION.get()
        {
            f();
        }
        Err(trap)
    }

    /// Calls `f(argument)` after writing to `*catcher` the stack pointer from which [`leave`] can return in its stead.
    #[unsafe(naked)]
    unsafe extern "C" fn enter(
        f: unsafe extern "C" fn(*mut c_void),
        argument: *mut c_void,
        catcher: *mut *mut c_void,
    ) {
        naked_asm!(
            "push rbp",
            "push rbx",
            "push r12",
            "push r13",
            "push r14",
            "push r15",
            "sub rsp, 8",
            "mov [rdx], rsp",
            "mov rax, rdi",
            "mov rdi, rsi",
            "call rax",
            "add rsp, 8",
            "pop r15",
            "pop r14",
            "pop r13",
            "pop r12",
            "pop rbx",
            "pop rbp",
            "ret",
        )
    }

    /// Returns from the [`enter`] that left this stack pointer.
    #[unsafe(naked)]
    unsafe extern "C" fn leave(catcher: *mut c_void) -> ! {
        naked_asm!(
            "mov rsp, rdi",
            "cld",
            "add rsp, 8",
            "pop r15",
            "pop r14",
            "pop r13",
            "pop r12",
            "pop rbx",
            "pop rbp",
            "ret",
        )
    }

    /// Takes a trap to whoever catches it, or else reports it and ends the program.
    pub(crate) fn raise(trap: Trap, registers: &Registers) -> ! {
        let catcher = CATCHER.get();
        if catcher.is_null() {
            crate::command::report_trap(trap, registers);
        }
        CAUGHT.set(Some(trap));
        // SAFETY: the frame of enter is still there, since catch has not returned.
        unsafe { leave(catcher) }
    }

    /// `wastrel_trap`: takes down the registers that a backtrace starts from, as of the return from this call.
    #[unsafe(no_mangle)]
    #[unsafe(naked)]
    unsafe extern "C" fn wastrel_trap(why: u32) -> ! {
        naked_asm!("xor edx, edx", "xor ecx, ecx", "jmp {raise}", raise = sym raise_here)
    }

    /// `wastrel_trap_unknown_import`.
    #[unsafe(no_mangle)]
    #[unsafe(naked)]
    unsafe extern "C" fn wastrel_trap_unknown_import(module: *const c_char, name: *const c_char) -> ! {
        naked_asm!("mov rdx, rdi", "mov rcx, rsi", "mov edi, 16", "jmp {raise}", raise = sym raise_here)
    }

    /// `wastrel_trap_uncaught_exception`.
    #[unsafe(no_mangle)]
    #[unsafe(naked)]
    unsafe extern "C" fn wastrel_trap_uncaught_exception(tag: *const c_char) -> ! {
        naked_asm!("xor edx, edx", "mov rcx, rdi", "mov edi, 15", "jmp {raise}", raise = sym raise_here)
    }

    /// The tail of all three: builds [`Preserved`] on the stack.
    #[unsafe(naked)]
    unsafe extern "C" fn raise_here(why: u32, _: usize, module: *const c_char, name: *const c_char) -> ! {
        naked_asm!(
            "pop rax", "mov rsi, rsp", "and rsp, -16",
            "push rax", "push r15", "push r14", "push r13", "push r12", "push rsi", "push rbp", "push rbx",
            "mov rsi, rsp", "call {raise_from_c}", "ud2",
            raise_from_c = sym raise_from_c,
        )
    }

    /// The registers that calls preserve, as [`raise_here`] pushes them.
    #[repr(C)]
    struct Preserved {
        rbx: u64,
        rbp: u64,
        rsp: u64,
        r12_to_r15: [u64; 4],
        rip: u64,
    }

    extern "C" fn raise_from_c(
        why: u32,
        preserved: &Preserved,
        module: *const c_char,
        name: *const c_char,
    ) -> ! {
        let mut trap = Trap::from(TrapKind::from_number(why));
        if !module.is_null() && !name.is_null() {
            // SAFETY: the names are string constants of the emitted C.
            trap.import = unsafe { Some((CStr::from_ptr(module), CStr::from_ptr(name))) };
        } else if !name.is_null() {
            // SAFETY: likewise.
            trap.tag = unsafe { Some(CStr::from_ptr(name)) };
        }
        let [r12, r13, r14, r15] = preserved.r12_to_r15;
        let mut registers = Registers::at_call(preserved.rip, preserved.rsp, preserved.rbp);
        registers.set_preserved(preserved.rbx, [r12, r13, r14, r15]);
        raise(trap, &registers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_stand_at_their_numbers() {
        for (number, (kind, _)) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, number);
            assert_eq!(TrapKind::from_number(number as u32), *kind);
        }
    }

    #[test]
    fn the_header_has_the_same_numbers() {
        let numbers: Vec<u32> = crate::HEADER
            .lines()
            .filter_map(|line| line.trim().strip_prefix("TRAP_")?.strip_suffix(',')?.split(" = ").nth(1))
            .map(|number| number.parse().expect("a number"))
            .collect();
        assert_eq!(numbers, (0..KINDS.len() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn an_unknown_import_is_named() {
        let trap = Trap { kind: UnknownImport, import: Some((c"env", c"f\n")), tag: None };
        assert_eq!(trap.to_string(), "unknown import: `env::f\\n` has not been defined");
    }

    #[test]
    fn the_tag_of_an_exception_is_named() {
        let trap = Trap { tag: Some(c"Not_found"), ..Trap::from(UncaughtException) };
        assert_eq!(trap.to_string(), "thrown Wasm exception: Not_found");
    }
}
