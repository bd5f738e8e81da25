//! What a build shows of itself, and what makes no difference to what comes of it.

use std::fs::{self, File};
use std::io::Read;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use serde_json::Value;

use crate::cache::big_program;
use crate::support::{HELLO, World, compilers};

#[test]
fn optimised_in_the_link() {
    let world = World::with(&[("hello.wat", HELLO), ("big.wat", &big_program(400, None))]);
    for compiler in compilers() {
        let compiler = format!("compiler={compiler}");
        if compiler.contains("tcc") {
            let refused = world.run(&["-C", "lto", "-C", &compiler, "hello.wat"]);
            assert!(refused.contains("-C lto") && refused.ends_with("exit 1\n"), "{refused}");
            continue;
        }
        let said = world.run(&["-v", "-C", "lto", "-C", &compiler, "hello.wat"]);
        assert!(said.starts_with("Hello, world!\n") && said.matches(" -flto").count() >= 2, "{said}");
        let several = world.run(&[
            "compile",
            "-C",
            "lto",
            "-O",
            "opt-level=0",
            "-C",
            &compiler,
            "big.wat",
            "-o",
            "big",
        ]);
        assert_eq!(several, "", "{compiler}");
        assert_eq!(world.outcome(world.command(world.path("big")).output().unwrap()), "", "{compiler}");
    }
}

#[test]
fn timings() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let timings = || -> Value {
        assert_eq!(world.run(&["compile", "--timings", "timings.json", "hello.wat"]), "");
        serde_json::from_str(&fs::read_to_string(world.path("timings.json")).unwrap()).unwrap()
    };
    let first = timings();
    let names: Vec<&str> =
        first["phases"].as_array().unwrap().iter().map(|phase| phase["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["reading", "decoding and planning", "compiling", "linking"]);
    assert!(first["phases"].as_array().unwrap().iter().all(|phase| phase["seconds"].as_f64().unwrap() > 0.0));
    let unit = &first["units"][0];
    assert_eq!(unit["name"], "hello.c");
    assert_eq!(unit["cached"], false);
    assert!(unit["c_lines"].as_u64().unwrap() > 10 && unit["compilation_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(timings()["units"][0]["cached"], true);
    assert_eq!(world.run(&["compile", "--emit", "c", "--timings", "c.json", "hello.wat"]), "");
    assert!(fs::read_to_string(world.path("c.json")).unwrap().contains("planning"));
    let nowhere = world.run(&["compile", "--timings", "no/such/timings.json", "hello.wat"]);
    assert!(nowhere.contains("cannot write no/such/timings.json"), "{nowhere}");
}

/// What a command writes to a terminal that is its standard error.
fn on_a_terminal(world: &World, arguments: &[&str]) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let side: OwnedFd = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    tcsetwinsize(&side, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut command = world.wastrel(arguments);
    let mut child = command.env("TERM", "xterm").stdout(Stdio::null()).stderr(side).spawn().unwrap();
    drop(command);
    let (mut shown, mut terminal) = (Vec::new(), File::from(terminal));
    let mut buffer = [0; 4096];
    // It ends with an error, when nobody has the other side open any more.
    while let Ok(length @ 1..) = terminal.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..length]);
    }
    assert!(child.wait().unwrap().success());
    String::from_utf8_lossy(&shown).into_owned()
}

#[test]
fn progress() {
    let world = World::with(&[("big.wat", &big_program(400, None))]);
    // So that it takes long enough to be shown on any machine.
    world.compiler_that_first("cc", "sleep 2");
    let compile = ["compile", "-C", "cache=n", "-C", "compiler=./cc", "-O", "opt-level=0", "big.wat"];
    let shown = on_a_terminal(&world, &compile);
    assert!(shown.contains("/2 big_"), "{shown:?}");
    assert!(shown.ends_with("\r\u{1b}[2K"), "it goes away: {shown:?}");
    assert_eq!(world.run(&compile), "", "nothing where nobody watches");
}

/// The files of a directory, by name.
fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_same_files_from_any_number_of_threads_and_in_any_run() {
    let world = World::with(&[("big.wat", &big_program(1200, None))]);
    let emit = |jobs: &str, output: &str| {
        let said = world.run(&["compile", "--emit", "c", "-C", jobs, "big.wat", "-o", output]);
        assert_eq!(said, "");
        files(&world.path(output))
    };
    let first = emit("jobs=1", "one");
    assert!(first.iter().filter(|(name, _)| name.ends_with(".c")).count() > 4);
    for (jobs, output) in [("jobs=1", "again"), ("jobs=2", "two"), ("jobs=5", "five")] {
        assert!(emit(jobs, output) == first, "{jobs}");
    }
}

/// A custom section.
fn custom_section(name: &str, length: usize) -> Vec<u8> {
    let leb = |mut value: usize| {
        let mut bytes = Vec::new();
        while value >= 0x80 {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    };
    let contents = [&leb(name.len())[..], name.as_bytes(), &vec![0xa5; length]].concat();
    [&[0], &leb(contents.len())[..], &contents].concat()
}

/// Debug information isn't looked at, whatever it says.
#[test]
fn custom_sections_make_no_difference() {
    let world = World::new();
    let module = wat::parse_str(HELLO).unwrap();
    fs::write(world.path("hello.wasm"), &module).unwrap();
    assert_eq!(world.run(&["compile", "hello.wasm", "-o", "plain"]), "");
    let mut laden = module;
    for name in [".debug_info", ".debug_line", ".debug_str", "sourceMappingURL", "producers"] {
        laden.extend(custom_section(name, 4 << 20));
    }
    fs::write(world.path("hello.wasm"), &laden).unwrap();
    assert_eq!(world.run(&["compile", "hello.wasm", "-o", "laden"]), "");
    assert!(fs::read(world.path("plain")).unwrap() == fs::read(world.path("laden")).unwrap());
}
