//! Tables: address space taken at start-up, made accessible as they grow.
//!
//! # Safety
//! The `struct wastrel_table`s are the program's own statics. Start-up and `table.grow` change them while no emitted code
//! runs; elements never move.

use core::ffi::c_void;
use rustix::io::Errno;

use crate::abi::{self, Program, Table};
use crate::memory::{make_accessible, reserve};
use crate::report::{Reason, fatal};

/// How far a table can grow whose maximum is higher, unless it starts out larger.
const LIMIT: u64 = 10_000_000;

const ELEMENT: u64 = size_of::<*const c_void>() as u64;

/// Gives the program's tables their room.
pub(crate) fn map_all(program: &'static Program) {
    // SAFETY: the compiler emits them as a constant array of this length.
    for &table in unsafe { abi::items(program.tables, program.table_count) } {
        // SAFETY: see the top of the file.
        let table = unsafe { &mut *table };
        if table.elements.is_null() {
            map(table);
        }
    }
}

fn map(table: &mut Table) {
    table.maximum = table.maximum.min(LIMIT).max(table.size);
    loop {
        match reserve(core::ptr::null_mut(), table.maximum.saturating_mul(ELEMENT), false) {
            Ok(elements) => {
                table.elements = elements.cast();
                break;
            }
            Err(Errno::NOMEM) if table.maximum / 2 >= table.size.max(1) => table.maximum /= 2,
            Err(error) => refused(table, error),
        }
    }
    if let Err(error) = make_accessible(table.elements.cast(), 0, table.size * ELEMENT) {
        refused(table, error);
    }
}

fn refused(table: &Table, error: Errno) -> ! {
    fatal(format_args!(
        "the kernel refuses room for a table of {} elements ({}): raise `ulimit -v` or the memory limit of \
         the control group",
        table.size,
        Reason(error)
    ))
}

/// `wastrel_table_grow`.
#[unsafe(no_mangle)]
extern "C" fn wastrel_table_grow(table: &mut Table, delta: u64, init: *const c_void) -> u64 {
    let old = table.size;
    let size = match old.checked_add(delta) {
        Some(size) if size <= table.maximum => size,
        _ => return u64::MAX,
    };
    if make_accessible(table.elements.cast(), old * ELEMENT, size * ELEMENT).is_err() {
        return u64::MAX;
    }
    for index in old..size {
        // SAFETY: the element was just made accessible.
        unsafe { table.elements.add(index as usize).write(init) };
    }
    table.size = size;
    old
}
