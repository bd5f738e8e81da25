//! A function between WebAssembly and C: a tree of statements over trees of expressions.
//!
//! Everything lives in vectors and is named by an id, so that no pass recurses over the nesting of blocks.

use crate::index::*;
pub(crate) use crate::object_ops::{ObjectOp, Target, Test};
use crate::ops::{AtomicOp, LaneAccess, MemoryOp, NumericOp, VectorOp, WideOp};
pub(crate) use crate::stmts::{Arm, Stmt, Switch};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// What C type a value has. The types of WebAssembly that C need not tell apart are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum CType {
    /// i32.
    U32,
    /// i64.
    U64,
    /// f32.
    F32,
    /// f64.
    F64,
    /// v128.
    V128,
    /// A reference to a function.
    Funcref,
    /// A reference to something of the host.
    Externref,
    /// A reference of the any hierarchy.
    Anyref,
    /// The same where it is known to be null or an object of this struct or array type.
    Object(CanonicalType),
    /// Two i64: of temporaries alone.
    U128,
    /// A reference to an exception.
    Exnref,
}

impl CType {
    /// How many bytes a value takes.
    pub(crate) fn size(self) -> u32 {
        match self {
            CType::U32 | CType::F32 => 4,
            CType::U64 | CType::F64 => 8,
            CType::V128 | CType::U128 => 16,
            CType::Funcref | CType::Externref | CType::Anyref | CType::Exnref | CType::Object(_) => 8,
        }
    }

    /// Whether a value may be a reference to an object of the collector's.
    pub(crate) fn may_be_object(self) -> bool {
        matches!(self, CType::Externref | CType::Anyref | CType::Object(_) | CType::Exnref)
    }

    /// The same without what is known of an object: what crosses from one function to another in a static.
    pub(crate) fn erased(self) -> CType {
        match self {
            CType::Object(_) => CType::Anyref,
            ty => ty,
        }
    }
}

/// Why an expression may trap, as far as the order of traps goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trap {
    /// An access outside of a memory.
    MemoryBounds,
    /// An access outside of a table.
    TableBounds,
    /// A division by zero.
    DivideByZero,
    /// A null reference.
    Null,
    /// An access outside of an array that is not null.
    ArrayBounds,
    /// A cast that fails.
    Cast,
    /// One of several, so that the order of two such expressions can be seen.
    Arithmetic,
}

impl Trap {
    /// Whether nobody can see which of two expressions that trap so is evaluated first.
    pub(crate) fn commutes_with(self, other: Trap) -> bool {
        self == other && self != Trap::Arithmetic
    }
}

/// An expression of a [`Function`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ExprId(pub u32);

/// A variable of a [`Function`]: parameters first, then other locals, then temporaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VarId(pub u32);

/// A sequence of statements of a [`Function`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SeqId(pub u32);

/// A place that branches lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LabelId(pub u32);

/// A constant, floats by their bits, vectors by their halves, the lower first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Const {
    I32(u32),
    I64(u64),
    F32(u32),
    F64(u64),
    V128([u64; 2]),
}

/// An expression. Where one has several operands, C may evaluate them in any order.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Const(Const),
    Var(VarId),
    Unary(NumericOp, ExprId),
    Binary(NumericOp, ExprId, ExprId),
    /// A vector instruction, its lane if it has one, its operands.
    Vector(VectorOp, Option<u8>, SmallVec<[ExprId; 3]>),
    /// i8x16.shuffle: its lanes, its operands.
    Shuffle(Box<[u8; 16]>, ExprId, ExprId),
    /// Condition, then, else.
    Select(ExprId, ExprId, ExprId),
    Load {
        op: MemoryOp,
        memory: MemIdx,
        address: ExprId,
        offset: u64,
    },
    Store {
        op: MemoryOp,
        memory: MemIdx,
        address: ExprId,
        offset: u64,
        value: ExprId,
    },
    AccessLane {
        op: LaneAccess,
        memory: MemIdx,
        address: ExprId,
        offset: u64,
        vector: ExprId,
        lane: u8,
    },
    /// The address, then what else it pops.
    Atomic {
        op: AtomicOp,
        memory: MemIdx,
        offset: u64,
        operands: Vec<ExprId>,
    },
    AtomicFence,
    /// `a && b`, of conditions: the second is evaluated if the first holds.
    Both(ExprId, ExprId),
    /// `a || b`, likewise if the first doesn't.
    Either(ExprId, ExprId),
    /// A condition that is likely to hold or not to hold.
    Expect {
        cond: ExprId,
        likely: bool,
    },
    /// Its value is a [`CType::U128`].
    Wide(WideOp, Vec<ExprId>),
    /// A half of a [`CType::U128`].
    Low(ExprId),
    High(ExprId),
    GlobalGet(GlobalIdx),
    GlobalSet(GlobalIdx, ExprId),
    MemorySize(MemIdx),
    MemoryGrow(MemIdx, ExprId),
    /// To, value, n.
    MemoryFill(MemIdx, [ExprId; 3]),
    /// To memory, from memory; to, from, n.
    MemoryCopy(MemIdx, MemIdx, [ExprId; 3]),
    /// To, from, n.
    MemoryInit(MemIdx, DataIdx, [ExprId; 3]),
    DataDrop(DataIdx),
    /// Writes pieces of the instance's image: so many, from a first one on.
    DataPlace {
        first: u32,
        count: u32,
    },
    TableGet(TableIdx, ExprId),
    TableSet(TableIdx, ExprId, ExprId),
    TableSize(TableIdx),
    /// Value, n.
    TableGrow(TableIdx, [ExprId; 2]),
    /// To, value, n.
    TableFill(TableIdx, [ExprId; 3]),
    /// To table, from table; to, from, n.
    TableCopy(TableIdx, TableIdx, [ExprId; 3]),
    /// To, from, n.
    TableInit(TableIdx, ElemIdx, [ExprId; 3]),
    ElemDrop(ElemIdx),
    /// Sets an item of a segment that is no constant, while the module is instantiated.
    ElemSet(ElemIdx, u32, ExprId),
    RefNull(CType),
    RefFunc(FuncIdx),
    RefIsNull(ExprId),
    /// The reference, or the trap.
    RefAsNonNull(ExprId),
    /// A reference as one of this C type, and what C takes it for.
    Convert(CType, CType, ExprId),
    /// A new object of this type.
    Allocate(CanonicalType, ObjectOp, Vec<ExprId>),
    Object(ObjectOp, Vec<ExprId>),
    Call {
        callee: Callee,
        args: Vec<ExprId>,
    },
    /// A parameter that travels in a static: its place among the parameters. Assigned before the call.
    SetArg(CType, u32, ExprId),
    /// A result other than the first: its place among the results.
    Result(CType, u32),
    SetResult(CType, u32, ExprId),
    /// A new exception: its tag and what it carries.
    NewException(TagIdx, Vec<ExprId>),
    /// Makes an exception the pending one: the function is left for its handlers or its caller next.
    Throw(ExprId),
    /// Whether an exception is pending.
    Thrown,
    /// Whether the pending exception has this tag.
    ThrownTag(TagIdx),
    /// The pending exception, which no longer is.
    CatchException,
    /// What an exception of this tag carries, by place.
    Payload(TagIdx, u32, ExprId),
    /// Ends the program because of the pending exception.
    Uncaught,
    Unreachable,
}

impl Expr {
    /// The zero or null of a type.
    pub(crate) fn zero(ty: CType) -> Expr {
        match ty {
            CType::U32 => Expr::Const(Const::I32(0)),
            CType::U64 => Expr::Const(Const::I64(0)),
            CType::F32 => Expr::Const(Const::F32(0)),
            CType::F64 => Expr::Const(Const::F64(0)),
            CType::V128 => Expr::Const(Const::V128([0; 2])),
            CType::Funcref | CType::Externref | CType::Anyref | CType::Exnref | CType::Object(_) => {
                Expr::RefNull(ty)
            }
            CType::U128 => unreachable!("it is of temporaries alone"),
        }
    }
}

/// What a call calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Callee {
    Func(FuncIdx),
    Indirect { table: TableIdx, index: ExprId, ty: TypeIdx },
    Ref { func: ExprId, ty: TypeIdx },
}

/// A variable.
#[derive(Clone, Debug)]
pub(crate) struct Var {
    pub ty: CType,
    pub kind: VarKind,
}

/// Where a variable comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VarKind {
    Param,
    /// A local that is no parameter: it begins as zero or null.
    Local,
    /// Made by the lowering, which assigns it before it is read.
    Temp,
}

/// A function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Function {
    pub vars: Vec<Var>,
    pub exprs: Vec<Expr>,
    pub seqs: Vec<Vec<Stmt>>,
    pub labels: u32,
    /// Variables that only take the single result of a block to its end, with its label.
    pub joins: FxHashMap<VarId, LabelId>,
    /// Of each variable that is one of several roles of a local: that local.
    pub roles: FxHashMap<VarId, VarId>,
    /// Statements that are nested too deep for braces, by the first of their sequences.
    pub flat: FxHashSet<SeqId>,
    /// By number, the operator that is being lowered; which one made each expression and each sequence; and those that
    /// assign a variable itself, which needs no statement. For [`crate::check`], in debug builds.
    pub operator: u32,
    pub origins: Vec<u32>,
    pub seq_origins: Vec<u32>,
    pub elided: Vec<(u32, VarId)>,
}

impl Function {
    /// The sequence that is the whole body.
    pub(crate) const BODY: SeqId = SeqId(0);

    /// Makes it an empty one that keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.vars.clear();
        self.exprs.clear();
        self.seqs.clear();
        self.labels = 0;
        self.joins.clear();
        self.roles.clear();
        self.flat.clear();
        self.operator = 0;
        self.origins.clear();
        self.seq_origins.clear();
        self.elided.clear();
    }

    pub(crate) fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    pub(crate) fn add(&mut self, expr: Expr) -> ExprId {
        self.exprs.push(expr);
        if cfg!(debug_assertions) {
            self.origins.push(self.operator);
        }
        ExprId(self.exprs.len() as u32 - 1)
    }

    pub(crate) fn seq(&self, id: SeqId) -> &[Stmt] {
        &self.seqs[id.0 as usize]
    }

    pub(crate) fn seq_mut(&mut self, id: SeqId) -> &mut Vec<Stmt> {
        &mut self.seqs[id.0 as usize]
    }

    pub(crate) fn new_seq(&mut self) -> SeqId {
        self.seqs.push(Vec::new());
        if cfg!(debug_assertions) {
            self.seq_origins.push(self.operator);
        }
        SeqId(self.seqs.len() as u32 - 1)
    }

    pub(crate) fn new_var(&mut self, ty: CType, kind: VarKind) -> VarId {
        self.vars.push(Var { ty, kind });
        VarId(self.vars.len() as u32 - 1)
    }

    pub(crate) fn new_label(&mut self) -> LabelId {
        self.labels += 1;
        LabelId(self.labels - 1)
    }

    pub(crate) fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// Whether a statement is printed without braces.
    pub(crate) fn is_flat(&self, stmt: &Stmt) -> bool {
        if self.flat.is_empty() {
            return false;
        }
        let mut first = None;
        stmt.bodies(|body| first = first.or(Some(body)));
        first.is_some_and(|first| self.flat.contains(&first))
    }

    /// Whether it ends in a call somewhere.
    pub(crate) fn has_tail_calls(&self) -> bool {
        self.seqs.iter().flatten().any(|stmt| matches!(stmt, Stmt::TailCall(_)))
    }

    /// Whether it has to do with vectors.
    pub(crate) fn has_vectors(&self) -> bool {
        self.vars.iter().any(|var| var.ty == CType::V128)
            || self.exprs.iter().any(|expr| match expr {
                Expr::Vector(..) | Expr::Shuffle(..) | Expr::Const(Const::V128(_)) => true,
                Expr::Load { op, .. } => op.ty() == CType::V128,
                _ => false,
            })
    }

    /// Whether it holds references to objects.
    pub(crate) fn has_objects(&self) -> bool {
        self.vars.iter().any(|var| var.ty.may_be_object())
            || self.exprs.iter().any(|expr| matches!(expr, Expr::Allocate(..) | Expr::Object(..)))
    }

    /// The sequences of the body, outer ones first.
    pub(crate) fn preorder(&self) -> Vec<SeqId> {
        let mut order = Vec::with_capacity(self.seqs.len());
        let mut work = Vec::with_capacity(self.seqs.len().min(64));
        work.push(Function::BODY);
        while let Some(seq) = work.pop() {
            order.push(seq);
            let first = work.len();
            for stmt in self.seq(seq) {
                stmt.bodies(|body| work.push(body));
            }
            work[first..].reverse();
        }
        order
    }

    /// The condition that holds where `cond` doesn't.
    pub(crate) fn negate(&mut self, cond: ExprId) -> ExprId {
        let negated = match *self.expr(cond) {
            Expr::Unary(NumericOp::I32Eqz, inner) => return inner,
            Expr::Unary(NumericOp::I64Eqz, inner) => {
                let zero = self.add(Expr::Const(Const::I64(0)));
                Expr::Binary(NumericOp::I64Ne, inner, zero)
            }
            Expr::Binary(op, a, b) if op.negated().is_some() => {
                Expr::Binary(op.negated().unwrap_or(op), a, b)
            }
            Expr::Both(a, b) => Expr::Either(self.negate(a), self.negate(b)),
            Expr::Either(a, b) => Expr::Both(self.negate(a), self.negate(b)),
            Expr::Expect { cond, likely } => {
                let cond = self.negate(cond);
                Expr::Expect { cond, likely: !likely }
            }
            _ => Expr::Unary(NumericOp::I32Eqz, cond),
        };
        self.add(negated)
    }

    /// The operands of an expression.
    pub(crate) fn operands(&self, id: ExprId, mut each: impl FnMut(ExprId)) {
        match self.expr(id) {
            Expr::Const(_)
            | Expr::Var(_)
            | Expr::GlobalGet(_)
            | Expr::MemorySize(_)
            | Expr::DataDrop(_)
            | Expr::DataPlace { .. }
            | Expr::TableSize(_)
            | Expr::ElemDrop(_)
            | Expr::RefNull(_)
            | Expr::RefFunc(_)
            | Expr::Result(..)
            | Expr::AtomicFence
            | Expr::Thrown
            | Expr::ThrownTag(_)
            | Expr::CatchException
            | Expr::Uncaught
            | Expr::Unreachable => {}
            Expr::Unary(_, a)
            | Expr::GlobalSet(_, a)
            | Expr::MemoryGrow(_, a)
            | Expr::TableGet(_, a)
            | Expr::RefIsNull(a)
            | Expr::RefAsNonNull(a)
            | Expr::Convert(_, _, a)
            | Expr::ElemSet(_, _, a)
            | Expr::SetArg(_, _, a)
            | Expr::SetResult(_, _, a)
            | Expr::Expect { cond: a, .. }
            | Expr::Low(a)
            | Expr::High(a)
            | Expr::Throw(a)
            | Expr::Payload(_, _, a)
            | Expr::Load { address: a, .. } => each(*a),
            Expr::Binary(_, a, b)
            | Expr::Both(a, b)
            | Expr::Either(a, b)
            | Expr::TableSet(_, a, b)
            | Expr::TableGrow(_, [a, b])
            | Expr::Shuffle(_, a, b)
            | Expr::AccessLane { address: a, vector: b, .. }
            | Expr::Store { address: a, value: b, .. } => {
                each(*a);
                each(*b);
            }
            Expr::Select(a, b, c)
            | Expr::MemoryFill(_, [a, b, c])
            | Expr::MemoryCopy(_, _, [a, b, c])
            | Expr::MemoryInit(_, _, [a, b, c])
            | Expr::TableFill(_, [a, b, c])
            | Expr::TableCopy(_, _, [a, b, c])
            | Expr::TableInit(_, _, [a, b, c]) => {
                each(*a);
                each(*b);
                each(*c);
            }
            Expr::Vector(_, _, operands) => operands.iter().copied().for_each(each),
            Expr::Atomic { operands, .. } | Expr::Wide(_, operands) => {
                operands.iter().copied().for_each(each)
            }
            Expr::Allocate(_, _, args) | Expr::Object(_, args) => args.iter().copied().for_each(each),
            Expr::Call { callee, args } => {
                match callee {
                    Callee::Func(_) => {}
                    Callee::Indirect { index, .. } => each(*index),
                    Callee::Ref { func, .. } => each(*func),
                }
                args.iter().copied().for_each(each);
            }
            Expr::NewException(_, args) => args.iter().copied().for_each(each),
        }
    }

    /// The variables that an expression reads, with repetitions.
    pub(crate) fn reads(&self, id: ExprId, each: &mut impl FnMut(VarId)) {
        // Expressions are of bounded depth: the lowering sees to it.
        if let Expr::Var(var) = self.expr(id) {
            each(*var);
        }
        self.operands(id, |operand| self.reads(operand, each));
    }
}
