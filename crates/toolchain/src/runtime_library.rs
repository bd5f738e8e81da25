//! The runtime, as it travels inside `wastrel`.

/// The static library that every executable is linked with.
pub(crate) const LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/libwastrel.a"));

/// Its file name.
pub(crate) const LIBRARY_NAME: &str = "libwastrel.a";

/// The headers that emitted C includes: their names and texts.
pub(crate) const HEADERS: [(&str, &str); 2] =
    [("wastrel.h", wastrel_runtime::HEADER), ("wastrel_gc.h", wastrel_runtime::GC_HEADER)];
