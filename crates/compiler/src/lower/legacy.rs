//! The legacy encoding of exceptions: `try`, `catch`, `catch_all`, `delegate`, `rethrow` (the exception-handling proposal as it
//! stood before `try_table`).
//!
//! What the clauses do comes behind a `try`'s body rather than at a label further out; else it is lowered as `try_table` is.

use super::Lowering;
use super::control::Kind;
use super::exceptions::Handler;
use super::stack::Pending;
use crate::index::TagIdx;
use crate::ir::*;
use wasmparser::BlockType;

/// The clauses of a `try` whose body is lowered.
pub(super) struct Catches {
    /// What exceptions in the body lead to.
    handler: Handler,
    body: SeqId,
    /// The clauses before the one that is being lowered: what they catch, and what they do.
    clauses: Vec<(Option<TagIdx>, SeqId)>,
    /// What the clause that is being lowered catches.
    tag: Option<TagIdx>,
    /// The exception that it has caught.
    exception: Option<VarId>,
}

impl Lowering<'_, '_> {
    pub(super) fn try_(&mut self, ty: BlockType) {
        self.stack.flush_for_control();
        self.enter(Kind::Try, ty);
        self.handle();
    }

    /// Ends the body of a `try`, or a clause of it: its results go to the label's variables.
    fn end_clause(&mut self) {
        let vars = self.label_vars(self.frames.len() - 1);
        self.assign_results(&vars);
        if self.frame().reachable {
            let label = self.frame().label;
            self.stack.emit(Stmt::Br(label));
            if let Some(frame) = self.frames.last_mut() {
                frame.used = true;
            }
        }
    }

    /// Begins a clause.
    pub(super) fn catch(&mut self, tag: Option<TagIdx>) {
        self.end_clause();
        let seq = self.stack.function.new_seq();
        let frame = self.frames.last_mut().expect("inside a try");
        let body = std::mem::replace(&mut frame.body, seq);
        let mut catches = match (std::mem::replace(&mut frame.kind, Kind::Try), frame.handler.take()) {
            (Kind::Catches(mut catches), _) => {
                catches.clauses.push((catches.tag, body));
                catches
            }
            (_, Some(handler)) => Catches { handler, body, clauses: Vec::new(), tag, exception: None },
            (_, None) => unreachable!("validated code has catch in try only"),
        };
        catches.tag = tag;
        catches.exception = None;
        let used = catches.handler.used;
        frame.kind = Kind::Catches(catches);
        frame.reachable = true;
        self.stack.seq = seq;
        self.skipping = 0;
        if !used {
            // Nothing leads here.
            return self.leave();
        }
        for value in self.caught_by_clause(tag) {
            self.stack.push_pending(value);
        }
    }

    /// What a clause begins with on the stack; the exception is kept for `rethrow`.
    fn caught_by_clause(&mut self, tag: Option<TagIdx>) -> Vec<Pending> {
        let mut values = self.caught(tag, true);
        let exception = values.pop().map(|exception| self.stack.function.expr(exception.expr).clone());
        if let (Some(Expr::Var(var)), Kind::Catches(catches)) =
            (exception, &mut self.frames.last_mut().expect("inside a try").kind)
        {
            catches.exception = Some(var);
        }
        values
    }

    pub(super) fn end_catches(&mut self) {
        self.end_clause();
        let vars = self.label_vars(self.frames.len() - 1);
        let frame = self.frames.pop().expect("inside a try");
        let Kind::Catches(mut catches) = frame.kind else { unreachable!("only clauses end so") };
        catches.clauses.push((catches.tag, frame.body));
        let outer = self.stack.function.new_seq();
        self.stack.seq = outer;
        self.stack.emit(Stmt::Block { label: catches.handler.label, body: catches.body });
        if catches.handler.used {
            self.clauses(&catches.clauses);
        }
        self.stack.seq = frame.parent;
        self.stack.emit(Stmt::Block { label: frame.label, body: outer });
        if frame.used {
            for var in vars {
                self.stack.push_var(var, false);
            }
        }
        self.after(frame.used);
    }

    /// Takes the pending exception to the first clause that catches it, else on.
    fn clauses(&mut self, clauses: &[(Option<TagIdx>, SeqId)]) {
        for &(tag, seq) in clauses {
            match tag {
                Some(tag) => self.if_thrown(Expr::ThrownTag(tag), seq),
                None => {
                    let mut stmts = std::mem::take(self.stack.function.seq_mut(seq));
                    return self.stack.function.seq_mut(self.stack.seq).append(&mut stmts);
                }
            }
        }
        self.unwind();
    }

    /// Ends a `try` whose exceptions go to the handler at a label.
    pub(super) fn delegate(&mut self, depth: u32) {
        self.skipping = 0;
        let frames = self.frames.len() - 1;
        let handler = self.frames.last_mut().and_then(|frame| frame.handler.take());
        if let Some(handler) = handler.filter(|handler| handler.used) {
            self.end_clause();
            let on = self.unwinding(frames - depth as usize);
            let frame = self.frames.last_mut().expect("inside a try");
            let outer = self.stack.function.new_seq();
            let body = std::mem::replace(&mut frame.body, outer);
            frame.reachable = false;
            self.stack.seq = outer;
            self.stack.emit(Stmt::Block { label: handler.label, body });
            self.stack.emit(on);
        }
        self.end_block();
    }

    pub(super) fn rethrow(&mut self, depth: u32) {
        let target = self.target(depth);
        let exception = match &self.frames[target].kind {
            Kind::Catches(catches) => catches.exception.expect("the clause is being lowered"),
            _ => unreachable!("validated code rethrows in a clause"),
        };
        self.stack.flush_for_control();
        let exception = self.stack.function.add(Expr::Var(exception));
        self.throw_exception(exception);
        self.leave();
    }
}
