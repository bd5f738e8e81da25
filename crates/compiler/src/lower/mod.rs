//! Lowering: the operators of a function body to a tree of statements (spec chapter 4, read as C).
//!
//! One pass over the operators, each validated first. `stack` holds the pending expressions and the law of what flushes
//! them; `control` the blocks, `exceptions` and `legacy` those that catch exceptions; `calls`, `memory`, `simd`, `tables` one
//! family of operators each.

mod calls;
mod control;
mod effects;
mod exceptions;
mod legacy;
mod memory;
mod objects;
mod simd;
mod stack;
mod tables;

pub(crate) use calls::in_registers;

use crate::Error;
use crate::check::{Replay, check};
use crate::facts::{Callees, MayThrow};
use crate::heap::Layouts;
use crate::index::*;
use crate::ir::*;
use crate::module::{Body, Module};
use crate::ops::{AtomicOp, MemoryOp, NumericOp, WideOp};
use crate::program::Instance;
use crate::types::CTypes;
use control::Frame;
use effects::Effects;
use stack::{Pending, Stack};
use wasmparser::{ConstExpr, FuncValidatorAllocations, Operator, OperatorsReader};

/// What the lowering of a function knows of the program around it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'m, 'a> {
    pub at: InstanceIdx,
    pub instance: &'m Instance<'a>,
    pub may_throw: &'m MayThrow,
    pub callees: &'m Callees,
    pub layouts: &'m Layouts,
}

/// What is allocated anew only when a function needs more of it than those before.
#[derive(Default)]
pub(crate) struct Buffers {
    validator: FuncValidatorAllocations,
    /// A function that nobody needs any more.
    pub(crate) function: Function,
}

/// Lowers a function body, validating it on the way.
///
/// # Errors
/// What is invalid in it, and operators that aren't supported.
pub(crate) fn lower(
    context: Context,
    func: FuncIdx,
    body: &Body,
    buffers: &mut Buffers,
) -> Result<Function, Error> {
    let (function, replay) = lower_unchecked(context, func, body, buffers)?;
    if let Some(replay) = &replay {
        check(&function, replay).map_err(|problem| {
            let at = body.body.range().start;
            Error::at(at, format!("effects are out of order: {problem}"))
        })?;
    }
    Ok(function)
}

/// Likewise, with what the checker of debug builds needs.
///
/// # Errors
/// As [`lower`].
pub(crate) fn lower_unchecked<'m>(
    context: Context<'m, '_>,
    func: FuncIdx,
    body: &Body,
    buffers: &mut Buffers,
) -> Result<(Function, Option<Replay<'m>>), Error> {
    let mut validator = body.to_validate().into_validator(std::mem::take(&mut buffers.validator));
    let (module, ctypes) = (context.instance.module, context.instance.ctypes());
    let ty = module.func_type(func);
    let mut function = std::mem::take(&mut buffers.function);
    function.clear();
    for &param in ty.params() {
        function.new_var(ctypes.of(param), VarKind::Param);
    }
    let mut reader = body.body.get_binary_reader();
    let start = reader.original_position();
    for _ in 0..reader.read_var_u32()? {
        let offset = reader.original_position();
        let count = reader.read_var_u32()?;
        let local = reader.read()?;
        validator.define_locals(offset, count, local)?;
        for _ in 0..count {
            function.new_var(ctypes.of(local), VarKind::Local);
        }
    }
    let results = ty.results().iter().map(|&ty| ctypes.of(ty)).collect();
    let mut lowering = Lowering::new(context, function, results);
    let mut operators = OperatorsReader::new(reader);
    let objects = !context.layouts.all().is_empty();
    let mut replay = cfg!(debug_assertions).then(|| Replay::new(module));
    while !operators.eof() {
        let offset = operators.original_position();
        let operator = operators.read()?;
        if objects || matches!(operator, Operator::CallRef { .. } | Operator::ReturnCallRef { .. }) {
            lowering.nullable = std::array::from_fn(|depth| match validator.get_operand_type(depth) {
                Some(Some(wasmparser::ValType::Ref(ty))) => ty.is_nullable(),
                _ => true,
            });
        }
        validator.op(offset, &operator)?;
        if let Operator::BrIf { .. } | Operator::If { .. } = operator {
            lowering.hint = module.branch_hints.at(func.0, offset - start);
        }
        lowering.operator(&operator, offset)?;
        lowering.stack.function.operator += 1;
        if let Some(replay) = &mut replay {
            replay.operator(&operator, lowering.nullable, lowering.skipping == 0);
        }
    }
    operators.finish()?;
    buffers.validator = validator.into_allocations();
    Ok((lowering.stack.function, replay))
}

/// The lowering of one function.
pub(crate) struct Lowering<'m, 'a> {
    context: Context<'m, 'a>,
    module: &'m Module<'a>,
    ctypes: CTypes<'m>,
    layouts: &'m Layouts,
    /// Whether the operands of the instruction at hand may be null, the last first.
    nullable: [bool; 3],
    stack: Stack,
    frames: Vec<Frame>,
    /// Blocks entered in code that can't be reached, which is skipped: 0 where it can.
    skipping: u32,
    /// What a branch hint says of the condition of the current if or br_if.
    hint: Option<bool>,
}

impl<'m, 'a> Lowering<'m, 'a> {
    fn new(context: Context<'m, 'a>, mut function: Function, results: Vec<CType>) -> Lowering<'m, 'a> {
        let body = function.new_seq();
        debug_assert_eq!(body, Function::BODY);
        let frame = Frame::function(results);
        let (module, ctypes) = (context.instance.module, context.instance.ctypes());
        let stack = Stack::new(function, body);
        let layouts = context.layouts;
        let nullable = [true; 3];
        Lowering {
            context,
            module,
            ctypes,
            layouts,
            nullable,
            stack,
            frames: vec![frame],
            skipping: 0,
            hint: None,
        }
    }

    /// A function without parameters or results, to be filled by [`Lowering::constant`] and [`Lowering::emit`]: what
    /// instantiates a module.
    pub(crate) fn initializer(context: Context<'m, 'a>) -> Lowering<'m, 'a> {
        Lowering::new(context, Function::default(), Vec::new())
    }

    /// The value of a constant expression, which validation has been over.
    ///
    /// # Errors
    /// Operators that aren't supported.
    pub(crate) fn constant(&mut self, expr: &ConstExpr) -> Result<ExprId, Error> {
        self.constant_as(expr, CType::Anyref)
    }

    /// Likewise, as C needs it where a value of this type is wanted.
    ///
    /// # Errors
    /// As [`Lowering::constant`].
    pub(crate) fn constant_as(&mut self, expr: &ConstExpr, ty: CType) -> Result<ExprId, Error> {
        let mut reader = expr.get_operators_reader();
        loop {
            let offset = reader.original_position();
            let operator = reader.read()?;
            if let Operator::End = operator {
                let value = self.stack.pop();
                return Ok(self.stack.converted(value, ty).expr);
            }
            self.operator(&operator, offset)?;
        }
    }

    /// Adds an expression for use in [`Lowering::emit`].
    pub(crate) fn expr(&mut self, expr: Expr) -> ExprId {
        self.stack.function.add(expr)
    }

    /// Adds a statement to an initializer.
    pub(crate) fn emit(&mut self, stmt: Stmt) {
        self.stack.emit(stmt);
    }

    /// The function made so far.
    pub(crate) fn finish(self) -> Function {
        self.stack.function
    }

    fn operator(&mut self, operator: &Operator, offset: u64) -> Result<(), Error> {
        if self.control(operator) || self.skipping > 0 {
            return Ok(());
        }
        if let Some(op) = NumericOp::of(operator) {
            self.numeric(op);
        } else if let Some((op, memarg)) = MemoryOp::of(operator) {
            self.memory_access(op, &memarg);
        } else if let Some((op, memarg)) = AtomicOp::of(operator) {
            self.atomic(op, &memarg);
        } else if let Some(op) = WideOp::of(operator) {
            self.wide(op);
        } else if !(self.simple(operator)
            || self.memory(operator)
            || self.vector(operator)
            || self.table(operator)
            || self.call(operator)
            || self.object(operator))
        {
            return Err(Error::at(offset, format!("unsupported instruction {operator:?}")));
        }
        Ok(())
    }

    /// Constants, variables, parametric instructions and references.
    fn simple(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::Nop => {}
            Operator::I32Const { value } => self.push_const(Const::I32(value as u32), CType::U32),
            Operator::I64Const { value } => self.push_const(Const::I64(value as u64), CType::U64),
            Operator::F32Const { value } => self.push_const(Const::F32(value.bits()), CType::F32),
            Operator::F64Const { value } => self.push_const(Const::F64(value.bits()), CType::F64),
            Operator::LocalGet { local_index } => self.stack.push_var(VarId(local_index), false),
            Operator::LocalSet { local_index } => {
                let value = self.stack.pop();
                self.stack.set_var(VarId(local_index), &value);
            }
            Operator::LocalTee { local_index } => {
                let value = self.stack.pop();
                self.stack.set_var(VarId(local_index), &value);
                self.stack.push_var(VarId(local_index), false);
            }
            Operator::GlobalGet { global_index } => {
                let ty = self.module.globals[global_index as usize].ty;
                let effects = Effects::default();
                let effects = if ty.mutable { effects.reading_state() } else { effects };
                self.stack.push(
                    Expr::GlobalGet(GlobalIdx(global_index)),
                    self.ctypes.of(ty.content_type),
                    effects,
                    &[],
                );
            }
            Operator::GlobalSet { global_index } => {
                let ty = self.ctypes.of(self.module.globals[global_index as usize].ty.content_type);
                let value = self.stack.pop();
                let value = self.stack.converted(value, ty);
                self.stack.write_state(Expr::GlobalSet(GlobalIdx(global_index), value.expr));
            }
            Operator::Drop => {
                let value = self.stack.pop();
                self.stack.discard(value);
            }
            Operator::Select => self.select(None),
            Operator::TypedSelect { ty } => self.select(Some(self.ctypes.of(ty))),
            Operator::RefNull { hty } => {
                let ty =
                    wasmparser::RefType::new(true, hty).map_or(CType::Funcref, |ty| self.ctypes.of_ref(ty));
                self.stack.push(Expr::RefNull(ty), ty, Effects::default(), &[]);
            }
            Operator::RefIsNull => {
                let reference = self.stack.pop();
                self.stack.push(
                    Expr::RefIsNull(reference.expr),
                    CType::U32,
                    Effects::default(),
                    &[&reference],
                );
            }
            Operator::RefFunc { function_index } => {
                self.stack.push(
                    Expr::RefFunc(FuncIdx(function_index)),
                    CType::Funcref,
                    Effects::default(),
                    &[],
                );
            }
            Operator::RefAsNonNull => {
                let reference = self.stack.pop();
                let effects = Effects::default().trapping(Some(Trap::Null));
                let (expr, ty) = (Expr::RefAsNonNull(reference.expr), reference.ty);
                self.stack.push(expr, ty.erased(), effects, &[&reference]);
                self.convert_top(ty);
            }
            _ => return false,
        }
        true
    }

    fn push_const(&mut self, value: Const, ty: CType) {
        self.stack.push(Expr::Const(value), ty, Effects::default(), &[]);
    }

    fn numeric(&mut self, op: NumericOp) {
        let mut effects = Effects::default().trapping(op.trap());
        if op.params().len() == 1 {
            let a = self.stack.pop();
            let expr = match *self.stack.function.expr(a.expr) {
                // "Not less" is "greater or equal", of integers.
                Expr::Binary(compare, x, y) if op == NumericOp::I32Eqz && compare.negated().is_some() => {
                    Expr::Binary(compare.negated().unwrap_or(compare), x, y)
                }
                _ => Expr::Unary(op, a.expr),
            };
            self.stack.push(expr, op.result(), effects, &[&a]);
            return;
        }
        let b = self.stack.pop();
        let a = self.stack.pop();
        if divides_safely(op, self.stack.function.expr(b.expr)) {
            effects.trap = None;
        }
        self.stack.push(Expr::Binary(op, a.expr, b.expr), op.result(), effects, &[&a, &b]);
    }

    /// The result is one temporary, and the two results of the instruction are its halves.
    fn wide(&mut self, op: WideOp) {
        let operands = self.stack.pop_n(op.operands());
        let exprs = operands.iter().map(|operand| operand.expr).collect();
        let operands: Vec<&Pending> = operands.iter().collect();
        self.stack.push(Expr::Wide(op, exprs), CType::U128, Effects::default(), &operands);
        let wide = self.stack.pop();
        let wide = self.stack.temporary(wide);
        self.stack.push(Expr::Low(wide.expr), CType::U64, Effects::default(), &[]);
        self.stack.push(Expr::High(wide.expr), CType::U64, Effects::default(), &[]);
    }

    /// C evaluates one operand of `?:`, WebAssembly both.
    fn select(&mut self, ty: Option<CType>) {
        let mut operands = self.stack.pop_n(3);
        if let Some(ty) = ty {
            self.unify(&mut operands[..2], ty);
        }
        for operand in &mut operands[..2] {
            if operand.effects.must_happen() {
                *operand = self.stack.temporary(operand.clone());
            }
        }
        let [a, b, cond] = &operands[..] else { unreachable!("three were popped") };
        let expr = Expr::Select(cond.expr, a.expr, b.expr);
        self.stack.push(expr, a.ty, Effects::default(), &[a, b, cond]);
    }

    /// A condition, with what a branch hint says of it.
    fn hinted(&mut self, cond: ExprId) -> ExprId {
        match self.hint.take() {
            Some(likely) => self.stack.function.add(Expr::Expect { cond, likely }),
            None => cond,
        }
    }

    /// Makes C's type of two values the same, which stand for one value of type `ty`.
    fn unify(&mut self, values: &mut [Pending], ty: CType) {
        if values.iter().any(|value| value.ty != values[0].ty) {
            for value in values {
                *value = self.stack.exactly(value.clone(), ty);
            }
        }
    }

    /// Turns those of some popped operands that must happen into temporaries, so that they happen in their order and before
    /// what they are operands of.
    fn in_order(&mut self, operands: &mut [Pending]) {
        for operand in operands {
            if operand.effects.must_happen() {
                *operand = self.stack.temporary(operand.clone());
            }
        }
    }
}

/// Whether a division is by a constant that it can't trap with.
pub(crate) fn divides_safely(op: NumericOp, divisor: &Expr) -> bool {
    let Some((_, signed)) = op.division() else { return false };
    match divisor {
        Expr::Const(Const::I32(value)) => *value != 0 && !(signed && *value == u32::MAX),
        Expr::Const(Const::I64(value)) => *value != 0 && !(signed && *value == u64::MAX),
        _ => false,
    }
}
