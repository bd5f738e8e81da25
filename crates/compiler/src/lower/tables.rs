//! The instructions of tables.

use super::Lowering;
use super::effects::Effects;
use crate::index::*;
use crate::ir::*;
use wasmparser::Operator;

impl Lowering<'_, '_> {
    pub(super) fn table(&mut self, operator: &Operator) -> bool {
        match *operator {
            Operator::TableGet { table } => {
                let index = self.stack.pop();
                let ty = self.ctypes.of_ref(self.module.tables[table as usize].ty.element_type);
                let effects = Effects::default().reading_state().trapping(Some(Trap::TableBounds));
                let expr = Expr::TableGet(TableIdx(table), index.expr);
                self.stack.push(expr, ty.erased(), effects, &[&index]);
                self.convert_top(ty);
            }
            Operator::TableSet { table } => {
                let value = self.stack.pop();
                let index = self.stack.pop();
                self.stack.write_state(Expr::TableSet(TableIdx(table), index.expr, value.expr));
            }
            Operator::TableSize { table } => {
                let effects = Effects::default().reading_state();
                self.stack.push(Expr::TableSize(TableIdx(table)), self.index_type(table), effects, &[]);
            }
            Operator::TableGrow { table } => {
                let n = self.stack.pop();
                let value = self.stack.pop();
                let expr = Expr::TableGrow(TableIdx(table), [value.expr, n.expr]);
                let ty = self.index_type(table);
                self.stack.push(expr, ty, Effects::default().writing_state(), &[&value, &n]);
            }
            Operator::TableFill { table } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::TableFill(TableIdx(table), operands));
            }
            Operator::TableCopy { dst_table, src_table } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::TableCopy(TableIdx(dst_table), TableIdx(src_table), operands));
            }
            Operator::TableInit { elem_index, table } => {
                let operands = self.bulk_operands();
                self.stack.write_state(Expr::TableInit(TableIdx(table), ElemIdx(elem_index), operands));
            }
            Operator::ElemDrop { elem_index } => self.stack.write_state(Expr::ElemDrop(ElemIdx(elem_index))),
            _ => return false,
        }
        true
    }

    /// The type of a table's indices and sizes.
    fn index_type(&self, table: u32) -> CType {
        if self.module.tables[table as usize].ty.table64 { CType::U64 } else { CType::U32 }
    }
}
