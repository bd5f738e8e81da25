//! Arguments, environment and exit: the same that WASI gives a program.

use super::text;
use crate::packs::Extern;
use crate::packs::object::Kind;
use crate::sys;
use crate::wasi::named;

/// The arguments, the program's name first.
pub(super) fn args_get() -> Extern {
    text::array(named::arguments())
}

fn variable(name: Extern) -> Option<&'static [u8]> {
    let name = name.text();
    named::environment().find_map(|variable| variable.strip_prefix(name)?.strip_prefix(b"="))
}

/// The value of a variable of the environment; the empty string if there is none.
pub(super) fn get_env_var(name: Extern) -> Extern {
    Extern::new(Kind::String, variable(name).unwrap_or_default())
}

/// Whether there is a variable of this name.
pub(super) fn get_env_var_exists(name: Extern) -> u32 {
    variable(name).is_some().into()
}

/// The environment: names and values in turn.
pub(super) fn get_env_vars() -> Extern {
    text::array(named::environment().flat_map(|variable| variable.splitn(2, |&byte| byte == b'=')))
}

/// The directory that relative names begin in: the root of what the program was given.
pub(super) fn current_dir() -> Extern {
    Extern::new(Kind::String, b"/")
}

/// Ends the program with a status: `exit_group`.
pub(super) fn exit(status: u32) {
    sys::exit(status & 0xff)
}
