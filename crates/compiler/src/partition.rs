//! Which functions go to which translation unit.
//!
//! Units are compiled apart and their object files kept, so a change of one function must leave the other units as they
//! are. Running totals wouldn't do: all cuts after the change would move. Here whether there is a cut in front of a function
//! depends on its neighbourhood only: its name, hashed, is less than that of all functions within a certain cost on
//! either side. So units have at least that cost, about twice that on average, and are in module order, in which
//! callees tend to be near their callers.

use std::ops::Range;

/// What decides about a function's place.
pub(crate) struct Item {
    /// A hash of its name.
    pub hash: u64,
    /// An estimate of what it costs to compile, about one for an operator.
    pub cost: u64,
}

/// Cuts functions into units with a cost of about `target`.
pub(crate) fn partition(items: &[Item], target: u64) -> Vec<Range<usize>> {
    let mut units = Vec::new();
    let mut start = 0;
    for cut in cuts(items, target).into_iter().chain([items.len()]) {
        if cut > start {
            units.push(start..cut);
        }
        start = cut;
    }
    units
}

/// The functions that begin a unit.
fn cuts(items: &[Item], target: u64) -> Vec<usize> {
    // Where each function begins, if all stood in a row.
    let mut offsets = Vec::with_capacity(items.len() + 1);
    offsets.push(0);
    for item in items {
        offsets.push(offsets[offsets.len() - 1] + item.cost);
    }
    let is_giant = |index: usize| items[index].cost >= target;
    // The cost from here to the nearest function with a lesser hash, or to a cut that is there anyway.
    let mut to_the_left = vec![0; items.len()];
    let mut greater = Vec::new();
    let mut wall = 0;
    for (index, item) in items.iter().enumerate() {
        if index > 0 && is_giant(index - 1) {
            wall = offsets[index];
            greater.clear();
        }
        while greater.last().is_some_and(|&other: &usize| items[other].hash > item.hash) {
            greater.pop();
        }
        to_the_left[index] = offsets[index] - greater.last().map_or(wall, |&other| offsets[other]);
        greater.push(index);
    }
    let mut found = Vec::new();
    let mut wall = offsets[items.len()];
    greater.clear();
    for (index, item) in items.iter().enumerate().rev() {
        if is_giant(index) {
            wall = offsets[index];
            greater.clear();
        }
        while greater.last().is_some_and(|&other| items[other].hash >= item.hash) {
            greater.pop();
        }
        let to_the_right =
            greater.last().map_or(wall, |&other| offsets[other]).saturating_sub(offsets[index]);
        greater.push(index);
        let is_least = to_the_left[index] > target / 2 && to_the_right > target / 2;
        if is_least || is_giant(index) || (index > 0 && is_giant(index - 1)) {
            found.push(index);
        }
    }
    found.reverse();
    found
}

/// A hash that is the same on every machine and in every version.
pub(crate) fn hash(name: &str) -> u64 {
    // FNV-1a, whose last step mixes too little for the order of similar names.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions with costs that differ as those of real ones.
    fn items(count: u64) -> Vec<Item> {
        let item = |i: u64| Item { hash: hash(&format!("f{i}")), cost: 20 + hash(&format!("cost{i}")) % 300 };
        (0..count).map(item).collect()
    }

    #[test]
    fn units_are_about_even() {
        let items = items(20_000);
        let units = partition(&items, 10_000);
        let costs: Vec<u64> =
            units.iter().map(|unit| items[unit.clone()].iter().map(|item| item.cost).sum()).collect();
        let average = costs.iter().sum::<u64>() / costs.len() as u64;
        assert!((7_000..15_000).contains(&average), "{average}");
        assert!(costs.iter().all(|cost| (5_000..60_000).contains(cost)), "{costs:?}");
        assert_eq!(units.iter().map(ExactSizeIterator::len).sum::<usize>(), items.len());
    }

    #[test]
    fn a_change_moves_few_cuts() {
        let before = items(5_000);
        let units = partition(&before, 10_000);
        for changed in (0..before.len()).step_by(37) {
            let mut after = items(5_000);
            after[changed].cost += 200;
            let recompiled = partition(&after, 10_000)
                .iter()
                .filter(|unit| unit.contains(&changed) || !units.contains(unit))
                .count();
            assert!(recompiled <= 3, "{recompiled} units for function {changed}");
        }
    }

    #[test]
    fn a_giant_has_a_unit_of_its_own() {
        let mut items = items(500);
        items[0].cost = 20_000;
        items[250].cost = 20_000;
        items[499].cost = 20_000;
        let units = partition(&items, 10_000);
        for giant in [0, 250, 499] {
            assert!(units.contains(&(giant..giant + 1)), "{units:?}");
        }
        assert_eq!(partition(&[], 10_000), []);
    }
}
