//! Statements.

use crate::ir::{ExprId, LabelId, SeqId, VarId};

/// A statement.
#[derive(Clone, Debug)]
pub(crate) enum Stmt {
    Set(VarId, ExprId),
    /// Evaluates an expression for its effect or its trap.
    Do(ExprId),
    /// Falls out at its end, where `label` is.
    Block {
        label: LabelId,
        body: SeqId,
    },
    /// Repeats for ever: the end of the body leads to its beginning, where `label` is.
    Loop {
        label: LabelId,
        exit: LabelId,
        body: SeqId,
    },
    If {
        cond: ExprId,
        then: SeqId,
        els: SeqId,
    },
    /// `while (cond)`, made of a [`Stmt::Loop`]; `exit` is behind it.
    While {
        cond: ExprId,
        label: LabelId,
        exit: LabelId,
        body: SeqId,
    },
    /// `for (init; cond; step)`, made of a [`Stmt::While`]: `label` is in front of the step.
    For {
        init: SeqId,
        cond: ExprId,
        step: SeqId,
        label: LabelId,
        exit: LabelId,
        body: SeqId,
    },
    /// `do … while (cond)`, likewise.
    DoWhile {
        cond: ExprId,
        exit: LabelId,
        body: SeqId,
    },
    Switch(Box<Switch>),
    Br(LabelId),
    Return(Option<ExprId>),
    /// A call in tail position; the expression is an [`Expr::Call`].
    TailCall(ExprId),
    /// What branches become in the end: C's `break` and `continue` of the innermost loop or switch, or `goto`.
    Break,
    Continue,
    Goto(LabelId),
}

impl Stmt {
    /// The sequences it is made of.
    pub(crate) fn bodies(&self, mut each: impl FnMut(SeqId)) {
        match self {
            Stmt::Block { body, .. }
            | Stmt::Loop { body, .. }
            | Stmt::While { body, .. }
            | Stmt::DoWhile { body, .. } => {
                each(*body);
            }
            Stmt::For { init, step, body, .. } => {
                each(*init);
                each(*step);
                each(*body);
            }
            Stmt::If { then, els, .. } => {
                each(*then);
                each(*els);
            }
            Stmt::Switch(switch) => switch.arms.iter().for_each(|arm| each(arm.body)),
            Stmt::Set(..)
            | Stmt::Do(_)
            | Stmt::Br(_)
            | Stmt::Return(_)
            | Stmt::TailCall(_)
            | Stmt::Break
            | Stmt::Continue
            | Stmt::Goto(_) => {}
        }
    }

    /// The expression it evaluates itself.
    pub(crate) fn expr(&self) -> Option<ExprId> {
        match self {
            Stmt::Set(_, expr)
            | Stmt::Do(expr)
            | Stmt::TailCall(expr)
            | Stmt::If { cond: expr, .. }
            | Stmt::While { cond: expr, .. }
            | Stmt::For { cond: expr, .. }
            | Stmt::DoWhile { cond: expr, .. } => Some(*expr),
            Stmt::Switch(switch) => Some(switch.index),
            Stmt::Return(expr) => *expr,
            Stmt::Block { .. }
            | Stmt::Loop { .. }
            | Stmt::Br(_)
            | Stmt::Break
            | Stmt::Continue
            | Stmt::Goto(_) => None,
        }
    }
}

/// A switch: cases fall through into one another like C's; `exit` is behind it.
#[derive(Clone, Debug)]
pub(crate) struct Switch {
    pub index: ExprId,
    /// The last one is the default's.
    pub arms: Vec<Arm>,
    pub exit: LabelId,
}

/// Some cases of a switch and what is done there.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    /// The values; a default arm may have some too.
    pub cases: Vec<u32>,
    pub default: bool,
    pub body: SeqId,
}
