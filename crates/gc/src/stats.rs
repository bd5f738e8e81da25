//! What the collector tells about itself: statistics of a run, and a line about each collection.
//!
//! # Safety
//!
//! A file descriptor that the program chose is used only to write.
#![allow(unsafe_code)]

use core::fmt::{self, Write};

use rustix::fd::BorrowedFd;
use rustix::time::{ClockId, clock_gettime};

use crate::collect::Collection;
use crate::heap::Heap;

/// Buckets for each doubling of a pause.
const STEPS: usize = 16;
/// Pauses of 2^40 ns, 18 minutes, and more share the last buckets.
const BUCKETS: usize = 37 * STEPS;

/// How often pauses of each length happened; lengths are known to 6 %.
#[derive(Debug)]
struct Histogram {
    counts: [u32; BUCKETS],
}

impl Histogram {
    const fn new() -> Histogram {
        Histogram { counts: [0; BUCKETS] }
    }

    fn bucket(nanoseconds: u64) -> usize {
        if nanoseconds < STEPS as u64 {
            return nanoseconds as usize;
        }
        let doublings = nanoseconds.ilog2() as usize - 4;
        let step = (nanoseconds >> doublings) as usize - STEPS;
        ((doublings + 1) * STEPS + step).min(BUCKETS - 1)
    }

    /// The shortest length that falls into a bucket.
    fn lower_bound(bucket: usize) -> u64 {
        if bucket < STEPS {
            return bucket as u64;
        }
        ((STEPS + bucket % STEPS) as u64) << (bucket / STEPS - 1)
    }

    fn add(&mut self, nanoseconds: u64) {
        self.counts[Histogram::bucket(nanoseconds)] += 1;
    }

    /// The length that `percent` of all pauses don't pass.
    fn percentile(&self, percent: u64) -> u64 {
        let total: u64 = self.counts.iter().map(|&count| u64::from(count)).sum();
        let rank = (total * percent).div_ceil(100);
        let mut seen = 0;
        for (bucket, &count) in self.counts.iter().enumerate() {
            seen += u64::from(count);
            if seen >= rank && count > 0 {
                return Histogram::lower_bound(bucket);
            }
        }
        0
    }
}

/// The statistics of a heap.
#[derive(Debug)]
pub struct Stats {
    /// Minor collections.
    pub minor: u64,
    /// Full collections.
    pub major: u64,
    /// Nanoseconds in collections.
    pub stopped: u64,
    /// Nanoseconds of the longest pause.
    pub max_pause: u64,
    /// Bytes that were live after the last collection.
    pub live: u64,
    /// The most bytes that were live after a collection.
    pub peak_live: u64,
    /// The most memory that objects took, in bytes.
    pub peak_heap: u64,
    /// When the heap was made ready.
    pub(crate) started: u64,
    /// Times that the mark stack was full and an object had to be scanned again.
    pub mark_stack_overflows: u64,
    pauses: Histogram,
}

impl Stats {
    pub(crate) const fn new() -> Stats {
        Stats {
            minor: 0,
            major: 0,
            stopped: 0,
            max_pause: 0,
            live: 0,
            peak_live: 0,
            peak_heap: 0,
            started: 0,
            mark_stack_overflows: 0,
            pauses: Histogram::new(),
        }
    }

    /// Nanoseconds on a clock that never goes back.
    pub(crate) fn now(&self) -> u64 {
        let time = clock_gettime(ClockId::Monotonic);
        time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
    }

    fn note(&mut self, collection: Collection, live: usize, took: u64) {
        match collection {
            Collection::Minor => self.minor += 1,
            Collection::Full => self.major += 1,
        }
        self.stopped += took;
        self.live = live as u64;
        self.peak_live = self.peak_live.max(self.live);
    }

    /// Notes how long the program stood still: a minor collection and the full one that follows it are one pause.
    pub(crate) fn note_pause(&mut self, pause: u64) {
        self.max_pause = self.max_pause.max(pause);
        self.pauses.add(pause);
    }
}

impl Heap {
    /// The statistics so far.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Bytes of memory that objects take now.
    pub fn resident(&self) -> usize {
        self.space.resident()
    }

    /// Notes a collection that began at `start` and left `live` bytes, and says how long it took; the line about it is part of
    /// no pause.
    pub(crate) fn note_collection(&mut self, collection: Collection, live: usize, start: u64) -> u64 {
        let took = self.stats.now() - start;
        let resident = self.space.resident();
        self.note_resident();
        self.stats.note(collection, live, took);
        if self.options.log {
            let (kind, number) = match collection {
                Collection::Minor => ("minor", self.stats.minor),
                Collection::Full => ("major", self.stats.major),
            };
            write_line(
                self.options.log_fd,
                format_args!(
                    "gc: {kind} {number}: {} ms, live {} MB, heap {} MB, next after {} MB",
                    Thousandths(took / 1000),
                    Thousandths(live as u64 / 1000),
                    Thousandths(resident as u64 / 1000),
                    Thousandths(self.sizing.budget as u64 / 1000),
                ),
            );
        }
        took
    }

    /// Notes what memory objects take, before some of it is given back.
    pub(crate) fn note_resident(&mut self) {
        self.stats.peak_heap = self.stats.peak_heap.max(self.space.resident() as u64);
    }

    /// Writes the statistics, four lines, to a file descriptor. The total time is that since the heap was made ready, by the clock
    /// that measures the pauses.
    pub fn print_stats(&mut self, fd: i32) {
        self.note_resident();
        let resident = self.space.resident() as u64;
        let stats = &self.stats;
        write_line(fd, format_args!("gc: {} major collections, {} minor", stats.major, stats.minor));
        write_line(
            fd,
            format_args!(
                "gc: {} ms total time, {} ms stopped",
                Thousandths((stats.now() - stats.started) / 1000),
                Thousandths(stats.stopped / 1000),
            ),
        );
        write_line(
            fd,
            format_args!(
                "gc: {} ms median pause, {} p95, {} max",
                Thousandths(stats.pauses.percentile(50) / 1000),
                Thousandths(stats.pauses.percentile(95) / 1000),
                Thousandths(stats.max_pause / 1000),
            ),
        );
        write_line(
            fd,
            format_args!(
                "gc: {} MB heap size ({} max), {} MB peak live",
                Thousandths(resident / 1000),
                Thousandths(stats.peak_heap / 1000),
                Thousandths(stats.peak_live / 1000),
            ),
        );
    }
}

/// A number of thousandths as a decimal fraction. Formatting floating point would cost more code than the collector.
struct Thousandths(u64);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// A line of text of bounded length; what doesn't fit is cut off.
struct Line {
    text: [u8; 256],
    length: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = &mut self.text[self.length..];
        let count = room.len().min(text.len());
        room[..count].copy_from_slice(&text.as_bytes()[..count]);
        self.length += count;
        Ok(())
    }
}

/// Writes a line to a file descriptor, as far as that is possible.
pub(crate) fn write_line(fd: i32, text: fmt::Arguments) {
    let mut line = Line { text: [0; 256], length: 0 };
    let _ = line.write_fmt(text);
    let _ = line.write_str("\n");
    // SAFETY: the program chose a descriptor that stays open; were it closed, the write would fail.
    let fd = unsafe { BorrowedFd::borrow_raw(fd) };
    let _ = rustix::io::write(fd, &line.text[..line.length]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_holds_what_lies_between_its_bound_and_the_next() {
        for bucket in 0..BUCKETS - 1 {
            let (low, next) = (Histogram::lower_bound(bucket), Histogram::lower_bound(bucket + 1));
            assert!(low < next);
            assert_eq!(Histogram::bucket(low), bucket);
            assert_eq!(Histogram::bucket(next - 1), bucket);
            assert!(low < 16 || (next - low) * 16 <= low);
        }
        assert_eq!(Histogram::bucket(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn percentiles_of_pauses() {
        let mut pauses = Histogram::new();
        assert_eq!(pauses.percentile(50), 0);
        (1..=100).for_each(|i| pauses.add(i * 1000));
        assert!((47_000..=50_000).contains(&pauses.percentile(50)));
        assert!((89_000..=95_000).contains(&pauses.percentile(95)));
        assert!((94_000..=100_000).contains(&pauses.percentile(100)));
    }

    #[test]
    fn fractions_without_floating_point() {
        assert_eq!(Thousandths(1_234_056).to_string(), "1234.056");
        assert_eq!(Thousandths(7).to_string(), "0.007");
    }
}
