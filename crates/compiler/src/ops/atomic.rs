//! The atomic instructions of the threads proposal. Each pops an address, then operands, and pushes a result or none.

use crate::ir::CType;
use wasmparser::{MemArg, Operator};

macro_rules! atomic_ops {
    ($($op:ident $mnemonic:literal ($($operand:ident)*) ($($result:ident)?);)*) => {
        /// An atomic access to a memory, a wait or a notification.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum AtomicOp { $($op,)* }

        impl AtomicOp {
            /// The instruction and what it accesses, if it is one of these.
            pub(crate) fn of(operator: &Operator) -> Option<(AtomicOp, MemArg)> {
                match operator {
                    $(Operator::$op { memarg, .. } => Some((AtomicOp::$op, *memarg)),)*
                    _ => None,
                }
            }

            /// The name in the text format.
            pub(crate) fn mnemonic(self) -> &'static str {
                match self { $(AtomicOp::$op => $mnemonic,)* }
            }

            /// What it pops above the address.
            pub(crate) fn operands(self) -> &'static [CType] {
                match self { $(AtomicOp::$op => &[$(CType::$operand),*],)* }
            }

            /// What it pushes.
            pub(crate) fn result(self) -> Option<CType> {
                match self { $(AtomicOp::$op => [$(CType::$result)?].first().copied(),)* }
            }
        }
    };
}

atomic_ops! {
    MemoryAtomicNotify "memory.atomic.notify" (U32) (U32);
    MemoryAtomicWait32 "memory.atomic.wait32" (U32 U64) (U32);
    MemoryAtomicWait64 "memory.atomic.wait64" (U64 U64) (U32);
    I32AtomicLoad "i32.atomic.load" () (U32);
    I64AtomicLoad "i64.atomic.load" () (U64);
    I32AtomicLoad8U "i32.atomic.load8_u" () (U32);
    I32AtomicLoad16U "i32.atomic.load16_u" () (U32);
    I64AtomicLoad8U "i64.atomic.load8_u" () (U64);
    I64AtomicLoad16U "i64.atomic.load16_u" () (U64);
    I64AtomicLoad32U "i64.atomic.load32_u" () (U64);
    I32AtomicStore "i32.atomic.store" (U32) ();
    I64AtomicStore "i64.atomic.store" (U64) ();
    I32AtomicStore8 "i32.atomic.store8" (U32) ();
    I32AtomicStore16 "i32.atomic.store16" (U32) ();
    I64AtomicStore8 "i64.atomic.store8" (U64) ();
    I64AtomicStore16 "i64.atomic.store16" (U64) ();
    I64AtomicStore32 "i64.atomic.store32" (U64) ();
    I32AtomicRmwAdd "i32.atomic.rmw.add" (U32) (U32);
    I64AtomicRmwAdd "i64.atomic.rmw.add" (U64) (U64);
    I32AtomicRmw8AddU "i32.atomic.rmw8.add_u" (U32) (U32);
    I32AtomicRmw16AddU "i32.atomic.rmw16.add_u" (U32) (U32);
    I64AtomicRmw8AddU "i64.atomic.rmw8.add_u" (U64) (U64);
    I64AtomicRmw16AddU "i64.atomic.rmw16.add_u" (U64) (U64);
    I64AtomicRmw32AddU "i64.atomic.rmw32.add_u" (U64) (U64);
    I32AtomicRmwSub "i32.atomic.rmw.sub" (U32) (U32);
    I64AtomicRmwSub "i64.atomic.rmw.sub" (U64) (U64);
    I32AtomicRmw8SubU "i32.atomic.rmw8.sub_u" (U32) (U32);
    I32AtomicRmw16SubU "i32.atomic.rmw16.sub_u" (U32) (U32);
    I64AtomicRmw8SubU "i64.atomic.rmw8.sub_u" (U64) (U64);
    I64AtomicRmw16SubU "i64.atomic.rmw16.sub_u" (U64) (U64);
    I64AtomicRmw32SubU "i64.atomic.rmw32.sub_u" (U64) (U64);
    I32AtomicRmwAnd "i32.atomic.rmw.and" (U32) (U32);
    I64AtomicRmwAnd "i64.atomic.rmw.and" (U64) (U64);
    I32AtomicRmw8AndU "i32.atomic.rmw8.and_u" (U32) (U32);
    I32AtomicRmw16AndU "i32.atomic.rmw16.and_u" (U32) (U32);
    I64AtomicRmw8AndU "i64.atomic.rmw8.and_u" (U64) (U64);
    I64AtomicRmw16AndU "i64.atomic.rmw16.and_u" (U64) (U64);
    I64AtomicRmw32AndU "i64.atomic.rmw32.and_u" (U64) (U64);
    I32AtomicRmwOr "i32.atomic.rmw.or" (U32) (U32);
    I64AtomicRmwOr "i64.atomic.rmw.or" (U64) (U64);
    I32AtomicRmw8OrU "i32.atomic.rmw8.or_u" (U32) (U32);
    I32AtomicRmw16OrU "i32.atomic.rmw16.or_u" (U32) (U32);
    I64AtomicRmw8OrU "i64.atomic.rmw8.or_u" (U64) (U64);
    I64AtomicRmw16OrU "i64.atomic.rmw16.or_u" (U64) (U64);
    I64AtomicRmw32OrU "i64.atomic.rmw32.or_u" (U64) (U64);
    I32AtomicRmwXor "i32.atomic.rmw.xor" (U32) (U32);
    I64AtomicRmwXor "i64.atomic.rmw.xor" (U64) (U64);
    I32AtomicRmw8XorU "i32.atomic.rmw8.xor_u" (U32) (U32);
    I32AtomicRmw16XorU "i32.atomic.rmw16.xor_u" (U32) (U32);
    I64AtomicRmw8XorU "i64.atomic.rmw8.xor_u" (U64) (U64);
    I64AtomicRmw16XorU "i64.atomic.rmw16.xor_u" (U64) (U64);
    I64AtomicRmw32XorU "i64.atomic.rmw32.xor_u" (U64) (U64);
    I32AtomicRmwXchg "i32.atomic.rmw.xchg" (U32) (U32);
    I64AtomicRmwXchg "i64.atomic.rmw.xchg" (U64) (U64);
    I32AtomicRmw8XchgU "i32.atomic.rmw8.xchg_u" (U32) (U32);
    I32AtomicRmw16XchgU "i32.atomic.rmw16.xchg_u" (U32) (U32);
    I64AtomicRmw8XchgU "i64.atomic.rmw8.xchg_u" (U64) (U64);
    I64AtomicRmw16XchgU "i64.atomic.rmw16.xchg_u" (U64) (U64);
    I64AtomicRmw32XchgU "i64.atomic.rmw32.xchg_u" (U64) (U64);
    I32AtomicRmwCmpxchg "i32.atomic.rmw.cmpxchg" (U32 U32) (U32);
    I64AtomicRmwCmpxchg "i64.atomic.rmw.cmpxchg" (U64 U64) (U64);
    I32AtomicRmw8CmpxchgU "i32.atomic.rmw8.cmpxchg_u" (U32 U32) (U32);
    I32AtomicRmw16CmpxchgU "i32.atomic.rmw16.cmpxchg_u" (U32 U32) (U32);
    I64AtomicRmw8CmpxchgU "i64.atomic.rmw8.cmpxchg_u" (U64 U64) (U64);
    I64AtomicRmw16CmpxchgU "i64.atomic.rmw16.cmpxchg_u" (U64 U64) (U64);
    I64AtomicRmw32CmpxchgU "i64.atomic.rmw32.cmpxchg_u" (U64 U64) (U64);
}

impl AtomicOp {
    /// Whether it does nothing but load.
    pub(crate) fn is_load(self) -> bool {
        self.mnemonic().contains("atomic.load")
    }
}
