//! Blocks, loops and branches.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::body::{Body, LOOPS, Label};
use crate::operators;

impl Body<'_> {
    /// Begins a block whose label takes these.
    pub(super) fn open_block(&mut self, results: &[ValType]) {
        let block = self.shape.types.block(results);
        self.put(Instruction::Block(block));
        self.labels.push(Label { types: Some(results.to_vec()), rounds: None });
    }

    /// Begins an if.
    pub(super) fn open_if(&mut self, results: &[ValType]) {
        let block = self.shape.types.block(results);
        self.put(Instruction::If(block));
        self.labels.push(Label { types: Some(results.to_vec()), rounds: None });
    }

    /// Begins what has a label that nothing but itself branches to.
    pub(super) fn open_other(&mut self, instruction: Instruction<'static>) {
        self.put(instruction);
        self.labels.push(Label { types: None, rounds: None });
    }

    pub(super) fn close(&mut self) {
        self.put(Instruction::End);
        self.labels.pop();
    }

    /// What decides: often how two numbers compare, which are now and then the same, or the contrary of that.
    pub(super) fn condition(&mut self, depth: u32) {
        if self.random.one_in(2) {
            return self.value(ValType::I32, depth);
        }
        let op = self.random.pick(operators::comparisons());
        let ty = op.params[0];
        self.leaf(ty);
        if self.random.one_in(3) {
            let local = self.scratch(ty);
            self.put_all([Instruction::LocalTee(local), Instruction::LocalGet(local)]);
        } else {
            self.leaf(ty);
        }
        self.put(op.instruction(0, 0, 0));
        if self.random.one_in(2) {
            self.put(Instruction::I32Eqz);
        }
    }

    /// A conditional; its arms may end elsewhere.
    pub(super) fn if_(&mut self, loops: u32) {
        self.condition(4);
        self.open_if(&[]);
        self.arm(loops);
        if self.random.one_in(2) {
            self.put(Instruction::Else);
            self.arm(loops);
        }
        self.close();
    }

    fn arm(&mut self, loops: u32) {
        self.statement(loops);
        if self.random.one_in(3) {
            self.statement(loops);
        }
        if self.random.one_in(3) {
            self.jump();
        }
    }

    /// A block that something may leave.
    pub(super) fn block(&mut self, loops: u32) {
        self.open_block(&[]);
        self.statement(loops);
        self.condition(3);
        self.put(Instruction::BrIf(0));
        self.statement(loops);
        self.close();
    }

    /// A loop, with what goes around with it.
    pub(super) fn loop_(&mut self, loops: u32) {
        let carried: Vec<_> = (0..self.random.below(3)).map(|_| self.random.pick(&self.shape.pool)).collect();
        carried.iter().for_each(|&ty| self.value(ty, 3));
        let block = if carried.is_empty() {
            BlockType::Empty
        } else {
            BlockType::FunctionType(self.shape.types.func(&carried, &carried))
        };
        if self.random.one_in(2) {
            self.tested_last(loops, &carried, block);
        } else {
            self.tested_first(loops, &carried, block);
        }
        self.set_locals(&carried);
    }

    fn tested_last(&mut self, loops: u32, carried: &[ValType], block: BlockType) {
        let counter = self.fresh(ValType::I32);
        let rounds = self.fresh(ValType::I32);
        let count = 1 + self.random.below(4) as i32;
        self.put_all([Instruction::I32Const(count), Instruction::LocalSet(counter)]);
        self.put_all([Instruction::I32Const(3), Instruction::LocalSet(rounds)]);
        self.open_loop(carried, block, rounds);
        // What a round begins with may wait on the stack until there is no other round.
        let waits = self.random.one_in(2);
        if !waits {
            self.set_locals(carried);
        }
        self.statement(loops + 1);
        self.statement(loops + 1);
        carried.iter().for_each(|&ty| self.value(ty, 3));
        self.put_all([
            Instruction::LocalGet(counter),
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::LocalTee(counter),
            Instruction::BrIf(0),
        ]);
        if waits {
            self.set_locals(carried);
        }
        self.close();
    }

    /// A loop that counts up to some number, as `for` does.
    fn tested_first(&mut self, loops: u32, carried: &[ValType], block: BlockType) {
        let counter = self.fresh(ValType::I32);
        let rounds = self.fresh(ValType::I32);
        self.put_all([Instruction::I32Const(3), Instruction::LocalSet(rounds)]);
        // A local begins as zero, but if this is in a loop, only the first time.
        if !self.random.one_in(3) {
            let first = self.random.below(3) as i32;
            self.put_all([Instruction::I32Const(first), Instruction::LocalSet(counter)]);
        }
        self.put(Instruction::Block(block));
        self.labels.push(Label { types: Some(carried.to_vec()), rounds: None });
        self.open_loop(carried, block, rounds);
        let end = 1 + self.random.below(4) as i32;
        let signed = self.random.one_in(2);
        self.put_all([
            Instruction::LocalGet(counter),
            Instruction::I32Const(end),
            if signed { Instruction::I32GeS } else { Instruction::I32GeU },
            Instruction::BrIf(1),
        ]);
        self.set_locals(carried);
        self.statement(loops + 1);
        self.statement(loops + 1);
        let step = 1 + self.random.below(2) as i32;
        let step = [
            Instruction::LocalGet(counter),
            Instruction::I32Const(step),
            Instruction::I32Add,
            Instruction::LocalSet(counter),
        ];
        if carried.is_empty() || self.random.one_in(2) {
            carried.iter().for_each(|&ty| self.value(ty, 3));
            self.put_all(step);
        } else {
            self.put_all(step);
            carried.iter().for_each(|&ty| self.value(ty, 3));
        }
        self.put(Instruction::Br(0));
        self.close();
        self.put(Instruction::Unreachable);
        self.close();
    }

    fn open_loop(&mut self, carried: &[ValType], block: BlockType, rounds: u32) {
        self.put(Instruction::Loop(block));
        self.labels.push(Label { types: Some(carried.to_vec()), rounds: Some(rounds) });
    }

    /// A statement behind one of several blocks; some branches may lead further out.
    pub(super) fn switch(&mut self, loops: u32) {
        let blocks = 2 + self.random.below(3) as u32;
        let around = self.labels.len();
        (0..blocks).for_each(|_| self.open_block(&[]));
        self.value(ValType::I32, 3);
        // Not around loops, which might have no end.
        let further = (0..around).filter(|&at| {
            let label = &self.labels[at];
            label.rounds.is_none() && label.types.as_ref().is_some_and(Vec::is_empty)
        });
        let further: Vec<_> = further.map(|at| (self.labels.len() - 1 - at) as u32).collect();
        let count = self.random.below(6) as usize;
        let mut target = || match self.random.one_in(4) && !further.is_empty() {
            true => self.random.pick(&further),
            false => self.random.below(blocks.into()) as u32,
        };
        let default = target();
        let targets: Vec<_> = (0..count).map(|_| target()).collect();
        self.put(Instruction::BrTable(targets.into(), default));
        for _ in 0..blocks {
            self.close();
            self.statement(loops);
            if self.random.one_in(3) {
                self.if_(loops);
            }
        }
    }

    /// A branch to a label that is somewhere around, or not.
    pub(super) fn branch(&mut self) {
        let Some((depth, Label { types, rounds })) = self.target() else {
            return self.call_statement();
        };
        let types = types.unwrap_or_default();
        if self.random.one_in(2) {
            types.iter().for_each(|&ty| self.value(ty, 3));
            self.condition(3);
            self.another_round(rounds);
            self.put(Instruction::BrIf(depth));
            return types.iter().for_each(|_| self.put(Instruction::Drop));
        }
        self.condition(3);
        self.another_round(rounds);
        self.open_if(&[]);
        self.forgotten();
        types.iter().for_each(|&ty| self.value(ty, 3));
        self.put(Instruction::Br(depth + 1));
        self.close();
    }

    /// A branch to a label that is somewhere around, as the last there is in an arm.
    fn jump(&mut self) {
        let Some((depth, Label { types, rounds })) = self.target() else { return };
        if rounds.is_some() {
            self.put(Instruction::I32Const(1));
            self.another_round(rounds);
            self.put(Instruction::I32Eqz);
            // Who left it by a branch would go around once more.
            self.open_other(Instruction::If(BlockType::Empty));
            self.return_values();
            self.put(Instruction::Return);
            self.close();
        }
        types.unwrap_or_default().iter().for_each(|&ty| self.value(ty, 3));
        self.put(Instruction::Br(depth));
    }

    /// A label that is somewhere around, and how far.
    fn target(&mut self) -> Option<(u32, Label)> {
        let labels: Vec<_> = (0..self.labels.len()).filter(|&at| self.labels[at].types.is_some()).collect();
        if labels.is_empty() {
            return None;
        }
        let at = self.random.pick(&labels);
        Some(((self.labels.len() - 1 - at) as u32, self.labels[at].clone()))
    }

    /// The condition on the stack, but only if the loop may still be gone around, which is then once less.
    fn another_round(&mut self, rounds: Option<u32>) {
        let Some(rounds) = rounds else { return };
        self.put_all([
            Instruction::LocalGet(rounds),
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::LocalTee(rounds),
            Instruction::I32Const(0),
            Instruction::I32GeS,
            Instruction::I32And,
        ]);
    }

    /// Now and then a value that nobody takes, since what comes next leaves.
    pub(super) fn forgotten(&mut self) {
        if self.random.one_in(4) {
            let ty = self.random.pick(&self.shape.pool);
            self.value(ty, 2);
        }
    }

    /// Leaves the function, or not.
    pub(super) fn leave(&mut self) {
        self.condition(3);
        self.open_if(&[]);
        if self.shape.features.tail_calls && self.random.one_in(2) {
            self.tail_call();
        } else {
            self.forgotten();
            self.return_values();
            self.put(Instruction::Return);
        }
        self.close();
    }

    /// A value by way of an if, a block that something leaves with it, or a handler of exceptions.
    pub(super) fn structured(&mut self, ty: ValType, depth: u32) {
        match self.random.below(5) {
            0 if self.shape.features.exceptions => self.handler(ty, depth),
            0 | 1 => {
                self.open_block(&[ty]);
                self.value(ty, depth - 1);
                if self.random.one_in(2) {
                    self.condition(depth - 1);
                    self.put_all([Instruction::BrIf(0), Instruction::Drop]);
                } else {
                    let local = self.fresh_or_drop(ty);
                    self.branch();
                    self.put(local);
                    return self.close();
                }
                self.value(ty, depth - 1);
                self.close();
            }
            2 if self.budget > 0 => {
                // It waits while something else happens.
                self.open_block(&[ty]);
                self.value(ty, depth - 1);
                self.statement(LOOPS);
                if self.random.one_in(2) {
                    self.put(Instruction::Br(0));
                }
                self.close();
            }
            _ => {
                self.condition(depth - 1);
                self.open_if(&[ty]);
                self.value(ty, depth - 1);
                if self.budget > 0 && self.random.one_in(4) {
                    self.statement(LOOPS);
                }
                self.put(Instruction::Else);
                self.value(ty, depth - 1);
                self.close();
            }
        }
    }
}
