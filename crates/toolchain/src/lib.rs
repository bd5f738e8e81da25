//! From the C of a program to an executable.
#![forbid(unsafe_code)]
