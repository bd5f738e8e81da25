//! `cargo xtask bench --kernels` and `--exceptions`: what vectors cost, and what exceptions do, against native code and wasmtime.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::bench::{Arguments, compile, directory, median};
use crate::warnings::clang;

const KERNELS: &[&str] = &["dot", "base64", "mandelbrot", "blur"];

/// The ways of a kernel's module: what they are called, and the options of `wastrel compile`.
const OURS: &[(&str, &[&str])] = &[
    ("Wastrel, gcc", &["-C", "compiler=gcc"]),
    ("Wastrel, clang", &["-C", "compiler=clang"]),
    ("gcc, x86-64-v3", &["-C", "compiler=gcc", "-C", "target-cpu=x86-64-v3"]),
];

fn benches() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches")
}

/// The kernels of `benches/simd`: ratios to what gcc makes of the same source with SSE's intrinsics.
pub(crate) fn vectors(arguments: &Arguments) -> Result<()> {
    println!("medians of {} interleaved runs, each the best of 20 rounds", arguments.rounds);
    let names = ["native gcc, ns", "native clang"].into_iter().chain(OURS.iter().map(|way| way.0));
    println!("| | {} | wasmtime |", names.collect::<Vec<_>>().join(" | "));
    println!("|{}", "---|".repeat(4 + OURS.len()));
    for name in KERNELS.iter().filter(|name| name.contains(&arguments.filter)) {
        let commands = kernel(arguments, name)?;
        let mut times = vec![Vec::new(); commands.len()];
        let mut sums = Vec::new();
        for _ in 0..arguments.rounds {
            for ((program, arguments), times) in std::iter::zip(&commands, &mut times) {
                let (time, sum) = run(program, arguments)?;
                times.push(time);
                sums.push(sum);
            }
        }
        ensure!(sums.iter().all(|sum| *sum == sums[0]), "{name} doesn't compute the same in each way");
        let native = median(times[0].iter().copied());
        let ratio = |ours: &Vec<f64>| {
            let ratio = median(std::iter::zip(ours, &times[0]).map(|(ours, native)| ours / native));
            format!("{ratio:.2}")
        };
        let ratios: Vec<_> = times[1..].iter().map(ratio).collect();
        println!("| {name} | {native:.0} | {} |", ratios.join(" | "));
    }
    Ok(())
}

/// The programs of a kernel with their arguments, gcc's first and wasmtime's last.
fn kernel(arguments: &Arguments, name: &str) -> Result<Vec<(PathBuf, Vec<PathBuf>)>> {
    let source = benches().join("simd").join(name).with_extension("c");
    let built = |way: &str| Ok::<_, anyhow::Error>(directory()?.join(format!("{name}.{way}")));
    let mut commands = Vec::new();
    for compiler in ["gcc".to_owned(), clang()] {
        let executable = built(&compiler)?;
        let mut command = Command::new(&compiler);
        compile(command.args(["-O2", "-msse4.2", "-w", "-o"]).arg(&executable).arg(&source))?;
        commands.push((executable, Vec::new()));
    }
    let module = built("wasm")?;
    let mut command = Command::new(clang());
    command.args(["--target=wasm32-wasi", "-msimd128", "-O2", "-w", "-o"]);
    compile(command.arg(&module).arg(&source))?;
    for (way, options) in OURS {
        let executable = built(&way.replace([' ', ','], ""))?;
        let mut command = Command::new(&arguments.wastrel);
        command.arg("compile").args(*options).args(&arguments.option);
        compile(command.arg(&module).arg("-o").arg(&executable))?;
        commands.push((executable, Vec::new()));
    }
    commands.push((arguments.python.clone(), vec![benches().join("simd/engine.py"), module]));
    Ok(commands)
}

/// The time that a kernel took, in nanoseconds, and what it computed.
fn run(program: &Path, arguments: &[PathBuf]) -> Result<(f64, String)> {
    let name = program.display();
    let output =
        Command::new(program).args(arguments).output().with_context(|| format!("{name} doesn't start"))?;
    ensure!(output.status.success(), "{name} fails:\n{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let (time, sum) = text.trim().split_once(' ').with_context(|| format!("{name} prints {text:?}"))?;
    Ok((time.parse()?, sum.to_owned()))
}

/// The programs of `benches/exceptions`: nanoseconds an iteration.
pub(crate) fn exceptions(arguments: &Arguments) -> Result<()> {
    let mut command = Command::new(&arguments.python);
    let status = command.arg(benches().join("exceptions/table.py")).arg(&arguments.wastrel).status();
    ensure!(status.context("cannot start Python")?.success(), "the table of exceptions fails");
    Ok(())
}
