//! What a compiled program may do, as it is told at its start.
//!
//! An executable reads its policy from the environment variable WASTREL_OPTIONS, which the program doesn't see: flags
//! as on the command line of `wastrel run`, quoted as in a shell.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// The environment variable.
pub(crate) const VARIABLE: &str = "WASTREL_OPTIONS";

/// A list of flags.
#[derive(Default)]
pub(crate) struct Policy {
    text: Vec<u8>,
}

impl Policy {
    /// Adds a flag with its value.
    pub(crate) fn flag(&mut self, name: &str, value: &OsStr) {
        if !self.text.is_empty() {
            self.text.push(b' ');
        }
        self.text.extend(name.as_bytes());
        self.text.push(b' ');
        self.text.extend(wastrel_runtime::quote(value.as_bytes()));
    }

    /// What to set the variable to: the flags that it holds already, and these, which override them. None where there
    /// are none.
    pub(crate) fn into_variable(self) -> Option<OsString> {
        let mut text = env::var_os(VARIABLE).map(OsString::into_vec).unwrap_or_default();
        if !text.is_empty() && !self.text.is_empty() {
            text.push(b' ');
        }
        text.extend(self.text);
        Some(OsString::from_vec(text)).filter(|text| !text.is_empty())
    }
}
