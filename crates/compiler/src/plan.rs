//! From a program to its C, one translation unit at a time.

use crate::{Config, Error, Program};

/// A C file.
#[derive(Clone, Debug)]
pub struct CFile {
    /// Its file name: "fib.c", or "fib_0.c", "fib_1.c"… where there are several.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Read-only bytes that the C refers to by a symbol (`extern const u8 SYMBOL[]`): data segments.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The C name.
    pub symbol: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// How a C function is called in a backtrace.
#[derive(Clone, Debug)]
pub struct FunctionName {
    /// The symbol in the object file.
    pub symbol: String,
    /// "module!function".
    pub name: String,
    /// Where its body begins in its module, in bytes.
    pub offset: u64,
}

/// All that is known of a program before its functions are lowered; the units can be made in any order, in parallel.
pub struct Plan<'a> {
    _program: &'a Program<'a>,
}

/// Plans the C of a program.
///
/// # Errors
/// An entry that doesn't exist or has the wrong type.
pub fn plan<'a>(program: &'a Program<'a>, config: &'a Config) -> Result<Plan<'a>, Error> {
    let _ = config;
    Ok(Plan { _program: program })
}

impl Plan<'_> {
    /// How many translation units there are.
    pub fn unit_count(&self) -> usize {
        0
    }

    /// Lowers the functions of one unit and prints it.
    ///
    /// # Errors
    /// An invalid function body.
    pub fn unit(&self, index: usize) -> Result<CFile, Error> {
        Ok(CFile { name: format!("unit_{index}.c"), text: String::new() })
    }

    /// The data segments.
    pub fn segments(&self) -> Vec<Segment<'_>> {
        Vec::new()
    }

    /// The functions, for backtraces.
    pub fn function_names(&self) -> Vec<FunctionName> {
        Vec::new()
    }
}
