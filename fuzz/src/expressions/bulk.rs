//! Many bytes of memories and many elements of tables at once.

use wasm_encoder::{Instruction, ValType};

use super::body::Body;
use super::shape::{DROPPED_DATA, DROPPED_ELEMENTS, ELEMENTS, KEPT_DATA};

impl Body<'_> {
    /// Something is done to a memory.
    pub(super) fn memory_statement(&mut self) {
        let memory = self.memory();
        let is64 = |body: &Self, memory: u32| body.shape.memories[memory as usize].memory64;
        let this64 = is64(self, memory);
        match self.random.below(8) {
            0..2 => {
                self.address(memory, false, 3);
                self.value(ValType::I32, 3);
                self.count(128, this64);
                self.put(Instruction::MemoryFill(memory));
            }
            2..5 => {
                let from = self.memory();
                let from64 = is64(self, from);
                self.address(memory, false, 3);
                self.address(from, false, 3);
                self.count(128, this64 && from64);
                self.put(Instruction::MemoryCopy { src_mem: from, dst_mem: memory });
            }
            5 | 6 => {
                let dropped = self.random.one_in(4);
                self.address(memory, false, 3);
                // Of what may have been dropped, nothing can be taken.
                let limit = if dropped && !self.shape.features.traps { 1 } else { 128 };
                self.small(limit, false, 3);
                self.count(limit, false);
                let data_index = if dropped { DROPPED_DATA } else { KEPT_DATA };
                self.put(Instruction::MemoryInit { mem: memory, data_index });
            }
            _ if self.shape.features.atomics => {
                self.put(Instruction::AtomicFence(wasm_encoder::Ordering::SeqCst));
            }
            _ => self.put(Instruction::DataDrop(DROPPED_DATA)),
        }
        if self.random.one_in(20) {
            self.put(Instruction::DataDrop(DROPPED_DATA));
        }
    }

    /// Something is done to a table; not to the first, in which functions are called, unless there may be traps.
    pub(super) fn table_statement(&mut self) {
        let first = usize::from(!self.shape.features.traps);
        let tables: Vec<_> = (first..self.shape.tables.len()).map(|table| table as u32).collect();
        let table = self.random.pick(&tables);
        let ty = self.shape.tables[table as usize];
        let element = ValType::Ref(ty.element_type);
        match self.random.below(8) {
            0 | 1 => {
                self.table_index(table, ELEMENTS, 3);
                self.value(element, 4);
                self.put(Instruction::TableSet(table));
            }
            2 => {
                self.table_index(table, ELEMENTS / 2, 3);
                self.value(element, 4);
                self.count(4, ty.table64);
                self.put(Instruction::TableFill(table));
            }
            3..6 => {
                let sources: Vec<_> = (0..self.shape.tables.len() as u32)
                    .filter(|&from| {
                        let from = self.shape.tables[from as usize].element_type;
                        self.shape.types.ref_is(from, ty.element_type)
                    })
                    .collect();
                let from = self.random.pick(&sources);
                let both64 = ty.table64 && self.shape.tables[from as usize].table64;
                self.table_index(table, ELEMENTS / 2, 3);
                self.table_index(from, ELEMENTS / 2, 3);
                self.count(4, both64);
                self.put(Instruction::TableCopy { src_table: from, dst_table: table });
            }
            _ => self.table_init(table),
        }
        if self.random.one_in(12) {
            self.put(Instruction::ElemDrop(DROPPED_ELEMENTS));
        }
    }

    fn table_init(&mut self, table: u32) {
        let ty = self.shape.tables[table as usize].element_type;
        let segments: Vec<_> = (1..self.shape.segments.len() as u32)
            .filter(|&segment| self.shape.types.ref_is(self.shape.segments[segment as usize], ty))
            .collect();
        if segments.is_empty() {
            return self.call_statement();
        }
        let elem_index = self.random.pick(&segments);
        let limit = if elem_index == DROPPED_ELEMENTS && !self.shape.features.traps { 1 } else { 4 };
        self.table_index(table, ELEMENTS / 2, 3);
        self.small(limit, false, 3);
        self.count(limit, false);
        self.put(Instruction::TableInit { elem_index, table });
    }
}
