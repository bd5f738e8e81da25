//! The helpers of emitted C: they compile without a warning under every compiler, and compute what the specification
//! says.

mod cc;
mod compiles;
mod lanes;
mod memory;
mod numeric;
mod program;
mod reference;
mod simd;
mod values;

#[path = "../../src/c/helpers.rs"]
mod helpers;

/// The interface of the runtime, which the helpers build on.
const WASTREL_H: &str = include_str!("../../../runtime/include/wastrel.h");
