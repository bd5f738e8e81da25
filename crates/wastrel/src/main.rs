//! The `wastrel` command: reads the command line, lets one of the [`commands`] do the work, and maps what comes of it
//! to an exit status.
//!
//! Exit status: 0, or what the program exits with; 134 if it traps; 126 if the kernel refuses the sandbox; 1 if Wastrel
//! fails; 2 if the command line is wrong.
#![forbid(unsafe_code)]

mod background;
mod commands;
mod interrupt;
mod options;
mod output;
mod policy;
mod program;
mod reporter;
mod tiers;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// WebAssembly to native executables by way of C.
///
/// `wastrel program.wasm ARGS…` compiles a WebAssembly program, keeps the executable in a cache, and runs it.
#[derive(Parser)]
#[command(name = "wastrel", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(override_usage = "wastrel [run] [OPTIONS] <WASM> [ARGS]...\n       wastrel <COMMAND> …")]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: commands::run::Run,
}

#[derive(Subcommand)]
enum Command {
    Run(commands::run::Run),
    Compile(commands::compile::Compile),
    Wast(commands::wast::Wast),
    Cache(commands::cache::Cache),
    #[command(hide = true, name = background::COMMAND)]
    Optimise(commands::optimise::Optimise),
}

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let result = match command_line.command.unwrap_or(Command::Run(command_line.run)) {
        Command::Run(run) => run.execute(),
        Command::Compile(compile) => compile.execute(),
        Command::Wast(wast) => wast.execute(),
        Command::Cache(cache) => cache.execute(),
        Command::Optimise(optimise) => optimise.execute(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Writes an error and its causes to standard error, as wasmtime does.
fn report(error: &anyhow::Error) {
    let mut text = format!("Error: {error}");
    let causes: Vec<_> = error.chain().skip(1).collect();
    if !causes.is_empty() {
        text += "\n\nCaused by:";
    }
    for (index, cause) in causes.iter().enumerate() {
        let number = if causes.len() > 1 { format!("{index}: ") } else { String::new() };
        let cause = cause.to_string().replace('\n', &format!("\n    {:1$}", "", number.len()));
        text += &format!("\n    {number}{cause}");
    }
    output::note(text);
}
