//! What a program does once the machine is set up: `wastrel_run_command`, `wastrel_run_invoke`.
//!
//! # Safety
//! The functions of the emitted C that are called here take no arguments or those that their types say.

use core::ffi::c_void;
use core::fmt::Write;

use crate::abi::Program;
use crate::process::{Phase, Process, enter_phase, phase};
use crate::report::{Output, fatal};
use crate::trap::Trap;
use crate::unwind::{Backtrace, Registers};
use crate::{guest_stack, invoke, sandbox, signals, sys};

/// The exit status of a trap, as of a process that aborted.
const TRAPPED: u32 = 134;

/// How many frames a backtrace shows.
const MAX_FRAMES: usize = 20;

/// `wastrel_run_command`.
#[unsafe(no_mangle)]
extern "C" fn wastrel_run_command(program: &'static Program) {
    instantiate(program);
    call_entry(program);
    sys::exit(0)
}

/// `wastrel_run_invoke`.
#[unsafe(no_mangle)]
extern "C" fn wastrel_run_invoke(program: &'static Program) {
    instantiate(program);
    call_entry(program);
    // SAFETY: the compiler emits the export that is to be invoked, as constant data, or null.
    match unsafe { program.invoke.as_ref() } {
        Some(export) => invoke::invoke(export),
        None => fatal(format_args!("the program has no export to invoke")),
    }
    sys::exit(0)
}

fn instantiate(program: &'static Program) {
    match program.setup {
        // SAFETY: called once, before any instance.
        Some(setup) => unsafe { setup() },
        None => sandbox::enter_without_files(),
    }
    for instance in program.instances() {
        let Some(instantiate) = instance.instantiate else { continue };
        // SAFETY: called once, in order.
        if !unsafe { instantiate() } {
            let name = instance.name().escape_ascii();
            fatal(format_args!(
                "failed to instantiate `{name}`: a table or memory that it imports is smaller than it asks for"
            ));
        }
    }
}

fn call_entry(program: &'static Program) {
    enter_phase(Phase::Command);
    if let Some(entry) = program.entry {
        // SAFETY: every instance is ready.
        unsafe { entry() };
    }
}

/// Says why and where the program trapped, and ends it.
pub(crate) fn report_trap(trap: Trap, registers: &Registers) -> ! {
    let argument = (trap, registers);
    // SAFETY: nobody else uses that stack, and nobody comes back.
    unsafe { guest_stack::call_on(print_trap, (&raw const argument).cast(), signals::report_stack_top()) };
    sys::exit(TRAPPED)
}

unsafe extern "C" fn print_trap(argument: *const c_void) {
    // SAFETY: report_trap passes this pair.
    let &(trap, registers) = unsafe { &*argument.cast::<(Trap, &Registers)>() };
    let mut report = Output::stderr();
    write_trap(&mut report, trap, registers);
}

/// In wasmtime's words and layout.
fn write_trap(report: &mut Output, trap: Trap, registers: &Registers) {
    let name = Process::get().name().escape_ascii();
    let _ = write!(report, "Error: failed to run main module `{name}`\n\nCaused by:\n    0: ");
    let _ = match phase() {
        Phase::Instantiate => writeln!(report, "failed to instantiate `{name}`"),
        Phase::Command => writeln!(report, "failed to invoke command default"),
        Phase::Invoke(function) => writeln!(report, "failed to invoke `{}`", function.escape_ascii()),
    };
    let mut cause = 1;
    let mut frames = Backtrace::new(registers).take(MAX_FRAMES).enumerate().peekable();
    if frames.peek().is_some() {
        let _ = writeln!(report, "    {cause}: error while executing at wasm backtrace:");
        for (index, frame) in frames {
            let _ = write!(report, "         {index:>3}: {:#8x} - ", frame.wasm_offset);
            report.push(frame.name);
            report.push(b"\n");
        }
        cause += 1;
    }
    let _ = writeln!(report, "    {cause}: {trap}");
}
