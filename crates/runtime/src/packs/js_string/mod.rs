//! The builtins of JavaScript's strings, `wasm:js-string`, and imported string constants: what modules import that were made for browsers.
//!
//! A string is an object of the host's, which has its UTF-16 code units.

#[cfg(feature = "freestanding")]
mod string;

use super::{Any, Extern, pack};

pack! {
    "wasm:js-string" {
        "cast" js_string_cast = string::cast(value: Extern) -> Extern;
        "test" js_string_test = string::test(value: Extern) -> u32;
        "fromCharCodeArray" js_string_from_char_code_array =
            string::from_char_code_array(array: Any, start: u32, end: u32) -> Extern;
        "intoCharCodeArray" js_string_into_char_code_array =
            string::into_char_code_array(string: Extern, array: Any, start: u32) -> u32;
        "fromCharCode" js_string_from_char_code = string::from_char_code(unit: u32) -> Extern;
        "fromCodePoint" js_string_from_code_point = string::from_code_point(point: u32) -> Extern;
        "charCodeAt" js_string_char_code_at = string::char_code_at(string: Extern, index: u32) -> u32;
        "codePointAt" js_string_code_point_at = string::code_point_at(string: Extern, index: u32) -> u32;
        "length" js_string_length = string::length(string: Extern) -> u32;
        "concat" js_string_concat = string::concat(first: Extern, second: Extern) -> Extern;
        "substring" js_string_substring = string::substring(string: Extern, start: u32, end: u32) -> Extern;
        "equals" js_string_equals = string::equals(first: Extern, second: Extern) -> u32;
        "compare" js_string_compare = string::compare(first: Extern, second: Extern) -> u32;
    }
}
