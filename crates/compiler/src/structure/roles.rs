//! Locals that have several roles, one after the other, since compilers share them out like registers: each role becomes a variable of
//! its own, known only where it is played, which keeps the name.

use super::numbers::{Place, number};
use crate::ir::*;

/// One mention of a local.
#[derive(Clone, Copy)]
struct Mention {
    var: VarId,
    place: Place,
    /// The expression that reads it, or none where it is assigned.
    read: Option<ExprId>,
}

/// Splits what can be.
///
/// A role begins with an assignment and ends with the sequence of that, or where that assigns the local anew: since nothing branches into a sequence, what reads the local
/// behind the assignment has come by it. All mentions have to be in such sequences; then no value leaves one of them.
pub(crate) fn split(function: &mut Function) {
    let (mut mentions, ends) = mentions(function);
    mentions.sort_by_key(|mention| mention.var);
    let mut seen = vec![false; function.exprs.len()];
    let roles: Vec<Vec<Mention>> = mentions
        .chunk_by(|a, b| a.var == b.var)
        .filter(|mentions| {
            // An expression that is evaluated in two places can't be changed in one.
            let once = |expr: ExprId| !std::mem::replace(&mut seen[expr.0 as usize], true);
            mentions.iter().filter_map(|mention| mention.read).all(once)
        })
        .flat_map(|mentions| roles(mentions, &ends))
        .collect();
    for role in roles {
        let var = role[0].var;
        let own = function.new_var(function.var(var).ty, VarKind::Local);
        function.roles.insert(own, var);
        for mention in role {
            match mention.read {
                Some(expr) => function.exprs[expr.0 as usize] = Expr::Var(own),
                None => {
                    if let Stmt::Set(var, _) = &mut function.seq_mut(mention.place.seq)[mention.place.at] {
                        *var = own;
                    }
                }
            }
        }
    }
}

/// The roles of a local but for the first; none if it can't be split.
fn roles(mentions: &[Mention], ends: &[u32]) -> Vec<Vec<Mention>> {
    let mut roles: Vec<Vec<Mention>> = Vec::new();
    let mut end = 0;
    let mut last = 0;
    for mention in mentions {
        let sets = mention.read.is_none() && mention.place.number != last;
        let begins = roles.last().is_some_and(|role: &Vec<Mention>| role[0].place.seq == mention.place.seq);
        if mention.place.number > end || sets && begins {
            if !sets {
                return Vec::new();
            }
            end = ends[mention.place.seq.0 as usize];
            roles.push(Vec::new());
        }
        last = mention.place.number;
        if let Some(role) = roles.last_mut() {
            role.push(*mention);
        }
    }
    roles.drain(..roles.len().min(1));
    roles
}

/// All mentions of locals, in their order, and the last statement of each sequence.
fn mentions(function: &Function) -> (Vec<Mention>, Vec<u32>) {
    let mut mentions = Vec::new();
    let ends = number(function, |place, stmt| {
        let mut mention = |var: VarId, read| {
            if function.var(var).kind == VarKind::Local {
                mentions.push(Mention { var, place, read });
            }
        };
        if let Some(expr) = stmt.expr() {
            reads(function, expr, &mut |expr, var| mention(var, Some(expr)));
        }
        if let Stmt::Set(var, _) = *stmt {
            mention(var, None);
        }
    });
    (mentions, ends)
}

/// Calls for each variable that an expression reads, with the part of it that does.
fn reads(function: &Function, id: ExprId, each: &mut impl FnMut(ExprId, VarId)) {
    if let Expr::Var(var) = *function.expr(id) {
        each(id, var);
    }
    function.operands(id, |operand| reads(function, operand, each));
}
