//! Builds the runtime's static library, which every produced executable is linked with, so that it can be embedded.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

fn main() {
    let manifest_dir =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let workspace = manifest_dir.join("../..");
    for input in ["crates/runtime", "crates/gc", "Cargo.toml", "Cargo.lock"] {
        let path = workspace.join(input);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }

    let target_dir = out_dir.join("runtime");
    let status = Command::new(env::var_os("CARGO").expect("cargo sets CARGO"))
        .current_dir(&workspace)
        .args([
            "rustc",
            "--quiet",
            "--locked",
            "--package=wastrel-runtime",
            "--lib",
            "--crate-type=staticlib",
        ])
        .args(["--profile=freestanding", "--features=freestanding", "--target=x86_64-unknown-linux-gnu"])
        .arg("--target-dir")
        .arg(&target_dir)
        // What wraps or instruments the outer build isn't for code that has no operating system library under it.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_RUSTFLAGS")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join("\x1f"))
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "building the runtime failed");

    let library = target_dir.join("x86_64-unknown-linux-gnu/freestanding/libwastrel_runtime.a");
    fs::copy(&library, out_dir.join("libwastrel.a"))
        .unwrap_or_else(|error| panic!("{}: {error}", library.display()));
}

/// The library goes into position-independent executables that have no thread-local storage and catch no unwinding.
const RUSTFLAGS: &[&str] = &["-Crelocation-model=pie"];
