//! Calls. C parameters up to what fits in registers; further ones, and results other than the first, travel in statics, so
//! that any call can be a sibling call.

use super::Lowering;
use super::effects::Effects;
use super::stack::Pending;
use crate::index::*;
use crate::ir::*;
use wasmparser::{FuncType, Operator};

/// How many parameters x86-64's C calling convention passes in integer registers.
const INTEGER_REGISTERS: usize = 6;
/// Likewise in vector registers.
const VECTOR_REGISTERS: usize = 8;

/// Which of some parameters are C parameters; the others travel in statics.
pub(crate) fn in_registers(params: impl Iterator<Item = CType>) -> Vec<bool> {
    let (mut integers, mut vectors) = (0, 0);
    params
        .map(|ty| match ty {
            CType::F32 | CType::F64 | CType::V128 => {
                vectors += 1;
                vectors <= VECTOR_REGISTERS
            }
            CType::U32
            | CType::U64
            | CType::Funcref
            | CType::Externref
            | CType::Anyref
            | CType::Exnref
            | CType::Object(_)
            | CType::U128 => {
                integers += 1;
                integers <= INTEGER_REGISTERS
            }
        })
        .collect()
}

impl Lowering<'_, '_> {
    pub(super) fn call(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::Call { function_index } => self.call_func(FuncIdx(function_index), false),
            Operator::ReturnCall { function_index } => self.call_func(FuncIdx(function_index), true),
            Operator::CallIndirect { type_index, table_index } => {
                self.call_indirect(TypeIdx(type_index), TableIdx(table_index), false);
            }
            Operator::ReturnCallIndirect { type_index, table_index } => {
                self.call_indirect(TypeIdx(type_index), TableIdx(table_index), true);
            }
            Operator::CallRef { type_index } => self.call_ref(TypeIdx(type_index), false),
            Operator::ReturnCallRef { type_index } => self.call_ref(TypeIdx(type_index), true),
            _ => return false,
        }
        true
    }

    fn call_func(&mut self, func: FuncIdx, tail: bool) {
        let ty = self.module.func_type(func);
        let args = self.stack.pop_n(ty.params().len());
        self.finish_call(ty, args, None, |_| Callee::Func(func), tail);
    }

    fn call_indirect(&mut self, ty: TypeIdx, table: TableIdx, tail: bool) {
        let index = self.stack.pop();
        let callee = move |index: Option<ExprId>| match index {
            Some(index) => Callee::Indirect { table, index, ty },
            None => unreachable!("the index was given"),
        };
        let func = self.module.type_func(ty);
        let args = self.stack.pop_n(func.params().len());
        self.finish_call(func, args, Some(index), callee, tail);
    }

    fn call_ref(&mut self, ty: TypeIdx, tail: bool) {
        let func = self.stack.pop();
        let callee = move |func: Option<ExprId>| match func {
            Some(func) => Callee::Ref { func, ty },
            None => unreachable!("the reference was given"),
        };
        let func_type = self.module.type_func(ty);
        let mut args = self.stack.pop_n(func_type.params().len());
        match self.context.callees.only(self.context.at, self.context.instance.canonical[ty.at()]) {
            Some(only) => {
                self.check_callee(&mut args, func);
                self.finish_call(func_type, args, None, |_| Callee::Func(only), tail);
            }
            None => self.finish_call(func_type, args, Some(func), callee, tail),
        }
    }

    /// Evaluates a reference, after the arguments, to a function that is known if it isn't null.
    fn check_callee(&mut self, args: &mut [Pending], func: Pending) {
        let func = if self.nullable[0] { self.non_null(func) } else { func };
        if func.effects.must_happen() {
            self.in_order(args);
            self.stack.push_pending(func);
            let func = self.stack.pop();
            self.stack.discard(func);
        }
    }

    /// The operands are popped: the arguments, then what the callee is found by.
    fn finish_call(
        &mut self,
        ty: &FuncType,
        mut args: Vec<Pending>,
        mut found_by: Option<Pending>,
        callee: impl Fn(Option<ExprId>) -> Callee,
        tail: bool,
    ) {
        let in_registers = in_registers(ty.params().iter().map(|&ty| self.ctypes.of(ty)));
        let overflow = in_registers.contains(&false);
        for (arg, &ty) in args.iter_mut().zip(ty.params()) {
            *arg = self.stack.converted(arg.clone(), self.ctypes.of(ty));
        }
        if found_by.is_some() || overflow {
            // Finding the callee can trap, and C might do it first; statics are written when all else is evaluated.
            self.in_order(&mut args);
        }
        if overflow && let Some(operand) = &mut found_by {
            self.in_order(std::slice::from_mut(operand));
        }
        if overflow {
            self.stack.flush_for_control();
        }
        for (place, arg) in args.iter().enumerate().filter(|&(place, _)| !in_registers[place]) {
            let expr = self.stack.function.add(Expr::SetArg(arg.ty.erased(), place as u32, arg.expr));
            self.stack.emit(Stmt::Do(expr));
        }
        let exprs =
            args.iter().zip(&in_registers).filter(|&(_, &register)| register).map(|(arg, _)| arg.expr);
        let callee = callee(found_by.as_ref().map(|p| p.expr));
        let call = Expr::Call { args: exprs.collect(), callee };
        if tail {
            self.stack.flush_for_control();
            let call = self.stack.function.add(call);
            self.stack.emit(Stmt::TailCall(call));
            return self.leave();
        }
        let throws = match callee {
            Callee::Func(func) => self.context.may_throw.func(self.context.at, func),
            Callee::Indirect { ty, .. } | Callee::Ref { ty, .. } => {
                self.context.may_throw.func_type(self.context.instance.canonical[ty.at()])
            }
        };
        let operands: Vec<&Pending> = args.iter().chain(&found_by).collect();
        self.push_results(ty, call, &operands, throws);
    }

    fn push_results(&mut self, ty: &FuncType, call: Expr, operands: &[&Pending], throws: bool) {
        let results: Vec<CType> = ty.results().iter().map(|&ty| self.ctypes.of(ty)).collect();
        match results.first() {
            None => self.stack.write_state(call),
            Some(&first) => {
                // A function that isn't known by its name is one of a C type that tells nothing of objects.
                let known = matches!(call, Expr::Call { callee: Callee::Func(_), .. });
                let ty = if known { first } else { first.erased() };
                self.stack.push(call, ty, Effects::default().writing_state(), operands);
                self.convert_top(first);
            }
        }
        if throws {
            self.stack.flush_effect();
            self.test_thrown();
        }
        // Reading the others makes a statement of the call.
        for (place, &ty) in results.iter().enumerate().skip(1) {
            let effects = Effects::default().reading_state();
            self.stack.push(Expr::Result(ty.erased(), place as u32), ty.erased(), effects, &[]);
            self.convert_top(ty);
        }
    }
}
