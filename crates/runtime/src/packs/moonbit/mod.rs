//! What MoonBit's modules import: characters to print, and, for its packages `env`, `bench` and `random`, arguments, the environment, the time and
//! the exit. A string of the host's is made and read a UTF-16 code unit at a time.

#[cfg(feature = "freestanding")]
mod env;
#[cfg(feature = "freestanding")]
mod print;
#[cfg(feature = "freestanding")]
mod text;
#[cfg(feature = "freestanding")]
mod time;

use super::{Extern, pack};

pack! {
    "spectest" {
        "print_char" moonbit_print_char = print::print_char(unit: u32);
        "read_char" moonbit_read_char = print::read_char() -> u32;
    }
    "__moonbit_fs_unstable" {
        "args_get" moonbit_args_get = env::args_get() -> Extern;
        "get_env_var" moonbit_get_env_var = env::get_env_var(name: Extern) -> Extern;
        "get_env_var_exists" moonbit_get_env_var_exists = env::get_env_var_exists(name: Extern) -> u32;
        "get_env_vars" moonbit_get_env_vars = env::get_env_vars() -> Extern;
        "set_env_var" moonbit_set_env_var = env::set_env_var(name: Extern, value: Extern);
        "unset_env_var" moonbit_unset_env_var = env::unset_env_var(name: Extern);
        "current_dir" moonbit_current_dir = env::current_dir() -> Extern;
        "begin_create_string" moonbit_begin_create_string = text::begin_create() -> Extern;
        "string_append_char" moonbit_string_append_char = text::append(builder: Extern, unit: u32);
        "finish_create_string" moonbit_finish_create_string = text::finish_create(builder: Extern) -> Extern;
        "begin_read_string" moonbit_begin_read_string = text::begin_read(text: Extern) -> Extern;
        "string_read_char" moonbit_string_read_char = text::read(reader: Extern) -> u32;
        "finish_read_string" moonbit_finish_read_string = text::finish_read(reader: Extern);
        "begin_read_string_array" moonbit_begin_read_string_array = text::begin_read_array(texts: Extern) -> Extern;
        "string_array_read_string" moonbit_string_array_read_string = text::read_from_array(reader: Extern) -> Extern;
        "finish_read_string_array" moonbit_finish_read_string_array = text::finish_read_array(reader: Extern);
    }
    "__moonbit_sys_unstable" {
        "exit" moonbit_exit = env::exit(status: u32);
    }
    "__moonbit_time_unstable" {
        "now" moonbit_now = time::now() -> u64;
        "instant_now" moonbit_instant_now = time::instant_now() -> Extern;
        "instant_elapsed_as_secs_f64" moonbit_instant_elapsed = time::elapsed(instant: Extern) -> f64;
    }
}
