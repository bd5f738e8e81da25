//! What a program may do when it runs.
//!
//! An executable reads its policy from the environment variable WASTREL_OPTIONS, which the program doesn't see: flags
//! as on the command line of `wastrel run`, quoted as in a shell. Or the same words are sealed into it.

use std::env;
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::options::{Settings, WasiGroup};

/// The environment variable.
pub(crate) const VARIABLE: &str = "WASTREL_OPTIONS";

/// The flags that make a policy.
#[derive(Args, Debug)]
pub(crate) struct PolicyOptions {
    /// Give the program a directory, under its own name or as GUEST, to read only with "::ro"
    #[arg(long, value_name = "HOST[::GUEST[::ro]]")]
    dir: Vec<OsString>,
    /// Give the program an environment variable; without VAL, with the value that it has here
    #[arg(long, value_name = "NAME[=VAL]")]
    env: Vec<OsString>,
    /// What the program gets as its own name, instead of the module's file name
    #[arg(long, value_name = "NAME")]
    argv0: Option<OsString>,
    /// Which walls to build around the program
    #[arg(long, value_enum, value_name = "MODE")]
    sandbox: Option<Sandbox>,
    #[command(flatten)]
    wasi: WasiGroup,
}

/// Which walls to build.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sandbox {
    /// Namespaces, or Landlock where those are forbidden
    Auto,
    /// Namespaces, Landlock and a filter of system calls
    Namespace,
    /// The same, with the host's file system unmounted
    Strict,
    /// Landlock and a filter of system calls
    Landlock,
    /// A filter of system calls, and checked paths
    Openat2,
    /// None
    None,
}

impl PolicyOptions {
    /// What they say, and what the other groups say to the program's start.
    pub(crate) fn policy(&self, settings: &Settings) -> Policy {
        let mut policy = Policy::of(settings);
        self.wasi.items().for_each(|item| policy.flag("-S", OsStr::new(&item)));
        if let Some(mode) = self.sandbox.and_then(|mode| mode.to_possible_value()) {
            policy.flag("--sandbox", OsStr::new(mode.get_name()));
        }
        for (name, values) in [("--dir", &self.dir), ("--env", &self.env)] {
            values.iter().for_each(|value| policy.flag(name, value));
        }
        if let Some(name) = &self.argv0 {
            policy.flag("--argv0", name);
        }
        policy
    }
}

/// A list of flags.
#[derive(Default)]
pub(crate) struct Policy {
    text: Vec<u8>,
}

impl Policy {
    /// What the groups that also choose how to compile say to the program's start.
    pub(crate) fn of(settings: &Settings) -> Policy {
        let mut policy = Policy::default();
        settings.at_start.iter().for_each(|(group, key)| policy.flag(&format!("-{group}"), OsStr::new(key)));
        policy
    }

    /// Adds a flag with its value.
    pub(crate) fn flag(&mut self, name: &str, value: &OsStr) {
        if !self.text.is_empty() {
            self.text.push(b' ');
        }
        self.text.extend(name.as_bytes());
        self.text.push(b' ');
        self.text.extend(wastrel_runtime::quote(value.as_bytes()));
    }

    /// Whether it has no flags.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
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

    /// The flags as they are sealed into an executable.
    pub(crate) fn into_sealed(self) -> Result<CString> {
        CString::new(self.text).context("a flag with a NUL byte in it")
    }
}
