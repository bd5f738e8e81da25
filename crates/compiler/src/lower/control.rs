//! Blocks and branches (spec 4.6.8 "control instructions").

use super::Lowering;
use super::effects::Effects;
use super::exceptions::Handler;
use super::legacy::Catches;
use super::stack::Pending;
use crate::index::TagIdx;
use crate::ir::*;
use wasmparser::{BlockType, Catch, Operator};

/// A block that is being lowered.
pub(crate) struct Frame {
    pub(super) kind: Kind,
    /// What its branches lead to: the beginning of a loop, the end of others.
    pub(super) label: LabelId,
    /// Whether a branch does.
    pub(super) used: bool,
    /// What exceptions thrown inside lead to, if it catches some.
    pub(super) handler: Option<Handler>,
    /// The height of the operand stack below its parameters.
    height: usize,
    params: Vec<CType>,
    pub(super) results: Vec<CType>,
    /// What a branch assigns: the parameters of a loop, the results of others; made when first needed.
    vars: Vec<VarId>,
    pub(super) body: SeqId,
    /// The sequence that it is part of.
    pub(super) parent: SeqId,
    /// Whether its end can be reached, other than by branches.
    pub(super) reachable: bool,
}

pub(super) enum Kind {
    Function,
    Block,
    Loop,
    /// The condition, and the parameters for the other arm.
    If {
        cond: Pending,
        params: Vec<Pending>,
    },
    /// What the first arm came to.
    Else {
        cond: Pending,
        then: SeqId,
        then_result: Option<Pending>,
        then_reachable: bool,
    },
    /// What it catches.
    TryTable(Vec<Catch>),
    /// The body of a legacy `try`.
    Try,
    /// What a legacy `try` does with the exceptions that it catches.
    Catches(Catches),
}

impl Frame {
    /// The frame of a whole function.
    pub(crate) fn function(results: Vec<CType>) -> Frame {
        Frame {
            kind: Kind::Function,
            label: LabelId(u32::MAX),
            used: false,
            handler: None,
            height: 0,
            params: Vec::new(),
            results,
            vars: Vec::new(),
            body: Function::BODY,
            parent: Function::BODY,
            reachable: true,
        }
    }

    /// What a branch to it takes along.
    fn branch_types(&self) -> &[CType] {
        match self.kind {
            Kind::Loop => &self.params,
            _ => &self.results,
        }
    }
}

impl Lowering<'_, '_> {
    /// Lowers an instruction of control; false if it isn't one. Keeps track of blocks in code that can't be reached.
    pub(super) fn control(&mut self, operator: &Operator) -> bool {
        if self.skipping > 0 {
            match operator {
                Operator::Block { .. }
                | Operator::Loop { .. }
                | Operator::If { .. }
                | Operator::TryTable { .. }
                | Operator::Try { .. } => self.skipping += 1,
                Operator::Else if self.skipping == 1 => self.else_(),
                Operator::Catch { tag_index } if self.skipping == 1 => self.catch(Some(TagIdx(*tag_index))),
                Operator::CatchAll if self.skipping == 1 => self.catch(None),
                Operator::Delegate { relative_depth } if self.skipping == 1 => self.delegate(*relative_depth),
                Operator::End if self.skipping == 1 => self.end(),
                Operator::End | Operator::Delegate { .. } => self.skipping -= 1,
                _ => {}
            }
            return true;
        }
        match operator {
            Operator::Block { blockty } => self.block(*blockty),
            Operator::Loop { blockty } => self.loop_(*blockty),
            Operator::If { blockty } => self.if_(*blockty),
            Operator::Else => self.else_(),
            Operator::End => self.end(),
            Operator::Br { relative_depth } => self.br(*relative_depth),
            Operator::BrIf { relative_depth } => {
                let cond = self.stack.pop();
                self.br_if(*relative_depth, cond);
            }
            Operator::BrTable { targets } => self.br_table(targets),
            Operator::BrOnNull { relative_depth } => self.br_on_null(*relative_depth),
            Operator::BrOnNonNull { relative_depth } => self.br_on_non_null(*relative_depth),
            Operator::BrOnCast { relative_depth, from_ref_type, to_ref_type } => {
                self.br_on_cast(*relative_depth, *from_ref_type, *to_ref_type, false);
            }
            Operator::BrOnCastFail { relative_depth, from_ref_type, to_ref_type } => {
                self.br_on_cast(*relative_depth, *from_ref_type, *to_ref_type, true);
            }
            Operator::Return => self.return_(),
            Operator::Unreachable => {
                self.stack.flush_for_control();
                let expr = self.stack.function.add(Expr::Unreachable);
                self.stack.emit(Stmt::Do(expr));
                self.leave();
            }
            _ => return self.exceptions(operator),
        }
        true
    }

    /// What follows can't be reached.
    pub(super) fn leave(&mut self) {
        let frame = self.frames.last_mut().expect("inside the function");
        frame.reachable = false;
        let height = frame.height;
        self.stack.truncate(height);
        self.skipping = 1;
    }

    fn block_types(&self, ty: BlockType) -> (Vec<CType>, Vec<CType>) {
        match ty {
            BlockType::Empty => (Vec::new(), Vec::new()),
            BlockType::Type(ty) => (Vec::new(), vec![self.ctypes.of(ty)]),
            BlockType::FuncType(index) => {
                let ty = self.module.type_func(crate::index::TypeIdx(index));
                let list =
                    |types: &[wasmparser::ValType]| types.iter().map(|&ty| self.ctypes.of(ty)).collect();
                (list(ty.params()), list(ty.results()))
            }
        }
    }

    /// Enters a block whose parameters are on the stack.
    pub(super) fn enter(&mut self, kind: Kind, ty: BlockType) {
        let (params, results) = self.block_types(ty);
        let parent = self.stack.seq;
        let body = self.stack.function.new_seq();
        self.stack.seq = body;
        self.frames.push(Frame {
            kind,
            label: self.stack.function.new_label(),
            used: false,
            handler: None,
            height: self.stack.height() - params.len(),
            params,
            results,
            vars: Vec::new(),
            body,
            parent,
            reachable: true,
        });
    }

    fn block(&mut self, ty: BlockType) {
        self.stack.flush_for_control();
        self.enter(Kind::Block, ty);
    }

    fn loop_(&mut self, ty: BlockType) {
        self.stack.flush_for_control();
        let (params, _) = self.block_types(ty);
        let values = self.stack.pop_n(params.len());
        let vars: Vec<VarId> =
            params.iter().map(|&ty| self.stack.function.new_var(ty, VarKind::Temp)).collect();
        self.stack.set_vars(&vars, &values);
        for &var in &vars {
            self.stack.push_var(var, false);
        }
        self.enter(Kind::Loop, ty);
        let frame = self.frames.last_mut().expect("just entered");
        frame.vars = vars;
        // What flushes them does so anew each time around.
        self.stack.adopt(frame.height);
    }

    fn if_(&mut self, ty: BlockType) {
        let mut cond = self.stack.pop();
        let (params, _) = self.block_types(ty);
        if !params.is_empty() && cond.effects.must_happen() {
            cond = self.stack.temporary(cond);
        }
        self.stack.flush_for_control();
        let mut values = self.stack.pop_n(params.len());
        for value in &mut values {
            *value = self.stack.simple(value.clone());
        }
        for value in &values {
            self.stack.push_pending(value.clone());
        }
        cond.expr = self.hinted(cond.expr);
        self.enter(Kind::If { cond, params: values }, ty);
    }

    fn else_(&mut self) {
        let then_reachable = self.frame().reachable;
        let then_result = self.end_of_arm();
        let body = self.stack.function.new_seq();
        let frame = self.frames.last_mut().expect("inside an if");
        let Kind::If { cond, params } = std::mem::replace(&mut frame.kind, Kind::Block) else {
            unreachable!("validated code has else in if only")
        };
        frame.kind = Kind::Else { cond, then: frame.body, then_result, then_reachable };
        frame.body = body;
        frame.reachable = true;
        self.stack.seq = body;
        self.skipping = 0;
        for value in params {
            self.stack.push_pending(Pending { seq: body, ..value });
        }
    }

    /// Ends an arm of an if that can be reached: a single result is left to whoever joins the arms, several go to the label's
    /// variables.
    fn end_of_arm(&mut self) -> Option<Pending> {
        if !self.frame().reachable {
            return None;
        }
        let n = self.frame().results.len();
        if n == 1 {
            let result = self.stack.pop();
            return Some(result);
        }
        let values = self.stack.pop_n(n);
        let vars = self.label_vars(self.frames.len() - 1);
        self.stack.flush_for_control();
        self.stack.set_vars(&vars, &values);
        None
    }

    pub(super) fn frame(&self) -> &Frame {
        self.frames.last().expect("inside the function")
    }

    /// The variables that a branch to a frame assigns.
    pub(super) fn label_vars(&mut self, frame: usize) -> Vec<VarId> {
        let frame = &mut self.frames[frame];
        if frame.vars.is_empty() {
            let types = match frame.kind {
                Kind::Loop => &frame.params,
                _ => &frame.results,
            };
            frame.vars = types.iter().map(|&ty| self.stack.function.new_var(ty, VarKind::Temp)).collect();
            if let [single] = frame.vars[..] {
                self.stack.function.joins.insert(single, frame.label);
            }
        }
        frame.vars.clone()
    }

    fn end(&mut self) {
        self.skipping = 0;
        match self.frame().kind {
            Kind::Function => self.end_function(),
            Kind::Block => self.end_block(),
            Kind::Loop => self.end_loop(),
            Kind::If { .. } => {
                self.else_();
                self.end_if();
            }
            Kind::Else { .. } => self.end_if(),
            Kind::TryTable(_) => self.end_try_table(),
            // It hands exceptions on, if anything in it throws.
            Kind::Try => self.delegate(0),
            Kind::Catches(_) => self.end_catches(),
        }
    }

    fn end_function(&mut self) {
        if self.frame().reachable && !self.frame().results.is_empty() {
            self.return_values();
        }
    }

    /// Leaves a frame whose results are on the stack, if its end can be reached, and stays in its sequence: nothing branches
    /// to it.
    fn dissolve(&mut self, frame: Frame) {
        let mut stmts = std::mem::take(self.stack.function.seq_mut(frame.body));
        self.stack.function.seq_mut(frame.parent).append(&mut stmts);
        self.stack.seq = frame.parent;
        self.stack.adopt(frame.height);
        self.after(frame.reachable);
    }

    /// What follows a block is reachable or not.
    pub(super) fn after(&mut self, reachable: bool) {
        if !reachable {
            self.leave();
        }
    }

    /// Assigns the results at the end of a frame to variables, if that end can be reached.
    pub(super) fn assign_results(&mut self, vars: &[VarId]) {
        if self.frame().reachable {
            let values = self.stack.pop_n(vars.len());
            self.stack.flush_for_control();
            self.stack.set_vars(vars, &values);
        }
    }

    pub(super) fn end_block(&mut self) {
        if !self.frame().used {
            let frame = self.frames.pop().expect("inside a block");
            return self.dissolve(frame);
        }
        let vars = self.label_vars(self.frames.len() - 1);
        self.assign_results(&vars);
        let frame = self.frames.pop().expect("inside a block");
        self.stack.seq = frame.parent;
        self.stack.emit(Stmt::Block { label: frame.label, body: frame.body });
        for var in vars {
            self.stack.push_var(var, false);
        }
    }

    fn end_loop(&mut self) {
        if !self.frame().used {
            let frame = self.frames.pop().expect("inside a loop");
            return self.dissolve(frame);
        }
        let exit = self.stack.function.new_label();
        let results: Vec<VarId> = self
            .frame()
            .results
            .clone()
            .into_iter()
            .map(|ty| self.stack.function.new_var(ty, VarKind::Temp))
            .collect();
        self.assign_results(&results);
        let frame = self.frames.pop().expect("inside a loop");
        if frame.reachable {
            self.stack.emit(Stmt::Br(exit));
        }
        self.stack.seq = frame.parent;
        self.stack.emit(Stmt::Loop { label: frame.label, exit, body: frame.body });
        if frame.reachable {
            for var in results {
                self.stack.push_var(var, true);
            }
        }
        self.after(frame.reachable);
    }

    fn end_if(&mut self) {
        let else_result = self.end_of_arm();
        let index = self.frames.len() - 1;
        let single = self.frame().results.len() == 1;
        let frame = &mut self.frames[index];
        let Kind::Else { cond, then, then_result, then_reachable } =
            std::mem::replace(&mut frame.kind, Kind::Block)
        else {
            unreachable!("an if has an else by now")
        };
        let (els, used) = (frame.body, frame.used);
        let reachable = frame.reachable || then_reachable || used;
        let empty = |seq: SeqId| self.stack.function.seq(seq).is_empty();
        if let (Some(a), Some(b), false, true, true) =
            (&then_result, &else_result, used, empty(then), empty(els))
        {
            return self.conditional(cond, a.clone(), b.clone());
        }
        let vars = self.label_vars(index);
        if single {
            for (arm, result) in [(then, then_result), (els, else_result)] {
                if let Some(result) = result {
                    self.stack.seq = arm;
                    self.stack.set_var(vars[0], &result);
                }
            }
        }
        let frame = self.frames.pop().expect("inside an if");
        let statement = Stmt::If { cond: cond.expr, then, els };
        self.stack.seq = frame.parent;
        if used {
            let body = self.stack.function.new_seq();
            self.stack.function.seq_mut(body).push(statement);
            self.stack.emit(Stmt::Block { label: frame.label, body });
        } else {
            self.stack.emit(statement);
        }
        if reachable {
            for var in vars {
                self.stack.push_var(var, false);
            }
        }
        self.after(reachable);
    }

    /// An if whose arms are just a value each: C's conditional expression, which evaluates one of them too.
    fn conditional(&mut self, cond: Pending, a: Pending, b: Pending) {
        let frame = self.frames.pop().expect("inside an if");
        self.stack.seq = frame.parent;
        let mut values = [a, b];
        self.unify(&mut values, frame.results[0]);
        let [a, b] = values;
        let expr = Expr::Select(cond.expr, a.expr, b.expr);
        self.stack.push(expr, a.ty, Effects::default(), &[&cond, &a, &b]);
    }

    /// Branches, from a place where the operands to take along are on the stack.
    fn br(&mut self, depth: u32) {
        let target = self.target(depth);
        if matches!(self.frames[target].kind, Kind::Function) {
            return self.return_();
        }
        let n = self.frames[target].branch_types().len();
        let values = self.stack.pop_n(n);
        self.branch(target, values);
        self.leave();
    }

    pub(super) fn target(&self, depth: u32) -> usize {
        self.frames.len() - 1 - depth as usize
    }

    /// Assigns what a branch takes along, and branches.
    pub(super) fn branch(&mut self, target: usize, values: Vec<Pending>) {
        let vars = self.label_vars(target);
        self.stack.flush_for_control();
        self.stack.set_vars(&vars, &values);
        self.frames[target].used = true;
        let label = self.frames[target].label;
        self.stack.emit(Stmt::Br(label));
    }

    /// Branches to a frame, which may be the function's.
    pub(super) fn leave_for(&mut self, target: usize, values: Vec<Pending>) {
        match self.frames[target].kind {
            Kind::Function => self.return_popped(values),
            _ => self.branch(target, values),
        }
    }

    pub(super) fn br_if(&mut self, depth: u32, mut cond: Pending) {
        let target = self.target(depth);
        let n = self.frames[target].branch_types().len();
        if n == 0 && !matches!(self.frames[target].kind, Kind::Function) {
            self.flush_below(&mut cond);
            self.frames[target].used = true;
            let then = self.stack.function.new_seq();
            let label = self.frames[target].label;
            self.stack.function.seq_mut(then).push(Stmt::Br(label));
            return self.emit_if(cond, then);
        }
        if cond.effects.must_happen() {
            cond = self.stack.temporary(cond);
        }
        self.stack.flush_for_control();
        let mut values = self.stack.pop_n(n);
        for value in &mut values {
            *value = self.stack.simple(value.clone());
        }
        let then = self.stack.function.new_seq();
        let outer = std::mem::replace(&mut self.stack.seq, then);
        self.leave_for(target, values.clone());
        self.stack.seq = outer;
        self.emit_if(cond, then);
        for value in values {
            self.stack.push_pending(Pending { seq: outer, ..value });
        }
    }

    /// Makes statements of what must happen before a popped condition is evaluated and control leaves.
    fn flush_below(&mut self, cond: &mut Pending) {
        self.stack.flush_for_control();
        cond.seq = self.stack.seq;
    }

    fn emit_if(&mut self, cond: Pending, then: SeqId) {
        let els = self.stack.function.new_seq();
        let cond = self.hinted(cond.expr);
        self.stack.emit(Stmt::If { cond, then, els });
    }

    fn br_table(&mut self, targets: &wasmparser::BrTable) {
        let mut index = self.stack.pop();
        let default = self.target(targets.default());
        let n = self.frames[default].branch_types().len();
        if n > 0 && index.effects.must_happen() {
            index = self.stack.temporary(index);
        }
        self.stack.flush_for_control();
        let mut values = self.stack.pop_n(n);
        for value in &mut values {
            *value = self.stack.simple(value.clone());
        }
        let exit = self.stack.function.new_label();
        // One arm for each target, in the order of their first cases; the default last.
        let mut arms: Vec<(usize, Vec<u32>)> = Vec::new();
        let mut arm_of = rustc_hash::FxHashMap::default();
        for (case, depth) in targets.targets().enumerate() {
            let target = self.target(depth.expect("validated code"));
            if target != default {
                let at = *arm_of.entry(target).or_insert_with(|| {
                    arms.push((target, Vec::new()));
                    arms.len() - 1
                });
                arms[at].1.push(case as u32);
            }
        }
        arms.push((default, Vec::new()));
        let outer = self.stack.seq;
        let mut made = Vec::with_capacity(arms.len());
        for (target, cases) in arms {
            let body = self.stack.function.new_seq();
            self.stack.seq = body;
            self.leave_for(target, values.clone());
            made.push(Arm { default: target == default, cases, body });
        }
        self.stack.seq = outer;
        self.stack.emit(Stmt::Switch(Box::new(Switch { index: index.expr, arms: made, exit })));
        self.leave();
    }

    fn return_(&mut self) {
        self.return_values();
        self.leave();
    }

    /// Returns the results that are on the stack.
    fn return_values(&mut self) {
        let n = self.frames[0].results.len();
        let values = self.stack.pop_n(n);
        self.return_popped(values);
    }

    /// Returns popped results: the first is C's, the others go to statics.
    fn return_popped(&mut self, mut values: Vec<Pending>) {
        if values.len() > 1 {
            for value in &mut values {
                if value.effects.must_happen() || value.effects.reads_state {
                    *value = self.stack.temporary(value.clone());
                }
            }
        }
        // A single value that must happen is evaluated by the return itself, after all that is below it.
        self.stack.flush_for_control();
        if let (Some(value), Some(&ty)) = (values.first_mut(), self.frames[0].results.first()) {
            *value = self.stack.converted(value.clone(), ty);
        }
        for (place, value) in values.iter().enumerate().skip(1) {
            let expr = self.stack.function.add(Expr::SetResult(value.ty.erased(), place as u32, value.expr));
            self.stack.emit(Stmt::Do(expr));
        }
        self.stack.emit(Stmt::Return(values.first().map(|value| value.expr)));
    }
}
