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

/// The interfaces of the runtime and of the collector, which the helpers build on.
const WASTREL_H: &str = concat!(
    "#include \"",
    env!("CARGO_MANIFEST_DIR"),
    "/../runtime/include/wastrel.h\"\n#include \"",
    env!("CARGO_MANIFEST_DIR"),
    "/../gc/include/wastrel_gc.h\"\n"
);
