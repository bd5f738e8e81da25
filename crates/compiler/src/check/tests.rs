//! The modules of `tests/emit` pass; what is done to their trees is noticed.

use super::{Replay, check};
use crate::facts::{Callees, MayThrow};
use crate::heap::Layouts;
use crate::index::*;
use crate::ir::*;
use crate::lower::{self, Context};
use crate::{Module, Program};
use std::path::Path;

/// Calls for each function that the module of a case defines, and that the checker knows all operators of.
fn each_function(case: &str, mut each: impl FnMut(&Function, &Replay)) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/emit").join(case).with_extension("wat");
    let bytes = wat::parse_file(path).expect("it is a module");
    let module = Module::decode(&bytes).expect("it is valid");
    let mut program = Program::new(&[]);
    program.instantiate("test", &module, &|_| None).expect("it links");
    let at = InstanceIdx(0);
    let (may_throw, callees) = (MayThrow::of(&program), Callees::of(&program));
    let layouts = Layouts::new(&program, &program.types.intervals());
    for (index, body) in module.bodies.iter().enumerate() {
        let func = FuncIdx(module.imported_funcs() + index as u32);
        let context = Context {
            at,
            instance: program.instance(at),
            may_throw: &may_throw,
            callees: &callees,
            layouts: &layouts,
        };
        let (function, replay) = lower::lower_unchecked(context, func, body, &mut Default::default())
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        let replay = replay.expect("tests are debug builds");
        if !replay.unknown {
            assert_eq!(check(&function, &replay), Ok(()), "{case}");
            each(&function, &replay);
        }
    }
}

/// The places of all statements.
fn places(function: &Function) -> Vec<(SeqId, usize)> {
    let of = |seq: SeqId| (0..function.seq(seq).len()).map(move |at| (seq, at));
    function.preorder().into_iter().flat_map(of).collect()
}

/// The tree as if a temporary had not been made of a pending expression; none if the statement makes none.
fn unflushed(function: &Function, (seq, at): (SeqId, usize)) -> Option<Function> {
    let Stmt::Set(var, value) = function.seq(seq)[at] else { return None };
    let is_read = |expr: &Expr| matches!(expr, Expr::Var(read) if *read == var);
    let mut reads = (0..function.exprs.len()).filter(|&expr| is_read(&function.exprs[expr]));
    let (Some(read), None) = (reads.next(), reads.next()) else { return None };
    if function.var(var).kind != VarKind::Temp || function.joins.contains_key(&var) {
        return None;
    }
    let mut mutant = function.clone();
    mutant.exprs[read] = function.expr(value).clone();
    mutant.origins[read] = function.origins[value.0 as usize];
    mutant.seq_mut(seq).remove(at);
    Some(mutant)
}

#[test]
fn a_missing_flush_is_noticed() {
    // With how many flushes nobody can see the lack of: an assignment of a local that the call doesn't read, a block that
    // does nothing that matters, an exception that is taken where it is looked into.
    for (case, unneeded) in [
        ("call_arguments", 0),
        ("call_order", 0),
        ("effect_pending", 2),
        ("gc_order", 0),
        ("global_write", 0),
        ("local_overwritten", 0),
        ("local_tee_pending", 0),
        ("pending_across_block", 0),
        ("pending_across_if", 0),
        ("pending_across_loop", 0),
        ("results_flushed", 0),
        ("select", 0),
        ("trap_before_block", 3),
        ("trap_before_branch", 0),
        ("trap_before_loop", 0),
        ("trap_before_write", 0),
        ("trap_kinds", 0),
        ("try_call", 2),
        ("try_loop", 2),
        ("write_flushes_reader", 0),
    ] {
        let (mut noticed, mut missed) = (0, Vec::new());
        each_function(case, |function, replay| {
            for mutant in places(function).into_iter().filter_map(|place| unflushed(function, place)) {
                match check(&mutant, replay) {
                    Ok(()) => missed.push(format!("{:?}", mutant.seqs)),
                    Err(_) => noticed += 1,
                }
            }
        });
        assert!(noticed > 0 && missed.len() == unneeded, "{case}: {noticed} are noticed, not {missed:?}");
    }
}

#[test]
fn a_missing_effect_and_one_too_many_are_noticed() {
    let mut mutants = 0;
    for case in [
        "accesses",
        "call_order",
        "drop",
        "effect_pending",
        "gc_arrays",
        "gc_structs",
        "loops",
        "tables",
        "throw",
        "trap_before_write",
    ] {
        each_function(case, |function, replay| {
            for (seq, at) in places(function) {
                let Stmt::Do(_) = function.seq(seq)[at] else { continue };
                let mut missing = function.clone();
                missing.seq_mut(seq).remove(at);
                assert!(check(&missing, replay).is_err(), "{case}: {:?}", missing.seqs);
                let mut twice = function.clone();
                let stmt = twice.seq(seq)[at].clone();
                twice.seq_mut(seq).insert(at, stmt);
                assert!(check(&twice, replay).is_err(), "{case}: {:?}", twice.seqs);
                mutants += 2;
            }
        });
    }
    assert!(mutants > 20);
}
