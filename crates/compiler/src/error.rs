//! What can be wrong with a module, and which proposals are supported.

use wasmparser::WasmFeatures;

/// A module that is malformed, invalid or that needs a proposal Wastrel doesn't support.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{message}{}", in_function(function.as_deref()), at_offset(*offset))]
pub struct Error {
    /// What is wrong, in lower case.
    pub message: String,
    /// Where in the module, in bytes from its start; 0 is the module as a whole.
    pub offset: u64,
    /// The function it is in, where it is in one and that is known.
    pub function: Option<String>,
}

fn in_function(function: Option<&str>) -> String {
    function.map(|name| format!("in function {name}: ")).unwrap_or_default()
}

fn at_offset(offset: u64) -> String {
    if offset == 0 { String::new() } else { format!(" (at offset 0x{offset:x})") }
}

impl Error {
    /// An error at a place of the module.
    pub(crate) fn at(offset: u64, message: String) -> Error {
        Error { message, offset, function: None }
    }
}

impl From<wasmparser::Error> for Error {
    fn from(error: wasmparser::Error) -> Self {
        Error::at(error.offset(), error.message().to_owned())
    }
}

/// The proposals that Wastrel supports: wasmparser refuses all others by name.
pub(crate) struct Features;

impl Features {
    /// The feature set that modules are validated with.
    pub(crate) fn supported() -> WasmFeatures {
        WasmFeatures::WASM1
            | WasmFeatures::SIGN_EXTENSION
            | WasmFeatures::SATURATING_FLOAT_TO_INT
            | WasmFeatures::MULTI_VALUE
            | WasmFeatures::BULK_MEMORY
            | WasmFeatures::REFERENCE_TYPES
            | WasmFeatures::FUNCTION_REFERENCES
            | WasmFeatures::GC
            | WasmFeatures::TAIL_CALL
            | WasmFeatures::MULTI_MEMORY
            | WasmFeatures::EXTENDED_CONST
            | WasmFeatures::MEMORY64
            | WasmFeatures::CUSTOM_PAGE_SIZES
            | WasmFeatures::SIMD
            | WasmFeatures::RELAXED_SIMD
            | WasmFeatures::THREADS
            | WasmFeatures::WIDE_ARITHMETIC
            | WasmFeatures::EXCEPTIONS
            | WasmFeatures::LEGACY_EXCEPTIONS
    }
}
