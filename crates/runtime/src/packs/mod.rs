//! Host packs: what the modules of particular languages import besides WASI. A folder each, or a file if that is enough; `doc/packs.md` says
//! how to add one.
//!
//! A pack is a table of rows, made by [`pack`]: the names that a module imports, the symbol that the emitted C calls, and the function
//! with its types. What a program doesn't import isn't linked into it.

use crate::host::HostFunction;

mod bench;
mod hoot;
mod js_string;
mod moonbit;
#[cfg(feature = "freestanding")]
mod object;

/// The functions of all packs.
pub(crate) const FUNCTIONS: &[&[HostFunction]] =
    &[bench::FUNCTIONS, hoot::FUNCTIONS, hoot::CODE_SOURCE, js_string::FUNCTIONS, moonbit::FUNCTIONS];

/// A type that values have on their way between a module and a pack.
pub(crate) trait Passed {
    /// Its letter in a signature, as in `wastrel.h`; `#` for the number of a type, which the compiler adds.
    const LETTER: u8;
}

impl Passed for u32 {
    const LETTER: u8 = b'i';
}

impl Passed for u64 {
    const LETTER: u8 = b'I';
}

impl Passed for f64 {
    const LETTER: u8 = b'F';
}

/// A reference of the any hierarchy.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Any(pub(crate) usize);

impl Passed for Any {
    const LETTER: u8 = b'a';
}

/// A reference to something of the host's, or to what a module has made into one.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Extern(pub(crate) usize);

impl Passed for Extern {
    const LETTER: u8 = b'e';
}

/// A reference to a function.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Func(usize);

impl Passed for Func {
    const LETTER: u8 = b'c';
}

/// The number of the type of objects that the module wants as a result.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct ResultType(pub(crate) u32);

impl Passed for ResultType {
    const LETTER: u8 = b'#';
}

/// A signature, from its letters.
const fn signature(letters: &'static [u8]) -> &'static str {
    match core::str::from_utf8(letters) {
        Ok(letters) => letters,
        Err(_) => panic!("letters are ASCII"),
    }
}

/// Makes the rows of a pack, and its C functions.
macro_rules! pack {
    ($($module:literal { $($name:literal $symbol:ident = $file:ident::$function:ident($($argument:ident: $ty:ty),*) $(-> $result:ty)?;)* })*) => {
        /// The functions of this pack.
        pub(crate) const FUNCTIONS: &[crate::host::HostFunction] = &[
            $($(crate::host::HostFunction {
                module: $module,
                name: $name,
                symbol: stringify!($symbol),
                signature: crate::packs::signature(&[
                    $(<$ty as crate::packs::Passed>::LETTER,)*
                    b'>',
                    $(<$result as crate::packs::Passed>::LETTER,)?
                ]),
                memory: false,
            },)*)*
        ];

        $($(
            #[cfg(feature = "freestanding")]
            #[unsafe(no_mangle)]
            extern "C" fn $symbol($($argument: $ty),*) $(-> $result)? {
                $file::$function($($argument),*)
            }
        )*)*
    };
}
pub(crate) use pack;
