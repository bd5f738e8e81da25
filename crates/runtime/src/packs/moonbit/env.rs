//! Arguments, environment and exit: the same that WASI gives a program. What it changes of its environment is a copy.

use alloc::vec::Vec;
use core::cell::RefCell;

use super::text;
use crate::packs::Extern;
use crate::packs::object::Kind;
use crate::process::Single;
use crate::sys;
use crate::wasi::named;

/// Names and values, once they were asked for.
static ENVIRONMENT: Single<RefCell<Option<Variables>>> = Single::new(RefCell::new(None));

type Variables = Vec<(Vec<u8>, Vec<u8>)>;

fn with_variables<T>(action: impl FnOnce(&mut Variables) -> T) -> T {
    let mut environment = ENVIRONMENT.borrow_mut();
    action(environment.get_or_insert_with(|| {
        named::environment()
            .map(|variable| {
                let equals = variable.iter().position(|&byte| byte == b'=').unwrap_or(variable.len());
                (variable[..equals].to_vec(), variable.get(equals + 1..).unwrap_or_default().to_vec())
            })
            .collect()
    }))
}

fn remove(variables: &mut Variables, name: &[u8]) {
    variables.retain(|(other, _)| other != name);
}

/// The arguments, the program's name first.
pub(super) fn args_get() -> Extern {
    text::array(named::arguments())
}

/// The value of a variable of the environment; the empty string if there is none.
pub(super) fn get_env_var(name: Extern) -> Extern {
    with_variables(|variables| {
        let found = variables.iter().find(|(other, _)| other == name.text());
        Extern::new(Kind::String, found.map_or(&[], |(_, value)| value))
    })
}

/// Whether there is a variable of this name.
pub(super) fn get_env_var_exists(name: Extern) -> u32 {
    with_variables(|variables| variables.iter().any(|(other, _)| other == name.text())).into()
}

/// The environment: names and values in turn.
pub(super) fn get_env_vars() -> Extern {
    with_variables(|variables| {
        text::array(variables.iter().flat_map(|(name, value)| [name.as_slice(), value.as_slice()]))
    })
}

/// Gives a variable a value.
pub(super) fn set_env_var(name: Extern, value: Extern) {
    with_variables(|variables| {
        remove(variables, name.text());
        variables.push((name.text().to_vec(), value.text().to_vec()));
    });
}

/// Takes a variable out of the environment.
pub(super) fn unset_env_var(name: Extern) {
    with_variables(|variables| remove(variables, name.text()));
}

/// The directory that relative names begin in: the root of what the program was given.
pub(super) fn current_dir() -> Extern {
    Extern::new(Kind::String, b"/")
}

/// Ends the program with a status: `exit_group`.
pub(super) fn exit(status: u32) {
    sys::exit(status & 0xff)
}
