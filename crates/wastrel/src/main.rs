//! The `wastrel` command.
#![forbid(unsafe_code)]

fn main() {}
