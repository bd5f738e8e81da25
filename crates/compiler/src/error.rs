//! What can be wrong with a module.

/// A module that is malformed, invalid or that needs a proposal Wastrel doesn't support.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{message} (at offset 0x{offset:x})", function.as_ref().map(|name| format!("in function {name}: ")).unwrap_or_default())]
pub struct Error {
    /// What is wrong, in lower case.
    pub message: String,
    /// Where in the module, in bytes from its start.
    pub offset: u64,
    /// The function it is in, where it is in one and that is known.
    pub function: Option<String>,
}

impl From<wasmparser::BinaryReaderError> for Error {
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Error { message: error.message().to_owned(), offset: error.offset() as u64, function: None }
    }
}
