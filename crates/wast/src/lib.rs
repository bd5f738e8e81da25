//! Runs `.wast` scripts through Wastrel.
#![forbid(unsafe_code)]
