//! The instructions of objects, and what references are tested for.

use crate::index::*;

/// An instruction on structs, arrays and i31s, or on references to such. Fields and elements are those of the C type that the object,
/// the first operand, has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectOp {
    /// A struct of all its fields; an array of a value and a length.
    New,
    /// A struct; an array of a length.
    NewDefault,
    /// An array of its elements.
    NewFixed,
    /// Offset, length.
    NewData(DataIdx),
    NewElem(ElemIdx),
    /// `force` says that the load must happen even if nobody needs the value, since it tells whether the object is null.
    FieldGet {
        field: u32,
        signed: bool,
        force: bool,
    },
    /// Object, value.
    FieldSet {
        field: u32,
    },
    /// Array, index.
    ArrayGet {
        signed: bool,
    },
    /// Array, index, value.
    ArraySet,
    /// Of a struct that was just made: object, value.
    FieldInit {
        field: u32,
    },
    /// Of an array that was just made: array, value.
    ElementInit {
        index: u32,
    },
    ArrayLen {
        force: bool,
    },
    /// Array, index, value, n.
    ArrayFill,
    /// To, index, from, index, n.
    ArrayCopy,
    /// Array, index, offset, n.
    InitData(DataIdx),
    InitElem(ElemIdx),
    I31New,
    I31Get {
        signed: bool,
        nullable: bool,
    },
    Eq,
    Test(Test),
    /// The reference, or the trap.
    Cast(Test),
}

/// What a reference is tested for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    pub target: Target,
    /// Null passes.
    pub null: bool,
    /// It may be null.
    pub nullable: bool,
    /// It can be no i31.
    pub object: bool,
}

/// What passes a test, besides null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Objects whose types have these numbers.
    Objects {
        first: u32,
        count: u32,
    },
    /// These, and i31s.
    Eq {
        first: u32,
        count: u32,
    },
    I31,
    /// Functions whose types have these numbers.
    Funcs {
        first: u32,
        count: u32,
    },
    All,
    None,
}
