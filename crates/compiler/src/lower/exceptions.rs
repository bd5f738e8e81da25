//! Exceptions (spec 4.6.8: `throw`, `throw_ref`, `try_table`).
//!
//! A pending exception is one in a static: what throws puts it there and leaves, to the innermost handler of the function or
//! else to the caller, with any value. So each call that may throw is a statement, and a test follows it. A handler takes the
//! exception out of the static and branches to where its clause leads. A throw whose clause is in the same function is a branch
//! and no more.

use super::Lowering;
use super::control::Kind;
use super::effects::Effects;
use super::stack::Pending;
use crate::index::*;
use crate::ir::*;
use wasmparser::{Catch, Operator, TryTable};

/// Where exceptions that are thrown inside of a frame lead to.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    pub label: LabelId,
    /// Whether something does lead there.
    pub used: bool,
}

/// What a clause catches, whether it wants the exception itself, and which label it leads to.
fn clause(catch: &Catch) -> (Option<TagIdx>, bool, u32) {
    match *catch {
        Catch::One { tag, label } => (Some(TagIdx(tag)), false, label),
        Catch::OneRef { tag, label } => (Some(TagIdx(tag)), true, label),
        Catch::All { label } => (None, false, label),
        Catch::AllRef { label } => (None, true, label),
    }
}

impl Lowering<'_, '_> {
    /// Lowers an instruction on exceptions; false if it isn't one.
    pub(super) fn exceptions(&mut self, operator: &Operator) -> bool {
        match operator {
            Operator::TryTable { try_table } => self.try_table(try_table),
            Operator::Throw { tag_index } => self.throw(TagIdx(*tag_index)),
            Operator::ThrowRef => self.throw_ref(),
            Operator::Try { blockty } => self.try_(*blockty),
            Operator::Catch { tag_index } => self.catch(Some(TagIdx(*tag_index))),
            Operator::CatchAll => self.catch(None),
            Operator::Delegate { relative_depth } => self.delegate(*relative_depth),
            Operator::Rethrow { relative_depth } => self.rethrow(*relative_depth),
            _ => return false,
        }
        true
    }

    fn try_table(&mut self, try_table: &TryTable) {
        self.stack.flush_for_control();
        self.enter(Kind::TryTable(try_table.catches.clone()), try_table.ty);
        if !try_table.catches.is_empty() {
            self.handle();
        }
    }

    /// Makes the innermost frame one that exceptions lead to.
    pub(super) fn handle(&mut self) {
        let label = self.stack.function.new_label();
        if let Some(frame) = self.frames.last_mut() {
            frame.handler = Some(Handler { label, used: false });
        }
    }

    pub(super) fn end_try_table(&mut self) {
        let Some(handler) = self.frame().handler.filter(|handler| handler.used) else {
            return self.end_block();
        };
        let vars = self.label_vars(self.frames.len() - 1);
        self.assign_results(&vars);
        let frame = self.frames.pop().expect("inside a try_table");
        let Kind::TryTable(catches) = &frame.kind else { unreachable!("only a try_table ends so") };
        if frame.reachable {
            self.stack.emit(Stmt::Br(frame.label));
        }
        let outer = self.stack.function.new_seq();
        self.stack.seq = outer;
        self.stack.emit(Stmt::Block { label: handler.label, body: frame.body });
        self.dispatch(catches);
        self.stack.seq = frame.parent;
        self.stack.emit(Stmt::Block { label: frame.label, body: outer });
        let reachable = frame.reachable || frame.used;
        if reachable {
            for var in vars {
                self.stack.push_var(var, false);
            }
        }
        self.after(reachable);
    }

    /// Takes the pending exception to the first clause that catches it, else on.
    fn dispatch(&mut self, catches: &[Catch]) {
        for (tag, by_ref, depth) in catches.iter().map(clause) {
            let target = self.target(depth);
            let Some(tag) = tag else {
                let values = self.caught(None, by_ref);
                return self.leave_for(target, values);
            };
            let then = self.stack.function.new_seq();
            let outer = std::mem::replace(&mut self.stack.seq, then);
            let values = self.caught(Some(tag), by_ref);
            self.leave_for(target, values);
            self.stack.seq = outer;
            self.if_thrown(Expr::ThrownTag(tag), then);
        }
        self.unwind();
    }

    /// Takes the pending exception, which has this tag if one is given: what it carries, and itself if that is wanted.
    pub(super) fn caught(&mut self, tag: Option<TagIdx>, by_ref: bool) -> Vec<Pending> {
        let taken = self.stack.function.add(Expr::CatchException);
        let types = tag.map_or(Vec::new(), |tag| self.tag_types(tag));
        if types.is_empty() && !by_ref {
            self.stack.emit(Stmt::Do(taken));
            return Vec::new();
        }
        let exception = self.stack.function.new_var(CType::Exnref, VarKind::Temp);
        self.stack.emit(Stmt::Set(exception, taken));
        let exception = self.stack.function.add(Expr::Var(exception));
        self.contents(tag, exception, by_ref)
    }

    /// What an exception of a tag carries, and itself if that is wanted.
    fn contents(&mut self, tag: Option<TagIdx>, exception: ExprId, by_ref: bool) -> Vec<Pending> {
        let types = tag.map_or(Vec::new(), |tag| self.tag_types(tag));
        let seq = self.stack.seq;
        let pending = |expr, ty| Pending { expr, ty, effects: Effects::default(), seq, nodes: 2 };
        let mut values = Vec::with_capacity(types.len() + 1);
        for (place, ty) in types.into_iter().enumerate() {
            let Some(tag) = tag else { break };
            let payload = self.stack.function.add(Expr::Payload(tag, place as u32, exception));
            values.push(pending(payload, ty));
        }
        values.extend(by_ref.then(|| pending(exception, CType::Exnref)));
        values
    }

    /// The types of what exceptions of a tag carry.
    fn tag_types(&self, tag: TagIdx) -> Vec<CType> {
        let ty = self.module.type_func(self.module.tags[tag.at()]);
        ty.params().iter().map(|&ty| self.ctypes.of(ty)).collect()
    }

    /// A conditional on the pending exception.
    pub(super) fn if_thrown(&mut self, cond: Expr, then: SeqId) {
        let cond = self.stack.function.add(cond);
        let els = self.stack.function.new_seq();
        self.stack.emit(Stmt::If { cond, then, els });
    }

    /// Leaves the place of a pending exception for the innermost handler, or for the caller.
    pub(super) fn unwind(&mut self) {
        let stmt = self.unwinding(self.frames.len());
        self.stack.emit(stmt);
    }

    /// Likewise from inside the outermost `frames` frames.
    pub(super) fn unwinding(&mut self, frames: usize) -> Stmt {
        let handler = self.frames[..frames].iter_mut().rev().find_map(|frame| frame.handler.as_mut());
        if let Some(handler) = handler {
            handler.used = true;
            return Stmt::Br(handler.label);
        }
        let zero = self.frames[0].results.first().map(|ty| Expr::zero(*ty));
        Stmt::Return(zero.map(|zero| self.stack.function.add(zero)))
    }

    /// After the statement of a call that may throw.
    pub(super) fn test_thrown(&mut self) {
        let then = self.stack.function.new_seq();
        let stmt = self.unwinding(self.frames.len());
        self.stack.function.seq_mut(then).push(stmt);
        self.if_thrown(Expr::Thrown, then);
    }

    /// After a call of an initializer: nobody catches what it throws.
    pub(crate) fn end_if_thrown(&mut self) {
        let then = self.stack.function.new_seq();
        let uncaught = self.stack.function.add(Expr::Uncaught);
        self.stack.function.seq_mut(then).push(Stmt::Do(uncaught));
        self.if_thrown(Expr::Thrown, then);
    }

    fn throw(&mut self, tag: TagIdx) {
        let types = self.tag_types(tag);
        let mut args = self.stack.pop_n(types.len());
        for (arg, ty) in args.iter_mut().zip(types) {
            *arg = self.stack.converted(arg.clone(), ty);
        }
        match self.known_clause(tag) {
            Some((target, None)) => {
                for arg in args {
                    self.stack.discard(arg);
                }
                self.leave_for(target, Vec::new());
            }
            Some((target, Some(false))) => self.leave_for(target, args),
            Some((target, Some(true))) => {
                let exception = self.new_exception(tag, &args);
                let var = self.stack.function.new_var(CType::Exnref, VarKind::Temp);
                self.stack.emit(Stmt::Set(var, exception));
                let exception = self.stack.function.add(Expr::Var(var));
                let values = self.contents(Some(tag), exception, true);
                self.leave_for(target, values);
            }
            None => {
                let exception = self.new_exception(tag, &args);
                self.throw_exception(exception);
            }
        }
        self.leave();
    }

    fn new_exception(&mut self, tag: TagIdx, args: &[Pending]) -> ExprId {
        self.stack.flush_for_control();
        self.stack.function.add(Expr::NewException(tag, args.iter().map(|arg| arg.expr).collect()))
    }

    /// The frame that a throw leads to, if it is known to lead to a clause of this function; with whether the clause wants the
    /// exception itself, none if not even what it carries. A clause that catches everything and wants it is left to the handler.
    fn known_clause(&self, tag: TagIdx) -> Option<(usize, Option<bool>)> {
        let tags = &self.context.instance.tags;
        for (index, frame) in self.frames.iter().enumerate().rev() {
            if frame.handler.is_none() {
                continue;
            }
            let Kind::TryTable(catches) = &frame.kind else { return None };
            let catches_it = |catch: &Catch| clause(catch).0.is_none_or(|t| tags[t.at()] == tags[tag.at()]);
            if let Some(catch) = catches.iter().find(|catch| catches_it(catch)) {
                let (tag, by_ref, depth) = clause(catch);
                return match (tag, by_ref) {
                    (None, true) => None,
                    (None, false) => Some((index - 1 - depth as usize, None)),
                    (Some(_), by_ref) => Some((index - 1 - depth as usize, Some(by_ref))),
                };
            }
        }
        None
    }

    fn throw_ref(&mut self) {
        let exception = self.stack.pop();
        self.stack.flush_for_control();
        let exception = self.stack.function.add(Expr::RefAsNonNull(exception.expr));
        self.throw_exception(exception);
        self.leave();
    }

    /// Throws what is an exception and not null. What follows can't be reached.
    pub(super) fn throw_exception(&mut self, exception: ExprId) {
        let throw = self.stack.function.add(Expr::Throw(exception));
        self.stack.emit(Stmt::Do(throw));
        self.unwind();
    }
}
