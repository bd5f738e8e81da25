//! Backtraces: who called whom, by the tables that C compilers write beside their code, or else by frame pointers.
//!
//! # Safety
//! What is read besides the executable's own constant data are words of the program's stack, within its bounds.

use core::arch::asm;
use gimli::{BaseAddresses, CfaRule, EhFrame, EhFrameHdr, EndianSlice, NativeEndian, Register, RegisterRule};
use gimli::{UnwindContext, UnwindContextStorage, UnwindSection, UnwindTableRow, X86_64};

use crate::function_table::{Function, FunctionTable};
use crate::guest_stack;
use crate::start::image;

/// How many registers the tables speak of: the sixteen and the return address.
const REGISTERS: usize = 17;

/// The registers of a frame, by the numbers that DWARF gives them.
#[derive(Clone)]
pub(crate) struct Registers {
    values: [u64; REGISTERS],
    /// Whether the program counter is that of a return, so that the call is just before it.
    returns: bool,
}

impl Registers {
    /// At a call, as of its return.
    pub(crate) fn at_call(pc: u64, sp: u64, bp: u64) -> Registers {
        let mut registers = Registers { values: [0; REGISTERS], returns: true };
        registers.set(X86_64::RA, pc);
        registers.set(X86_64::RSP, sp);
        registers.set(X86_64::RBP, bp);
        registers
    }

    /// Adds the other registers that calls preserve.
    pub(crate) fn set_preserved(&mut self, rbx: u64, r12_to_r15: [u64; 4]) {
        self.set(X86_64::RBX, rbx);
        self.values[12..16].copy_from_slice(&r12_to_r15);
    }

    /// As a fault left them, in the order of the kernel's `struct sigcontext`.
    pub(crate) fn of_fault(context: &[u64; 23]) -> Registers {
        const RDX: usize = 12;
        let [rdi, rsi, rbp, rbx] = [8, 9, 10, 11].map(|index| context[index]);
        let [rax, rcx, rsp, rip] = [13, 14, 15, 16].map(|index| context[index]);
        let mut values = [0; REGISTERS];
        values[..8].copy_from_slice(&[rax, context[RDX], rcx, rbx, rsi, rdi, rbp, rsp]);
        values[8..16].copy_from_slice(&context[..8]);
        values[16] = rip;
        Registers { values, returns: false }
    }

    fn get(&self, register: Register) -> Option<u64> {
        self.values.get(usize::from(register.0)).copied()
    }

    fn set(&mut self, register: Register, value: u64) {
        self.values[usize::from(register.0)] = value;
    }

    /// Where the frame is in its code.
    pub(crate) fn pc(&self) -> u64 {
        self.values[16]
    }

    /// An address inside the instruction that the frame is at.
    fn lookup_address(&self) -> u64 {
        self.pc().wrapping_sub(u64::from(self.returns))
    }
}

/// The function of the program whose code holds this address.
pub(crate) fn function_at(address: u64) -> Option<Function<'static>> {
    let table: *const u8;
    // SAFETY: loads the address of a symbol that may be missing: null then.
    unsafe {
        asm!(
            ".weak wastrel_function_table",
            "mov {}, qword ptr [rip + wastrel_function_table@GOTPCREL]",
            out(reg) table,
            options(pure, readonly, nostack, preserves_flags),
        );
    }
    let table = FunctionTable::new(image().bytes_from(table as u64)?);
    table.find(address.wrapping_sub(image().base()))
}

/// The frames of the program's functions, innermost first.
pub(crate) struct Backtrace {
    frames: Frames,
}

impl Backtrace {
    pub(crate) fn new(registers: &Registers) -> Backtrace {
        Backtrace { frames: Frames::new(registers) }
    }
}

impl Iterator for Backtrace {
    type Item = Function<'static>;

    fn next(&mut self) -> Option<Function<'static>> {
        self.frames.find_map(function_at)
    }
}

/// Room for the rules of a frame, on our own stack.
struct StoreOnStack;

impl UnwindContextStorage<usize> for StoreOnStack {
    type Rules = [(Register, RegisterRule<usize>); 2 * REGISTERS];
    type Stack = [UnwindTableRow<usize, Self>; 4];
}

type Bytes = EndianSlice<'static, NativeEndian>;

/// Addresses of all frames.
struct Frames {
    next: Option<Registers>,
    tables: Option<(EhFrameHdrParsed, EhFrame<Bytes>, BaseAddresses)>,
    context: UnwindContext<usize, StoreOnStack>,
}

type EhFrameHdrParsed = gimli::ParsedEhFrameHdr<Bytes>;

impl Frames {
    fn new(registers: &Registers) -> Frames {
        Frames { next: Some(registers.clone()), tables: tables(), context: UnwindContext::new_in() }
    }

    /// The registers of the caller.
    fn caller(&mut self, registers: &Registers) -> Option<Registers> {
        let caller = match self.by_tables(registers) {
            Some(caller) => caller?,
            None => by_frame_pointer(registers)?,
        };
        let (sp, outer) = (registers.get(X86_64::RSP)?, caller.get(X86_64::RSP)?);
        // A stack that doesn't shrink would have us go round for ever.
        (outer > sp && caller.pc() != 0).then_some(caller)
    }

    /// By the unwind tables: none if they don't know the code.
    fn by_tables(&mut self, registers: &Registers) -> Option<Option<Registers>> {
        let (header, eh_frame, bases) = self.tables.as_ref()?;
        let address = registers.lookup_address();
        let fde = header
            .table()?
            .fde_for_address(eh_frame, bases, address, |section, bases, offset| {
                section.cie_from_offset(bases, offset)
            })
            .ok()?;
        let row = fde.unwind_info_for_address(eh_frame, bases, &mut self.context, address).ok()?;
        Some(apply(row, registers))
    }
}

impl Iterator for Frames {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let registers = self.next.take()?;
        self.next = self.caller(&registers);
        Some(registers.lookup_address())
    }
}

/// The tables of the executable.
fn tables() -> Option<(EhFrameHdrParsed, EhFrame<Bytes>, BaseAddresses)> {
    let address = image().eh_frame_hdr()?;
    let bases = BaseAddresses::default().set_eh_frame_hdr(address);
    let bytes = image().bytes_from(address)?;
    let header = EhFrameHdr::new(bytes, NativeEndian).parse(&bases, 8).ok()?;
    let gimli::Pointer::Direct(eh_frame) = header.eh_frame_ptr() else { return None };
    let bytes = image().bytes_from(eh_frame)?;
    Some((header, EhFrame::new(bytes, NativeEndian), bases.set_eh_frame(eh_frame)))
}

/// The registers of the caller, as a row of the unwind tables says.
fn apply(row: &UnwindTableRow<usize, StoreOnStack>, registers: &Registers) -> Option<Registers> {
    let &CfaRule::RegisterAndOffset { register, offset } = row.cfa() else { return None };
    let cfa = registers.get(register)?.wrapping_add_signed(offset);
    let mut caller = registers.clone();
    caller.returns = true;
    caller.set(X86_64::RA, 0);
    caller.set(X86_64::RSP, cfa);
    for (register, rule) in row.registers() {
        let value = match *rule {
            RegisterRule::Offset(offset) => load(cfa.wrapping_add_signed(offset))?,
            RegisterRule::ValOffset(offset) => cfa.wrapping_add_signed(offset),
            RegisterRule::Register(other) => registers.get(other)?,
            RegisterRule::SameValue => continue,
            _ => return None,
        };
        *caller.values.get_mut(usize::from(register.0))? = value;
    }
    Some(caller)
}

/// The registers of the caller of code that keeps a frame pointer.
fn by_frame_pointer(registers: &Registers) -> Option<Registers> {
    let frame = registers.get(X86_64::RBP)?;
    Some(Registers::at_call(load(frame.wrapping_add(8))?, frame.wrapping_add(16), load(frame)?))
}

/// A word of the program's stack.
fn load(address: u64) -> Option<u64> {
    let stack = guest_stack::range();
    if !address.is_multiple_of(8) || !stack.contains(&address) {
        return None;
    }
    // SAFETY: the word lies in the stack, which is mapped and at whose end no word is cut off.
    Some(unsafe { (address as *const u64).read() })
}
