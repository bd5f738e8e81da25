//! What Guile Hoot's modules import: strings, integers of any size, mathematics, clocks, weak maps, files, and the end of the program.
//!
//! A string is the module's own array of WTF-8, seen through `externref`; one that the host makes is an object of the host's
//! until the module asks for its array. So `wtf8_to_string` costs nothing. Integers are what `num-bigint` makes of an object's bytes. What only
//! makes sense in a browser (dates, promises, streams, calls of JavaScript's functions) isn't here: to call it is a trap that names it.

#[cfg(feature = "freestanding")]
mod control;
#[cfg(feature = "freestanding")]
mod file;
#[cfg(feature = "freestanding")]
mod integer;
#[cfg(feature = "freestanding")]
mod math;
#[cfg(feature = "freestanding")]
mod string;
#[cfg(feature = "freestanding")]
mod weak;

use super::{Any, Extern, Func, ResultType, pack};
use crate::host::HostFunction;

/// The one function with several results, the further ones of which go where its last arguments point.
pub(crate) const CODE_SOURCE: &[HostFunction] = &[HostFunction {
    module: "debug",
    name: "code_source",
    symbol: "hoot_code_source",
    signature: "c>eii",
    memory: false,
}];

pack! {
    "rt" {
        "wtf8_to_string" hoot_wtf8_to_string = string::from_array(array: Any) -> Extern;
        "string_to_wtf8" hoot_string_to_wtf8 = string::to_array(text: Extern, ty: ResultType) -> Any;
        "string_upcase" hoot_string_upcase = string::upcase(text: Extern) -> Extern;
        "string_downcase" hoot_string_downcase = string::downcase(text: Extern) -> Extern;

        "bignum_from_string" hoot_bignum_from_string = integer::from_string(text: Extern) -> Extern;
        "bignum_from_i32" hoot_bignum_from_i32 = integer::from_i32(n: u32) -> Extern;
        "bignum_from_i64" hoot_bignum_from_i64 = integer::from_i64(n: u64) -> Extern;
        "bignum_from_u64" hoot_bignum_from_u64 = integer::from_u64(n: u64) -> Extern;
        "bignum_is_i64" hoot_bignum_is_i64 = integer::is_i64(n: Extern) -> u32;
        "bignum_is_u64" hoot_bignum_is_u64 = integer::is_u64(n: Extern) -> u32;
        "bignum_get_i64" hoot_bignum_get_i64 = integer::get_i64(n: Extern) -> u64;
        "bignum_add" hoot_bignum_add = integer::add(a: Extern, b: Extern) -> Extern;
        "bignum_add_i32" hoot_bignum_add_i32 = integer::add_i32(a: Extern, b: u32) -> Extern;
        "bignum_sub" hoot_bignum_sub = integer::sub(a: Extern, b: Extern) -> Extern;
        "bignum_sub_i32" hoot_bignum_sub_i32 = integer::sub_i32(a: Extern, b: u32) -> Extern;
        "bignum_mul" hoot_bignum_mul = integer::mul(a: Extern, b: Extern) -> Extern;
        "bignum_mul_i32" hoot_bignum_mul_i32 = integer::mul_i32(a: Extern, b: u32) -> Extern;
        "bignum_lsh" hoot_bignum_lsh = integer::lsh(a: Extern, count: u64) -> Extern;
        "bignum_lsh_i32_i64" hoot_bignum_lsh_i32_i64 = integer::lsh_i32_i64(a: u32, count: u64) -> Extern;
        "bignum_rsh" hoot_bignum_rsh = integer::rsh(a: Extern, count: u64) -> Extern;
        "bignum_quo" hoot_bignum_quo = integer::quo(a: Extern, b: Extern) -> Extern;
        "bignum_rem" hoot_bignum_rem = integer::rem(a: Extern, b: Extern) -> Extern;
        "bignum_mod" hoot_bignum_mod = integer::modulo(a: Extern, b: Extern) -> Extern;
        "bignum_gcd" hoot_bignum_gcd = integer::gcd(a: Extern, b: Extern) -> Extern;
        "bignum_logand" hoot_bignum_logand = integer::logand(a: Extern, b: Extern) -> Extern;
        "bignum_logand_i32" hoot_bignum_logand_i32 = integer::logand_i32(a: Extern, b: u32) -> Extern;
        "bignum_logior" hoot_bignum_logior = integer::logior(a: Extern, b: Extern) -> Extern;
        "bignum_logior_i32" hoot_bignum_logior_i32 = integer::logior_i32(a: Extern, b: u32) -> Extern;
        "bignum_logxor" hoot_bignum_logxor = integer::logxor(a: Extern, b: Extern) -> Extern;
        "bignum_logxor_i32" hoot_bignum_logxor_i32 = integer::logxor_i32(a: Extern, b: u32) -> Extern;
        "bignum_logcount" hoot_bignum_logcount = integer::logcount(n: Extern) -> u32;
        "bignum_lt" hoot_bignum_lt = integer::lt(a: Extern, b: Extern) -> u32;
        "bignum_lt_i32_big" hoot_bignum_lt_i32_big = integer::lt_i32_big(a: u32, b: Extern) -> u32;
        "bignum_lt_big_i32" hoot_bignum_lt_big_i32 = integer::lt_big_i32(a: Extern, b: u32) -> u32;
        "bignum_lt_f64_big" hoot_bignum_lt_f64_big = integer::lt_f64_big(a: f64, b: Extern) -> u32;
        "bignum_lt_big_f64" hoot_bignum_lt_big_f64 = integer::lt_big_f64(a: Extern, b: f64) -> u32;
        "bignum_le_f64_big" hoot_bignum_le_f64_big = integer::le_f64_big(a: f64, b: Extern) -> u32;
        "bignum_le_big_f64" hoot_bignum_le_big_f64 = integer::le_big_f64(a: Extern, b: f64) -> u32;
        "bignum_eq" hoot_bignum_eq = integer::eq(a: Extern, b: Extern) -> u32;
        "bignum_eq_f64" hoot_bignum_eq_f64 = integer::eq_f64(a: Extern, b: f64) -> u32;
        "bignum_to_f64" hoot_bignum_to_f64 = integer::to_f64(n: Extern) -> f64;

        "fsin" hoot_fsin = math::fsin(x: f64) -> f64;
        "fcos" hoot_fcos = math::fcos(x: f64) -> f64;
        "ftan" hoot_ftan = math::ftan(x: f64) -> f64;
        "fasin" hoot_fasin = math::fasin(x: f64) -> f64;
        "facos" hoot_facos = math::facos(x: f64) -> f64;
        "fatan" hoot_fatan = math::fatan(x: f64) -> f64;
        "fatan2" hoot_fatan2 = math::fatan2(y: f64, x: f64) -> f64;
        "flog" hoot_flog = math::flog(x: f64) -> f64;
        "fexp" hoot_fexp = math::fexp(x: f64) -> f64;
        "jiffies_per_second" hoot_jiffies_per_second = math::jiffies_per_second() -> u32;
        "current_jiffy" hoot_current_jiffy = math::current_jiffy() -> f64;
        "current_second" hoot_current_second = math::current_second() -> f64;

        "make_weak_map" hoot_make_weak_map = weak::make_map() -> Extern;
        "weak_map_get" hoot_weak_map_get = weak::map_get(map: Extern, key: Any, default: Any) -> Any;
        "weak_map_set" hoot_weak_map_set = weak::map_set(map: Extern, key: Any, value: Any);
        "weak_map_delete" hoot_weak_map_delete = weak::map_delete(map: Extern, key: Any) -> u32;
        "make_weak_ref" hoot_make_weak_ref = weak::make_reference(target: Any) -> Extern;
        "weak_ref_deref" hoot_weak_ref_deref = weak::deref(reference: Extern, default: Any) -> Any;

        "quit" hoot_quit = control::quit(status: u32);
        "die" hoot_die = control::die(message: Extern, data: Any);
    }
    "io" {
        "write_stdout" hoot_write_stdout = file::write_stdout(text: Extern);
        "write_stderr" hoot_write_stderr = file::write_stderr(text: Extern);
        "read_stdin" hoot_read_stdin = file::read_stdin() -> Extern;
        "file_exists" hoot_file_exists = file::exists(name: Extern) -> u32;
        "delete_file" hoot_delete_file = file::delete(name: Extern);
        "open_input_file" hoot_open_input_file = file::open_input(name: Extern) -> Extern;
        "open_output_file" hoot_open_output_file = file::open_output(name: Extern) -> Extern;
        "close_file" hoot_close_file = file::close(file: Extern);
        "read_file" hoot_read_file = file::read(file: Extern, count: u32) -> u32;
        "write_file" hoot_write_file = file::write(file: Extern, count: u32) -> u32;
        "seek_file" hoot_seek_file = file::seek(file: Extern, offset: u32, whence: u32) -> u32;
        "file_random_access" hoot_file_random_access = file::random_access(file: Extern) -> u32;
        "file_buffer_size" hoot_file_buffer_size = file::buffer_size(file: Extern) -> u32;
        "file_buffer_ref" hoot_file_buffer_ref = file::buffer_ref(file: Extern, index: u32) -> u32;
        "file_buffer_set" hoot_file_buffer_set = file::buffer_set(file: Extern, index: u32, byte: u32);
    }
    "debug" {
        "debug_str" hoot_debug_str = control::debug_str(text: Extern);
        "debug_str_i32" hoot_debug_str_i32 = control::debug_str_i32(text: Extern, n: u32);
        "debug_str_scm" hoot_debug_str_scm = control::debug_str_scm(text: Extern, value: Any);
        "code_name" hoot_code_name = control::code_name(function: Func) -> Extern;
    }
    "ffi" {
        "is_extern_func" hoot_is_extern_func = control::is_extern_func(value: Extern) -> u32;
        "procedure_to_extern" hoot_procedure_to_extern = control::procedure_to_extern(procedure: Any) -> Extern;
    }
    "finalization" {
        "make_finalization_registry" hoot_make_finalization_registry = weak::make_registry(cleanup: Extern) -> Extern;
        "finalization_registry_register" hoot_registry_register =
            weak::register(registry: Extern, target: Any, held: Any);
        "finalization_registry_register_with_token" hoot_registry_register_with_token =
            weak::register_with_token(registry: Extern, target: Any, held: Any, token: Any);
        "finalization_registry_unregister" hoot_registry_unregister =
            weak::unregister(registry: Extern, token: Any) -> u32;
    }
}
