//! What a pending expression depends on: the one small type that decides when it must become a statement.

use crate::ir::{Trap, VarId};
use smallvec::SmallVec;

/// What evaluating an expression reads, and what it does besides giving a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    /// The variables that it reads and that may be assigned again; sorted, without repetitions.
    vars: SmallVec<[VarId; 4]>,
    /// It reads global state: a memory, a table, a global, a result in a static.
    pub reads_state: bool,
    /// It may trap.
    pub trap: Option<Trap>,
    /// It may write global state, or not return: a call, `memory.grow`.
    pub writes_state: bool,
}

impl Effects {
    /// Of a variable that may be assigned again.
    pub(crate) fn of_var(var: VarId) -> Effects {
        Effects { vars: SmallVec::from_slice(&[var]), ..Effects::default() }
    }

    /// Makes them those of an expression that has these as operands, too.
    pub(crate) fn add(&mut self, other: &Effects) {
        for &var in &other.vars {
            if let Err(at) = self.vars.binary_search(&var) {
                self.vars.insert(at, var);
            }
        }
        self.reads_state |= other.reads_state;
        self.writes_state |= other.writes_state;
        self.add_trap(other.trap);
    }

    fn add_trap(&mut self, trap: Option<Trap>) {
        self.trap = match (self.trap, trap) {
            (Some(a), Some(b)) if !a.commutes_with(b) => Some(Trap::Arithmetic),
            (a, b) => a.or(b),
        };
    }

    /// The same, of an expression that reads global state too.
    pub(crate) fn reading_state(mut self) -> Effects {
        self.reads_state = true;
        self
    }

    /// The same, of an expression that may trap so too.
    pub(crate) fn trapping(mut self, trap: Option<Trap>) -> Effects {
        self.add_trap(trap);
        self
    }

    /// The same, of an expression that may write global state too.
    pub(crate) fn writing_state(mut self) -> Effects {
        self.reads_state = true;
        self.writes_state = true;
        self
    }

    /// The variables read.
    pub(crate) fn vars(&self) -> &[VarId] {
        &self.vars
    }

    /// Whether assigning the variable changes the value.
    pub(crate) fn reads(&self, var: VarId) -> bool {
        self.vars.binary_search(&var).is_ok()
    }

    /// Whether it must be evaluated even if nobody wants the value.
    pub(crate) fn must_happen(&self) -> bool {
        self.writes_state || self.trap.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(operands: &[&Effects]) -> Effects {
        let mut effects = Effects::default();
        operands.iter().for_each(|operand| effects.add(operand));
        effects
    }

    #[test]
    fn operands_add_up() {
        let (x, y) = (VarId(1), VarId(2));
        let both = of(&[&Effects::of_var(y), &Effects::of_var(x), &Effects::of_var(y)]).reading_state();
        assert_eq!(both.vars(), [x, y]);
        assert!(both.reads(x) && both.reads(y) && !both.reads(VarId(3)));
        assert!(both.reads_state && !both.writes_state && !both.must_happen());
    }

    #[test]
    fn traps_of_one_kind_commute_and_others_do_not() {
        let load = Effects::default().trapping(Some(Trap::MemoryBounds));
        let divide = Effects::default().trapping(Some(Trap::DivideByZero));
        assert_eq!(of(&[&load, &load]).trap, Some(Trap::MemoryBounds));
        assert_eq!(of(&[&load, &divide]).trap, Some(Trap::Arithmetic));
        assert!(!Trap::Arithmetic.commutes_with(Trap::Arithmetic));
        assert!(divide.must_happen());
    }

    #[test]
    fn what_writes_state_reads_it() {
        let call = Effects::default().writing_state();
        assert!(call.reads_state && call.writes_state && call.must_happen());
    }
}
