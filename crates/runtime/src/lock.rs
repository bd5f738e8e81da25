//! A lock for the little that threads of a program may do at the same time: growing a memory, waiting and waking.
//!
//! # Safety
//! What is in a [`Lock`] is only reached through its guard, of which there is one at a time.

use core::cell::UnsafeCell;
use core::hint::spin_loop;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicBool, Ordering};

/// A value that one thread has at a time. It is held for moments, so others spin.
pub(crate) struct Lock<T> {
    held: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: see the top of the file; a value that may go to another thread may be locked by one.
unsafe impl<T: Send> Sync for Lock<T> {}

/// What holds a [`Lock`], up to where it is dropped.
pub(crate) struct Guard<'a, T> {
    lock: &'a Lock<T>,
}

impl<T> Lock<T> {
    pub(crate) const fn new(value: T) -> Lock<T> {
        Lock { held: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Waits for the lock.
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        while self.held.swap(true, Ordering::Acquire) {
            let mut spun = 0;
            while self.held.load(Ordering::Relaxed) {
                if spun < 100 {
                    spin_loop();
                    spun += 1;
                } else {
                    // Whoever holds it may be waiting for this processor.
                    rustix::thread::sched_yield();
                }
            }
        }
        Guard { lock: self }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.lock.held.store(false, Ordering::Release);
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the guard is the only one.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard is the only one.
        unsafe { &mut *self.lock.value.get() }
    }
}
