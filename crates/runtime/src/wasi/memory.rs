//! Guest memory: every access is checked against its size, and typed.
//!
//! # Safety
//! An address that was checked stays good for the rest of the call: memories never shrink or move, and no code of the guest
//! runs meanwhile. What is read is copied out first, so that nothing here borrows from guest memory.

use core::marker::PhantomData;

use super::errno::Errno;
use super::types::{Ciovec, GuestValue};
use crate::abi::Memory;

/// A guest pointer to values of a type.
#[repr(transparent)]
pub(crate) struct Ptr<T> {
    address: u32,
    ty: PhantomData<fn() -> T>,
}

impl<T> Clone for Ptr<T> {
    fn clone(&self) -> Ptr<T> {
        *self
    }
}

impl<T> Copy for Ptr<T> {}

impl<T> Ptr<T> {
    pub(crate) fn new(address: u32) -> Ptr<T> {
        Ptr { address, ty: PhantomData }
    }

    pub(crate) fn address(self) -> u32 {
        self.address
    }
}

/// The memory of the calling instance.
pub(crate) struct GuestMemory {
    base: *mut u8,
    size: u64,
}

impl GuestMemory {
    /// The memory that the emitted C passed: null if the instance exports none, and then every access is out of bounds.
    ///
    /// # Safety
    /// `memory` must be null or the program's.
    pub(crate) unsafe fn new(memory: *const Memory) -> GuestMemory {
        // SAFETY: the caller vouches for it.
        match unsafe { memory.as_ref() } {
            Some(memory) => GuestMemory { base: memory.base, size: memory.size },
            None => GuestMemory { base: core::ptr::null_mut(), size: 0 },
        }
    }

    fn check(&self, address: u64, length: u64) -> Result<*mut u8, Errno> {
        match address.checked_add(length) {
            Some(end) if end <= self.size => Ok(self.base.wrapping_add(address as usize)),
            _ => Err(Errno::FAULT),
        }
    }

    /// The value at `pointer`.
    pub(crate) fn read<T: GuestValue>(&self, pointer: Ptr<T>) -> Result<T, Errno> {
        self.read_at(pointer, 0)
    }

    /// The value at `pointer[index]`.
    pub(crate) fn read_at<T: GuestValue>(&self, pointer: Ptr<T>, index: u32) -> Result<T, Errno> {
        let size = size_of::<T>() as u64;
        let host = self.check(u64::from(pointer.address) + u64::from(index) * size, size)?;
        // SAFETY: the bytes are in bounds, and any bytes are a value.
        Ok(unsafe { host.cast::<T>().read_unaligned() })
    }

    /// The place at `pointer`, checked before anything is done whose result goes there.
    pub(crate) fn slot<T: GuestValue>(&self, pointer: Ptr<T>) -> Result<Slot<T>, Errno> {
        self.slot_at(pointer, 0)
    }

    /// The place at `pointer[index]`.
    pub(crate) fn slot_at<T: GuestValue>(&self, pointer: Ptr<T>, index: u32) -> Result<Slot<T>, Errno> {
        let size = size_of::<T>() as u64;
        let host = self.check(u64::from(pointer.address) + u64::from(index) * size, size)?;
        Ok(Slot { host: host.cast() })
    }

    /// The `length` values from `pointer` on.
    pub(crate) fn buffer<T: GuestValue>(&self, pointer: Ptr<T>, length: u32) -> Result<Buffer, Errno> {
        let length = u64::from(length) * size_of::<T>() as u64;
        let host = self.check(u64::from(pointer.address), length)?;
        Ok(Buffer { host, length: length as usize })
    }

    /// The buffers of a vector: no more than the first few, as the guest is told how much was done.
    pub(crate) fn buffers(&self, vector: Ptr<Ciovec>, length: u32) -> Result<Buffers, Errno> {
        self.buffer(vector, length)?;
        let mut buffers = Buffers { buffers: [const { Buffer::EMPTY }; MAX_BUFFERS], count: 0 };
        for index in 0..length.min(MAX_BUFFERS as u32) {
            let Ciovec { buf, buf_len } = self.read_at(vector, index)?;
            buffers.buffers[index as usize] = self.buffer(Ptr::<u8>::new(buf), buf_len)?;
            buffers.count += 1;
        }
        Ok(buffers)
    }
}

/// The most buffers that are passed on in one call. Linux takes 1024; nobody is known to use more than a handful.
const MAX_BUFFERS: usize = 128;

/// A place in guest memory that a value goes to.
pub(crate) struct Slot<T> {
    host: *mut T,
}

impl<T: GuestValue> Slot<T> {
    pub(crate) fn set(self, value: T) {
        // SAFETY: the place was checked.
        unsafe { self.host.write_unaligned(value) }
    }
}

/// Bytes of guest memory, laid out as the kernel's `struct iovec`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Buffer {
    host: *mut u8,
    length: usize,
}

impl Buffer {
    const EMPTY: Buffer = Buffer { host: core::ptr::null_mut(), length: 0 };

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Where the bytes are, for a system call.
    pub(crate) fn as_ptr(&self) -> *mut u8 {
        self.host
    }

    /// Puts as much of `bytes` here as there is room for, and makes this what is left. Returns how many bytes that was.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> usize {
        let length = bytes.len().min(self.length);
        // SAFETY: the place was checked, and nothing of ours lies in guest memory.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), self.host, length) };
        self.host = self.host.wrapping_add(length);
        self.length -= length;
        length
    }

    /// Copies what is here to `bytes`, as much as both hold.
    pub(crate) fn copy_to(&self, bytes: &mut [u8]) {
        let length = bytes.len().min(self.length);
        // SAFETY: the place was checked, and nothing of ours lies in guest memory.
        unsafe { core::ptr::copy_nonoverlapping(self.host, bytes.as_mut_ptr(), length) };
    }
}

/// Buffers for a system call that takes several.
pub(crate) struct Buffers {
    buffers: [Buffer; MAX_BUFFERS],
    count: usize,
}

impl Buffers {
    pub(crate) fn as_slice(&self) -> &[Buffer] {
        &self.buffers[..self.count]
    }
}
