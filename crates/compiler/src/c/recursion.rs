//! Recursion that nothing ends but the end of the stack. C compilers warn of it; it is what the program says.

use super::program::definition;
use crate::index::*;
use crate::ir::*;
use crate::program::Program;
use std::collections::BTreeMap;

/// A function, by where it is defined.
type Func = (InstanceIdx, FuncIdx);

/// Of the functions in a file, those that each calls whatever happens.
pub(crate) type CertainCalls = BTreeMap<Func, Vec<Func>>;

/// Notes which functions one calls before anything in it may take another way.
pub(super) fn note(calls: &mut CertainCalls, program: &Program, (at, func): Func, function: &Function) {
    let mut certain = Vec::new();
    for stmt in function.seq(Function::BODY) {
        match stmt {
            Stmt::Set(_, expr) | Stmt::Do(expr) => callees(function, *expr, &mut certain),
            Stmt::Return(Some(expr)) | Stmt::TailCall(expr) => {
                callees(function, *expr, &mut certain);
                break;
            }
            _ => break,
        }
    }
    if !certain.is_empty() {
        let certain = certain.into_iter().map(|func| definition(program, at, func)).collect();
        calls.insert((at, func), certain);
    }
}

fn callees(function: &Function, expr: ExprId, found: &mut Vec<FuncIdx>) {
    match function.expr(expr) {
        Expr::Call { callee: Callee::Func(func), .. } => found.push(*func),
        // What they evaluate isn't certain.
        Expr::Select(..) | Expr::Both(..) | Expr::Either(..) => return,
        _ => {}
    }
    function.operands(expr, |operand| callees(function, operand, found));
}

/// What stands in front of a file's functions.
pub(super) fn pragma(calls: &CertainCalls) -> &'static str {
    if is_cyclic(calls) {
        "/* Some call themselves whatever happens. */\n#pragma GCC diagnostic ignored \"-Winfinite-recursion\"\n\n"
    } else {
        ""
    }
}

/// Whether a function calls itself, through others or not.
fn is_cyclic(calls: &CertainCalls) -> bool {
    // Takes away functions that only call such as are taken away: those in a cycle and what calls them are left.
    let mut callers: BTreeMap<Func, Vec<Func>> = BTreeMap::new();
    let mut left: BTreeMap<Func, usize> = BTreeMap::new();
    for (&func, callees) in calls {
        let certain: Vec<Func> =
            callees.iter().copied().filter(|callee| calls.contains_key(callee)).collect();
        left.insert(func, certain.len());
        for callee in certain {
            callers.entry(callee).or_default().push(func);
        }
    }
    let mut done: Vec<Func> = left.iter().filter(|(_, count)| **count == 0).map(|(func, _)| *func).collect();
    let mut taken = 0;
    while let Some(func) = done.pop() {
        taken += 1;
        for caller in callers.get(&func).into_iter().flatten() {
            if let Some(count) = left.get_mut(caller) {
                *count -= 1;
                if *count == 0 {
                    done.push(*caller);
                }
            }
        }
    }
    taken < left.len()
}
