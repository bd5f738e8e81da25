//! Exceptions: thrown and caught.

use std::iter;

use wasm_encoder::{AbstractHeapType, BlockType, Catch, Instruction, RefType, ValType};

use super::body::Body;
use super::types::heap;

impl Body<'_> {
    /// Something is thrown, perhaps where nobody in this function catches it; or a statement among handlers.
    pub(super) fn exception_statement(&mut self, loops: u32) {
        match self.random.below(4) {
            0 if self.handlers > 0 || self.random.one_in(4) => {
                self.value(ValType::I32, 3);
                self.open_if(&[]);
                self.throw(3);
                self.close();
            }
            1 if self.handlers > 0 || self.random.one_in(8) => {
                self.open_block(&[]);
                self.reference(RefType { nullable: true, heap_type: heap(AbstractHeapType::Exn) }, 3);
                self.put_all([Instruction::BrOnNull(0), Instruction::ThrowRef]);
                self.close();
            }
            _ => self.handlers(&[], |body| {
                body.statement(loops);
                body.statement(loops);
            }),
        }
    }

    /// A value that comes from among handlers.
    pub(super) fn handler(&mut self, ty: ValType, depth: u32) {
        self.handlers(&[ty], |body| {
            if body.random.one_in(2) {
                // What throws need not be what gives the value.
                body.call_statement();
            }
            body.value(ty, depth - 1);
        });
    }

    fn throw(&mut self, depth: u32) {
        let tag = self.random.below(self.shape.tags.len() as u64) as u32;
        let (params, _) = self.shape.types.signature(self.shape.tags[tag as usize]);
        self.forgotten();
        params.iter().for_each(|&ty| self.value(ty, depth));
        self.put(Instruction::Throw(tag));
    }

    /// An exception that was thrown and caught.
    pub(super) fn new_exception(&mut self) {
        let exception = ValType::Ref(RefType { nullable: false, heap_type: heap(AbstractHeapType::Exn) });
        self.open_block(&[exception]);
        self.open_other(Instruction::TryTable(BlockType::Empty, vec![Catch::AllRef { label: 0 }].into()));
        self.handlers += 1;
        self.throw(0);
        self.handlers -= 1;
        self.close();
        self.put(Instruction::Unreachable);
        self.close();
    }

    /// What has these results, or what handlers have in place of them.
    fn handlers(&mut self, results: &[ValType], body: impl FnOnce(&mut Self)) {
        let exception = ValType::Ref(RefType { nullable: false, heap_type: heap(AbstractHeapType::Exn) });
        let count = 1 + self.random.below(3) as u32;
        let mut catches = Vec::new();
        let mut caught = Vec::new();
        for label in 0..count {
            let tag = self.random.below(self.shape.tags.len() as u64) as u32;
            let (mut values, _) = self.shape.types.signature(self.shape.tags[tag as usize]);
            let reference = self.random.one_in(2);
            let all = label + 1 == count && !self.random.one_in(4);
            catches.push(match (all, reference) {
                (true, true) => Catch::AllRef { label },
                (true, false) => Catch::All { label },
                (false, true) => Catch::OneRef { tag, label },
                (false, false) => Catch::One { tag, label },
            });
            if all {
                values.clear();
            }
            values.extend(iter::repeat_n(exception, usize::from(reference)));
            caught.push(values);
        }
        self.open_block(results);
        caught.iter().rev().for_each(|values| self.open_block(values));
        let block = self.shape.types.block(results);
        self.open_other(Instruction::TryTable(block, catches.into()));
        self.handlers += 1;
        body(self);
        self.handlers -= 1;
        self.close();
        self.put(Instruction::Br(count));
        for (handler, values) in caught.iter().enumerate() {
            self.close();
            let fits = |(&value, &result)| self.shape.types.is(value, result);
            let are_results = values.len() == results.len() && iter::zip(values, results).all(fits);
            if !are_results || self.random.one_in(3) {
                self.set_locals(values);
                results.iter().for_each(|&ty| self.value(ty, 2));
            }
            let left = count - 1 - handler as u32;
            if left > 0 {
                self.put(Instruction::Br(left));
            }
        }
        self.close();
    }
}
