//! Strings.

use crate::packs::object::{self, Kind, map_text};
use crate::packs::{Any, Extern, ResultType};

/// The string of an array of WTF-8: the array itself.
pub(super) fn from_array(array: Any) -> Extern {
    Extern(array.0)
}

/// The array of a string: itself, or a copy of what the host made.
pub(super) fn to_array(text: Extern, ty: ResultType) -> Any {
    let bytes = text.text();
    if text.is_guest() { Any(text.0) } else { object::byte_array(ty, bytes) }
}

/// In upper case, by Unicode's full mapping: "ß" becomes "SS".
pub(super) fn upcase(text: Extern) -> Extern {
    Extern::new(Kind::String, &map_text(text.text(), str::to_uppercase))
}

/// In lower case, likewise.
pub(super) fn downcase(text: Extern) -> Extern {
    Extern::new(Kind::String, &map_text(text.text(), str::to_lowercase))
}
