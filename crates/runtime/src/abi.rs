//! The structures of `include/wastrel.h`, as Rust sees them.
//!
//! # Safety
//! The emitted C defines one `struct wastrel_program`, constant and complete: its pointers are followed on that ground.

use core::ffi::{c_char, c_void};

/// `struct wastrel_memory`.
#[repr(C)]
pub(crate) struct Memory {
    pub(crate) base: *mut u8,
    pub(crate) size: u64,
    pub(crate) maximum: u64,
    pub(crate) reserved: u64,
    pub(crate) page_shift: u32,
}

/// `struct wastrel_table`.
#[repr(C)]
pub(crate) struct Table {
    pub(crate) elements: *mut *const c_void,
    pub(crate) size: u64,
    pub(crate) maximum: u64,
}

/// `union wastrel_value`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) union Value {
    pub(crate) i32: u32,
    pub(crate) i64: u64,
    pub(crate) f32: f32,
    pub(crate) f64: f64,
    pub(crate) v128: [u64; 2],
    pub(crate) reference: *const c_void,
}

/// `enum wastrel_export_kind`.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExportKind(u32);

impl ExportKind {
    #[cfg(test)]
    pub(crate) const FUNC: ExportKind = ExportKind(0);
    pub(crate) const MEMORY: ExportKind = ExportKind(2);
    pub(crate) const GLOBAL: ExportKind = ExportKind(3);
}

/// `struct wastrel_export`.
#[repr(C)]
pub(crate) struct Export {
    pub(crate) name: *const u8,
    pub(crate) name_length: u64,
    pub(crate) kind: ExportKind,
    pub(crate) ty: *const c_char,
    pub(crate) invoke: Option<unsafe extern "C" fn(*const Value, *mut Value)>,
    pub(crate) entity: *mut c_void,
}

/// `struct wastrel_instance`.
#[repr(C)]
pub(crate) struct Instance {
    pub(crate) name: *const c_char,
    pub(crate) instantiate: Option<unsafe extern "C" fn() -> bool>,
    pub(crate) exports: *const Export,
    pub(crate) export_count: u64,
}

/// `struct wastrel_roots`.
#[repr(C)]
pub(crate) struct Roots {
    pub(crate) words: *const usize,
    pub(crate) count: u64,
}

/// `struct wastrel_heap`.
#[repr(C)]
pub(crate) struct Heap {
    pub(crate) types: *const c_void,
    pub(crate) type_count: u64,
    pub(crate) roots: *const Roots,
    pub(crate) root_count: u64,
    pub(crate) tables: *const *mut Table,
    pub(crate) table_count: u64,
}

/// `struct wastrel_program`.
#[repr(C)]
pub(crate) struct Program {
    pub(crate) memories: *const *mut Memory,
    pub(crate) memory_count: u64,
    pub(crate) tables: *const *mut Table,
    pub(crate) table_count: u64,
    pub(crate) instances: *const Instance,
    pub(crate) instance_count: u64,
    pub(crate) stack_size: u64,
    pub(crate) run: Option<unsafe extern "C" fn(&'static Program)>,
    pub(crate) entry: Option<unsafe extern "C" fn()>,
    pub(crate) invoke: *const Export,
    pub(crate) setup: Option<unsafe extern "C" fn()>,
    pub(crate) heap: *const Heap,
    pub(crate) heap_setup: Option<unsafe extern "C" fn(*const Heap)>,
}

/// The heap of the program, if it has objects.
pub(crate) fn program_heap() -> Option<&'static Heap> {
    unsafe extern "C" {
        #[link_name = "wastrel_program"]
        static PROGRAM: Program;
    }
    // SAFETY: the emitted C defines it, constant and complete.
    unsafe { PROGRAM.heap.as_ref() }
}

/// The `count` items at `items`, which may be null if there are none.
///
/// # Safety
/// `items` must point to as many, and they must live and stay as they are for good.
pub(crate) unsafe fn items<T>(items: *const T, count: u64) -> &'static [T] {
    if count == 0 {
        return &[];
    }
    // SAFETY: the caller vouches for it.
    unsafe { core::slice::from_raw_parts(items, count as usize) }
}

impl Program {
    /// The instances, in the order of instantiation.
    pub(crate) fn instances(&self) -> &'static [Instance] {
        // SAFETY: the compiler emits them as a constant array of this length.
        unsafe { items(self.instances, self.instance_count) }
    }
}

impl Instance {
    /// The name that others import from.
    pub(crate) fn name(&self) -> &'static [u8] {
        // SAFETY: the compiler emits the name as a constant string.
        unsafe { core::ffi::CStr::from_ptr(self.name) }.to_bytes()
    }

    /// What it exports.
    pub(crate) fn exports(&self) -> &'static [Export] {
        // SAFETY: the compiler emits them as a constant array of this length.
        unsafe { items(self.exports, self.export_count) }
    }
}

impl Export {
    /// Its name.
    pub(crate) fn name(&self) -> &'static [u8] {
        // SAFETY: the compiler emits the name as a constant array of this length.
        unsafe { items(self.name, self.name_length) }
    }

    /// Its type in letters.
    pub(crate) fn ty(&self) -> &'static [u8] {
        // SAFETY: the compiler emits a string that ends in NUL.
        unsafe { core::ffi::CStr::from_ptr(self.ty) }.to_bytes()
    }
}
