//! Function bodies.

use super::decls::Declarations;
use super::expr::ExprPrinter;
use super::prec::Prec;
use super::zero;
use crate::ir::*;
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// Prints the body of a function, with its braces, through a printer of its expressions.
pub(super) fn print(printer: &mut ExprPrinter) {
    let mut declarations = Declarations::of(printer.function);
    let gotos = std::mem::take(&mut declarations.gotos);
    printer.out.push_str("{\n");
    let labels = printer.function.labels;
    let mut body = BodyPrinter { printer, declarations, gotos, labels, indent: 1, statement: 0 };
    body.function_start();
    body.run();
    body.function_end();
    body.printer.out.push_str("}\n");
}

pub(super) struct BodyPrinter<'b, 'p> {
    pub printer: &'b mut ExprPrinter<'p>,
    declarations: Declarations,
    pub gotos: FxHashSet<LabelId>,
    /// How many labels there are so far.
    pub labels: u32,
    pub indent: usize,
    /// The number of the statement that is printed next, as [`Declarations`] counts.
    statement: usize,
}

/// What is left to print: nesting lives here, not on the machine's stack.
pub(super) enum Work {
    /// The rest of a sequence.
    Seq(SeqId, usize),
    Text(&'static str),
    /// Between the arms of a conditional.
    Else(SeqId),
    /// The end of a `do`: its condition.
    While(ExprId),
    Label(LabelId),
    Goto(LabelId),
    /// The end of a `do` without braces.
    GotoIf(ExprId, LabelId),
    /// The next arm of a switch.
    Case {
        values: Vec<u32>,
        default: bool,
        body: SeqId,
        last: bool,
    },
    /// The end of the last arm, whose text begins there.
    LastCase(usize),
    Indent,
    Dedent,
}

impl BodyPrinter<'_, '_> {
    fn function_start(&mut self) {
        for &param in &self.declarations.unused_params {
            let _ = writeln!(self.printer.out, "  (void){};", self.printer.vars[param.0 as usize]);
        }
        let hoisted = std::mem::take(&mut self.declarations.hoisted);
        self.declare(hoisted);
    }

    /// A function that never comes to its end has a return all the same: gcc looks for one.
    fn function_end(&mut self) {
        let function = self.printer.function;
        let leaves = |stmt: &Stmt| matches!(stmt, Stmt::Return(_) | Stmt::TailCall(_));
        let endless = matches!(function.seq(Function::BODY).last(), Some(Stmt::Loop { .. }));
        if endless
            && let Some(ty) = self.printer.ty.and_then(|ty| ty.results().first())
            && !function.preorder().into_iter().any(|seq| function.seq(seq).iter().any(leaves))
        {
            let ty = self.printer.ctypes().of(*ty);
            self.line(&format!("return {}{};", if ty == CType::V128 { "(v128)" } else { "" }, zero(ty)));
        }
    }

    /// Declares variables, those that have to begin as zero with that value.
    fn declare(&mut self, mut vars: Vec<VarId>) {
        let function = self.printer.function;
        let zeroes = std::mem::take(&mut self.declarations.zeroes);
        let kind = |var: VarId| (function.var(var).ty, !zeroes.contains(&var));
        vars.sort_by_key(|&var| (kind(var), var));
        for group in vars.chunk_by(|&a, &b| kind(a) == kind(b)) {
            for line in group.chunks(8) {
                let (ty, assigned) = kind(line[0]);
                let name = |var: &VarId| match (&self.printer.vars[var.0 as usize], assigned) {
                    (name, true) => name.clone(),
                    (name, false) => format!("{name} = {}", zero(ty)),
                };
                let names: Vec<String> = line.iter().map(name).collect();
                // Each name has a star of its own.
                let separator = if matches!(ty, CType::Object(_)) { ", *" } else { ", " };
                let declaration = self.printer.file.declare(ty, &names.join(separator));
                self.line(&format!("{declaration};"));
            }
        }
        self.declarations.zeroes = zeroes;
    }

    fn run(&mut self) {
        let mut work = vec![Work::Seq(Function::BODY, 0)];
        while let Some(item) = work.pop() {
            match item {
                Work::Seq(seq, at) => {
                    let function = self.printer.function;
                    if let Some(stmt) = function.seq(seq).get(at) {
                        work.push(Work::Seq(seq, at + 1));
                        self.stmt(stmt, &mut work);
                    }
                }
                Work::Text(text) => self.line(text),
                Work::While(cond) => {
                    self.begin("} while (");
                    self.printer.condition(cond);
                    self.printer.out.push_str(");\n");
                    self.statement += 1;
                }
                Work::Else(els) => self.else_(els, &mut work),
                Work::Label(label) => self.label(label),
                Work::Goto(label) => self.goto(label),
                Work::GotoIf(cond, label) => {
                    self.begin("if (");
                    self.printer.condition(cond);
                    self.printer.out.push_str(")\n");
                    self.line(&format!("  goto label{};", label.0));
                    self.statement += 1;
                }
                Work::Case { values, default, body, last } => {
                    for value in values {
                        self.begin("case ");
                        self.printer.number(value);
                        self.printer.out.push_str(":\n");
                    }
                    if default {
                        self.line("default:");
                    }
                    // A declaration can't follow a label: braces around all but a lone statement.
                    let stmts = self.printer.function.seq(body);
                    let here = self.statement;
                    let declares = self.declarations.before.contains_key(&here)
                        || self.declarations.at_set.get(here).is_some_and(|&sets| sets);
                    let braces = declares || stmts.len() > 1 || stmts.iter().any(|stmt| self.spreads(stmt));
                    if !last && self.falls(stmts) {
                        work.push(Work::Text("/* fallthrough */"));
                    }
                    if last && !braces {
                        work.push(Work::LastCase(self.printer.out.len()));
                    }
                    if braces {
                        self.printer.out.pop();
                        self.printer.out.push_str(" {\n");
                        work.push(Work::Text("}"));
                    }
                    work.push(Work::Dedent);
                    work.push(Work::Seq(body, 0));
                    work.push(Work::Indent);
                }
                // A label needs a statement.
                Work::LastCase(start) if self.printer.out.len() == start => self.line("  break;"),
                Work::LastCase(_) => {}
                Work::Indent => self.indent += 1,
                Work::Dedent => self.indent -= 1,
            }
        }
    }

    /// Whether a statement is printed as several.
    fn spreads(&self, stmt: &Stmt) -> bool {
        matches!(stmt, Stmt::Block { .. }) || self.printer.function.is_flat(stmt)
    }

    /// Whether the statements of an arm fall through into the next.
    pub(super) fn falls(&self, stmts: &[Stmt]) -> bool {
        match stmts.last() {
            None
            | Some(Stmt::Break | Stmt::Continue | Stmt::Goto(_) | Stmt::Return(_) | Stmt::TailCall(_)) => {
                false
            }
            Some(Stmt::Do(expr)) => !matches!(self.printer.function.expr(*expr), Expr::Unreachable),
            Some(_) => true,
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.begin(text);
        self.printer.out.push('\n');
    }

    pub(super) fn begin(&mut self, text: &str) {
        // Past some depth, indentation no longer helps a reader.
        const DEEPEST: &str = "                                                ";
        self.printer.out.push_str(&DEEPEST[..DEEPEST.len().min(self.indent * 2)]);
        self.printer.out.push_str(text);
    }

    fn goto(&mut self, label: LabelId) {
        self.begin("goto label");
        self.printer.number(label.0);
        self.printer.out.push_str(";\n");
    }

    pub(super) fn label(&mut self, label: LabelId) {
        if self.gotos.contains(&label) {
            let indent = std::mem::replace(&mut self.indent, 0);
            self.line(&format!("label{}:;", label.0));
            self.indent = indent;
        }
    }

    fn stmt(&mut self, stmt: &Stmt, work: &mut Vec<Work>) {
        let here = self.statement;
        self.statement += 1;
        self.declare_before(here);
        match stmt {
            Stmt::Set(var, value) => {
                self.begin("");
                self.set(*var, *value, here);
                self.printer.out.push_str(";\n");
            }
            Stmt::Do(expr) => self.evaluate(*expr),
            Stmt::Return(None) => self.line("return;"),
            Stmt::Return(Some(value)) => {
                self.begin("return ");
                self.printer.assigned(*value, Prec::Any);
                self.printer.out.push_str(";\n");
            }
            Stmt::TailCall(call) => {
                let rest = |seq: SeqId, at| self.printer.function.seq(seq).len() > at;
                let ends = matches!(work[..], [Work::Seq(seq, at)] if !rest(seq, at));
                self.tail_call(*call, ends);
            }
            Stmt::Break => self.line("break;"),
            Stmt::Continue => self.line("continue;"),
            Stmt::Goto(label) => self.goto(*label),
            Stmt::Br(_) => unreachable!("branches are resolved"),
            Stmt::Block { .. }
            | Stmt::Loop { .. }
            | Stmt::If { .. }
            | Stmt::While { .. }
            | Stmt::For { .. }
            | Stmt::DoWhile { .. }
            | Stmt::Switch(_) => self.compound(stmt, work),
        }
    }

    /// Prints an assignment, the statement of that number.
    fn set(&mut self, var: VarId, value: ExprId, here: usize) {
        let printer = &mut *self.printer;
        let name = &printer.vars[var.0 as usize];
        if self.declarations.at_set[here] {
            printer.file.write_declaration(&mut printer.out, printer.function.var(var).ty, name);
        } else {
            printer.out.push_str(name);
        }
        self.printer.assignment(|expr| matches!(expr, Expr::Var(read) if *read == var), value);
    }

    /// Prints an assignment in the head of a loop.
    fn head(&mut self, seq: SeqId) {
        if let [Stmt::Set(var, value)] = *self.printer.function.seq(seq) {
            self.set(var, value, self.statement);
            self.statement += 1;
        }
    }

    /// Prints the head of a statement with bodies; they and the rest become work.
    fn compound(&mut self, stmt: &Stmt, work: &mut Vec<Work>) {
        match stmt {
            _ if self.printer.function.is_flat(stmt) => self.flat(stmt, work),
            Stmt::Block { label, body } => {
                work.push(Work::Label(*label));
                work.push(Work::Seq(*body, 0));
            }
            Stmt::Loop { label, exit, body } => {
                self.label(*label);
                self.line("for (;;) {");
                work.push(Work::Label(*exit));
                self.braced(*body, "}", work);
            }
            Stmt::While { cond, label, exit, body } => {
                self.label(*label);
                self.begin("while (");
                self.printer.condition(*cond);
                self.printer.out.push_str(") {\n");
                work.push(Work::Label(*exit));
                self.braced(*body, "}", work);
            }
            Stmt::For { init, cond, step, label, exit, body } => {
                self.begin("for (");
                self.head(*init);
                self.printer.push("; ");
                self.printer.condition(*cond);
                self.printer.push("; ");
                self.head(*step);
                self.printer.push(") {\n");
                work.push(Work::Label(*exit));
                work.push(Work::Text("}"));
                work.push(Work::Label(*label));
                work.push(Work::Dedent);
                work.push(Work::Seq(*body, 0));
                work.push(Work::Indent);
            }
            Stmt::DoWhile { cond, exit, body } => {
                self.line("do {");
                work.push(Work::Label(*exit));
                work.push(Work::While(*cond));
                work.push(Work::Dedent);
                work.push(Work::Seq(*body, 0));
                work.push(Work::Indent);
            }
            Stmt::If { cond, then, els } => {
                self.begin("if (");
                self.printer.condition(*cond);
                self.printer.out.push_str(") {\n");
                self.arms(*then, *els, work);
            }
            Stmt::Switch(switch) => {
                let Switch { index, arms, exit } = &**switch;
                self.begin("switch (");
                self.printer.expr(*index, Prec::Any);
                self.printer.out.push_str(") {\n");
                work.push(Work::Label(*exit));
                work.push(Work::Text("}"));
                for (place, arm) in arms.iter().enumerate().rev() {
                    let last = place + 1 == arms.len();
                    work.push(Work::Case {
                        values: arm.cases.clone(),
                        default: arm.default,
                        body: arm.body,
                        last,
                    });
                }
            }
            _ => unreachable!("it has no bodies"),
        }
    }

    fn braced(&mut self, body: SeqId, close: &'static str, work: &mut Vec<Work>) {
        work.push(Work::Text(close));
        work.push(Work::Dedent);
        work.push(Work::Seq(body, 0));
        work.push(Work::Indent);
    }

    /// The arms of a conditional, whose head is printed.
    fn arms(&mut self, then: SeqId, els: SeqId, work: &mut Vec<Work>) {
        work.push(match self.printer.function.seq(els).is_empty() {
            true => Work::Text("}"),
            false => Work::Else(els),
        });
        work.push(Work::Dedent);
        work.push(Work::Seq(then, 0));
        work.push(Work::Indent);
    }

    /// The second arm: `else if` where it is a conditional and nothing is declared in front of that.
    fn else_(&mut self, els: SeqId, work: &mut Vec<Work>) {
        match self.printer.function.seq(els) {
            [stmt @ Stmt::If { cond, then, els }]
                if !self.declarations.before.contains_key(&self.statement)
                    && !self.printer.function.is_flat(stmt) =>
            {
                self.statement += 1;
                self.begin("} else if (");
                self.printer.condition(*cond);
                self.printer.out.push_str(") {\n");
                self.arms(*then, *els, work);
            }
            _ => {
                self.line("} else {");
                self.braced(els, "}", work);
            }
        }
    }

    fn evaluate(&mut self, expr: ExprId) {
        if let Expr::CatchException = self.printer.function.expr(expr) {
            self.printer.uses.exception = true;
            return self.line("exception = 0;");
        }
        let expression = self.printer.function.expr(expr);
        if let Expr::Call { callee, args } = expression {
            // Whatever type its result would have.
            self.begin("");
            self.printer.call(*callee, args);
            return self.printer.out.push_str(";\n");
        }
        let is_statement = matches!(
            expression,
            Expr::Store { .. }
                | Expr::Atomic { .. }
                | Expr::AtomicFence
                | Expr::GlobalSet(..)
                | Expr::MemoryFill(..)
                | Expr::MemoryCopy(..)
                | Expr::MemoryInit(..)
                | Expr::DataDrop(_)
                | Expr::DataPlace { .. }
                | Expr::TableSet(..)
                | Expr::TableFill(..)
                | Expr::TableCopy(..)
                | Expr::TableInit(..)
                | Expr::ElemDrop(_)
                | Expr::ElemSet(..)
                | Expr::SetArg(..)
                | Expr::SetResult(..)
                | Expr::Throw(_)
                | Expr::Uncaught
                | Expr::Object(
                    ObjectOp::FieldSet { .. }
                        | ObjectOp::FieldInit { .. }
                        | ObjectOp::ArraySet
                        | ObjectOp::ElementInit { .. }
                        | ObjectOp::ArrayFill
                        | ObjectOp::ArrayCopy
                        | ObjectOp::InitData(_)
                        | ObjectOp::InitElem(_),
                    _
                )
                | Expr::Unreachable
                | Expr::MemoryGrow(..)
                | Expr::TableGrow(..)
        ) || matches!(expression, Expr::AccessLane { op, .. } if op.is_store());
        self.begin(if is_statement { "" } else { "(void)" });
        self.printer.expr(expr, if is_statement { Prec::Any } else { Prec::Unary });
        self.printer.out.push_str(";\n");
    }

    /// Prints a call in tail position, at the function's end or elsewhere.
    fn tail_call(&mut self, call: ExprId, ends: bool) {
        let returns = self.printer.returns();
        self.begin(if returns { "return " } else { "" });
        self.printer.expr(call, Prec::Any);
        self.printer.out.push_str(";\n");
        if !returns && !ends {
            self.line("return;");
        }
    }

    fn declare_before(&mut self, statement: usize) {
        if let Some(declared) = self.declarations.before.remove(&statement) {
            self.declare(declared);
        }
    }
}
