//! Which pages of the large-object space are taken: runs of pages, found first-fit over bitmaps.

use crate::bits;

/// Marks the entry of a run's first page in [`PageMap::runs`]; the rest of that entry is the run's length.
const HEAD: u32 = 1 << 31;
/// For runs of so many lengths it is known where no gap is long enough.
const LENGTHS: usize = 64;

/// The bookkeeping of a range of pages, as slices of equal extent.
#[derive(Debug)]
pub(crate) struct PageMap<'a> {
    /// A bit per page: belongs to a run.
    pub(crate) used: &'a mut [u64],
    /// A bit per page: a run starts here.
    pub(crate) heads: &'a mut [u64],
    /// A bit per page: may hold something else than zeros, and memory of the system's.
    pub(crate) dirty: &'a mut [u64],
    /// Per page, `HEAD` and the number of pages of its run, or the distance to the run's first page.
    runs: &'a mut [u32],
    /// No page below is free.
    hint: usize,
    /// Below page `too_short[n - 1]` starts no gap of `n` pages, as long as nothing is freed. Otherwise each search would go through
    /// all gaps that the last one found too short.
    too_short: [usize; LENGTHS],
    /// Something was freed: that isn't known any more.
    freed: bool,
    /// No page at or above was ever used.
    pub(crate) top: usize,
    /// Pages in runs.
    pub(crate) used_pages: usize,
    /// Pages whose dirty bit is set.
    pub(crate) dirty_pages: usize,
}

impl<'a> PageMap<'a> {
    /// All pages free and clean: the slices must be zero.
    pub(crate) const fn new(
        used: &'a mut [u64],
        heads: &'a mut [u64],
        dirty: &'a mut [u64],
        runs: &'a mut [u32],
    ) -> PageMap<'a> {
        PageMap {
            used,
            heads,
            dirty,
            runs,
            hint: 0,
            too_short: [0; LENGTHS],
            freed: false,
            top: 0,
            used_pages: 0,
            dirty_pages: 0,
        }
    }

    /// Finds `count` free pages in a row and the number of them that are clean.
    pub(crate) fn find(&mut self, count: usize) -> Option<(usize, usize)> {
        if core::mem::take(&mut self.freed) {
            self.too_short.fill(0);
        }
        // What is too short for fewer pages is too short for these.
        let known = self.too_short.iter().take(count).fold(self.hint, |known, &page| known.max(page));
        let mut start = bits::find(self.used, known, self.top, false);
        loop {
            // Above `top` everything is free.
            let end = bits::find(self.used, start, self.top, true);
            let end = if end == self.top { self.runs.len() } else { end };
            if end - start >= count {
                if let Some(page) = self.too_short.get_mut(count - 1) {
                    *page = start;
                }
                let clean = (start..start + count).filter(|&page| !bits::get(self.dirty, page)).count();
                return Some((start, clean));
            }
            if end == self.runs.len() {
                return None;
            }
            start = bits::find(self.used, end, self.top, false);
        }
    }

    /// Takes the pages that [`Self::find`] found. They count as dirty from now on.
    pub(crate) fn take(&mut self, start: usize, count: usize, clean: usize) {
        bits::fill(self.used, start, start + count, true);
        bits::fill(self.dirty, start, start + count, true);
        bits::set(self.heads, start);
        self.runs[start] = HEAD | count as u32;
        for distance in 1..count {
            self.runs[start + distance] = distance as u32;
        }
        self.used_pages += count;
        self.dirty_pages += clean;
        self.top = self.top.max(start + count);
        self.hint = bits::find(self.used, self.hint, self.top, false);
    }

    /// The number of pages of the run that starts at `head`.
    pub(crate) fn run_length(&self, head: usize) -> usize {
        (self.runs[head] & !HEAD) as usize
    }

    /// The first page of the run to which `page` belongs.
    pub(crate) fn head_of(&self, page: usize) -> Option<usize> {
        if page >= self.top || !bits::get(self.used, page) {
            return None;
        }
        let entry = self.runs[page];
        Some(if entry & HEAD != 0 { page } else { page - entry as usize })
    }

    /// Frees the run that starts at `head` and says how long it was. Its pages stay dirty.
    pub(crate) fn free(&mut self, head: usize) -> usize {
        let count = self.run_length(head);
        bits::fill(self.used, head, head + count, false);
        self.heads[head / 64] &= !(1 << (head % 64));
        self.used_pages -= count;
        self.hint = self.hint.min(head);
        self.freed = true;
        count
    }

    /// Notes that these pages went back to the system.
    pub(crate) fn set_clean(&mut self, start: usize, count: usize) {
        for page in start..start + count {
            self.dirty_pages -= usize::from(bits::get(self.dirty, page));
        }
        bits::fill(self.dirty, start, start + count, false);
    }

    /// The first run of free but dirty pages at or after `from`.
    pub(crate) fn next_free_dirty(&self, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        loop {
            let start = bits::find(self.dirty, at, self.top, true);
            if start == self.top {
                return None;
            }
            let start = bits::find(self.used, start, self.top, false);
            let end = bits::find(self.used, start, self.top, true);
            let end = bits::find(self.dirty, start, end, false);
            if end > start {
                return Some((start, end - start));
            }
            if start == self.top {
                return None;
            }
            at = start;
            // `start` is free and clean: go on from the next dirty page.
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: usize = 256;

    fn with_map(test: impl FnOnce(&mut PageMap)) {
        let (mut used, mut heads, mut dirty) = ([0; PAGES / 64], [0; PAGES / 64], [0; PAGES / 64]);
        let mut runs = [0; PAGES];
        test(&mut PageMap::new(&mut used, &mut heads, &mut dirty, &mut runs));
    }

    fn allocate(map: &mut PageMap, count: usize) -> Option<usize> {
        let (start, clean) = map.find(count)?;
        map.take(start, count, clean);
        Some(start)
    }

    #[test]
    fn first_fit_reuses_the_lowest_gap_that_fits() {
        with_map(|map| {
            let runs: Vec<_> = [3, 1, 10, 2].iter().map(|&n| allocate(map, n).unwrap()).collect();
            assert_eq!(runs, [0, 3, 4, 14]);
            assert_eq!(map.free(3), 1);
            assert_eq!(map.free(4), 10);
            assert_eq!(allocate(map, 12), Some(16));
            assert_eq!(allocate(map, 11), Some(3));
            assert_eq!(map.head_of(13), Some(3));
            assert_eq!(map.head_of(200), None);
        });
    }

    #[test]
    fn exhaustion_is_told_and_changes_nothing() {
        with_map(|map| {
            assert_eq!(allocate(map, PAGES + 1), None);
            assert_eq!(allocate(map, PAGES), Some(0));
            assert_eq!(allocate(map, 1), None);
            map.free(0);
            assert_eq!(allocate(map, PAGES), Some(0));
        });
    }

    #[test]
    fn free_dirty_pages_are_found_and_cleaned() {
        with_map(|map| {
            let runs: Vec<_> = [4, 4, 4, 4].iter().map(|&n| allocate(map, n).unwrap()).collect();
            map.free(runs[1]);
            map.free(runs[3]);
            map.set_clean(5, 2);
            assert_eq!(map.dirty_pages, 14);
            let mut found = Vec::new();
            let mut at = 0;
            while let Some((start, count)) = map.next_free_dirty(at) {
                found.push((start, count));
                at = start + count;
            }
            assert_eq!(found, [(4, 1), (7, 1), (12, 4)]);
            assert_eq!(map.find(4), Some((4, 2)));
        });
    }

    /// Random runs against a plain array of owners.
    #[test]
    fn agrees_with_a_plain_array() {
        with_map(|map| {
            let mut owners = [None::<usize>; PAGES];
            let mut heads: Vec<usize> = Vec::new();
            let mut random = 12345u32;
            let steps = if cfg!(miri) { 300 } else { 20_000 };
            for _ in 0..steps {
                random = random.wrapping_mul(1664525).wrapping_add(1013904223);
                let size = 1 + (random >> 16) as usize % 30;
                if random >> 8 & 1 == 0 {
                    let fits = owners.windows(size).position(|w| w.iter().all(Option::is_none));
                    assert_eq!(allocate(map, size), fits);
                    if let Some(start) = fits {
                        owners[start..start + size].fill(Some(start));
                        heads.push(start);
                    }
                } else if !heads.is_empty() {
                    let head = heads.swap_remove(size % heads.len());
                    let count = map.free(head);
                    assert!(owners[head..head + count].iter().all(|&o| o == Some(head)));
                    owners[head..head + count].fill(None);
                }
                for (page, &owner) in owners.iter().enumerate() {
                    assert_eq!(map.head_of(page), owner);
                }
                assert_eq!(map.used_pages, owners.iter().flatten().count());
            }
        });
    }
}
