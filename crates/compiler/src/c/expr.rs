//! Expressions.

use super::prec::{Prec, infix_prec, tighter};
use super::{Uses, arg_name, result_name, type_name};
use crate::index::*;
use crate::ir::*;
use crate::lower::divides_safely;
use crate::ops::{NumericOp, Spelling, VectorSpelling};
use crate::plan::Layout;
use crate::program::Program;
use std::fmt::Write;

/// Prints the expressions of one function.
pub(super) struct ExprPrinter<'p> {
    pub program: &'p Program<'p>,
    pub names: &'p super::Names,
    pub layout: &'p Layout,
    pub relaxed_simd_deterministic: bool,
    pub intervals: &'p [crate::types::TypeInterval],
    pub file: &'p super::Printer<'p>,
    pub objects: &'p crate::heap::Layouts,
    pub this: InstanceIdx,
    /// The type of the function, if it has one.
    pub ty: Option<&'p wasmparser::FuncType>,
    pub function: &'p Function,
    pub vars: &'p [String],
    pub uses: &'p mut Uses,
    pub out: String,
}

impl ExprPrinter<'_> {
    /// Prints an expression, in parentheses if it binds less than `min`. Where its value is 0 or 1 or a literal, C's type of
    /// it may be `int`.
    pub(super) fn expr(&mut self, id: ExprId, min: Prec) {
        let prec = self.prec(id);
        if prec < min {
            self.out.push('(');
        }
        self.bare(id);
        if prec < min {
            self.out.push(')');
        }
    }

    /// Prints an expression that C gives the value's own type.
    pub(super) fn typed(&mut self, id: ExprId, min: Prec) {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(value)) => {
                self.number(value);
                self.push("u");
            }
            Expr::Const(Const::I64(value)) => {
                self.number(value);
                self.push("ul");
            }
            _ => match self.type_of_int(id) {
                Some(ty) => {
                    let _ = write!(self.out, "({})", type_name(ty));
                    self.expr(id, Prec::Unary);
                }
                None => self.expr(id, min),
            },
        }
    }

    /// Prints a condition: what is true if it isn't 0.
    pub(super) fn condition(&mut self, id: ExprId) {
        self.condition_prec(id, Prec::Any);
    }

    fn condition_prec(&mut self, id: ExprId, min: Prec) {
        let is_truth = match self.function.expr(id) {
            Expr::Vector(op, ..) => op.is_truth(),
            _ => self.is_truth(id),
        };
        if is_truth {
            return self.expr(id, min);
        }
        if self.cannot_be(id, 0) {
            return self.answer(id, true);
        }
        if Prec::Equality < min {
            self.push("(");
        }
        self.expr(id, Prec::Relation);
        self.push(" != 0");
        if Prec::Equality < min {
            self.push(")");
        }
    }

    /// Prints conditions that are joined; of two operators, parentheses say which comes first.
    fn joined(&mut self, prec: Prec, symbol: &str, conditions: [ExprId; 2]) {
        for (place, cond) in conditions.into_iter().enumerate() {
            if place > 0 {
                self.push(symbol);
            }
            let same = self.prec(cond) == prec;
            self.condition_prec(cond, if same { prec } else { Prec::Or });
        }
    }

    /// Whether the function returns a value, as C sees it.
    pub(super) fn returns(&self) -> bool {
        self.ty.is_some_and(|ty| !ty.results().is_empty())
    }

    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn symbol(&mut self, symbol: &str) {
        self.push(" ");
        self.push(symbol);
        self.push(" ");
    }

    /// Whether it is a C truth value.
    pub(super) fn is_truth(&self, id: ExprId) -> bool {
        match self.function.expr(id) {
            Expr::Unary(op, _) | Expr::Binary(op, ..) => op.is_truth(),
            Expr::RefIsNull(_)
            | Expr::Expect { .. }
            | Expr::Both(..)
            | Expr::Either(..)
            | Expr::Thrown
            | Expr::ThrownTag(_)
            | Expr::Object(ObjectOp::Eq | ObjectOp::Test(_), _) => true,
            _ => false,
        }
    }

    /// The type of what is printed as an `int`; none if C gives it its own.
    fn type_of_int(&self, id: ExprId) -> Option<CType> {
        match *self.function.expr(id) {
            Expr::Const(Const::I32(_)) => Some(CType::U32),
            Expr::Const(Const::I64(value)) if value < 1 << 31 => Some(CType::U64),
            Expr::Select(_, a, b) => self.type_of_int(a).and(self.type_of_int(b)),
            _ => self.is_truth(id).then_some(CType::U32),
        }
    }

    pub(super) fn prec(&self, id: ExprId) -> Prec {
        match self.function.expr(id) {
            Expr::Unary(op, a) => match op.spelling() {
                Spelling::Eqz
                    if self.is_truth(*a) && !matches!(self.function.expr(*a), Expr::RefIsNull(_)) =>
                {
                    Prec::Unary
                }
                Spelling::Eqz if self.cannot_be(*a, 0) => Prec::Primary,
                Spelling::Eqz => Prec::Equality,
                Spelling::Cast(_) => Prec::Unary,
                _ => Prec::Primary,
            },
            Expr::Binary(op, a, b) if self.decided(*op, *a, *b).is_some() => Prec::Primary,
            Expr::Binary(op, a, b) if self.as_prefix(*op, *a, *b).is_some() => Prec::Unary,
            Expr::Binary(op, _, b) => match op.spelling() {
                Spelling::Infix(symbol) => infix_prec(symbol),
                Spelling::Compare("==" | "!=") => Prec::Equality,
                Spelling::Compare(_) | Spelling::CompareSigned(_) => Prec::Relation,
                Spelling::Shift(_) => Prec::Shift,
                Spelling::ShiftSigned => Prec::Unary,
                _ if divides_safely(*op, self.function.expr(*b)) => {
                    if op.division().is_some_and(|(_, signed)| signed) { Prec::Unary } else { Prec::Product }
                }
                _ => Prec::Primary,
            },
            Expr::Vector(op, ..) => match op.spelling() {
                VectorSpelling::Infix(symbol) => infix_prec(symbol),
                VectorSpelling::AndNot => Prec::And,
                VectorSpelling::Not => Prec::Unary,
                VectorSpelling::Helper => Prec::Primary,
            },
            Expr::Call { callee, .. } if self.result_cast(*callee).is_some() => Prec::Unary,
            Expr::GlobalGet(global) if self.global_cast(*global).is_some() => Prec::Unary,
            Expr::Convert(..) | Expr::Object(..) => self.object_prec(id),
            Expr::Select(..) => Prec::Conditional,
            Expr::Both(..) => Prec::LogicalAnd,
            Expr::Either(..) => Prec::LogicalOr,
            Expr::RefIsNull(_) => Prec::Equality,
            Expr::RefNull(_) | Expr::RefFunc(_) => Prec::Unary,
            Expr::Const(Const::F32(bits)) if f32::from_bits(*bits).is_sign_negative() => Prec::Unary,
            Expr::Const(Const::F64(bits)) if f64::from_bits(*bits).is_sign_negative() => Prec::Unary,
            Expr::GlobalSet(..)
            | Expr::SetArg(..)
            | Expr::SetResult(..)
            | Expr::Throw(_)
            | Expr::DataDrop(_)
            | Expr::ElemDrop(_)
            | Expr::ElemSet(..) => Prec::Assign,
            _ => Prec::Primary,
        }
    }

    fn bare(&mut self, id: ExprId) {
        match self.function.expr(id) {
            Expr::Const(value) => self.constant(*value),
            Expr::Var(var) => self.out.push_str(&self.vars[var.0 as usize]),
            Expr::Unary(op, a) => self.unary(*op, *a),
            Expr::Binary(op, a, b) => self.binary(*op, *a, *b),
            Expr::Vector(op, lane, operands) => self.vector(*op, *lane, operands),
            Expr::Shuffle(lanes, a, b) => self.shuffle(lanes, *a, *b),
            Expr::Select(cond, a, b) => {
                self.condition_prec(*cond, Prec::Equality);
                self.push(" ? ");
                self.expr(*a, Prec::Conditional);
                self.push(" : ");
                self.expr(*b, Prec::Conditional);
            }
            Expr::Load { op, memory, address, offset } => {
                self.access(op.mnemonic(), *memory);
                self.args(&[*address]);
                self.push(", ");
                self.number(*offset);
                self.push(")");
            }
            Expr::Store { op, memory, address, offset, value } => {
                self.access(op.mnemonic(), *memory);
                self.args(&[*address]);
                self.push(", ");
                self.number(*offset);
                self.push(", ");
                self.args(&[*value]);
                self.push(")");
            }
            Expr::AccessLane { op, memory, address, offset, vector, lane } => {
                self.access(op.mnemonic(), *memory);
                self.args(&[*address]);
                let _ = write!(self.out, ", {offset}, ");
                self.args(&[*vector]);
                let _ = write!(self.out, ", {lane})");
            }
            Expr::Atomic { op, memory, offset, operands } => {
                self.atomic(op.mnemonic(), *memory, *offset, operands);
            }
            Expr::Expect { cond, likely } => {
                let name = if *likely { "likely" } else { "unlikely" };
                self.uses.helpers.insert(name);
                self.push(name);
                self.push("(");
                self.condition(*cond);
                self.push(")");
            }
            Expr::Both(a, b) => self.joined(Prec::LogicalAnd, " && ", [*a, *b]),
            Expr::Either(a, b) => self.joined(Prec::LogicalOr, " || ", [*a, *b]),
            Expr::AtomicFence => self.helper("atomic_fence", &[]),
            Expr::Wide(op, operands) => self.helper(op.helper(), operands),
            Expr::Low(wide) => {
                self.expr(*wide, Prec::Primary);
                self.push(".low");
            }
            Expr::High(wide) => {
                self.expr(*wide, Prec::Primary);
                self.push(".high");
            }
            Expr::GlobalGet(global) => self.global(*global),
            Expr::GlobalSet(global, value) => {
                self.global(*global);
                self.assignment(|expr| matches!(expr, Expr::GlobalGet(read) if read == global), *value);
            }
            Expr::SetArg(ty, place, value) => {
                self.uses.args.insert((*place, *ty));
                self.push(&arg_name(*place, *ty));
                self.push(" = ");
                self.assigned(*value, Prec::Assign);
            }
            Expr::SetResult(ty, place, value) => {
                self.uses.results.insert((*place, *ty));
                self.push(&result_name(*place, *ty));
                self.push(" = ");
                self.assigned(*value, Prec::Assign);
            }
            Expr::Result(ty, place) => {
                self.uses.results.insert((*place, *ty));
                self.push(&result_name(*place, *ty));
            }
            Expr::RefNull(ty) => {
                self.file.mention(self.uses, *ty);
                let _ = write!(self.out, "({})0", self.file.type_name(*ty));
            }
            Expr::RefFunc(func) => {
                let (at, func) = super::program::definition(self.program, self.this, *func);
                self.uses.refs.insert((at, func));
                let _ = write!(self.out, "&ref_{}", self.names.funcs[at.at()][func.at()]);
            }
            Expr::RefIsNull(reference) => self.null_test(*reference, true),
            Expr::RefAsNonNull(reference) => {
                let name = match self.ref_type(*reference) {
                    CType::Externref => "externref_as_non_null",
                    CType::Exnref => "exnref_as_non_null",
                    CType::Funcref => "funcref_as_non_null",
                    _ => "anyref_as_non_null",
                };
                self.helper(name, &[*reference]);
            }
            Expr::Convert(to, _, value) => self.convert(*to, *value),
            Expr::Allocate(ty, op, args) => self.allocate(*ty, *op, args),
            Expr::Object(op, args) => self.object(id, *op, args),
            Expr::Call { callee, args } => {
                if let Some(ty) = self.result_cast(*callee) {
                    self.file.mention(self.uses, ty);
                    let _ = write!(self.out, "({})", self.file.type_name(ty));
                }
                self.call(*callee, args);
            }
            Expr::NewException(..)
            | Expr::Throw(_)
            | Expr::Thrown
            | Expr::ThrownTag(_)
            | Expr::CatchException
            | Expr::Payload(..)
            | Expr::Uncaught => self.exception(id),
            Expr::Unreachable => self.push("wastrel_trap(TRAP_UNREACHABLE)"),
            _ => self.bulk(id),
        }
    }

    /// The types of the module as C has them.
    pub(super) fn ctypes(&self) -> crate::types::CTypes<'_> {
        self.program.instance(self.this).ctypes()
    }

    fn ref_type(&self, id: ExprId) -> CType {
        match self.function.expr(id) {
            Expr::Var(var) => self.function.var(*var).ty,
            Expr::RefNull(ty) | Expr::Result(ty, _) | Expr::Convert(ty, ..) => *ty,
            Expr::Allocate(..) => CType::Anyref,
            Expr::Object(..) => self.object_type(id),
            Expr::Select(_, a, _) => self.ref_type(*a),
            Expr::RefAsNonNull(a) => self.ref_type(*a),
            Expr::Payload(tag, place, _) => self.payload_type(*tag, *place),
            Expr::CatchException | Expr::NewException(..) => CType::Exnref,
            Expr::GlobalGet(global) => {
                let module = self.program.instance(self.this).module;
                self.ctypes().of(module.globals[global.at()].ty.content_type)
            }
            Expr::TableGet(table, _) => {
                let module = self.program.instance(self.this).module;
                self.ctypes().of_ref(module.tables[table.at()].ty.element_type)
            }
            Expr::Call { callee, .. } => {
                let module = self.program.instance(self.this).module;
                let ty = match callee {
                    Callee::Func(func) => module.func_type(*func),
                    Callee::Indirect { ty, .. } | Callee::Ref { ty, .. } => module.type_func(*ty),
                };
                self.ctypes().of(ty.results()[0])
            }
            _ => CType::Funcref,
        }
    }

    fn unary(&mut self, op: NumericOp, a: ExprId) {
        match op.spelling() {
            Spelling::Eqz if self.is_truth(a) => {
                if let Expr::RefIsNull(reference) = *self.function.expr(a) {
                    return self.null_test(reference, false);
                }
                self.push("!");
                self.expr(a, Prec::Unary);
            }
            Spelling::Eqz if self.cannot_be(a, 0) => self.answer(a, false),
            Spelling::Eqz => {
                self.typed(a, Prec::Relation);
                self.push(" == 0");
            }
            Spelling::Cast(cast) => {
                self.push(cast);
                self.typed(a, Prec::Unary);
            }
            _ => self.numeric_helper(op, &[a]),
        }
    }

    fn binary(&mut self, op: NumericOp, a: ExprId, b: ExprId) {
        if let Some((symbol, operand)) = self.as_prefix(op, a, b) {
            return self.prefix(symbol, operand);
        }
        match op.spelling() {
            Spelling::Infix(symbol) => self.infix(op, symbol, a, b),
            Spelling::Compare(_) | Spelling::CompareSigned(_) => self.comparison(op, a, b),
            Spelling::Shift(symbol) => {
                self.typed(a, Prec::Unary);
                self.symbol(symbol);
                self.shift_count(op.result(), b, Prec::Sum);
            }
            Spelling::ShiftSigned => {
                let _ = write!(self.out, "({})(", type_name(op.result()));
                let plain = self.signed(op.result(), a);
                if plain && op.result() == CType::U64 {
                    self.push("l");
                }
                self.push(" >> ");
                self.shift_count(op.result(), b, Prec::Sum);
                self.push(")");
            }
            _ if divides_safely(op, self.function.expr(b)) => self.division(op, a, b),
            _ => self.numeric_helper(op, &[a, b]),
        }
    }

    /// The left operand of an operation on operands as they are: one of the two has to have the value's own type.
    pub(super) fn typed_first(&mut self, a: ExprId, b: ExprId, min: Prec) {
        let int = |id| {
            self.type_of_int(id).is_some() || matches!(self.function.expr(id), Expr::Const(Const::I64(_)))
        };
        if int(b) { self.typed(a, min) } else { self.expr(a, min) }
    }

    fn infix(&mut self, op: NumericOp, symbol: &str, a: ExprId, b: ExprId) {
        if matches!(op.result(), CType::F32 | CType::F64) {
            let prec = infix_prec(symbol);
            self.operand(op.result(), a, prec);
            self.symbol(symbol);
            return self.operand(op.result(), b, tighter(prec));
        }
        let prec = infix_prec(symbol);
        // Mixed bit operations and arithmetic go in parentheses even where C doesn't need them.
        let (left, right) = match symbol {
            "+" | "-" | "*" => (prec, tighter(prec)),
            _ if self.prec(a) == prec => (prec, Prec::Unary),
            _ => (Prec::Unary, Prec::Unary),
        };
        if self.is_truth(a) {
            self.typed(a, left);
        } else {
            self.typed_first(a, b, left);
        }
        if let (Some(value), "+") = (self.negated_constant(b), symbol) {
            self.push(" - ");
            return self.constant(value);
        }
        self.symbol(symbol);
        if !self.mask(op, b) {
            self.operand(op.result(), b, right);
        }
    }

    /// An operand of float arithmetic. A constant with which C compilers take the operation for none is hidden from them:
    /// they would forget to quiet NaNs.
    pub(super) fn float_operand(&mut self, ty: CType, id: ExprId, min: Prec) {
        let value = match *self.function.expr(id) {
            Expr::Const(Const::F32(bits)) => Some(f64::from(f32::from_bits(bits))),
            Expr::Const(Const::F64(bits)) => Some(f64::from_bits(bits)),
            _ => None,
        };
        if value.is_some_and(|value| value == 0.0 || value.abs() == 1.0) {
            self.helper(if ty == CType::F32 { "f32_opaque" } else { "f64_opaque" }, &[id]);
        } else {
            self.expr(id, min);
        }
    }

    fn division(&mut self, op: NumericOp, a: ExprId, b: ExprId) {
        let Some((symbol, signed)) = op.division() else { unreachable!("only divisions are safe ones") };
        if signed {
            let _ = write!(self.out, "({})(", type_name(op.result()));
            let (operand, cast) = (op.result(), if op.result() == CType::U64 { "(s64)" } else { "(s32)" });
            self.push(cast);
            self.typed(a, Prec::Unary);
            self.symbol(symbol);
            self.signed(operand, b);
            self.push(")");
        } else {
            self.typed(a, Prec::Product);
            self.symbol(symbol);
            self.expr(b, Prec::Unary);
        }
    }

    fn numeric_helper(&mut self, op: NumericOp, args: &[ExprId]) {
        let helper = self.named_helper(op.mnemonic());
        self.out.push_str(helper);
        self.push("(");
        self.args(args);
        self.push(")");
    }

    /// Uses the helper of an instruction.
    pub(super) fn named_helper(&mut self, name: &str) -> &'static str {
        let helper = super::find_helper(["", name, ""]).map_or("", |helper| helper.name);
        debug_assert!(!helper.is_empty(), "no helper {name}");
        self.uses.helpers.insert(helper);
        helper
    }

    pub(super) fn helper(&mut self, name: &'static str, args: &[ExprId]) {
        self.uses.helpers.insert(name);
        self.push(name);
        self.push("(");
        self.args(args);
        self.push(")");
    }

    pub(super) fn args(&mut self, args: &[ExprId]) {
        for (i, &arg) in args.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.assigned(arg, Prec::Assign);
        }
    }

    fn global(&mut self, global: GlobalIdx) {
        let instance = self.program.instance(self.this);
        let at = instance.globals[global.at()];
        self.uses.globals.insert(at);
        if let Some(known) = self.global_cast(global) {
            self.file.mention(self.uses, known);
            let _ = write!(self.out, "({})", self.file.type_name(known));
        }
        self.out.push_str(&self.names.globals[at.0.at()][at.1.at()]);
    }

    /// What a global is cast to: an imported constant may be known as less than it is.
    fn global_cast(&self, global: GlobalIdx) -> Option<CType> {
        let instance = self.program.instance(self.this);
        let at = instance.globals[global.at()];
        let known = self.ctypes().of(instance.module.globals[global.at()].ty.content_type);
        let owner = self.program.instance(at.0);
        let own = owner.ctypes().of(owner.module.globals[at.1.at()].ty.content_type);
        (known != own).then_some(known)
    }
}
