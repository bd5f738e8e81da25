//! What a developer of Wastrel runs besides `cargo test`.
#![forbid(unsafe_code)]

mod bench;
mod big;
mod corpus;
mod fuzz;
mod gc;
mod gc_compare;
mod kernels;
mod languages;
mod native;
mod shape;
mod startup;
mod suite;
mod warnings;
mod wasi_testsuite;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures programs against what gcc -O2 makes of the same sources.
    Bench(bench::Arguments),
    /// Measures what it takes to compile big modules.
    Big(big::Arguments),
    /// Runs programs that people use.
    Corpus(corpus::Arguments),
    /// Gives random input to what must bear any.
    #[command(subcommand)]
    Fuzz(fuzz::Target),
    /// Measures the collector under programs in C.
    GcBench(gc::BenchArguments),
    /// Compares programs that allocate with what other engines, Boehm's collector and OCaml make of them.
    GcCompare(gc_compare::Arguments),
    /// Runs the collector for an hour, checking.
    GcSoak(gc::SoakArguments),
    /// Runs programs in OCaml, Scheme, MoonBit, Kotlin and Virgil, and compares them with what their own implementations do, or races them.
    Languages(languages::Arguments),
    /// Counts temporaries, gotos and lines of the emitted C, and of what wasm2c emits.
    Shape(shape::Arguments),
    /// Measures the start of a program beside one that only exits, and what each sandbox adds to it.
    Startup(startup::Arguments),
    /// Runs the WebAssembly test suite with gcc and clang at -O0 and -O2 and with tcc, each with guard pages and with
    /// explicit checks.
    Suite(suite::Arguments),
    /// Checks that all C that the WebAssembly test suite emits compiles without warnings.
    Warnings(warnings::Arguments),
    /// Runs the preview 1 programs of WebAssembly/wasi-testsuite in every sandbox.
    WasiTestsuite(wasi_testsuite::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Big(arguments) => big::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Fuzz(target) => fuzz::run(&target),
        Command::GcBench(arguments) => gc::bench(&arguments),
        Command::GcCompare(arguments) => gc_compare::run(&arguments),
        Command::GcSoak(arguments) => gc::soak(&arguments),
        Command::Languages(arguments) => languages::run(&arguments),
        Command::Shape(arguments) => shape::run(&arguments),
        Command::Startup(arguments) => startup::run(&arguments),
        Command::Suite(arguments) => suite::run(&arguments),
        Command::Warnings(arguments) => warnings::run(&arguments),
        Command::WasiTestsuite(arguments) => wasi_testsuite::run(&arguments),
    }
}
