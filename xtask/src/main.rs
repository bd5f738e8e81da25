//! What a developer of Wastrel runs besides `cargo test`.
#![forbid(unsafe_code)]

fn main() {}
