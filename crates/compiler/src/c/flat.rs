//! Statements that are nested too deep for braces, as labels and gotos.

use super::body::{BodyPrinter, Work};
use crate::ir::*;

impl BodyPrinter<'_, '_> {
    /// Prints a statement that is marked; what follows its head becomes work.
    pub(super) fn flat(&mut self, stmt: &Stmt, work: &mut Vec<Work>) {
        match stmt {
            Stmt::Loop { label, exit, body } => {
                self.force(*label);
                self.label(*label);
                work.push(Work::Label(*exit));
                work.push(Work::Goto(*label));
                work.push(Work::Seq(*body, 0));
            }
            Stmt::While { cond, label, exit, body } => {
                self.force(*label);
                self.label(*label);
                self.leave_unless(*cond, *exit);
                work.push(Work::Label(*exit));
                work.push(Work::Goto(*label));
                work.push(Work::Seq(*body, 0));
            }
            Stmt::DoWhile { cond, exit, body } => {
                let again = self.new_label();
                self.label(again);
                work.push(Work::Label(*exit));
                work.push(Work::GotoIf(*cond, again));
                work.push(Work::Seq(*body, 0));
            }
            Stmt::If { cond, then, els } => {
                let (other, end) = (self.new_label(), self.new_label());
                self.leave_unless(*cond, other);
                let function = self.printer.function;
                if !function.seq(*els).is_empty() && self.falls(function.seq(*then)) {
                    work.push(Work::Label(end));
                    work.push(Work::Seq(*els, 0));
                    work.push(Work::Label(other));
                    work.push(Work::Goto(end));
                } else {
                    work.push(Work::Seq(*els, 0));
                    work.push(Work::Label(other));
                }
                work.push(Work::Seq(*then, 0));
            }
            Stmt::Switch(switch) => self.flat_switch(switch.index, &switch.arms, switch.exit, work),
            _ => unreachable!("it has no braces"),
        }
    }

    fn flat_switch(&mut self, index: ExprId, arms: &[Arm], exit: LabelId, work: &mut Vec<Work>) {
        self.begin("switch (");
        self.printer.expr(index, super::prec::Prec::Any);
        self.printer.out.push_str(") {\n");
        work.push(Work::Label(exit));
        let labels: Vec<LabelId> = arms.iter().map(|_| self.new_label()).collect();
        for (arm, &label) in arms.iter().zip(&labels) {
            for value in &arm.cases {
                self.line(&format!("case {value}:"));
            }
            if arm.default {
                self.line("default:");
            }
            self.line(&format!("  goto label{};", label.0));
        }
        self.line("}");
        for (arm, &label) in arms.iter().zip(&labels).rev() {
            work.push(Work::Seq(arm.body, 0));
            work.push(Work::Label(label));
        }
    }

    /// `if (!(cond)) goto label;`
    fn leave_unless(&mut self, cond: ExprId, label: LabelId) {
        self.force(label);
        self.begin("if (!(");
        self.printer.condition(cond);
        self.printer.out.push_str("))\n");
        self.indent += 1;
        self.line(&format!("goto label{};", label.0));
        self.indent -= 1;
    }

    /// Sees to it that a label is printed.
    fn force(&mut self, label: LabelId) {
        self.gotos.insert(label);
    }

    /// A label that no statement of the function has, and that is printed.
    fn new_label(&mut self) -> LabelId {
        let label = LabelId(self.labels);
        self.labels += 1;
        self.force(label);
        label
    }
}
