//! The abstract operand stack: pending expressions, and when they become statements.
//!
//! The law, each sentence of it kept in one place below:
//! - A write flushes into temporaries the pending expressions that read what it writes, and no others.
//! - An expression that writes state itself is pending only as the last thing evaluated: it becomes a statement before any
//!   other statement, and before an expression that reads state or may trap is pushed over it.
//! - Of two expressions whose traps can be told apart, the first becomes a statement; whatever may trap does before state is
//!   written and before control can leave.
//! - Expressions below a block stay pending while it is lowered. What the block writes flushes them in front of it.
//!
//! Each write visits only the entries that it flushes, so that a deep stack costs nothing.

use super::effects::Effects;
use crate::ir::*;

/// An expression that waits on the stack for its use.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub expr: ExprId,
    pub ty: CType,
    pub effects: Effects,
    /// Where it becomes a statement if it has to: the sequence that was current when it was pushed.
    pub seq: SeqId,
    /// How many nodes the tree has.
    pub nodes: u32,
}

/// A tree of more nodes than this becomes a statement: longer lines are no longer nice.
const MAX_NODES: u32 = 24;

/// The stack, and the function that is made from it.
pub(crate) struct Stack {
    pub function: Function,
    /// The sequence that statements go to.
    pub seq: SeqId,
    entries: Vec<Pending>,
    /// Positions of entries that read state; some may be stale. Likewise the other two.
    state_readers: Vec<u32>,
    trapping: Vec<u32>,
    var_readers: Vec<Vec<u32>>,
    /// The position of the entry that writes state.
    effect: Option<usize>,
}

impl Stack {
    pub(crate) fn new(function: Function, seq: SeqId) -> Stack {
        Stack {
            function,
            seq,
            entries: Vec::new(),
            state_readers: Vec::new(),
            trapping: Vec::new(),
            var_readers: Vec::new(),
            effect: None,
        }
    }

    pub(crate) fn height(&self) -> usize {
        self.entries.len()
    }

    /// Adds a statement to the current sequence, after what has to happen before it.
    pub(crate) fn emit(&mut self, stmt: Stmt) {
        self.flush_effect();
        self.function.seq_mut(self.seq).push(stmt);
    }

    /// Pushes an expression made of `operands`, which were popped.
    pub(crate) fn push(&mut self, expr: Expr, ty: CType, mut effects: Effects, operands: &[&Pending]) {
        let nodes = 1 + operands.iter().map(|operand| operand.nodes).sum::<u32>();
        operands.iter().for_each(|operand| effects.add(&operand.effects));
        let expr = self.function.add(expr);
        self.push_pending(Pending { expr, ty, effects, seq: self.seq, nodes });
        if nodes > MAX_NODES {
            self.flush_at(self.entries.len() - 1);
        }
    }

    /// Pushes an entry that was popped, or one like it.
    pub(crate) fn push_pending(&mut self, pending: Pending) {
        let effects = &pending.effects;
        if effects.reads_state || effects.trap.is_some() {
            self.flush_effect();
        }
        if let Some(trap) = effects.trap
            && let Some(&last) = self.trapping.last()
            && self
                .entries
                .get(last as usize)
                .is_none_or(|e| !e.effects.trap.is_some_and(|t| t.commutes_with(trap)))
        {
            self.flush_traps();
        }
        if pending.effects.writes_state {
            self.flush_state_readers();
            self.flush_traps();
        }
        let at = self.entries.len() as u32;
        let effects = &pending.effects;
        if effects.reads_state {
            self.state_readers.push(at);
        }
        if effects.trap.is_some() {
            self.trapping.push(at);
        }
        for var in effects.vars() {
            let index = var.0 as usize;
            if self.var_readers.len() <= index {
                self.var_readers.resize_with(index + 1, Vec::new);
            }
            self.var_readers[index].push(at);
        }
        if effects.writes_state {
            self.effect = Some(at as usize);
        }
        self.entries.push(pending);
    }

    /// Pushes a variable. `fixed` says that it is never assigned again.
    pub(crate) fn push_var(&mut self, var: VarId, fixed: bool) {
        let ty = self.function.var(var).ty;
        let effects = if fixed { Effects::default() } else { Effects::of_var(var) };
        self.push(Expr::Var(var), ty, effects, &[]);
    }

    pub(crate) fn pop(&mut self) -> Pending {
        let pending = self.entries.pop().expect("validated code has an operand here");
        let at = self.entries.len();
        if self.effect == Some(at) {
            self.effect = None;
        }
        while self.trapping.last().is_some_and(|&last| last as usize >= at) {
            self.trapping.pop();
        }
        while self.state_readers.last().is_some_and(|&last| last as usize >= at) {
            self.state_readers.pop();
        }
        pending
    }

    /// Pops `n` operands, the first pushed first.
    pub(crate) fn pop_n(&mut self, n: usize) -> Vec<Pending> {
        let mut popped: Vec<Pending> = (0..n).map(|_| self.pop()).collect();
        popped.reverse();
        popped
    }

    /// Forgets what lies above a height, in code that can't be reached.
    pub(crate) fn truncate(&mut self, height: usize) {
        while self.entries.len() > height {
            self.pop();
        }
    }

    /// Turns a popped operand into a variable that nobody assigns again.
    pub(crate) fn temporary(&mut self, pending: Pending) -> Pending {
        let var = self.function.new_var(pending.ty, VarKind::Temp);
        self.emit(Stmt::Set(var, pending.expr));
        let expr = self.function.add(Expr::Var(var));
        Pending { expr, ty: pending.ty, effects: Effects::default(), seq: self.seq, nodes: 1 }
    }

    /// Likewise, unless it is a constant or a variable already.
    pub(crate) fn simple(&mut self, pending: Pending) -> Pending {
        match self.function.expr(pending.expr) {
            Expr::Const(_) | Expr::Var(_) | Expr::RefNull(_) => pending,
            Expr::Convert(_, _, of) if matches!(self.function.expr(*of), Expr::Var(_)) => pending,
            _ => self.temporary(pending),
        }
    }

    /// A popped operand as C needs it where a value of this type is wanted: what is known of an object may be forgotten without
    /// further ado.
    pub(crate) fn converted(&mut self, value: Pending, to: CType) -> Pending {
        let needed = matches!(to, CType::Object(_)) && value.ty != to;
        if needed { self.exactly(value, to) } else { value }
    }

    /// A popped operand as C's value of exactly this type.
    pub(crate) fn exactly(&mut self, value: Pending, to: CType) -> Pending {
        if value.ty == to {
            return value;
        }
        let expr = self.function.add(Expr::Convert(to, value.ty, value.expr));
        Pending { expr, ty: to, nodes: value.nodes + 1, ..value }
    }

    /// Assigns a popped operand to a variable.
    pub(crate) fn set_var(&mut self, var: VarId, value: &Pending) {
        if !matches!(self.function.expr(value.expr), Expr::Var(same) if *same == var) {
            self.flush_readers(var);
            let value = self.converted(value.clone(), self.function.var(var).ty);
            self.emit(Stmt::Set(var, value.expr));
        } else if cfg!(debug_assertions) {
            self.function.elided.push((self.function.operator, var));
        }
    }

    /// Assigns popped operands to the variables of a label, as if all at once. One after the other does: operands only move
    /// down the stack as they are used, so that none reads a variable that stood lower than it.
    pub(crate) fn set_vars(&mut self, vars: &[VarId], values: &[Pending]) {
        debug_assert!(
            values
                .iter()
                .enumerate()
                .all(|(i, value)| !vars[..i].iter().any(|&var| value.effects.reads(var)))
        );
        for (&var, value) in vars.iter().zip(values) {
            self.set_var(var, value);
        }
    }

    /// Evaluates a popped operand whose value nobody wants.
    pub(crate) fn discard(&mut self, pending: Pending) {
        if pending.effects.must_happen() {
            self.emit(Stmt::Do(pending.expr));
        }
    }

    /// Evaluates, as a statement, an expression that may write state.
    pub(crate) fn write_state(&mut self, expr: Expr) {
        self.flush_state_readers();
        self.flush_traps();
        let expr = self.function.add(expr);
        self.emit(Stmt::Do(expr));
    }

    /// Makes statements of all that has to happen before control can go elsewhere.
    pub(crate) fn flush_for_control(&mut self) {
        self.flush_traps();
        self.flush_effect();
    }

    /// Makes a statement of the entry that writes state.
    pub(crate) fn flush_effect(&mut self) {
        if let Some(at) = self.effect.take() {
            self.flush_at(at);
        }
    }

    fn flush_traps(&mut self) {
        let positions = std::mem::take(&mut self.trapping);
        self.flush_positions(positions, |effects| effects.trap.is_some());
    }

    fn flush_state_readers(&mut self) {
        let positions = std::mem::take(&mut self.state_readers);
        self.flush_positions(positions, |effects| effects.reads_state);
    }

    fn flush_readers(&mut self, var: VarId) {
        if let Some(readers) = self.var_readers.get_mut(var.0 as usize) {
            let positions = std::mem::take(readers);
            self.flush_positions(positions, |effects| effects.reads(var));
        }
    }

    /// Flushes those of some positions that still hold what they were listed for, in the order of the stack.
    fn flush_positions(&mut self, mut positions: Vec<u32>, still: impl Fn(&Effects) -> bool) {
        positions.sort_unstable();
        positions.dedup();
        for at in positions {
            if self.entries.get(at as usize).is_some_and(|entry| still(&entry.effects)) {
                self.flush_at(at as usize);
            }
        }
    }

    /// Makes an entry a temporary, assigned where the entry was pushed.
    fn flush_at(&mut self, at: usize) {
        let entry = &self.entries[at];
        let (expr, ty, seq) = (entry.expr, entry.ty, entry.seq);
        if self.effect == Some(at) {
            self.effect = None;
        } else if seq == self.seq {
            self.flush_effect();
        }
        let var = self.function.new_var(ty, VarKind::Temp);
        self.function.seq_mut(seq).push(Stmt::Set(var, expr));
        let expr = self.function.add(Expr::Var(var));
        self.entries[at] = Pending { expr, ty, effects: Effects::default(), seq, nodes: 1 };
    }

    /// Makes entries from a height on belong to the current sequence: their block was dissolved in it, or begins with them.
    pub(crate) fn adopt(&mut self, height: usize) {
        for entry in &mut self.entries[height..] {
            entry.seq = self.seq;
        }
    }
}
