//! Index newtypes: an index into one space can't be used in another.

#![allow(unreachable_pub)] // one of them is public

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a `usize`, to index a `Vec` with.
            pub(crate) fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// A type of a module, in its type index space.
    TypeIdx;
    /// A function of a module, imports first.
    FuncIdx;
    /// A table of a module, imports first.
    TableIdx;
    /// A memory of a module, imports first.
    MemIdx;
    /// A global of a module, imports first.
    GlobalIdx;
    /// A tag of a module, imports first.
    TagIdx;
    /// An element segment of a module.
    ElemIdx;
    /// A data segment of a module.
    DataIdx;
    /// An instance of a program, in the order of instantiation.
    InstanceIdx;
    /// A type of a program, one number for all that the spec calls equal.
    CanonicalType;
}
