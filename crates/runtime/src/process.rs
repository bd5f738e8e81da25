//! What the kernel gave the process, and state of which there is one.
//!
//! # Safety
//! The process has one thread, so what is in a [`Single`] is never shared between two; signal handlers that run in between
//! don't return to what they interrupted when they touched one.

use alloc::vec::Vec;
use core::arch::asm;
use core::cell::{Cell, OnceCell};
use core::ffi::{CStr, c_char};
use core::ops::Deref;

use crate::options::Options;

/// A static of a process that has one thread.
pub(crate) struct Single<T>(T);

// SAFETY: see the top of the file.
unsafe impl<T> Sync for Single<T> {}

impl<T> Single<T> {
    pub(crate) const fn new(value: T) -> Single<T> {
        Single(value)
    }
}

impl<T> Deref for Single<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The command line, the environment and what they ask for.
pub(crate) struct Process {
    /// The arguments, the program's name first.
    pub(crate) arguments: Vec<&'static CStr>,
    /// The environment, without Wastrel's own variables.
    pub(crate) environment: Vec<&'static CStr>,
    /// The policy at run time.
    pub(crate) options: Options,
    /// Whether `WASTREL_LOG` asks for a trace of WASI.
    pub(crate) trace_wasi: bool,
    /// Whether it asks why the sandbox is as it is.
    pub(crate) log_sandbox: bool,
    /// Whether `WASTREL_PRINT_STATS` asks for the collector's statistics at the end.
    pub(crate) print_stats: bool,
}

static PROCESS: Single<OnceCell<Process>> = Single::new(OnceCell::new());
static PHASE: Single<Cell<Phase>> = Single::new(Cell::new(Phase::Instantiate));

/// What is still to be done before the process ends: by the collector's statistics, and by a pack.
static AT_END: Single<Cell<[Option<fn()>; 2]>> = Single::new(Cell::new([None; 2]));

/// Has this done before the process ends.
pub(crate) fn at_end(f: fn()) {
    let mut done = AT_END.get();
    if let Some(free) = done.iter_mut().find(|f| f.is_none()) {
        *free = Some(f);
    }
    AT_END.set(done);
}

/// The process ends now.
pub(crate) fn end() {
    AT_END.take().into_iter().flatten().for_each(|f| f());
}

/// What the program is about, as its error messages say it.
#[derive(Clone, Copy)]
pub(crate) enum Phase {
    Instantiate,
    Command,
    Invoke(&'static [u8]),
}

/// How far the program has come.
pub(crate) fn phase() -> Phase {
    PHASE.get()
}

/// The program has come to this.
pub(crate) fn enter_phase(phase: Phase) {
    PHASE.set(phase);
}

impl Process {
    /// What start-up found.
    pub(crate) fn get() -> &'static Process {
        PROCESS.get_or_init(Process::empty)
    }

    fn empty() -> Process {
        Process {
            arguments: Vec::new(),
            environment: Vec::new(),
            options: Options::default(),
            trace_wasi: false,
            log_sandbox: false,
            print_stats: false,
        }
    }

    /// Reads the vectors that the kernel left, and takes the policy from `WASTREL_OPTIONS`.
    ///
    /// # Safety
    /// They must be the vectors of the process, which live as long as it does.
    pub(crate) unsafe fn initialize(
        argv: *const *const c_char,
        envp: *const *const c_char,
    ) -> &'static Process {
        // SAFETY: the caller vouches for both.
        let (arguments, environment) = unsafe { (strings(argv), strings(envp)) };
        let mut process = Process { arguments, ..Process::empty() };
        let sealed = sealed_options();
        if let Some(options) = sealed {
            process.options = parse("sealed options", options.to_bytes());
        }
        for variable in environment {
            if let Some(options) = variable.to_bytes().strip_prefix(b"WASTREL_OPTIONS=") {
                if sealed.is_none() {
                    process.options = parse("WASTREL_OPTIONS", options);
                }
            } else if let Some(log) = variable.to_bytes().strip_prefix(b"WASTREL_LOG=") {
                let asks_for = |target: &[u8]| log.split(|&byte| byte == b',').any(|asked| asked == target);
                process.trace_wasi = asks_for(b"wasi=trace");
                process.log_sandbox = asks_for(b"sandbox");
            } else if let Some(value) = variable.to_bytes().strip_prefix(b"WASTREL_PRINT_STATS=") {
                process.print_stats = !value.is_empty() && value != b"0";
            } else {
                process.environment.push(variable);
            }
        }
        PROCESS.get_or_init(|| process)
    }

    /// The name that the program was started by.
    pub(crate) fn name(&self) -> &'static [u8] {
        self.arguments.first().map_or(b"program", |name| name.to_bytes())
    }
}

fn parse(source: &str, options: &[u8]) -> Options {
    Options::parse(options).unwrap_or_else(|error| crate::report::fatal(format_args!("{source}: {error}")))
}

/// The policy that the executable was compiled with, if it was.
fn sealed_options() -> Option<&'static CStr> {
    let options: *const c_char;
    // SAFETY: loads the address of a symbol that may be missing: null then. If it is there, it is a string.
    unsafe {
        asm!(
            ".weak wastrel_sealed_options",
            "mov {}, qword ptr [rip + wastrel_sealed_options@GOTPCREL]",
            out(reg) options,
            options(pure, readonly, nostack, preserves_flags),
        );
        (!options.is_null()).then(|| CStr::from_ptr(options))
    }
}

/// The strings of a vector that ends in null.
///
/// # Safety
/// It must be such a vector, and live for good.
unsafe fn strings(mut vector: *const *const c_char) -> Vec<&'static CStr> {
    let mut strings = Vec::new();
    // SAFETY: the caller vouches for the vector.
    unsafe {
        while !(*vector).is_null() {
            strings.push(CStr::from_ptr(*vector));
            vector = vector.add(1);
        }
    }
    strings
}
