//! When to collect: the sizing policies, as arithmetic.
//!
//! The *budget* is how many bytes may be handed out until the next collection. A collection is minor unless what survived
//! has grown past a threshold since the last full one.

/// How the heap is sized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u32)]
pub enum Policy {
    /// The heap grows with what is live, up to the limit.
    #[default]
    Growable = 0,
    /// The heap is as large as the limit from the start: for measurements.
    Fixed = 1,
    /// Nothing is ever collected.
    Null = 2,
}

/// A nursery smaller than this is collected so often that too little has died.
const MIN_NURSERY: usize = 8 << 20;
/// A larger one gains nothing and costs memory.
const MAX_NURSERY: usize = 256 << 20;
/// The heap grows by at least this much between full collections.
const MIN_GROWTH: usize = 24 << 20;
/// Of smaller heaps the nurseries alone take care.
const MIN_FULL: usize = 32 << 20;
/// A full collection comes this many times its expected duration after the last one even if little has grown, so that
/// garbage that got old is freed some day. It costs one percent.
const FULL_EVERY: u64 = 100;
/// And never sooner than this, in nanoseconds.
const FULL_AT_MOST_EVERY: u64 = 1_000_000_000;

/// What to do after a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Go on.
    Continue,
    /// Collect again, in full.
    CollectFully,
}

/// The state of a policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizing {
    pub(crate) policy: Policy,
    pub(crate) limit: usize,
    initial: usize,
    /// Bytes to hand out until the next collection.
    pub(crate) budget: usize,
    /// A minor collection that leaves more than this is followed by a full one.
    full_at: usize,
    /// Bytes between what was live after the last full collection and the limit.
    headroom: usize,
    /// When the last full collection ended, or the first one if there was no full one, or 0 before that; how long it took, in
    /// nanoseconds, and what it left.
    last_full: u64,
    last_full_took: u64,
    last_full_live: usize,
}

impl Sizing {
    /// The state of a fresh heap.
    pub(crate) const fn new(policy: Policy, initial: usize, limit: usize) -> Sizing {
        let mut sizing = Sizing {
            policy,
            limit,
            initial: if initial < limit { initial } else { limit },
            budget: 0,
            full_at: 0,
            headroom: limit,
            last_full: 0,
            last_full_took: 0,
            last_full_live: 0,
        };
        sizing.full_at = sizing.full_threshold(0);
        sizing.set_budget(0);
        sizing
    }

    /// Notes that a full collection ended at time `now`, after `took`, and left `live` bytes.
    pub(crate) fn after_full(&mut self, live: usize, now: u64, took: u64) {
        self.headroom = self.limit.saturating_sub(live);
        self.last_full = now;
        self.last_full_took = took;
        self.last_full_live = live;
        self.full_at = self.full_threshold(live);
        self.set_budget(live);
    }

    /// Notes that a minor collection ended at time `now` and left `live` bytes.
    pub(crate) fn after_minor(&mut self, live: usize, now: u64) -> Next {
        self.set_budget(live);
        if self.last_full == 0 {
            self.last_full = now;
        }
        let cramped = live + self.nursery(live) > self.limit && self.room(live) < self.headroom / 2;
        if live > self.full_at || cramped || self.is_overdue(live, now) {
            Next::CollectFully
        } else {
            Next::Continue
        }
    }

    /// Whether the last full collection left less than a 32nd of what is live.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.headroom < (self.limit - self.headroom) / 32
    }

    /// Bytes that will be handed out until the next full collection, most of them to stay.
    pub(crate) fn expected_growth(&self) -> usize {
        (self.full_at - self.last_full_live).saturating_add(self.budget)
    }

    fn is_overdue(&self, live: usize, now: u64) -> bool {
        let growth = (live / self.last_full_live.max(1)).max(1) as u64;
        let expected = self.last_full_took.saturating_mul(growth);
        now.saturating_sub(self.last_full) > FULL_AT_MOST_EVERY.max(expected.saturating_mul(FULL_EVERY))
    }

    const fn room(&self, live: usize) -> usize {
        self.limit.saturating_sub(live)
    }

    /// What the budget would be if there were no limit.
    const fn nursery(&self, live: usize) -> usize {
        let proportional = live / 20 * 7;
        let floor = if self.initial > live + MIN_NURSERY { self.initial - live } else { MIN_NURSERY };
        if proportional < floor {
            floor
        } else if proportional > MAX_NURSERY {
            MAX_NURSERY
        } else {
            proportional
        }
    }

    const fn set_budget(&mut self, live: usize) {
        self.budget = match self.policy {
            Policy::Null => usize::MAX,
            Policy::Fixed => self.room(live) / 2,
            Policy::Growable if self.growable_budget(live) < self.room(live) => self.growable_budget(live),
            Policy::Growable => self.room(live),
        };
    }

    /// Half the nursery, if a full collection may come soon: the heap doesn't grow far past where it does.
    const fn growable_budget(&self, live: usize) -> usize {
        let nursery = self.nursery(live);
        let until_full = self.full_at.saturating_sub(live);
        if until_full > nursery {
            nursery
        } else if until_full > nursery / 2 {
            until_full
        } else {
            nursery / 2
        }
    }

    const fn full_threshold(&self, live: usize) -> usize {
        let growth = if live > MIN_GROWTH { live } else { MIN_GROWTH };
        match self.policy {
            Policy::Null => usize::MAX,
            Policy::Fixed => live + self.room(live) / 2,
            Policy::Growable if live + growth < self.initial => self.initial,
            Policy::Growable if live + growth < MIN_FULL => MIN_FULL,
            Policy::Growable => live + growth,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: usize = 1 << 20;

    #[test]
    fn a_growable_heap_follows_what_is_live() {
        let mut sizing = Sizing::new(Policy::Growable, 0, 64 << 30);
        assert_eq!(sizing.budget, 8 * MB);
        assert_eq!(sizing.after_minor(32 * MB, 0), Next::Continue);
        assert_eq!(sizing.after_minor(33 * MB, 0), Next::CollectFully);
        sizing.after_full(16 * MB, 0, 0);
        assert_eq!(sizing.after_minor(40 * MB, 0), Next::Continue);
        assert_eq!(sizing.after_minor(41 * MB, 0), Next::CollectFully);
        sizing.after_full(100 * MB, 0, 0);
        assert_eq!(sizing.budget, 35 * MB);
        assert_eq!(sizing.after_minor(199 * MB, 0), Next::Continue);
        assert_eq!(sizing.after_minor(201 * MB, 0), Next::CollectFully);
        sizing.after_full(4096 * MB, 0, 0);
        assert_eq!(sizing.budget, 256 * MB);
    }

    #[test]
    fn the_budget_shrinks_to_half_the_nursery_before_a_full_collection() {
        let mut sizing = Sizing::new(Policy::Growable, 0, 64 << 30);
        sizing.after_full(100 * MB, 0, 0);
        assert_eq!((sizing.full_at, sizing.budget), (200 * MB, 35 * MB));
        assert_eq!((sizing.after_minor(150 * MB, 0), sizing.budget), (Next::Continue, 50 * MB));
        assert_eq!((sizing.after_minor(160 * MB, 0), sizing.budget), (Next::Continue, 40 * MB));
        assert_eq!((sizing.after_minor(200 * MB, 0), sizing.budget), (Next::Continue, 35 * MB));
    }

    #[test]
    fn nothing_is_collected_below_the_initial_size() {
        let mut sizing = Sizing::new(Policy::Growable, 100 * MB, 64 << 30);
        assert_eq!(sizing.budget, 100 * MB);
        assert_eq!(sizing.after_minor(60 * MB, 0), Next::Continue);
        assert_eq!(sizing.budget, 40 * MB);
    }

    #[test]
    fn the_budget_never_passes_the_limit() {
        let mut sizing = Sizing::new(Policy::Growable, 0, 100 * MB);
        sizing.after_full(97 * MB, 0, 0);
        assert_eq!(sizing.budget, 3 * MB);
        assert_eq!(sizing.after_minor(98 * MB, 0), Next::Continue);
        assert_eq!(sizing.after_minor(99 * MB, 0), Next::CollectFully);
    }

    #[test]
    fn a_heap_with_hardly_any_room_left_is_exhausted() {
        let mut sizing = Sizing::new(Policy::Growable, 0, 100 * MB);
        assert!(!sizing.is_exhausted());
        sizing.after_full(96 * MB, 0, 0);
        assert!(!sizing.is_exhausted());
        sizing.after_full(98 * MB, 0, 0);
        assert!(sizing.is_exhausted());
    }

    #[test]
    fn a_fixed_heap_uses_all_its_memory_between_full_collections() {
        let mut sizing = Sizing::new(Policy::Fixed, 0, 100 * MB);
        assert_eq!(sizing.budget, 50 * MB);
        sizing.after_full(20 * MB, 0, 0);
        assert_eq!(sizing.budget, 40 * MB);
        assert_eq!(sizing.after_minor(59 * MB, 0), Next::Continue);
        assert_eq!(sizing.after_minor(61 * MB, 0), Next::CollectFully);
    }

    #[test]
    fn old_garbage_is_freed_some_day() {
        let second = 1_000_000_000;
        let mut sizing = Sizing::new(Policy::Growable, 0, 64 << 30);
        sizing.after_full(10 * MB, second, second / 20);
        assert_eq!(sizing.after_minor(10 * MB, 5 * second), Next::Continue);
        assert_eq!(sizing.after_minor(30 * MB, 7 * second), Next::Continue);
        assert_eq!(sizing.after_minor(10 * MB, 7 * second), Next::CollectFully);
        assert_eq!(sizing.after_minor(30 * MB, 17 * second), Next::CollectFully);
    }

    #[test]
    fn the_null_policy_never_collects() {
        assert_eq!(Sizing::new(Policy::Null, 0, 64 << 30).budget, usize::MAX);
    }
}
