//! The bitmaps beside the heap, as plain functions over slices.
//!
//! Two bits stand for each granule of 8 bytes: *start* (a marked object starts here) and *extent* (the granule belongs to a
//! marked object). They lie side by side, 64 granules to a [`Line`], so that marking an object touches one cache line.

/// Bytes for which one bit stands.
pub(crate) const GRANULE: usize = 8;

/// Bytes for which one [`Line`] stands.
pub(crate) const LINE_SIZE: usize = 64 * GRANULE;

/// Holes shorter than this many granules aren't worth handing out. [`next_hole`] has the number built in.
#[cfg(test)]
pub(crate) const MIN_HOLE: usize = 4;

/// What is known of 512 bytes of heap.
#[derive(Clone, Copy, Default, Debug)]
#[repr(C)]
pub(crate) struct Line {
    pub(crate) starts: u64,
    pub(crate) extents: u64,
}

/// A run of granules that no marked object covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hole {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Sets the extent bits of `count > 0` granules from `start` on.
#[inline]
pub(crate) fn set_extents(lines: &mut [Line], start: usize, count: usize) {
    let last = start + count - 1;
    let (first_line, last_line) = (start / 64, last / 64);
    let from_start = u64::MAX << (start % 64);
    let to_last = u64::MAX >> (63 - last % 64);
    if first_line == last_line {
        lines[first_line].extents |= from_start & to_last;
        return;
    }
    lines[first_line].extents |= from_start;
    for line in &mut lines[first_line + 1..last_line] {
        line.extents = u64::MAX;
    }
    lines[last_line].extents |= to_last;
}

/// The first hole at or after granule `from` that is worth handing out.
#[inline]
pub(crate) fn next_hole(lines: &[Line], from: usize) -> Option<Hole> {
    let mut mask = u64::MAX << (from % 64);
    for (index, line) in lines.iter().enumerate().skip(from / 64) {
        // Heaps of small objects are full of gaps too short to use: skip them a line at a time.
        let free = !line.extents;
        let next = lines.get(index + 1).map_or(0, |line| !line.extents);
        let pairs = free & (free >> 1 | next << 63);
        let next_pairs = next & next >> 1;
        let starts = pairs & (pairs >> 2 | next_pairs << 62) & mask;
        if starts != 0 {
            let start = index * 64 + starts.trailing_zeros() as usize;
            return Some(Hole { start, end: end_of_run(lines, start) });
        }
        mask = u64::MAX;
    }
    None
}

/// The first run of clear extent bits at or after granule `from`.
pub(crate) fn next_run(lines: &[Line], from: usize) -> Option<Hole> {
    let mut mask = u64::MAX << (from % 64);
    for (index, line) in lines.iter().enumerate().skip(from / 64) {
        let free = !line.extents & mask;
        if free != 0 {
            let start = index * 64 + free.trailing_zeros() as usize;
            return Some(Hole { start, end: end_of_run(lines, start) });
        }
        mask = u64::MAX;
    }
    None
}

/// The first granule at or after `start` whose extent bit is set, or the end.
#[inline]
fn end_of_run(lines: &[Line], start: usize) -> usize {
    let mut mask = u64::MAX << (start % 64);
    for (index, line) in lines.iter().enumerate().skip(start / 64) {
        let used = line.extents & mask;
        if used != 0 {
            return index * 64 + used.trailing_zeros() as usize;
        }
        mask = u64::MAX;
    }
    lines.len() * 64
}

/// The last granule at or before `granule` at which an object starts, marked or new.
pub(crate) fn previous_start(lines: &[Line], new_starts: &[u64], granule: usize) -> Option<usize> {
    let mut mask = u64::MAX >> (63 - granule % 64);
    for index in (0..=granule / 64).rev() {
        let bits = (lines[index].starts | new_starts[index]) & mask;
        if bits != 0 {
            return Some(index * 64 + 63 - bits.leading_zeros() as usize);
        }
        mask = u64::MAX;
    }
    None
}

/// How much of a block is in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Usage {
    /// Granules of marked objects.
    pub(crate) granules: usize,
    /// The most lines in a row without any.
    pub(crate) longest_free: usize,
}

/// Counts what is in use.
pub(crate) fn usage(lines: &[Line]) -> Usage {
    let mut usage = Usage::default();
    let mut free = 0;
    for line in lines {
        usage.granules += line.extents.count_ones() as usize;
        free = if line.extents == 0 { free + 1 } else { 0 };
        usage.longest_free = usage.longest_free.max(free);
    }
    usage
}

/// Whether bit `index` is set.
#[inline]
pub(crate) fn get(words: &[u64], index: usize) -> bool {
    words[index / 64] >> (index % 64) & 1 != 0
}

/// Sets bit `index`.
#[inline]
pub(crate) fn set(words: &mut [u64], index: usize) {
    words[index / 64] |= 1 << (index % 64);
}

/// Sets or clears the bits `start..end`.
pub(crate) fn fill(words: &mut [u64], start: usize, end: usize, value: bool) {
    let mut at = start;
    while at < end {
        let stop = end.min((at / 64 + 1) * 64);
        let mask = u64::MAX << (at % 64) & u64::MAX >> ((64 - stop % 64) % 64);
        if value {
            words[at / 64] |= mask;
        } else {
            words[at / 64] &= !mask;
        }
        at = stop;
    }
}

/// The first bit at or after `from` and before `end` that is `value`, else `end`.
pub(crate) fn find(words: &[u64], from: usize, end: usize, value: bool) -> usize {
    let flip = if value { 0 } else { u64::MAX };
    let mut at = from;
    while at < end {
        let bits = (words[at / 64] ^ flip) >> (at % 64);
        if bits != 0 {
            return end.min(at + bits.trailing_zeros() as usize);
        }
        at = (at / 64 + 1) * 64;
    }
    end
}

/// Calls `visit` with every set bit of a word, lowest first.
#[inline]
pub(crate) fn each(mut word: u64, mut visit: impl FnMut(usize)) {
    while word != 0 {
        visit(word.trailing_zeros() as usize);
        word &= word - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(extents: &[u64]) -> Vec<Line> {
        extents.iter().map(|&extents| Line { starts: 0, extents }).collect()
    }

    #[test]
    fn extents_within_one_line_and_across_many() {
        let mut map = lines(&[0; 4]);
        set_extents(&mut map, 3, 2);
        assert_eq!(map[0].extents, 0b11000);
        set_extents(&mut map, 63, 1);
        assert_eq!(map[0].extents, 1 << 63 | 0b11000);
        set_extents(&mut map, 64, 64);
        assert_eq!((map[1].extents, map[2].extents), (u64::MAX, 0));
        set_extents(&mut map, 10, 190);
        assert_eq!((map[0].extents, map[2].extents, map[3].extents), (!0 << 10 | 0b11000, !0, 0xff));
    }

    /// Every function against the obvious one, over all short patterns at a line's edge.
    #[test]
    fn holes_and_starts_agree_with_counting_one_by_one() {
        for pattern in (0u64..1 << 12).step_by(if cfg!(miri) { 61 } else { 1 }) {
            let map = lines(&[!(pattern << 58), !(pattern >> 6 | pattern << 60)]);
            let free = |g: usize| map[g / 64].extents >> (g % 64) & 1 == 0;
            let mut expected = Vec::new();
            let mut g = 0;
            while g < 128 {
                let start = g;
                while g < 128 && free(g) {
                    g += 1;
                }
                if g - start >= MIN_HOLE {
                    expected.push(Hole { start, end: g });
                }
                g = g.max(start + 1);
            }
            let mut found = Vec::new();
            let mut from = 0;
            while let Some(hole) = next_hole(&map, from) {
                found.push(hole);
                from = hole.end;
            }
            assert_eq!(found, expected, "{pattern:b}");
            assert_eq!(usage(&map).granules, (0..128).filter(|&g| !free(g)).count());
        }
    }

    #[test]
    fn a_block_without_marks_is_one_hole() {
        let map = lines(&[0; 128]);
        assert_eq!(next_hole(&map, 0), Some(Hole { start: 0, end: 8192 }));
        assert_eq!(next_hole(&map, 8190), None);
        assert_eq!(usage(&map), Usage { granules: 0, longest_free: 128 });
    }

    #[test]
    fn usage_finds_the_longest_run_of_free_lines() {
        assert_eq!(usage(&lines(&[0, 1, 0, 0, 0, 2, 0])), Usage { granules: 2, longest_free: 3 });
        assert_eq!(usage(&lines(&[!0; 4])), Usage { granules: 256, longest_free: 0 });
    }

    #[test]
    fn previous_start_looks_at_both_maps() {
        let mut map = lines(&[0; 3]);
        map[0].starts = 1 << 5;
        let mut new = [0, 1 << 10, 0];
        assert_eq!(previous_start(&map, &new, 4), None);
        assert_eq!(previous_start(&map, &new, 5), Some(5));
        assert_eq!(previous_start(&map, &new, 73), Some(5));
        assert_eq!(previous_start(&map, &new, 74), Some(74));
        assert_eq!(previous_start(&map, &new, 191), Some(74));
        new[1] = 0;
        assert_eq!(previous_start(&map, &new, 191), Some(5));
    }

    #[test]
    fn plain_bitmaps() {
        let mut words = [0u64; 3];
        fill(&mut words, 60, 130, true);
        assert_eq!((0..192).filter(|&i| get(&words, i)).collect::<Vec<_>>(), (60..130).collect::<Vec<_>>());
        assert_eq!(find(&words, 0, 192, true), 60);
        assert_eq!(find(&words, 60, 192, false), 130);
        assert_eq!(find(&words, 61, 100, false), 100);
        fill(&mut words, 64, 128, false);
        assert_eq!(find(&words, 60, 192, false), 64);
        set(&mut words, 191);
        assert_eq!(find(&words, 130, 192, true), 191);
        let mut seen = Vec::new();
        each(words[0], |bit| seen.push(bit));
        assert_eq!(seen, [60, 61, 62, 63]);
    }
}
