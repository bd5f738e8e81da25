//! The walk over the tree.

use super::ops::{Class, Replay};
use crate::ir::*;
use std::collections::HashMap;

/// Checks the tree that was made of some operators, before anything else changes it.
///
/// # Errors
/// What is out of order, by the numbers of operators.
pub(crate) fn check(function: &Function, replay: &Replay) -> Result<(), String> {
    if replay.unknown {
        return Ok(());
    }
    let mut sets = replay.sets.clone();
    for (var, ats) in &mut sets {
        ats.retain(|&at| function.elided.binary_search(&(at, *var)).is_err());
    }
    let mut walk = Walk {
        sets,
        function,
        replay,
        found: vec![0; replay.classes.len()],
        written: 0,
        read: 0,
        traps: Vec::new(),
        happened: 0,
        control: 0,
        passing: 0,
        writes: 0,
        returning: None,
        arm: 0,
        locals: HashMap::new(),
        other_arms: Vec::new(),
        loops: Vec::new(),
    };
    walk.run()?;
    for (at, (class, found)) in replay.classes.iter().zip(&walk.found).enumerate() {
        let proven = class.may_be_proven && *found == 0;
        if class.must_happen() && *found != 1 && !proven {
            return Err(format!("operator {at} is evaluated in {found} places"));
        }
    }
    for (var, sets) in &walk.sets {
        let assigned = walk.locals.get(var).map_or(0, |local| local.assigned);
        if assigned != sets.len() {
            return Err(format!("local {} is assigned {assigned} times of {}", var.0, sets.len()));
        }
    }
    Ok(())
}

/// Operators are numbered from 1 in what follows, so that 0 is none.
struct Walk<'w> {
    function: &'w Function,
    replay: &'w Replay<'w>,
    /// The operators that assign each local something else than itself.
    sets: HashMap<VarId, Vec<u32>>,
    /// In how many places each operator is evaluated.
    found: Vec<u32>,
    /// The last operator so far that wrote state, read it, trapped so, had to happen, was a branch or label.
    written: u32,
    read: u32,
    traps: Vec<(Trap, u32)>,
    happened: u32,
    control: u32,
    /// The call whose parameters are in statics by now.
    passing: u32,
    /// How many writes there were, and how many before results were put in statics.
    writes: u32,
    returning: Option<u32>,
    /// The arm that the walk is in, as [`Replay::arms`] has it.
    arm: u32,
    locals: HashMap<VarId, Local>,
    /// For each if that the walk is in, which operators last assigned locals in front of it; once it is in the second arm, in the
    /// first.
    other_arms: Vec<Vec<(VarId, u32)>>,
    loops: Vec<LoopFrame>,
}

#[derive(Default)]
struct Local {
    assigned: usize,
    set: u32,
    read: u32,
}

/// A loop that the walk is in.
struct LoopFrame {
    start: u32,
    /// What is read in it that was pushed in front of it: state, and locals.
    reads_state: bool,
    reads: Vec<(VarId, u32)>,
}

/// What is left to do.
enum Work {
    Seq(SeqId, usize),
    /// An arm begins or, with the one around it, ends.
    Arm(u32),
    /// The first arm of an if is done, or both are.
    Else,
    Join,
    /// Control comes by a label after this operator.
    Label(u32),
    EndLoop,
    Condition(ExprId),
}

/// What the evaluation of an expression may do, as far as the order of two goes.
#[derive(Clone, Copy, Default)]
struct Does {
    reads: bool,
    writes: bool,
    trap: Option<Trap>,
}

impl Does {
    fn conflicts_with(self, other: Does) -> bool {
        let matters = |does: Does| does.reads || does.writes || does.trap.is_some();
        let traps = matches!((self.trap, other.trap), (Some(a), Some(b)) if !a.commutes_with(b));
        self.writes && matters(other) || other.writes && matters(self) || traps
    }

    fn and(self, other: Does) -> Does {
        let trap = match (self.trap, other.trap) {
            (Some(a), Some(b)) if !a.commutes_with(b) => Some(Trap::Arithmetic),
            (a, b) => a.or(b),
        };
        Does { reads: self.reads || other.reads, writes: self.writes || other.writes, trap }
    }
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), String> {
        let mut work = vec![Work::Seq(Function::BODY, 0)];
        while let Some(item) = work.pop() {
            match item {
                Work::Seq(seq, at) => {
                    if let Some(stmt) = self.function.seq(seq).get(at) {
                        work.push(Work::Seq(seq, at + 1));
                        self.stmt(stmt, &mut work)?;
                    }
                }
                Work::Arm(arm) => self.arm = arm,
                Work::Else => self.else_(),
                Work::Join => self.join(),
                Work::Label(after) => self.branch_or_label(after)?,
                Work::EndLoop => self.end_loop()?,
                Work::Condition(cond) => {
                    self.expr(cond, false)?;
                }
            }
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt, work: &mut Vec<Work>) -> Result<(), String> {
        let written = self.written;
        if let Some(expr) = stmt.expr().filter(|_| !matches!(stmt, Stmt::DoWhile { .. })) {
            self.expr(expr, false)?;
            if matches!(stmt, Stmt::TailCall(_))
                || matches!(self.function.expr(expr), Expr::Unreachable | Expr::Throw(_))
            {
                // What comes after it in the text doesn't come after it.
                self.written = written;
            }
        }
        match stmt {
            Stmt::Set(var, _) if self.function.var(*var).kind != VarKind::Temp => self.set(*var)?,
            Stmt::Return(_) if self.returning.take().is_some_and(|before| before != self.writes) => {
                return Err("something is written while results wait to be returned".to_owned());
            }
            Stmt::Block { body, .. } => {
                let at = self.seq_origin(*body);
                if !self.replay.is_end[at as usize - 1] {
                    self.branch_or_label(at)?;
                }
                work.push(Work::Label(self.end(at)));
                work.push(Work::Seq(*body, 0));
            }
            Stmt::Loop { body, .. } => {
                let start = self.seq_origin(*body);
                self.branch_or_label(start)?;
                self.loops.push(LoopFrame { start, reads_state: false, reads: Vec::new() });
                work.push(Work::Label(self.end(start)));
                work.push(Work::EndLoop);
                work.push(Work::Seq(*body, 0));
            }
            Stmt::If { cond, then, els } => {
                self.test(*cond)?;
                let (first, second) = (self.seq_origin(*then), self.seq_origin(*els));
                self.branch_or_label(first)?;
                work.push(Work::Label(self.end(second)));
                work.push(Work::Arm(self.arm));
                self.other_arms.push(self.last_sets());
                work.push(Work::Join);
                work.push(Work::Seq(*els, 0));
                work.push(Work::Else);
                work.push(Work::Arm(if first == second { self.arm } else { second }));
                work.push(Work::Seq(*then, 0));
                work.push(Work::Arm(if first == second { self.arm } else { first }));
            }
            Stmt::Switch(switch) => {
                let arms = &switch.arms;
                for arm in arms.iter().rev() {
                    work.push(Work::Seq(arm.body, 0));
                }
                if let Some(arm) = arms.first() {
                    self.branch_or_label(self.seq_origin(arm.body))?;
                }
            }
            Stmt::DoWhile { cond, body, .. } | Stmt::While { cond, body, .. } => {
                work.push(Work::Condition(*cond));
                work.push(Work::Seq(*body, 0));
            }
            _ => {}
        }
        Ok(())
    }

    fn last_sets(&self) -> Vec<(VarId, u32)> {
        self.locals.iter().map(|(var, local)| (*var, local.set)).collect()
    }

    /// In the second arm, locals are what they were in front of the first.
    fn else_(&mut self) {
        let first = self.last_sets();
        self.locals.values_mut().for_each(|local| local.set = 0);
        if let Some(before) = self.other_arms.last_mut() {
            for (var, set) in std::mem::replace(before, first) {
                self.locals.entry(var).or_default().set = set;
            }
        }
    }

    fn join(&mut self) {
        for (var, set) in self.other_arms.pop().unwrap_or_default() {
            let local = self.locals.entry(var).or_default();
            local.set = local.set.max(set);
        }
    }

    /// Whether a call threw is asked right after it.
    fn test(&self, cond: ExprId) -> Result<(), String> {
        let at = self.function.origins[cond.0 as usize] + 1;
        let after_call = matches!(self.function.expr(cond), Expr::Thrown);
        if after_call && self.replay.classes[at as usize - 1].writes && self.happened != at {
            return Err(format!("whether operator {} threw isn't asked right after it", at - 1));
        }
        Ok(())
    }

    fn seq_origin(&self, seq: SeqId) -> u32 {
        self.function.seq_origins[seq.0 as usize] + 1
    }

    /// The end of the block or arm that an operator begins.
    fn end(&self, operator: u32) -> u32 {
        self.replay.ends[operator as usize - 1] + 1
    }

    fn branch_or_label(&mut self, at: u32) -> Result<(), String> {
        if self.happened > at {
            return Err(format!(
                "operator {} happens before control leaves at {}",
                self.happened - 1,
                at - 1
            ));
        }
        self.control = self.control.max(at);
        Ok(())
    }

    fn end_loop(&mut self) -> Result<(), String> {
        let Some(frame) = self.loops.pop() else { return Ok(()) };
        if frame.reads_state && self.written > frame.start {
            return Err(format!("state from before the loop at {} is read in it", frame.start - 1));
        }
        let is_set = |var: &VarId| self.locals.get(var).is_some_and(|local| local.set > frame.start);
        if let Some((var, _)) = frame.reads.iter().find(|(var, _)| is_set(var)) {
            return Err(format!("local {} from before the loop at {} is read in it", var.0, frame.start - 1));
        }
        if let Some(outer) = self.loops.last_mut() {
            outer.reads.extend(frame.reads.into_iter().filter(|&(_, at)| at < outer.start));
        }
        Ok(())
    }

    fn set(&mut self, var: VarId) -> Result<(), String> {
        let local = self.locals.entry(var).or_default();
        let Some(&at) = self.sets.get(&var).and_then(|sets| sets.get(local.assigned)) else {
            return Err(format!("local {} is assigned more often than by the operators", var.0));
        };
        local.assigned += 1;
        local.set = at + 1;
        if local.read > local.set {
            return Err(format!("local {} of {} is read before {at} assigns it", var.0, local.read - 1));
        }
        Ok(())
    }

    /// Evaluates an expression; `arm` says that it is an arm of a conditional expression that was an if.
    fn expr(&mut self, id: ExprId, arm: bool) -> Result<Does, String> {
        let at = self.function.origins[id.0 as usize] + 1;
        let expr = self.function.expr(id);
        let mut operands = Vec::new();
        self.function.operands(id, |operand| operands.push(operand));
        let select = matches!(expr, Expr::Select(..));
        let was_if = select && self.replay.is_end[at as usize - 1];
        let mut does = Does::default();
        for (place, &operand) in operands.iter().enumerate() {
            let one = self.expr(operand, arm || was_if && place > 0)?;
            if select && place > 0 && !was_if && (one.writes || one.trap.is_some()) {
                return Err(format!("an operand of the select at {} may not be evaluated", at - 1));
            }
            if finds_callee(expr) && place > 0 && (one.writes || one.trap.is_some()) {
                return Err(format!("the callee of {} may be found before an argument is evaluated", at - 1));
            }
            if !was_if && does.conflicts_with(one) {
                return Err(format!("operands of operator {} have an order", at - 1));
            }
            does = does.and(one);
        }
        match expr {
            Expr::Var(var) if self.function.var(*var).kind != VarKind::Temp => self.local(*var, at)?,
            Expr::Result(..) => self.state(at)?,
            Expr::SetArg(..) => self.passing = at,
            Expr::SetResult(..) => self.returning = Some(self.writes),
            Expr::RefAsNonNull(_) if !self.replay.is_null_check[at as usize - 1] => return Ok(does),
            _ if is_effect(expr) => {
                let class = self.replay.classes[at as usize - 1];
                self.effect(class, at, arm)?;
                return Ok(does.and(Does { reads: class.reads, writes: class.writes, trap: class.trap }));
            }
            _ => return Ok(does),
        }
        Ok(Does { reads: does.reads || matches!(expr, Expr::Result(..)), ..does })
    }

    fn local(&mut self, var: VarId, at: u32) -> Result<(), String> {
        let local = self.locals.entry(var).or_default();
        local.read = local.read.max(at);
        if local.set > at {
            return Err(format!("local {} of {} is read after {} assigned it", var.0, at - 1, local.set - 1));
        }
        if let Some(frame) = self.loops.last_mut().filter(|frame| at < frame.start) {
            frame.reads.push((var, at));
        }
        Ok(())
    }

    /// State is read that was so at an operator.
    fn state(&mut self, at: u32) -> Result<(), String> {
        self.read = self.read.max(at);
        for frame in self.loops.iter_mut().rev().take_while(|frame| at < frame.start) {
            frame.reads_state = true;
        }
        if self.written > at {
            return Err(format!("operator {} reads what {} wrote", at - 1, self.written - 1));
        }
        Ok(())
    }

    fn effect(&mut self, class: Class, at: u32, arm: bool) -> Result<(), String> {
        if class.reads {
            self.state(at)?;
        }
        if !class.must_happen() {
            return Ok(());
        }
        self.found[at as usize - 1] += 1;
        if at < self.control {
            return Err(format!("operator {} happens behind the control at {}", at - 1, self.control - 1));
        }
        if !arm && self.replay.arms[at as usize - 1] != self.arm {
            return Err(format!("operator {} happens in another arm", at - 1));
        }
        if self.written > at {
            return Err(format!("operator {} happens after {} wrote", at - 1, self.written - 1));
        }
        if let Some(trap) = class.trap {
            let order = |&&(other, before): &&(Trap, u32)| before > at && !trap.commutes_with(other);
            if let Some((_, before)) = self.traps.iter().find(order) {
                return Err(format!("operator {} may trap before {} does", before - 1, at - 1));
            }
            match self.traps.iter_mut().find(|(other, _)| *other == trap) {
                Some((_, last)) => *last = at.max(*last),
                None => self.traps.push((trap, at)),
            }
        }
        if class.writes {
            if self.read.max(self.happened) > at {
                return Err(format!(
                    "operator {} writes after {} was done",
                    at - 1,
                    self.read.max(self.happened) - 1
                ));
            }
            self.written = at;
            self.writes += 1;
            if std::mem::take(&mut self.passing) > at {
                return Err(format!("operator {} is done while the parameters of a later call wait", at - 1));
            }
        }
        self.happened = self.happened.max(at);
        Ok(())
    }
}

/// Whether it is a call that traps if it finds no callee.
fn finds_callee(expr: &Expr) -> bool {
    matches!(expr, Expr::Call { callee: Callee::Indirect { .. } | Callee::Ref { .. }, .. })
}

/// Whether an expression is what its operator does, and not something that goes with it.
fn is_effect(expr: &Expr) -> bool {
    match expr {
        Expr::Unary(op, _) | Expr::Binary(op, ..) => op.trap().is_some(),
        Expr::Load { .. }
        | Expr::Store { .. }
        | Expr::Atomic { .. }
        | Expr::GlobalGet(_)
        | Expr::GlobalSet(..)
        | Expr::MemorySize(_)
        | Expr::MemoryGrow(..)
        | Expr::MemoryFill(..)
        | Expr::MemoryCopy(..)
        | Expr::MemoryInit(..)
        | Expr::DataDrop(_)
        | Expr::TableGet(..)
        | Expr::TableSet(..)
        | Expr::TableSize(_)
        | Expr::TableGrow(..)
        | Expr::TableFill(..)
        | Expr::TableCopy(..)
        | Expr::TableInit(..)
        | Expr::ElemDrop(_)
        | Expr::RefAsNonNull(_)
        | Expr::Call { .. }
        | Expr::AccessLane { .. }
        | Expr::AtomicFence
        | Expr::Throw(_)
        | Expr::Allocate(_, ObjectOp::NewData(_) | ObjectOp::NewElem(_), _)
        | Expr::Unreachable => true,
        Expr::Object(op, _) => {
            use ObjectOp::{ElementInit, Eq, FieldInit, I31New, Test};
            !matches!(op, ElementInit { .. } | FieldInit { .. } | I31New | Eq | Test(_))
        }
        _ => false,
    }
}
