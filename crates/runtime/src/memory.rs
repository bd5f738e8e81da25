//! Linear memories: address space taken at start-up, made accessible as they grow.
//!
//! # Safety
//! The `struct wastrel_memory`s are the program's own statics. Start-up and `memory.grow` change them while no emitted code
//! runs; what they map never moves and is never unmapped.

use core::cell::Cell;
use core::ffi::c_void;
use core::sync::atomic::{AtomicU64, Ordering};
use rustix::io::Errno;
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect};

use crate::abi::{self, Memory, Program};
use crate::lock::Lock;
use crate::process::Single;
use crate::report::{Reason, fatal};

const PAGE: u64 = 4096;

/// How far a memory can grow whose maximum is higher, unless it starts out larger: many such memories fit the address
/// space, and none of them into a machine.
const LIMIT: u64 = 1 << 40;

static GROWING: Lock<()> = Lock::new(());

static MEMORIES: Single<Cell<&'static [*mut Memory]>> = Single::new(Cell::new(&[]));

/// Maps the memories of the program.
pub(crate) fn map_all(program: &'static Program) {
    // SAFETY: the compiler emits them as a constant array of this length.
    let memories = unsafe { abi::items(program.memories, program.memory_count) };
    MEMORIES.set(memories);
    for &memory in memories {
        // SAFETY: see the top of the file.
        map(unsafe { &mut *memory });
    }
}

/// Whether an address is in the reservation of a memory.
pub(crate) fn reserves(address: u64) -> bool {
    MEMORIES.get().iter().any(|&memory| {
        // SAFETY: see the top of the file.
        let (base, reserved) = unsafe { ((*memory).base, (*memory).reserved) };
        address.wrapping_sub(base as u64) < reserved
    })
}

fn map(memory: &mut Memory) {
    let has_guard = memory.reserved > memory.maximum;
    let fixed = !memory.base.is_null();
    // Without a guard, accesses are checked, and the more is reserved the further the memory can grow.
    let wanted = if has_guard { memory.reserved } else { memory.maximum };
    memory.reserved = round_up(wanted.min(LIMIT).max(memory.size));
    loop {
        match reserve(memory.base, memory.reserved, fixed) {
            Ok(base) => {
                memory.base = base;
                break;
            }
            Err(Errno::NOMEM) if !has_guard && !fixed && memory.reserved / 2 >= memory.size.max(PAGE) => {
                memory.reserved = round_up(memory.reserved / 2);
            }
            Err(error) => refused(memory, error),
        }
    }
    memory.maximum = memory.maximum.min(memory.reserved);
    if let Err(error) = make_accessible(memory.base, 0, memory.size) {
        fatal(format_args!(
            "the kernel refuses {} bytes of memory ({}): raise `ulimit -v`, the memory limit of the \
             control group or vm.overcommit_memory",
            memory.size,
            Reason(error)
        ));
    }
}

fn round_up(size: u64) -> u64 {
    size.div_ceil(PAGE).saturating_mul(PAGE)
}

/// Takes address space, at `base` exactly if `fixed`.
pub(crate) fn reserve(base: *mut u8, size: u64, fixed: bool) -> Result<*mut u8, Errno> {
    if size == 0 {
        // Any address will do that is not null and never used.
        return Ok(if fixed { base } else { PAGE as *mut u8 });
    }
    let mut flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
    if fixed {
        flags |= MapFlags::FIXED_NOREPLACE;
    }
    // SAFETY: the mapping replaces no other.
    let address = unsafe { mmap_anonymous(base.cast::<c_void>(), size as usize, ProtFlags::empty(), flags)? };
    if fixed && address != base.cast() {
        return Err(Errno::EXIST); // a kernel before 4.17, which takes the address for a hint
    }
    Ok(address.cast())
}

/// Makes `from..to` of a reservation accessible, both counted from its base.
pub(crate) fn make_accessible(base: *mut u8, from: u64, to: u64) -> Result<(), Errno> {
    let (from, to) = (from / PAGE * PAGE, round_up(to));
    if from == to {
        return Ok(());
    }
    let flags = MprotectFlags::READ | MprotectFlags::WRITE;
    // SAFETY: the range lies in the reservation, and becomes no less accessible than it was.
    unsafe { mprotect(base.wrapping_add(from as usize).cast(), (to - from) as usize, flags) }
}

/// Ends the program because a memory's address space can't be had, and says what would help.
fn refused(memory: &Memory, error: Errno) -> ! {
    let (base, reserved) = (memory.base as u64, memory.reserved);
    match error {
        Errno::EXIST => fatal(format_args!(
            "the addresses {base:#x} to {:#x}, where the memory was compiled to be, are taken: compile with \
             another `-O memory-base=`, or with `-O signals-based-traps=n`",
            base + reserved
        )),
        Errno::PERM => fatal(format_args!(
            "the kernel keeps the address {base:#x}, where the memory was compiled to be, to itself \
             (vm.mmap_min_addr): compile with another `-O memory-base=`"
        )),
        _ if reserved > memory.maximum => fatal(format_args!(
            "the kernel refuses {reserved} bytes of address space for a memory ({}): raise `ulimit -v`, or \
             compile with `-O signals-based-traps=n`, which needs no reservation",
            Reason(error)
        )),
        _ => fatal(format_args!(
            "the kernel refuses {} bytes of address space, which a memory starts out with ({}): raise `ulimit -v`",
            memory.size,
            Reason(error)
        )),
    }
}

/// `wastrel_memory_grow`.
///
/// # Safety
/// The memory must be one of the program's.
#[unsafe(no_mangle)]
unsafe extern "C" fn wastrel_memory_grow(memory: *mut Memory, pages: u64) -> u64 {
    let _growing = GROWING.lock();
    // SAFETY: only the size changes while the program runs, and here alone, under the lock. Threads that share the memory may
    // read it meanwhile: they see the size before or after, and after it what that makes accessible.
    let (base, maximum, page_shift, size) = unsafe {
        let size = AtomicU64::from_ptr(&raw mut (*memory).size);
        ((*memory).base, (*memory).maximum, (*memory).page_shift, size)
    };
    let old = size.load(Ordering::Relaxed);
    let grown = pages.checked_mul(1 << page_shift).and_then(|delta| old.checked_add(delta));
    match grown {
        Some(new) if new <= maximum && make_accessible(base, old, new).is_ok() => {
            size.store(new, Ordering::Release);
            old >> page_shift
        }
        _ => u64::MAX,
    }
}
