//! Where variables are declared: at their first assignment where the flow allows, else in front of the statement that first
//! mentions them, else at the top.

use crate::ir::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where each variable of a function is declared. Statements are numbered in the order in which they are printed.
#[derive(Default)]
pub(super) struct Declarations {
    /// By statement: whether it is an assignment that declares what it assigns.
    pub at_set: Vec<bool>,
    /// In front of a statement.
    pub before: FxHashMap<usize, Vec<VarId>>,
    /// At the top of the function.
    pub hoisted: Vec<VarId>,
    /// Those of them that begin as zero: what may be read before it is assigned.
    pub zeroes: FxHashSet<VarId>,
    /// Parameters that nothing mentions.
    pub unused_params: Vec<VarId>,
    /// Labels that a `goto` leads to.
    pub gotos: FxHashSet<LabelId>,
}

/// One mention of a variable.
#[derive(Clone, Copy)]
struct Mention {
    /// The scope it is in, and the statement directly in each scope around it is found through `Scope::statement`.
    scope: usize,
    statement: usize,
    /// It is an assignment that doesn't read the variable itself.
    sets: bool,
}

/// A pair of braces.
struct Scope {
    parent: usize,
    depth: usize,
    /// The statement of the parent scope that it belongs to.
    statement: usize,
}

/// Where a variable is declared.
#[derive(Clone, Copy)]
enum Place {
    /// At the top of the function.
    Top,
    Before(usize),
    Set(usize),
}

/// What is known of a variable from the mentions so far.
struct Span {
    first: Mention,
    /// The innermost scope around all mentions.
    scope: usize,
    last: usize,
}

struct Walk<'f> {
    function: &'f Function,
    scopes: Vec<Scope>,
    /// By variable.
    spans: Vec<Option<Span>>,
    /// Statement numbers of labels, and the first `goto` of each.
    labels: Vec<(usize, LabelId)>,
    gotos: FxHashMap<LabelId, usize>,
    statement: usize,
}

impl Declarations {
    /// Decides for a function whose branches are resolved.
    pub(super) fn of(function: &Function) -> Declarations {
        let mut walk = Walk {
            function,
            scopes: vec![Scope { parent: 0, depth: 0, statement: 0 }],
            spans: (0..function.vars.len()).map(|_| None).collect(),
            labels: Vec::new(),
            gotos: FxHashMap::default(),
            statement: 0,
        };
        walk.run();
        walk.decide()
    }
}

enum Work {
    Seq(SeqId, usize, usize),
    /// The condition at the end of a `do`, in a scope.
    Condition(ExprId, usize),
    Label(LabelId),
    /// A label of a statement without braces, which is jumped to from another statement.
    Flat(usize),
}

impl Walk<'_> {
    fn run(&mut self) {
        let mut work = vec![Work::Seq(Function::BODY, 0, 0)];
        while let Some(item) = work.pop() {
            match item {
                Work::Seq(seq, at, scope) => {
                    if let Some(stmt) = self.function.seq(seq).get(at) {
                        work.push(Work::Seq(seq, at + 1, scope));
                        self.stmt(stmt, scope, &mut work);
                    }
                }
                Work::Condition(cond, scope) => {
                    self.mention_all(cond, scope);
                    self.statement += 1;
                }
                Work::Label(label) => self.labels.push((self.statement, label)),
                Work::Flat(from) => {
                    let label = LabelId(self.function.labels + self.labels.len() as u32);
                    self.labels.push((self.statement, label));
                    self.gotos.insert(label, from);
                }
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt, scope: usize, work: &mut Vec<Work>) {
        if let Stmt::Set(var, value) = *stmt {
            let mut reads_itself = false;
            self.function.reads(value, &mut |read| reads_itself |= read == var);
            self.mention_all(value, scope);
            self.mention(var, scope, !reads_itself);
        } else if let (Some(expr), false) =
            (stmt.expr(), matches!(stmt, Stmt::DoWhile { .. } | Stmt::For { .. }))
        {
            self.mention_all(expr, scope);
        }
        if let Stmt::Goto(label) = stmt {
            self.gotos.entry(*label).or_insert(self.statement);
        }
        let flat = self.function.is_flat(stmt);
        let inner = |walk: &mut Self| {
            if flat {
                return scope;
            }
            walk.scopes.push(Scope {
                parent: scope,
                depth: walk.scopes[scope].depth + 1,
                statement: walk.statement,
            });
            walk.scopes.len() - 1
        };
        match stmt {
            Stmt::Block { label, body } => {
                work.push(Work::Label(*label));
                work.push(Work::Seq(*body, 0, scope));
            }
            Stmt::Loop { label, exit, body } | Stmt::While { label, exit, body, .. } => {
                self.labels.push((self.statement, *label));
                work.push(Work::Label(*exit));
                let scope = inner(self);
                work.push(Work::Seq(*body, 0, scope));
            }
            Stmt::For { init, cond, step, label, exit, body } => {
                // The head is a scope around the body.
                let head = inner(self);
                self.statement += 1;
                for seq in [init, step] {
                    for stmt in self.function.seq(*seq) {
                        self.stmt(stmt, head, work);
                    }
                }
                self.mention_all(*cond, head);
                self.scopes.push(Scope {
                    parent: head,
                    depth: self.scopes[head].depth + 1,
                    statement: self.statement,
                });
                work.push(Work::Label(*exit));
                work.push(Work::Label(*label));
                work.push(Work::Seq(*body, 0, self.scopes.len() - 1));
                return;
            }
            Stmt::DoWhile { cond, exit, body } => {
                work.push(Work::Label(*exit));
                work.push(Work::Condition(*cond, scope));
                let scope = inner(self);
                work.push(Work::Seq(*body, 0, scope));
            }
            Stmt::If { then, els, .. } => {
                let (a, b) = (inner(self), inner(self));
                if flat {
                    work.push(Work::Flat(self.statement));
                }
                work.push(Work::Seq(*els, 0, b));
                if flat {
                    work.push(Work::Flat(self.statement));
                }
                work.push(Work::Seq(*then, 0, a));
            }
            Stmt::Switch(switch) => {
                work.push(Work::Label(switch.exit));
                // A declaration can't stand behind a case label that others jump over, so all arms are one scope of their own
                // that nothing is declared in: one for each arm would need braces.
                for arm in switch.arms.iter().rev() {
                    let scope = inner(self);
                    work.push(Work::Seq(arm.body, 0, scope));
                    if flat {
                        work.push(Work::Flat(self.statement));
                    }
                }
            }
            _ => {}
        }
        self.statement += 1;
    }

    fn mention_all(&mut self, expr: ExprId, scope: usize) {
        let function = self.function;
        function.reads(expr, &mut |var| self.mention(var, scope, false));
    }

    fn mention(&mut self, var: VarId, scope: usize, sets: bool) {
        let mention = Mention { scope, statement: self.statement, sets };
        let span = match &self.spans[var.0 as usize] {
            None => Span { first: mention, scope, last: self.statement },
            Some(span) => {
                Span { first: span.first, scope: self.common(span.scope, scope), last: self.statement }
            }
        };
        self.spans[var.0 as usize] = Some(span);
    }

    fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.scopes[a].depth >= self.scopes[b].depth {
                a = self.scopes[a].parent;
            } else {
                b = self.scopes[b].parent;
            }
        }
        a
    }

    fn decide(self) -> Declarations {
        let landings = self.landings();
        let mut declarations = Declarations {
            at_set: vec![false; self.statement],
            zeroes: self.zeroes(&landings),
            gotos: self.gotos.keys().copied().collect(),
            ..Declarations::default()
        };
        let mut places = Vec::new();
        for index in 0..self.function.vars.len() as u32 {
            let var = VarId(index);
            let kind = self.function.var(var).kind;
            let Some(span) = &self.spans[index as usize] else {
                if kind == VarKind::Param {
                    declarations.unused_params.push(var);
                }
                continue;
            };
            if kind == VarKind::Param {
                continue;
            }
            let assigned = !declarations.zeroes.contains(&var);
            let at = if self.first_sets(span) && (assigned || !landings.is_jumped_over(span)) {
                Place::Set(span.first.statement)
            } else if assigned && !landings.is_jumped_over(span) {
                let mut scope = span.first.scope;
                let mut statement = span.first.statement;
                while scope != span.scope {
                    statement = self.scopes[scope].statement;
                    scope = self.scopes[scope].parent;
                }
                Place::Before(statement)
            } else {
                Place::Top
            };
            places.push((at, var));
        }
        if !self.function.roles.is_empty() {
            self.drop_visible(&mut places);
        }
        for (at, var) in places {
            match at {
                Place::Set(statement) => declarations.at_set[statement] = true,
                Place::Before(statement) => declarations.before.entry(statement).or_default().push(var),
                Place::Top => declarations.hoisted.push(var),
            }
        }
        declarations
    }

    /// Drops the declarations of variables whose name is declared already where they begin, by that of another role of the same local:
    /// no two roles are played at a time.
    fn drop_visible(&self, places: &mut Vec<(Place, VarId)>) {
        places.sort_by_key(|&(at, _)| match at {
            Place::Top => (0, false),
            Place::Before(statement) => (statement + 1, false),
            Place::Set(statement) => (statement + 1, true),
        });
        let mut declared: FxHashSet<(VarId, usize)> = FxHashSet::default();
        places.retain(|&(at, var)| {
            let name = self.function.roles.get(&var).copied().unwrap_or(var);
            let mut scope = match (at, &self.spans[var.0 as usize]) {
                (Place::Set(_) | Place::Before(_), Some(span)) => span.scope,
                _ => 0,
            };
            let first = (name, scope);
            loop {
                if declared.contains(&(name, scope)) {
                    return false;
                }
                if scope == 0 {
                    break;
                }
                scope = self.scopes[scope].parent;
            }
            declared.insert(first)
        });
    }

    /// Whether a variable's first mention is an assignment in the innermost scope around all.
    fn first_sets(&self, span: &Span) -> bool {
        span.first.sets && span.first.scope == span.scope
    }

    /// The locals that have to begin as zero. Temporaries never are read before they are assigned.
    fn zeroes(&self, landings: &Landings) -> FxHashSet<VarId> {
        let locals = (0..self.function.vars.len() as u32).map(VarId).filter(|&var| {
            let unclear = |span: &Span| !self.first_sets(span) || landings.is_jumped_over(span);
            self.function.var(var).kind == VarKind::Local
                && self.spans[var.0 as usize].as_ref().is_some_and(unclear)
        });
        super::zeroes::find(self.function, &locals.collect::<Vec<_>>())
    }

    /// What `goto`s jump over.
    fn landings(&self) -> Landings {
        let mut jumps: Vec<(usize, usize)> = self
            .labels
            .iter()
            .filter_map(|&(at, label)| Some((*self.gotos.get(&label)?, at)))
            .filter(|&(from, at)| from < at)
            .collect();
        if jumps.is_empty() {
            return Landings(Vec::new());
        }
        jumps.sort_unstable();
        let mut jumps = jumps.into_iter().peekable();
        let mut open = BinaryHeap::new();
        let landings = (0..self.statement).map(|statement| {
            while let Some((_, at)) = jumps.next_if(|&(from, _)| from < statement) {
                open.push(Reverse(at));
            }
            while open.peek().is_some_and(|&Reverse(at)| at <= statement) {
                open.pop();
            }
            open.peek().map_or(usize::MAX, |&Reverse(at)| at)
        });
        Landings(landings.collect())
    }
}

/// By statement: where the first place behind it is that a `goto` from before it leads to.
struct Landings(Vec<usize>);

impl Landings {
    /// Whether a `goto` from before a variable's first mention leads to a place where it may still be read.
    fn is_jumped_over(&self, span: &Span) -> bool {
        self.0.get(span.first.statement).is_some_and(|&landing| landing <= span.last)
    }
}
