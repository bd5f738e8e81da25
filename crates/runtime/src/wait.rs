//! `memory.atomic.wait32`, `wait64` and `notify`: one queue of all threads that wait, each for the address that it named.
//!
//! The kernel's futexes compare 32 bits, so they only put threads to sleep here: each waits for a word of its own.
//!
//! # Safety
//! An address was checked by the emitted C: it is aligned and in bounds, and memories stay where they are. A waiter lives on
//! the stack of its thread, which leaves it only once it is out of the queue; the queue is only touched under its lock, and
//! whoever takes a waiter out of it lets go of it by the store that wakes it.

use core::ffi::c_void;
use core::num::NonZeroU32;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use rustix::io::Errno;
use rustix::thread::futex;
use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::lock::Lock;

/// What a wait comes to, as WebAssembly numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Outcome {
    Woken = 0,
    NotEqual = 1,
    TimedOut = 2,
}

/// A thread that waits.
struct Waiter {
    address: *mut c_void,
    next: *mut Waiter,
    /// 1 once somebody took it out of the queue.
    woken: AtomicU32,
}

/// Those who wait, who came first first.
struct Queue {
    first: *mut Waiter,
}

// SAFETY: see the top of the file.
unsafe impl Send for Queue {}

static QUEUE: Lock<Queue> = Lock::new(Queue { first: null_mut() });

impl Queue {
    /// The place of the pointer to the first waiter for which this holds; that of the null at the end if there is none.
    ///
    /// # Safety
    /// All in the queue must be waiters that live.
    unsafe fn find(&mut self, is_it: impl Fn(*mut Waiter) -> bool) -> *mut *mut Waiter {
        let mut place = &raw mut self.first;
        // SAFETY: the caller vouches for the waiters.
        unsafe {
            while !(*place).is_null() && !is_it(*place) {
                place = &raw mut (**place).next;
            }
        }
        place
    }
}

/// Waits at an address as long as it holds what is expected, up to so many nanoseconds, or without end if that is negative.
fn wait(address: *mut c_void, holds_expected: impl FnOnce() -> bool, timeout: i64) -> Outcome {
    let deadline = u64::try_from(timeout).ok().map(deadline);
    let mut waiter = Waiter { address, next: null_mut(), woken: AtomicU32::new(0) };
    let this = &raw mut waiter;
    {
        let mut queue = QUEUE.lock();
        // Whoever stores something else and notifies after that has to wait for the lock.
        if !holds_expected() {
            return Outcome::NotEqual;
        }
        // SAFETY: what is in the queue lives, and `waiter` does until it is out of it.
        unsafe { *queue.find(|_| false) = this };
    }
    // SAFETY: the waiter lives; others only touch this field of it but under the lock.
    let woken = unsafe { &(*this).woken };
    while woken.load(Ordering::Acquire) == 0 {
        let flags = futex::Flags::PRIVATE;
        let slept = futex::wait_bitset(woken, flags, 0, deadline.as_ref(), NonZeroU32::MAX);
        if slept == Err(Errno::TIMEDOUT) {
            let mut queue = QUEUE.lock();
            // SAFETY: what is in the queue lives.
            unsafe {
                let place = queue.find(|waiter| waiter == this);
                if !(*place).is_null() {
                    *place = (*this).next;
                    return Outcome::TimedOut;
                }
            }
        }
    }
    Outcome::Woken
}

/// So many nanoseconds from now.
fn deadline(timeout: u64) -> Timespec {
    const SECOND: u64 = 1_000_000_000;
    let now = clock_gettime(ClockId::Monotonic);
    let nanoseconds = now.tv_nsec as u64 + timeout % SECOND;
    let seconds = now.tv_sec as u64 + timeout / SECOND + nanoseconds / SECOND;
    Timespec { tv_sec: seconds as i64, tv_nsec: (nanoseconds % SECOND) as _ }
}

/// Wakes up to `count` of those who wait at an address, who came first first: how many.
fn notify(address: *mut c_void, count: u32) -> u32 {
    let mut queue = QUEUE.lock();
    let mut woken = 0;
    while woken < count {
        // SAFETY: what is in the queue lives. After the store nothing of it is touched; to wake at an address that is in use
        // for something else by then does no harm.
        unsafe {
            let place = queue.find(|waiter| (*waiter).address == address);
            let waiter = *place;
            if waiter.is_null() {
                break;
            }
            *place = (*waiter).next;
            let word = &(*waiter).woken;
            word.store(1, Ordering::Release);
            let _ = futex::wake(word, futex::Flags::PRIVATE, 1);
        }
        woken += 1;
    }
    woken
}

/// `wastrel_memory_wait32`.
///
/// # Safety
/// The address must be aligned and of a shared memory.
#[cfg_attr(feature = "freestanding", unsafe(no_mangle))]
unsafe extern "C" fn wastrel_memory_wait32(at: *mut c_void, expected: u32, timeout: u64) -> u32 {
    // SAFETY: the caller vouches for the address.
    let value = unsafe { AtomicU32::from_ptr(at.cast()) };
    wait(at, || value.load(Ordering::SeqCst) == expected, timeout as i64) as u32
}

/// `wastrel_memory_wait64`.
///
/// # Safety
/// The address must be aligned and of a shared memory.
#[cfg_attr(feature = "freestanding", unsafe(no_mangle))]
unsafe extern "C" fn wastrel_memory_wait64(at: *mut c_void, expected: u64, timeout: u64) -> u32 {
    // SAFETY: the caller vouches for the address.
    let value = unsafe { AtomicU64::from_ptr(at.cast()) };
    wait(at, || value.load(Ordering::SeqCst) == expected, timeout as i64) as u32
}

/// `wastrel_memory_notify`.
#[cfg_attr(feature = "freestanding", unsafe(no_mangle))]
extern "C" fn wastrel_memory_notify(at: *mut c_void, count: u32) -> u32 {
    notify(at, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::time::{Duration, Instant};

    const FOREVER: u64 = -1_i64 as u64;

    /// A word of its own, where no other test waits.
    fn word(value: u64) -> &'static AtomicU64 {
        Box::leak(Box::new(AtomicU64::new(value)))
    }

    fn at(word: &AtomicU64) -> *mut c_void {
        word.as_ptr().cast()
    }

    fn wait32(word: &AtomicU64, expected: u32, timeout: u64) -> u32 {
        // SAFETY: the word is aligned and lives.
        unsafe { wastrel_memory_wait32(at(word), expected, timeout) }
    }

    fn wait64(word: &AtomicU64, expected: u64, timeout: u64) -> u32 {
        // SAFETY: the word is aligned and lives.
        unsafe { wastrel_memory_wait64(at(word), expected, timeout) }
    }

    /// Notifies until as many were woken in all: they may not wait yet.
    fn wake(word: &AtomicU64, mut count: u32) {
        while count > 0 {
            count -= wastrel_memory_notify(at(word), count);
            thread::yield_now();
        }
    }

    #[test]
    fn another_value_is_not_waited_for() {
        let word = word(1 << 32);
        assert_eq!(wait32(word, 1, FOREVER), Outcome::NotEqual as u32);
        assert_eq!(wait64(word, 0, FOREVER), Outcome::NotEqual as u32);
    }

    #[test]
    fn a_wait_times_out() {
        let word = word(7);
        assert_eq!(wait32(word, 7, 0), Outcome::TimedOut as u32);
        let start = Instant::now();
        assert_eq!(wait64(word, 7, 20_000_000), Outcome::TimedOut as u32);
        assert!(start.elapsed() >= Duration::from_millis(20));
        assert_eq!(wastrel_memory_notify(at(word), u32::MAX), 0, "it is out of the queue");
    }

    #[test]
    fn another_thread_wakes_a_wait() {
        let word = word(0);
        let waiter = thread::spawn(|| wait32(word, 0, FOREVER));
        wake(word, 1);
        assert_eq!(waiter.join().expect("it ends"), Outcome::Woken as u32);
        // The longest time that can be asked for is no less than for ever.
        let waiter = thread::spawn(|| wait64(word, 0, i64::MAX as u64));
        wake(word, 1);
        assert_eq!(waiter.join().expect("it ends"), Outcome::Woken as u32);
    }

    #[test]
    fn no_more_are_woken_than_asked_for_and_only_there() {
        let (here, there) = (word(0), word(0));
        let waiters: Vec<_> = (0..3).map(|_| thread::spawn(|| wait64(here, 0, FOREVER))).collect();
        assert_eq!(wastrel_memory_notify(at(there), u32::MAX), 0);
        assert_eq!(wastrel_memory_notify(at(here), 0), 0);
        wake(here, 1);
        wake(here, 2);
        for waiter in waiters {
            assert_eq!(waiter.join().expect("it ends"), Outcome::Woken as u32);
        }
        assert_eq!(wastrel_memory_notify(at(here), u32::MAX), 0);
    }

    /// Two threads that take turns lose no wake-up.
    #[test]
    fn threads_take_turns() {
        const TURNS: u64 = 500;
        let turn = word(0);
        let play = |parity: u64| {
            while turn.load(Ordering::SeqCst) < TURNS {
                let now = turn.load(Ordering::SeqCst);
                if now % 2 == parity {
                    turn.store(now + 1, Ordering::SeqCst);
                    wastrel_memory_notify(at(turn), u32::MAX);
                } else {
                    wait64(turn, now, FOREVER);
                }
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| play(0));
            scope.spawn(|| play(1));
        });
        assert!(turn.load(Ordering::SeqCst) >= TURNS);
    }
}
