//! From the kernel's first instruction to the program's code.
//!
//! # Safety
//! Runs once, first, on the stack that the kernel made. Until [`relocate`] has run, no address that is stored in data is
//! right: what runs before it uses none.

use core::arch::global_asm;
use core::cell::OnceCell;
use core::ffi::{c_char, c_void};
use rustix::mm::{MprotectFlags, mprotect};

use crate::abi::Program;
use crate::process::{Process, Single};
use crate::{guest_stack, memory, signals, sys, table};

unsafe extern "C" {
    static wastrel_program: Program;
}

global_asm!(
    ".globl _start",
    ".hidden _DYNAMIC",
    ".hidden __ehdr_start",
    ".type _start, @function",
    "_start:",
    ".cfi_startproc",
    ".cfi_undefined rip",
    "xor ebp, ebp",
    "mov rdi, rsp",
    "lea rsi, [rip + _DYNAMIC]",
    "lea rdx, [rip + __ehdr_start]",
    "and rsp, -16",
    "call {start}",
    "ud2",
    ".cfi_endproc",
    ".size _start, . - _start",
    start = sym start,
);

/// `Elf64_Dyn`.
#[repr(C)]
struct Dynamic {
    tag: u64,
    value: u64,
}

/// `Elf64_Rela`.
#[repr(C)]
struct Rela {
    offset: u64,
    info: u64,
    addend: u64,
}

/// `Elf64_Ehdr`, as far as it is read.
#[repr(C)]
struct ElfHeader {
    identification: [u8; 16],
    kind: u16,
    machine: u16,
    version: u32,
    entry: u64,
    program_headers: u64,
    section_headers: u64,
    flags: u32,
    size: u16,
    program_header_size: u16,
    program_header_count: u16,
}

/// `Elf64_Phdr`.
#[repr(C)]
pub(crate) struct ProgramHeader {
    kind: u32,
    flags: u32,
    offset: u64,
    address: u64,
    physical_address: u64,
    file_size: u64,
    memory_size: u64,
    alignment: u64,
}

const PT_LOAD: u32 = 1;
const PT_GNU_EH_FRAME: u32 = 0x6474_e550;
const PT_GNU_RELRO: u32 = 0x6474_e552;

/// The executable in memory.
pub(crate) struct Image {
    base: u64,
    headers: &'static [ProgramHeader],
}

static IMAGE: Single<OnceCell<Image>> = Single::new(OnceCell::new());

/// The executable in memory.
pub(crate) fn image() -> &'static Image {
    IMAGE.get_or_init(|| Image { base: 0, headers: &[] })
}

impl Image {
    /// # Safety
    /// `base` must be where the executable's ELF header is mapped.
    unsafe fn new(base: u64) -> Image {
        let header = base as *const ElfHeader;
        // SAFETY: the linker puts the headers into the first segment, which is constant.
        let headers = unsafe {
            let first = base + (*header).program_headers;
            core::slice::from_raw_parts(
                first as *const ProgramHeader,
                usize::from((*header).program_header_count),
            )
        };
        Image { base, headers }
    }

    /// Whether an address is in it.
    pub(crate) fn holds(&self, address: u64) -> bool {
        let offset = address.wrapping_sub(self.base);
        let load = self.headers.iter().filter(|header| header.kind == PT_LOAD);
        load.map(|header| header.address..header.address + header.memory_size)
            .any(|range| range.contains(&offset))
    }

    /// Where its first byte is.
    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// The bytes from an address to the end of its segment.
    pub(crate) fn bytes_from(&self, address: u64) -> Option<&'static [u8]> {
        let offset = address.wrapping_sub(self.base);
        let segment = self.headers.iter().find(|header| {
            header.kind == PT_LOAD && (header.address..header.address + header.memory_size).contains(&offset)
        })?;
        let length = segment.address + segment.memory_size - offset;
        // SAFETY: the bytes are mapped for good; only constant data is asked for.
        Some(unsafe { core::slice::from_raw_parts(address as *const u8, length as usize) })
    }

    /// Where the index of the unwind tables is.
    pub(crate) fn eh_frame_hdr(&self) -> Option<u64> {
        let header = self.headers.iter().find(|header| header.kind == PT_GNU_EH_FRAME)?;
        Some(self.base + header.address)
    }

    /// Takes the right to write away from what only relocation had to write.
    fn protect(&self) {
        for header in self.headers.iter().filter(|header| header.kind == PT_GNU_RELRO) {
            let (start, end) =
                (header.address / 4096 * 4096, (header.address + header.memory_size) / 4096 * 4096);
            // SAFETY: the linker says that nothing there is written after relocation. If the kernel refuses, the
            // program runs all the same.
            let _ = unsafe {
                mprotect((self.base + start) as *mut c_void, (end - start) as usize, MprotectFlags::READ)
            };
        }
    }
}

/// Where everything begins: `stack` is what the kernel left on the stack.
unsafe extern "C" fn start(stack: *const usize, dynamic: *const Dynamic, base: u64) -> ! {
    // SAFETY: called once, first, with what the linker and the kernel say.
    let process = unsafe {
        relocate(dynamic, base);
        IMAGE.get_or_init(|| Image::new(base)).protect();
        let argv = stack.add(1).cast::<*const c_char>();
        let envp = argv.add(*stack + 1);
        rustix::param::init(envp.cast_mut().cast());
        Process::initialize(argv, envp)
    };
    // SAFETY: constant data of the emitted C.
    let program = unsafe { &wastrel_program };
    // Memories and the heap last: they may make do with what is left.
    guest_stack::map(process.options.max_wasm_stack.unwrap_or(program.stack_size));
    table::map_all(program);
    memory::map_all(program);
    if let Some(setup) = program.heap_setup {
        // SAFETY: the compiler emits both together; the stack and the tables are mapped.
        unsafe { setup(program.heap) };
    }
    signals::install();
    guest_stack::run(run, (&raw const *program).cast());
    sys::exit(0)
}

/// Runs the program, on its own stack.
unsafe extern "C" fn run(program: *const c_void) {
    // SAFETY: start passes the program.
    let program = unsafe { &*program.cast::<Program>() };
    if let Some(run) = program.run {
        // SAFETY: the machine is set up.
        unsafe { run(program) }
    }
}

/// Adds the load address to every address that the executable's data holds.
///
/// # Safety
/// `dynamic` and `base` must be those of the executable, and nothing may have been relocated.
unsafe fn relocate(mut dynamic: *const Dynamic, base: u64) {
    const DT_NULL: u64 = 0;
    const DT_RELA: u64 = 7;
    const DT_RELASZ: u64 = 8;
    const DT_RELRSZ: u64 = 35;
    const DT_RELR: u64 = 36;
    const R_X86_64_RELATIVE: u64 = 8;

    let (mut rela, mut rela_size, mut relr, mut relr_size) = (0, 0, 0, 0);
    // SAFETY: the tables are where the linker says, and what they point to is writable now.
    unsafe {
        while (*dynamic).tag != DT_NULL {
            let value = (*dynamic).value;
            // Not a match: a jump table would have to be relocated first.
            if (*dynamic).tag == DT_RELA {
                rela = value;
            } else if (*dynamic).tag == DT_RELASZ {
                rela_size = value;
            } else if (*dynamic).tag == DT_RELR {
                relr = value;
            } else if (*dynamic).tag == DT_RELRSZ {
                relr_size = value;
            }
            dynamic = dynamic.add(1);
        }
        let mut entry = (base + rela) as *const Rela;
        let end = (base + rela + rela_size) as *const Rela;
        while entry < end {
            if (*entry).info == R_X86_64_RELATIVE {
                *((base + (*entry).offset) as *mut u64) = base + (*entry).addend;
            }
            entry = entry.add(1);
        }
        relocate_relr((base + relr) as *const u64, (base + relr + relr_size) as *const u64, base);
    }
}

/// The same for the compact form: an even word is the address of one to relocate; an odd one says by its bits which of the
/// 63 words after the last are to be.
///
/// # Safety
/// As [`relocate`].
unsafe fn relocate_relr(mut entry: *const u64, end: *const u64, base: u64) {
    // SAFETY: the caller vouches for the table.
    unsafe {
        let mut word = core::ptr::null_mut::<u64>();
        while entry < end {
            if *entry & 1 == 0 {
                word = (base + *entry) as *mut u64;
                *word = (*word).wrapping_add(base);
                word = word.add(1);
            } else {
                let mut bits = *entry >> 1;
                let mut next = word;
                while bits != 0 {
                    if bits & 1 != 0 {
                        *next = (*next).wrapping_add(base);
                    }
                    bits >>= 1;
                    next = next.wrapping_add(1);
                }
                word = word.wrapping_add(63);
            }
            entry = entry.add(1);
        }
    }
}
