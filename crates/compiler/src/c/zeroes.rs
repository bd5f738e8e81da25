//! Which locals may be read before anything is assigned to them, and so have to begin as zero.
//!
//! A walk over the statements in the order of control, with the set of what is assigned on every way to a place. A loop adds
//! nothing to what is assigned where it begins: a way back to there has come by there before.

use crate::ir::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

/// Those of some locals that must begin as zero, in a function whose branches are resolved.
pub(super) fn find(function: &Function, locals: &[VarId]) -> FxHashSet<VarId> {
    if locals.is_empty() {
        return FxHashSet::default();
    }
    let mut numbers = vec![None; function.vars.len()];
    for (number, var) in locals.iter().enumerate() {
        numbers[var.0 as usize] = Some(number);
    }
    let mut walk = Walk {
        function,
        numbers,
        here: Some(Assigned(smallvec![0; locals.len().div_ceil(64)])),
        coming: FxHashMap::default(),
        breaks: Vec::new(),
        zeroes: FxHashSet::default(),
    };
    walk.run();
    walk.zeroes
}

/// The locals that are assigned on every way to a place, a bit for each.
#[derive(Clone)]
struct Assigned(SmallVec<[u64; 2]>);

/// What is assigned where two ways meet; a way that doesn't exist is no way.
fn meet(a: Option<Assigned>, b: Option<Assigned>) -> Option<Assigned> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.0.iter_mut().zip(&b.0).for_each(|(a, b)| *a &= b);
            Some(a)
        }
        (a, b) => a.or(b),
    }
}

struct Walk<'f> {
    function: &'f Function,
    /// The bit of each variable that is a local.
    numbers: Vec<Option<usize>>,
    /// None where control doesn't come.
    here: Option<Assigned>,
    /// By gotos to labels that are still to come.
    coming: FxHashMap<LabelId, Option<Assigned>>,
    /// By `break`, of each loop and switch that the walk is in.
    breaks: Vec<Option<Assigned>>,
    zeroes: FxHashSet<VarId>,
}

/// What is left to do.
enum Work {
    Seq(SeqId, usize),
    Label(LabelId),
    Condition(ExprId),
    /// From the first arm of a conditional to the second, which begins with this.
    Else(Option<Assigned>),
    /// Both arms are done; this is where the first ends.
    Join(Option<Assigned>),
    /// The next arm of a switch, to which control also comes with this.
    Arm(Option<Assigned>),
    /// Behind a loop or switch, where control also comes with this.
    Exit(Option<Assigned>),
    /// Behind `for (;;)`.
    Never,
}

impl Walk<'_> {
    fn run(&mut self) {
        let mut work = vec![Work::Seq(Function::BODY, 0)];
        while let Some(item) = work.pop() {
            match item {
                Work::Seq(seq, at) => {
                    if let Some(stmt) = self.function.seq(seq).get(at) {
                        work.push(Work::Seq(seq, at + 1));
                        self.stmt(stmt, &mut work);
                    }
                }
                Work::Label(label) => self.join(label),
                Work::Condition(cond) => self.read(cond),
                Work::Else(before) => {
                    let first = std::mem::replace(&mut self.here, before);
                    // Below the second arm, which is on top.
                    let second = work.pop();
                    work.push(Work::Join(first));
                    work.extend(second);
                }
                Work::Join(other) | Work::Arm(other) => self.here = meet(self.here.take(), other),
                Work::Exit(other) => {
                    let broken = self.breaks.pop().flatten();
                    self.here = meet(meet(self.here.take(), other), broken);
                }
                Work::Never => self.here = None,
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt, work: &mut Vec<Work>) {
        if let (Some(expr), false) = (stmt.expr(), matches!(stmt, Stmt::DoWhile { .. } | Stmt::For { .. })) {
            self.read(expr);
        }
        match *stmt {
            Stmt::Set(var, _) => {
                if let (Some(here), Some(bit)) = (&mut self.here, self.numbers[var.0 as usize]) {
                    here.0[bit / 64] |= 1 << (bit % 64);
                }
            }
            Stmt::Do(expr) if matches!(self.function.expr(expr), Expr::Unreachable) => self.here = None,
            Stmt::Do(_) => {}
            Stmt::Return(_) | Stmt::TailCall(_) | Stmt::Continue | Stmt::Br(_) => self.here = None,
            Stmt::Break => {
                let here = self.here.take();
                if let Some(breaks) = self.breaks.last_mut() {
                    *breaks = meet(breaks.take(), here);
                }
            }
            Stmt::Goto(label) => {
                let here = self.here.take();
                let coming = self.coming.entry(label).or_default();
                *coming = meet(coming.take(), here);
            }
            Stmt::Block { label, body } => work.extend([Work::Label(label), Work::Seq(body, 0)]),
            Stmt::If { then, els, .. } => {
                work.extend([Work::Seq(els, 0), Work::Else(self.here.clone()), Work::Seq(then, 0)]);
            }
            Stmt::Loop { exit, body, .. } => {
                self.enter(stmt, exit, None, work);
                work.extend([Work::Never, Work::Seq(body, 0)]);
            }
            Stmt::While { exit, body, .. } => {
                self.enter(stmt, exit, self.here.clone(), work);
                work.extend([Work::Never, Work::Seq(body, 0)]);
            }
            Stmt::For { init, cond, step, label, exit, body } => {
                self.count([init, step, body], cond, label, exit, work)
            }
            Stmt::DoWhile { cond, exit, body } => {
                self.enter(stmt, exit, None, work);
                work.extend([Work::Condition(cond), Work::Seq(body, 0)]);
            }
            Stmt::Switch(ref switch) => {
                let (arms, exit) = (&switch.arms, switch.exit);
                self.enter(stmt, exit, None, work);
                for arm in arms.iter().rev() {
                    work.extend([Work::Seq(arm.body, 0), Work::Arm(self.here.clone())]);
                }
                self.here = None;
            }
        }
    }

    /// Enters a loop or switch, which control leaves with `leaves` besides. Of one without braces, C's `break` knows nothing.
    fn enter(&mut self, stmt: &Stmt, exit: LabelId, leaves: Option<Assigned>, work: &mut Vec<Work>) {
        work.push(Work::Label(exit));
        if self.function.is_flat(stmt) {
            work.push(Work::Join(leaves));
        } else {
            self.breaks.push(None);
            work.push(Work::Exit(leaves));
        }
    }

    /// The step reads nothing that only the body assigns.
    fn count(
        &mut self,
        [init, step, body]: [SeqId; 3],
        cond: ExprId,
        label: LabelId,
        exit: LabelId,
        work: &mut Vec<Work>,
    ) {
        for stmt in self.function.seq(init) {
            self.stmt(stmt, work);
        }
        self.read(cond);
        self.breaks.push(None);
        let leaves = self.here.clone();
        for stmt in self.function.seq(step) {
            self.stmt(stmt, work);
        }
        self.here = leaves.clone();
        let end =
            [Work::Label(exit), Work::Exit(leaves), Work::Never, Work::Label(label), Work::Seq(body, 0)];
        work.extend(end);
    }

    /// Control also comes from the gotos to a label.
    fn join(&mut self, label: LabelId) {
        if let Some(coming) = self.coming.remove(&label) {
            self.here = meet(self.here.take(), coming);
        }
    }

    fn read(&mut self, expr: ExprId) {
        let Some(here) = &self.here else { return };
        let (numbers, zeroes) = (&self.numbers, &mut self.zeroes);
        self.function.reads(expr, &mut |var| {
            if numbers[var.0 as usize].is_some_and(|bit| here.0[bit / 64] & 1 << (bit % 64) == 0) {
                zeroes.insert(var);
            }
        });
    }
}
