//! The runtime, as it travels inside `wastrel`.

/// The static library that every executable is linked with.
pub(crate) const LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/libwastrel.a"));

/// Its file name.
pub(crate) const LIBRARY_NAME: &str = "libwastrel.a";

/// The file name of the header that every C file includes.
pub(crate) const HEADER_NAME: &str = "wastrel.h";
