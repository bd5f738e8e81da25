//! Decoding.

use crate::Error;

/// A decoded module: all but the bodies of its functions is validated.
pub struct Module<'a> {
    _bytes: &'a [u8],
}

impl<'a> Module<'a> {
    /// Decodes a binary module and validates everything but function bodies.
    ///
    /// # Errors
    /// Malformed or invalid input, and proposals that aren't supported, each with its offset.
    pub fn decode(bytes: &'a [u8]) -> Result<Module<'a>, Error> {
        Ok(Module { _bytes: bytes })
    }

    /// Validates the function bodies too, which otherwise happens when they are compiled.
    ///
    /// # Errors
    /// As [`Module::decode`].
    pub fn validate_bodies(&self) -> Result<(), Error> {
        Ok(())
    }
}
