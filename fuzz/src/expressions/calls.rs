//! Calls: direct, through a table, through a reference; and those that take the place of their caller.

use wasm_encoder::{HeapType, Instruction, RefType, ValType};

use super::FUNCTIONS;
use super::body::Body;

impl Body<'_> {
    pub(super) fn call_statement(&mut self) {
        let callee = self.random.below(FUNCTIONS.into()) as u32;
        let (_, results) = self.call_of(callee, 3, false);
        self.set_locals(&results);
    }

    /// A call of a function that has one result of the type, if there is any.
    pub(super) fn call(&mut self, ty: ValType, depth: u32) {
        let callees =
            self.functions(|body, results| matches!(results, [one] if body.shape.types.is(*one, ty)));
        if callees.is_empty() {
            return self.leaf(ty);
        }
        let callee = self.random.pick(&callees);
        self.call_of(callee, depth - 1, false);
    }

    /// A call of a function that has the results of this one, in place of it.
    pub(super) fn tail_call(&mut self) {
        let wanted = self.results.clone();
        let callees = self.functions(|body, results| {
            results.len() == wanted.len()
                && std::iter::zip(results, &wanted).all(|(one, other)| body.shape.types.is(*one, *other))
        });
        let callee = self.random.pick(&callees);
        self.call_of(callee, 3, true);
    }

    fn functions(&self, fits: impl Fn(&Self, &[ValType]) -> bool) -> Vec<u32> {
        let results = |index: &u32| self.shape.types.signature(self.shape.functions[*index as usize]).1;
        (0..FUNCTIONS).filter(|index| fits(self, &results(index))).collect()
    }

    /// A call of a function in one of the ways; the types of what it takes and gives.
    fn call_of(&mut self, callee: u32, depth: u32, tail: bool) -> (Vec<ValType>, Vec<ValType>) {
        let own = self.shape.functions[callee as usize];
        let way = self.random.below(6);
        let ty = match self.shape.types.supertype(own) {
            Some(supertype) if way >= 3 && !tail => supertype,
            _ => own,
        };
        let (params, results) = self.shape.types.signature(ty);
        params.iter().for_each(|&param| self.value(param, depth));
        match way {
            0..3 => self.put(if tail { Instruction::ReturnCall(callee) } else { Instruction::Call(callee) }),
            3 | 4 => {
                self.callee_index(callee, depth);
                let (type_index, table_index) = (ty, 0);
                self.put(if tail {
                    Instruction::ReturnCallIndirect { type_index, table_index }
                } else {
                    Instruction::CallIndirect { type_index, table_index }
                });
            }
            _ => {
                let nullable = self.shape.features.traps && self.random.one_in(4);
                let reference = RefType { nullable, heap_type: HeapType::Concrete(ty) };
                self.reference(reference, depth);
                self.put(if tail { Instruction::ReturnCallRef(ty) } else { Instruction::CallRef(ty) });
            }
        }
        (params, results)
    }

    /// Where the function is in the first table: in one of two places, or perhaps somewhere else if there may be traps.
    fn callee_index(&mut self, callee: u32, depth: u32) {
        let is64 = self.shape.tables[0].table64;
        if self.shape.features.traps && self.random.one_in(6) {
            return self.small(16, is64, depth);
        }
        if self.random.one_in(3) {
            self.put(Instruction::I32Const(callee as i32));
        } else {
            self.put_all([
                Instruction::I32Const(callee as i32),
                Instruction::I32Const((callee + FUNCTIONS) as i32),
            ]);
            self.value(ValType::I32, depth);
            self.put(Instruction::Select);
        }
        if is64 {
            self.put(Instruction::I64ExtendI32U);
        }
    }
}
