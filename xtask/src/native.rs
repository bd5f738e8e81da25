//! C programs that are linked with the runtime as emitted ones are: those of `crates/runtime/tests/programs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Builds the program `NAME.c` in `directory`.
pub(crate) fn build(name: &str, directory: &Path) -> Result<PathBuf> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/runtime");
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/native-programs");
    // The command that the runtime's Cargo.toml gives.
    run(Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--package=wastrel-runtime", "--lib", "--crate-type=staticlib"])
        .args(["--profile=freestanding", "--features=freestanding", "--target=x86_64-unknown-linux-gnu"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(&runtime)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS"))?;
    let executable = directory.join(name);
    run(Command::new("gcc")
        .args(["-O2", "-fPIE", "-fno-stack-protector", "-static-pie", "-nostdlib", "-nostartfiles"])
        .args(["-Wl,--gc-sections", "-Wl,-z,noexecstack", "-Wl,-z,noseparate-code"])
        .args(["-Wl,--eh-frame-hdr", "-I"])
        .arg(runtime.join("include"))
        .arg(runtime.join("tests/programs").join(name).with_extension("c"))
        .arg(target.join("x86_64-unknown-linux-gnu/freestanding/libwastrel_runtime.a"))
        .arg("-o")
        .arg(&executable))?;
    Ok(executable)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{:?} doesn't start", command.get_program()))?;
    ensure!(status.success(), "{command:?} fails");
    Ok(())
}
