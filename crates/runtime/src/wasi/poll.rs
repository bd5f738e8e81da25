//! Waiting.

use alloc::vec::Vec;
use rustix::event::{PollFd, PollFlags};
use rustix::fd::AsFd;
use rustix::io::Errno as HostErrno;
use rustix::time::ClockId;

use super::clock::{timespec, timestamp};
use super::descriptors::{Descriptor, Descriptors};
use super::errno::Errno;
use super::memory::Ptr;
use super::types::{Event, Fd, Filetype, Rights, Subscription};
use super::{Call, Out};

/// `eventtype`.
const CLOCK: u8 = 0;
const FD_READ: u8 = 1;
const FD_WRITE: u8 = 2;

/// `clockid`, of those that can be waited for.
const REALTIME: u32 = 0;
const MONOTONIC: u32 = 1;

const SECOND: u64 = 1_000_000_000;

/// `subclockflags`.
const ABSTIME: u16 = 1;

/// `eventrwflags`.
const HANGUP: u16 = 1;

/// The most subscriptions that are taken: as many descriptors as a guest can have, and some clocks.
const LIMIT: u32 = 1 << 17;

/// What is waited for.
enum Waiting<'a> {
    /// That a clock of the host passes a time.
    Clock(Deadline),
    /// That a file is ready: the index among the descriptors that the kernel polls.
    File { descriptor: &'a Descriptor, index: usize },
    /// Nothing: this is the result.
    Done { error: Option<Errno>, nbytes: u64 },
}

/// A time, by the clock with this `clockid`.
#[derive(Clone, Copy)]
struct Deadline {
    clock: u32,
    at: u64,
}

impl Deadline {
    /// How long it is until then.
    fn remaining(self) -> u64 {
        let clock = if self.clock == REALTIME { ClockId::Realtime } else { ClockId::Monotonic };
        self.at.saturating_sub(timestamp(rustix::time::clock_gettime(clock)))
    }
}

/// Waits until at least one of several things happens, which are written as events: `ppoll`.
pub(super) fn poll_oneoff(
    call: &Call,
    r#in: Ptr<Subscription>,
    out: Ptr<Event>,
    nsubscriptions: u32,
    nevents: Out<u32>,
) -> Result<(), Errno> {
    if nsubscriptions == 0 || nsubscriptions > LIMIT {
        return Err(Errno::INVAL);
    }
    call.memory.buffer(out, nsubscriptions)?;
    let nevents = call.slot(nevents)?;
    let descriptors = call.state.descriptors.borrow();
    let mut polled = Vec::new();
    let mut waiting = Vec::new();
    for index in 0..nsubscriptions {
        let subscription = call.memory.read_at(r#in, index)?;
        let what = subscribe(&descriptors, &subscription, &mut polled)
            .unwrap_or_else(|error| Waiting::Done { error: Some(error), nbytes: 0 });
        waiting.push((subscription, what));
    }
    wait(&waiting, &mut polled)?;
    let mut count = 0;
    for (subscription, what) in &waiting {
        if let Some(event) = what.event(subscription, &polled) {
            call.memory.slot_at(out, count)?.set(event);
            count += 1;
        }
    }
    nevents.set(count);
    Ok(())
}

/// What a subscription waits for.
fn subscribe<'a>(
    descriptors: &'a Descriptors,
    subscription: &Subscription,
    polled: &mut Vec<PollFd<'a>>,
) -> Result<Waiting<'a>, Errno> {
    match subscription.tag {
        CLOCK => deadline(subscription).map(Waiting::Clock),
        FD_READ => file(descriptors, subscription, PollFlags::IN | PollFlags::RDHUP, polled),
        FD_WRITE => file(descriptors, subscription, PollFlags::OUT, polled),
        _ => Err(Errno::INVAL),
    }
}

/// The time that a clock's subscription waits for. What is relative is so to the monotonic clock, whichever clock it names.
fn deadline(subscription: &Subscription) -> Result<Deadline, Errno> {
    let Subscription { id_or_fd: clock, timeout, flags, .. } = *subscription;
    match (clock, flags) {
        (REALTIME | MONOTONIC, 0) => {
            let now = timestamp(rustix::time::clock_gettime(ClockId::Monotonic));
            Ok(Deadline { clock: MONOTONIC, at: now.saturating_add(timeout) })
        }
        (REALTIME | MONOTONIC, ABSTIME) => Ok(Deadline { clock, at: timeout }),
        (2 | 3, 0 | ABSTIME) => Err(Errno::NOTSUP),
        _ => Err(Errno::INVAL),
    }
}

/// What waits for a file: regular files and directories are always ready.
fn file<'a>(
    descriptors: &'a Descriptors,
    subscription: &Subscription,
    events: PollFlags,
    polled: &mut Vec<PollFd<'a>>,
) -> Result<Waiting<'a>, Errno> {
    let descriptor = descriptors.get_with(Fd(subscription.id_or_fd), Rights::POLL_FD_READWRITE)?;
    if matches!(descriptor.filetype, Filetype::REGULAR_FILE | Filetype::DIRECTORY) {
        let nbytes = if subscription.tag == FD_READ { rest_of_file(descriptor) } else { 0 };
        return Ok(Waiting::Done { error: None, nbytes });
    }
    polled.push(PollFd::from_borrowed_fd(descriptor.host.as_fd(), events));
    Ok(Waiting::File { descriptor, index: polled.len() - 1 })
}

/// How much there is to read from here on.
fn rest_of_file(descriptor: &Descriptor) -> u64 {
    let size = rustix::fs::fstat(&descriptor.host).map_or(0, |stat| stat.st_size.unsigned_abs());
    size.saturating_sub(rustix::fs::tell(&descriptor.host).unwrap_or(0))
}

/// Waits until something has happened.
fn wait(waiting: &[(Subscription, Waiting<'_>)], polled: &mut [PollFd<'_>]) -> Result<(), Errno> {
    loop {
        let timeout = waiting.iter().filter_map(|(_, what)| what.timeout()).min();
        let ready = match rustix::event::poll(polled, timeout.map(timespec).as_ref()) {
            Err(HostErrno::INTR) => continue,
            result => result?,
        };
        let passed =
            |what: &Waiting<'_>| matches!(what, Waiting::Clock(deadline) if deadline.remaining() == 0);
        if ready > 0 || timeout == Some(0) || waiting.iter().any(|(_, what)| passed(what)) {
            return Ok(());
        }
    }
}

impl Waiting<'_> {
    /// How long the kernel may sleep, if not for as long as it likes.
    fn timeout(&self) -> Option<u64> {
        match self {
            // The clock may be set meanwhile.
            Waiting::Clock(deadline @ Deadline { clock: REALTIME, .. }) => {
                Some(deadline.remaining().min(SECOND))
            }
            Waiting::Clock(deadline) => Some(deadline.remaining()),
            Waiting::File { .. } => None,
            Waiting::Done { .. } => Some(0),
        }
    }

    /// What has happened, if it has.
    fn event(&self, subscription: &Subscription, polled: &[PollFd<'_>]) -> Option<Event> {
        let (error, nbytes, flags) = match *self {
            Waiting::Clock(deadline) if deadline.remaining() > 0 => return None,
            Waiting::Clock(_) => (None, 0, 0),
            Waiting::Done { error, nbytes } => (error, nbytes, 0),
            Waiting::File { descriptor, index } => {
                let seen = polled[index].revents();
                if seen.is_empty() {
                    return None;
                }
                let hangup = seen.intersects(PollFlags::HUP | PollFlags::RDHUP);
                let readable = subscription.tag == FD_READ;
                let nbytes =
                    if readable { rustix::io::ioctl_fionread(&descriptor.host).unwrap_or(0) } else { 0 };
                (None, nbytes, if hangup { HANGUP } else { 0 })
            }
        };
        Some(Event {
            userdata: subscription.userdata,
            error: error.map_or(0, |errno| errno.0),
            kind: subscription.tag,
            padding: [0; 5],
            nbytes,
            flags,
            last_padding: [0; 6],
        })
    }
}
